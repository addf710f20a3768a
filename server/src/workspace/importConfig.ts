// What files of tools say about imports of the files beside and below them.
import { bufDependencies, bufFiles, bufModules } from "./bufYaml.ts";
import { goPackages, goWorkspacePackages } from "./goModules.ts";
import type { ImportRoot } from "./importRoot.ts";
import { nodePackages } from "./nodePackages.ts";
import { hidingTool, isInToolFolder, toolFiles, toolPackages } from "./toolFolders.ts";
import { baseName, foldersAbove, isWithin, joinUri, parentUri } from "./uri.ts";

export interface ImportConfig {
  readonly modules: readonly BufModule[];
  /** In the order in which they are looked into. */
  readonly packages: readonly ImportPackage[];
  /** The tool of the file, where that may have what is imported in no folder. */
  readonly hiding?: "Bazel" | "Yarn";
}

/** A folder of files that see each other by paths relative to it. */
export interface BufModule {
  readonly root: string;
  /** The `buf.yaml` or `buf.work.yaml` that says so. */
  readonly file: string;
  /** Whether the file is one of several modules, as a `buf.work.yaml` and, since v2, a `buf.yaml` are. */
  readonly scope: "module" | "workspace";
  /** Folders below the root that are not part of it. */
  readonly excludes: readonly string[];
  /** The folders below the root that alone are part of it; empty for all. */
  readonly includes: readonly string[];
}

/** Whether the files right in `folder` are part of a module. */
export function isPart({ root, excludes, includes }: BufModule, folder: string): boolean {
  if (!isWithin(root, folder) || excludes.some(one => isWithin(one, folder))) return false;
  return includes.length === 0 || includes.some(one => isWithin(one, folder));
}

/** A folder that a tool has put somewhere, to import from. */
export interface ImportPackage {
  readonly root: ImportRoot;
  /** What import paths begin with that tell the package too, with a slash at the end; empty where none do. */
  readonly prefix: string;
  /** What the folder has in it, so that nothing else is looked for there; undefined where only the prefix leads there. */
  readonly names: ReadonlySet<string> | undefined;
}

/** Where tools keep the packages they have fetched, and what is there. */
export interface PackagePlaces {
  /** Buf's cache; undefined where there is none. */
  readonly bufCache: string | undefined;
  /** Go's module cache. */
  readonly goModules: string | undefined;
  /** The names in a folder, none where it cannot be read. It is asked for folders that a file of a tool names only. */
  readonly names: (folder: string) => readonly string[];
  /** The folder that one is a link to; itself where it is none, or cannot be read. */
  readonly behindLinks: (folder: string) => string;
  /** The text of a file that another file of the same tool names; undefined where there is none. */
  readonly text: (file: string) => string | undefined;
}

/** Where no tool keeps anything, as in a browser. */
export const noPackages: PackagePlaces = {
  bufCache: undefined,
  goModules: undefined,
  names: () => [],
  behindLinks: folder => folder,
  text: () => undefined,
};

export const nothingSaid: ImportConfig = { modules: [], packages: [] };

/** What the files say, by their names, that tell which packages there are. */
const packagesOf: Readonly<Record<string, typeof toolPackages>> = {
  "go.mod": goPackages,
  "go.work": goWorkspacePackages,
  "package.json": nodePackages,
  ...Object.fromEntries(toolFiles.map(name => [name, toolPackages])),
};

/** Names of the files that say which packages there are. */
export const packageFiles: readonly string[] = Object.keys(packagesOf);

const lockFile = "buf.lock";

const configFiles: ReadonlySet<string> = new Set([lockFile, ...bufFiles, ...packageFiles]);

export function isConfigFile(uri: string): boolean {
  return configFiles.has(baseName(uri));
}

/** Whether a file says which packages there are. */
export function isPackageFile(uri: string): boolean {
  return packageFiles.includes(baseName(uri));
}

/** Names of the files that are written when packages have been fetched. */
export const fetchedFiles: readonly string[] = ["package-lock.json", "yarn.lock", "pnpm-lock.yaml", "go.sum"];

/** Whether a file is written by a tool that has fetched packages, which may be there now. */
export function tellsOfPackages(uri: string): boolean {
  return fetchedFiles.includes(baseName(uri)) || isInToolFolder(uri);
}

/** The files that may say what a module depends on. */
export function lockFilesOf({ root, file }: BufModule): readonly string[] {
  return [parentUri(file) ?? root, root].map(folder => joinUri(folder, lockFile));
}

/** The files of buf that may say something about imports of the files in and below a folder's. */
export function bufFilesAbove(uri: string): readonly string[] {
  return foldersAbove(uri).flatMap(folder => [...bufFiles, lockFile].map(name => joinUri(folder, name)));
}

/** The files that may say which packages those in and below `folder` import. */
export function packageFilesAbove(folder: string): readonly string[] {
  return [folder, ...foldersAbove(folder)].flatMap(above => packageFiles.map(name => joinUri(above, name)));
}

/** What a file says. What cannot be read says nothing. */
export async function importConfig(uri: string, text: string, places: PackagePlaces): Promise<ImportConfig> {
  switch (baseName(uri)) {
    case "buf.yaml":
    case "buf.work.yaml":
      return { modules: await bufModules(uri, text), packages: [] };
    case lockFile:
      return { modules: [], packages: await bufDependencies(uri, text, places) };
    default:
      return packageConfig(uri, text, places);
  }
}

/** What a file says that tells which packages there are. */
export function packageConfig(uri: string, text: string, places: PackagePlaces): ImportConfig {
  const packages = packagesOf[baseName(uri)]?.(uri, text, places) ?? [];
  const hiding = hidingTool(uri);
  return { modules: [], packages, ...(hiding === undefined ? {} : { hiding }) };
}
