// Who imports a file.
import type { Steps } from "../compiler/text/steps.ts";
import { agreedPlace, type ImportPlace, importedPlace } from "./filePlace.ts";
import { resolveImport } from "./importRoots.ts";
import type { Layout } from "./layout.ts";
import type { FileOutline } from "./outline.ts";
import type { Outlines } from "./outlines.ts";
import { baseName, normalUri, pathBelow, pathOf } from "./uri.ts";

/**
 * The place of the file `uri` by those who import it, `own` where none does or one of them uses it. `placeOf` gives the
 * own places of those.
 */
export function placeByImporters(
  layout: Layout,
  outlines: Outlines,
  uri: string,
  own: ImportPlace,
  placeOf: (uri: string) => ImportPlace,
): ImportPlace {
  const below = layout.folders.map(folder => pathBelow(folder, uri)).find(path => path !== undefined);
  const name = baseName(uri);
  // Of a path that names the repository too, the file's own is the end.
  const mayBeIt = (path: string) =>
    path.endsWith(name) && (uri.endsWith(`/${path}`) || (below !== undefined && path.endsWith(`/${below}`)));
  const imported: ImportPlace[] = [];
  for (const importer of outlines.importing(name)) {
    for (const path of importer.outline.imports) {
      if (!mayBeIt(path)) continue;
      const { root } = placeOf(importer.uri);
      const found = resolveImport(layout, root, path);
      if (found.kind !== "file" || found.uri !== uri) continue;
      if (path === own.path) return own;
      imported.push(importedPlace(layout, uri, path, () => own));
    }
  }
  return agreedPlace(own, imported);
}

/**
 * The files `changed`, and those of which something else may be told since then: all that import one of them, or would if
 * it were there, through others too.
 */
export function* withImporters(
  layout: Layout,
  files: readonly FileOutline[],
  changed: Iterable<string>,
): Steps<ReadonlySet<string>> {
  const importers = new Map<string, string[]>();
  for (const [at, { uri: spelled, outline }] of files.entries()) {
    if (at % filesAStep === filesAStep - 1) yield;
    const uri = normalUri(spelled);
    for (const path of outline.imports) {
      const key = importKey(layout, path);
      const known = importers.get(key);
      if (known === undefined) importers.set(key, [uri]);
      else known.push(uri);
    }
  }
  const found = new Set(changed);
  let looked = 0;
  for (const uri of found) {
    if (++looked % filesAStep === 0) yield;
    for (const path of endsOf(pathOf(uri))) for (const importer of importers.get(path) ?? []) found.add(importer);
  }
  return found;
}

const filesAStep = 200;

// An import leads to a file that ends in its path; where there is none, it may be one that has gone, or one that bears no
// more than its name: paths may begin with the name of a package or repository.
function importKey(layout: Layout, path: string): string {
  const isThere = layout.memo("imports that files end in", path, () => (layout.endingWith(path) ?? []).length > 0);
  return isThere ? path : path.slice(path.lastIndexOf("/") + 1);
}

/** `/a/b.proto` → `a/b.proto`, `b.proto` */
function* endsOf(path: string): Iterable<string> {
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) yield path.slice(at + 1);
}
