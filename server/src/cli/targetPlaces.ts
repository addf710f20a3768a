// By which paths the files of a run are imported.
import type { FileHeader } from "../compiler/syntax/fileHeader.ts";
import { bundledFiles } from "../workspace/bundledFiles.generated.ts";
import { agreedPlace, type ImportPlace, importPlace, isPlaceGiven } from "../workspace/filePlace.ts";
import { type Resolution, resolveImport } from "../workspace/importRoots.ts";
import type { Layout } from "../workspace/layout.ts";
import { bundledUri, joinUri, pathBelow } from "../workspace/uri.ts";

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

/** Where an import leads among the roots of `-I`: to the first that has the path, then to the bundled files. */
export function resolveGiven(places: Layout, path: string): Resolution {
  if (path === "" || path.startsWith("/")) return { kind: "none" };
  for (const root of places.settingRoots) {
    const uri = joinUri(root, path);
    if (places.presence(uri) === true) return { kind: "file", uri };
  }
  return Object.hasOwn(bundledFiles, path) ? { kind: "file", uri: bundledUri(path) } : { kind: "none" };
}

function givenPlace(places: Layout, uri: string): ImportPlace | undefined {
  for (const root of places.settingRoots) {
    const path = pathBelow(root, uri);
    if (path !== undefined) return { root: givenRoots, path };
  }
  return undefined;
}

// A place a time that a file is imported: the path, and the root of the file that imports it so.
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
      if (target.kind !== "file" || !headers.has(target.uri)) continue;
      const known = found.get(target.uri);
      if (known === undefined) found.set(target.uri, [{ root, path }]);
      else known.push({ root, path });
    }
  }
  return found;
}
