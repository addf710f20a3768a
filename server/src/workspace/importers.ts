// Who imports a file, to place it as they do.
import { agreedPlace, type ImportPlace } from "./filePlace.ts";
import { resolveImport } from "./importRoots.ts";
import type { Layout } from "./layout.ts";
import type { Outlines } from "./outlines.ts";
import { baseName, pathBelow } from "./uri.ts";

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
      imported.push({ root, path });
    }
  }
  return agreedPlace(own, imported);
}
