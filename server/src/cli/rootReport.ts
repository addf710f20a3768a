// What `protodial roots` tells, as data: where files are imported from, and where their imports lead.
import type { ImportPlace } from "../workspace/filePlace.ts";
import type { ImportRoot } from "../workspace/importRoot.ts";
import type { FoundFile } from "../workspace/importRoots.ts";
import { isWithin } from "../workspace/uri.ts";
import type { PlacedFiles } from "./namedFiles.ts";
import { givenRoots, viewFrom } from "./targetPlaces.ts";

/** Where one file stands and what its imports find. */
export interface FileReport {
  readonly uri: string;
  /** The path by which others import it. */
  readonly path: string;
  readonly root: ImportRoot;
  readonly imports: readonly ImportReport[];
}

export interface ImportReport {
  readonly path: string;
  /** The file that it leads to, then those that this one hides; none where it leads nowhere. */
  readonly found: readonly FoundFile[];
  /** The roots that were tried. */
  readonly tried: readonly ImportRoot[];
}

/** An import root with the files below it. */
export interface RootReport {
  readonly root: ImportRoot;
  readonly files: readonly FileReport[];
}

/** Reports one of the files. */
export function fileReport({ layout, texts }: PlacedFiles, uri: string, place: ImportPlace): FileReport {
  const view = viewFrom(layout, place.root);
  const tried = view.rootsThere();
  const imports = [...new Set(texts.header(uri)?.imports ?? [])];
  return {
    uri,
    path: place.path,
    root: rootOf(tried, uri, place),
    imports: imports.map(path => ({ path, found: view.places(path), tried })),
  };
}

/** Reports files by their roots, in the order in which these are met; roots that were given come first, empty ones too. */
export function rootReports(files: PlacedFiles, uris: readonly string[]): readonly RootReport[] {
  const byRoot = new Map<string, { readonly root: ImportRoot; readonly files: FileReport[] }>();
  for (const root of givenImportRoots(files)) byRoot.set(root.uri, { root, files: [] });
  for (const uri of uris) {
    const place = files.places.get(uri);
    if (place === undefined) continue;
    const report = fileReport(files, uri, place);
    const known = byRoot.get(report.root.uri);
    if (known === undefined) byRoot.set(report.root.uri, { root: report.root, files: [report] });
    else known.files.push(report);
  }
  return [...byRoot.values()];
}

/** The roots to which the imports of the files lead, most first. */
export function destinations({ files }: RootReport): readonly { readonly root: ImportRoot; readonly count: number }[] {
  const counts = new Map<string, { root: ImportRoot; count: number }>();
  for (const { found } of files.flatMap(one => one.imports)) {
    const root = found[0]?.root;
    if (root === undefined) continue;
    const known = counts.get(root.uri) ?? { root, count: 0 };
    counts.set(root.uri, known);
    known.count++;
  }
  return [...counts.values()].sort((one, other) => other.count - one.count);
}

/** The imports that lead nowhere, with the files that they stand in. */
export function lostImports({ files }: RootReport): readonly { readonly uri: string; readonly path: string }[] {
  return files.flatMap(({ uri, imports }) =>
    imports.filter(one => one.found.length === 0).map(({ path }) => ({ uri, path })),
  );
}

function givenImportRoots({ layout }: PlacedFiles): readonly ImportRoot[] {
  const modules = layout.modules.map(
    ({ root, file }): ImportRoot => ({ uri: root, reason: { kind: "bufModule", file } }),
  );
  return [...layout.settingRoots.map((uri): ImportRoot => ({ uri, reason: { kind: "setting" } })), ...modules];
}

function rootOf(tried: readonly ImportRoot[], uri: string, { root }: ImportPlace): ImportRoot {
  const known = root === givenRoots ? tried.find(one => isWithin(one.uri, uri)) : tried.find(one => one.uri === root);
  return known ?? { uri: root, reason: { kind: "inferred" } };
}
