// By which paths the files of a run are imported.
import type { FileHeader } from "../compiler/syntax/fileHeader.ts";
import { bundledFiles } from "../workspace/bundledFiles.generated.ts";
import { agreedPlace, type ImportPlace, importedPlace, importPlace, isPlaceGiven } from "../workspace/filePlace.ts";
import type { ImportRoot } from "../workspace/importRoot.ts";
import { type FoundFile, resolveImport } from "../workspace/importRoots.ts";
import { type ImportView, importView } from "../workspace/importView.ts";
import type { Layout } from "../workspace/layout.ts";
import { bundledScheme, bundledUri, joinUri, pathBelow } from "../workspace/uri.ts";

/** Stands for all the roots of `-I` together, where a place is relative to one of them. */
export const givenRoots = "-I";

/**
 * The place of each file: relative to the first of the roots of `-I` that holds it, as protoc has it. Of a file below
 * none of them the likeliest, unless other files of the run import it by another path: then by that.
 */
export function targetPlaces(
  places: Layout,
  headers: ReadonlyMap<string, FileHeader>,
): ReadonlyMap<string, ImportPlace> {
  const own = new Map<string, ImportPlace>();
  for (const [uri, header] of headers) own.set(uri, givenPlace(places, uri) ?? importPlace(places, uri, header));
  const imported = importedPlaces(places, headers, own);
  for (const [uri, place] of own) {
    if (place.root === givenRoots || isPlaceGiven(places, uri)) continue;
    own.set(uri, agreedPlace(place, imported.get(uri) ?? []));
  }
  return own;
}

/** What the files below a root see, that of `-I` included. */
export function viewFrom(layout: Layout, root: string): ImportView {
  return root === givenRoots ? layout.memo("view", root, () => givenView(layout)) : importView(layout, root);
}

// An import leads to the first of the roots of `-I` that has the path, then to the bundled files, and nowhere else.
function givenView(layout: Layout): ImportView {
  const roots = layout.settingRoots.map((uri): ImportRoot => ({ uri, reason: { kind: "setting" } }));
  const find = (path: string): readonly FoundFile[] => {
    if (path === "" || path.startsWith("/")) return [];
    const found = roots
      .map(root => ({ uri: joinUri(root.uri, path), root }))
      .filter(one => layout.presence(one.uri) === true);
    return found.length > 0 || !Object.hasOwn(bundledFiles, path) ? found : [bundledFound(path)];
  };
  const places = (path: string) => layout.memo("places -I", path, () => find(path));
  return {
    roots,
    rootsThere: () => roots,
    resolve: path => {
      const [first] = places(path);
      return first === undefined ? { kind: "none" } : { kind: "file", ...first };
    },
    places,
  };
}

function bundledFound(path: string): FoundFile {
  return { uri: bundledUri(path), root: { uri: bundledScheme, reason: { kind: "bundled" } } };
}

function givenPlace(places: Layout, uri: string): ImportPlace | undefined {
  for (const root of places.settingRoots) {
    const path = pathBelow(root, uri);
    if (path !== undefined) return { root: givenRoots, path };
  }
  return undefined;
}

// A place a time that a file is imported.
function importedPlaces(
  places: Layout,
  headers: ReadonlyMap<string, FileHeader>,
  own: ReadonlyMap<string, ImportPlace>,
): ReadonlyMap<string, readonly ImportPlace[]> {
  const found = new Map<string, ImportPlace[]>();
  for (const [uri, { imports }] of headers) {
    const root = own.get(uri)?.root;
    if (root === undefined || root === givenRoots) continue;
    for (const path of imports) {
      const target = resolveImport(places, root, path);
      const place = target.kind === "file" ? own.get(target.uri) : undefined;
      if (target.kind !== "file" || place === undefined) continue;
      const imported = importedPlace(places, target.uri, path, () => place);
      const known = found.get(target.uri);
      if (known === undefined) found.set(target.uri, [imported]);
      else known.push(imported);
    }
  }
  return found;
}
