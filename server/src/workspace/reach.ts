// What files reach by their imports, and where each of the paths leads.
import type { FileHeader } from "../compiler/syntax/fileHeader.ts";
import { importedPlace, importPlace } from "./filePlace.ts";
import { type Resolution, resolveImport } from "./importRoots.ts";
import type { Layout } from "./layout.ts";
import { joinUri } from "./uri.ts";

/** The files that a compilation is of and those they import, by the paths that they have in it. */
export interface Reach {
  readonly files: ReadonlyMap<string, string>;
  /** Those of the paths that lead elsewhere than `resolveImport` says for the root. */
  readonly instead: ReadonlyMap<string, string>;
  /** What must be read or listed to know more. */
  readonly unknown: ReadonlySet<string>;
}

/**
 * What the files `tops` (import path to uri) reach, which stand below `root`. The imports of a file that is reached lead
 * where those of `root` do. But where that is only a guess, or nowhere, the file most likely is of another build, and
 * what its own place says is better: it may have a `common.proto` beside it, or packages that it alone depends on.
 */
export function reach(
  layout: Layout,
  root: string,
  tops: Iterable<readonly [path: string, uri: string]>,
  headerOf: (uri: string) => FileHeader | undefined,
): Reach {
  const files = new Map(tops);
  const own = new Set(files.values());
  const instead = new Map<string, string>();
  const unknown = new Set<string>();
  for (const [path, uri] of files) {
    const usual = resolveImport(layout, root, path);
    if (usual.kind === "unknown") for (const one of usual.uris) unknown.add(one);
    // A file that is hidden by one of its path below another root has its own problems all the same.
    else if (leadsElsewhere(usual, uri)) instead.set(path, uri);
  }
  for (const [path, uri] of files) {
    const header = headerOf(uri);
    for (const imported of header?.imports ?? []) {
      if (header === undefined || files.has(imported)) continue;
      const usual = resolveImport(layout, root, imported);
      const found = own.has(uri) ? usual : leadFrom(layout, { root, usual, path, uri, header }, imported);
      if (found.kind === "unknown") for (const one of found.uris) unknown.add(one);
      if (found.kind !== "file") continue;
      files.set(imported, found.uri);
      if (leadsElsewhere(usual, found.uri)) instead.set(imported, found.uri);
    }
  }
  return { files, instead, unknown };
}

function leadsElsewhere(usual: Resolution, uri: string): boolean {
  return usual.kind !== "file" || usual.uri !== uri;
}

/** A file that is reached, and where one of its imports leads for the files of `root`. */
interface Importer {
  readonly root: string;
  readonly usual: Resolution;
  readonly path: string;
  readonly uri: string;
  readonly header: FileHeader;
}

function leadFrom(layout: Layout, { root, usual, path, uri, header }: Importer, imported: string): Resolution {
  if (usual.kind === "unknown" || surety(usual) === 3) return usual;
  const home = importedPlace(layout, uri, path, () => importPlace(layout, uri, header)).root;
  return home === root ? usual : surer(layout, usual, home, imported);
}

/** Where the import of `path` leads for files whose root is `home`, if that is surer than `usual`. */
function surer(layout: Layout, usual: Resolution, home: string, path: string): Resolution {
  const isBeside = layout.presence(joinUri(home, path)) !== false;
  if (!isBeside && surety(usual) > 1) return usual;
  const other = resolveImport(layout, home, path);
  return other.kind === "unknown" || surety(other) > surety(usual) ? other : usual;
}

// Nowhere, a place that only ends in the path, a root that may be of the same build, one that is.
function surety(found: Resolution): 0 | 1 | 2 | 3 {
  if (found.kind !== "file") return 0;
  switch (found.root.reason.kind) {
    case "elsewhere":
      return 1;
    case "setting":
    case "bufModule":
    case "bufDependency":
    case "inferred":
    case "bundled":
      return 3;
    default:
      return 2;
  }
}

/** Files below one root that are compiled together, with all they reach. */
export interface ReachGroup extends Reach {
  readonly tops: ReadonlyMap<string, string>;
}

/** Files below `root` in groups for whose members every path leads to one file; most often that is one group. */
export function reachGroups(
  layout: Layout,
  root: string,
  tops: ReadonlyMap<string, string>,
  headerOf: (uri: string) => FileHeader | undefined,
): readonly ReachGroup[] {
  const { apart, ...plain } = usualReach(layout, root, tops, headerOf);
  const groups = new Map<string, ReachGroup>();
  // Files that are only reached may be apart, too.
  const together = new Map([...tops].filter(([path]) => !apart.has(path)));
  if (together.size > 0) groups.set("", { ...plain, tops: together });
  for (const top of tops) {
    if (!apart.has(top[0])) continue;
    const one = reach(layout, root, [top], headerOf);
    const key = [...one.instead].flat().join("\n");
    const known = groups.get(key) ?? { ...one, tops: new Map() };
    groups.set(key, {
      tops: new Map([...known.tops, top]),
      files: new Map([...known.files, ...one.files]),
      instead: one.instead,
      unknown: new Set([...known.unknown, ...one.unknown]),
    });
  }
  return [...groups.values()];
}

/**
 * What files reach where every path leads as for the files of `root`. `apart` are the paths of those that reach, or are,
 * a file which has one that does not.
 */
function usualReach(
  layout: Layout,
  root: string,
  tops: ReadonlyMap<string, string>,
  headerOf: (uri: string) => FileHeader | undefined,
): Reach & { readonly apart: ReadonlySet<string> } {
  const files = new Map(tops);
  const own = new Set(files.values());
  const unknown = new Set<string>();
  const importers = new Map<string, string[]>();
  const apart = new Set(
    [...tops].filter(([path, uri]) => leadsElsewhere(resolveImport(layout, root, path), uri)).map(([path]) => path),
  );
  for (const [path, uri] of files) {
    const header = headerOf(uri);
    for (const imported of header?.imports ?? []) {
      const usual = resolveImport(layout, root, imported);
      const isPlain = header === undefined || own.has(uri);
      const found = isPlain ? usual : leadFrom(layout, { root, usual, path, uri, header }, imported);
      if (found.kind === "unknown") for (const one of found.uris) unknown.add(one);
      if (found.kind === "file" && leadsElsewhere(usual, found.uri)) apart.add(path);
      const known = importers.get(imported);
      if (known === undefined) importers.set(imported, [path]);
      else known.push(path);
      if (usual.kind === "file" && !files.has(imported)) files.set(imported, usual.uri);
    }
  }
  for (const path of apart) for (const importer of importers.get(path) ?? []) apart.add(importer);
  return { files, instead: new Map(), unknown, apart };
}
