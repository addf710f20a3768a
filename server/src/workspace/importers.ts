// Who imports a file, to place it as they do.
import { Remembered } from "../compiler/text/remembered.ts";
import { agreedPlace, type ImportPlace } from "./filePlace.ts";
import { resolveImport } from "./importRoots.ts";
import type { Layout } from "./layout.ts";
import type { FileOutline } from "./outline.ts";
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
  const imported: ImportPlace[] = [];
  for (const [path, importers] of importsByName(outlines).get(baseName(uri)) ?? []) {
    // Of a path that names the repository too, the file's own is the end.
    const mayBeIt = uri.endsWith(`/${path}`) || (below !== undefined && path.endsWith(`/${below}`));
    if (!mayBeIt) continue;
    for (const importer of importers) {
      const { root } = placeOf(importer.uri);
      const found = resolveImport(layout, root, path);
      if (found.kind === "file" && found.uri === uri) imported.push({ root, path });
      if (found.kind === "file" && found.uri === uri && path === own.path) return own;
    }
  }
  return agreedPlace(own, imported);
}

type Imports = ReadonlyMap<string, ReadonlyMap<string, readonly FileOutline[]>>;

/** All paths that are imported, by their last part, with the files that import them. */
function importsByName(outlines: Outlines): Imports {
  const known = importsOf.get(outlines);
  if (known !== undefined) return known;
  const table = new Map<string, Map<string, FileOutline[]>>();
  for (const file of outlines.files) {
    for (const path of file.outline.imports) {
      const name = path.slice(path.lastIndexOf("/") + 1);
      const paths = table.get(name) ?? new Map<string, FileOutline[]>();
      const importers = paths.get(path) ?? [];
      importers.push(file);
      paths.set(path, importers);
      table.set(name, paths);
    }
  }
  importsOf.set(outlines, table);
  return table;
}

const importsOf = new Remembered<Outlines, Imports>();
