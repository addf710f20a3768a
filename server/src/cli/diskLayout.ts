// Where files are and what files of tools say of imports, read from the disk when it is asked for.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { packagePlaces } from "../node/packagePlaces.ts";
import {
  bufFilesAbove,
  type ImportConfig,
  importConfig,
  isPackageFile,
  nothingSaid,
  packageConfig,
} from "../workspace/importConfig.ts";
import { type Layout, layout } from "../workspace/layout.ts";
import type { ListedFiles } from "../workspace/listing.ts";
import type { Disk } from "./disk.ts";
import { fileUri } from "./folderFiles.ts";

/** The files of a run: their paths on the disk by uri. */
export type NamedFiles = ReadonlyMap<string, string>;

/** Where files are, as the disk tells it: `files` are those of the run, `roots` the folders of `-I`. */
export async function diskLayout(
  disk: Disk,
  cwd: string,
  files: NamedFiles,
  roots: readonly string[],
): Promise<Layout> {
  const named = [...files.values()];
  const folder = workspaceFolder(cwd, named);
  const kinds = new Map<string, boolean>();
  const isFolder = folderTeller(disk);
  const configs = roots.length > 0 ? new Map() : await bufConfigs(disk, named);
  return layout({
    folders: [fileUri(folder)],
    settingRoots: roots.map(fileUri),
    configs: configs.values(),
    config: configReader(disk, configs),
    listed: listing(disk, cwd, folder, files),
    known: uri => {
      let known = files.has(uri) || kinds.get(uri);
      if (known === undefined) {
        const file = uri.startsWith("file:") ? fileURLToPath(uri) : undefined;
        known = file !== undefined && isFolder(path.dirname(file)) && disk.pathKind(file) === "file";
        kinds.set(uri, known);
      }
      return known;
    },
    isFolder: uri => uri.startsWith("file:") && isFolder(fileURLToPath(uri)),
  });
}

// What is looked for in a hundred places is often in a folder that is not there.
function folderTeller(disk: Disk): (folder: string) => boolean {
  const told = new Map<string, boolean>();
  const isFolder = (folder: string): boolean => {
    const known = told.get(folder);
    if (known !== undefined) return known;
    const above = path.dirname(folder);
    const is = (above === folder || isFolder(above)) && disk.pathKind(folder) === "folder";
    told.set(folder, is);
    return is;
  };
  return isFolder;
}

// What an editor would have opened: the current folder, where the files are in it.
function workspaceFolder(cwd: string, files: readonly string[]): string {
  const inside = files.every(file => !path.relative(cwd, file).startsWith(".."));
  const first = files[0];
  return inside || first === undefined ? cwd : path.dirname(first);
}

/** All files of the folder where it is in a repository, which has an end; else the files of the run. */
function listing(disk: Disk, cwd: string, folder: string, files: NamedFiles): ListedFiles {
  let found: ReadonlySet<string> | undefined;
  return {
    // Most often nobody asks.
    get files() {
      found ??= new Set([...files.keys(), ...repositoryFiles(disk, cwd, folder)]);
      return found;
    },
    lists: () => false,
    behindLinks: uri => uri,
  };
}

function repositoryFiles(disk: Disk, cwd: string, folder: string): readonly string[] {
  const isRepository = foldersUp(folder).some(one => disk.pathKind(path.join(one, ".git")) !== undefined);
  return isRepository && folder === cwd ? disk.folderFiles(cwd, "left out").files.map(fileUri) : [];
}

/** What the files of buf in the folders above the files say. */
async function bufConfigs(disk: Disk, files: readonly string[]): Promise<ReadonlyMap<string, ImportConfig>> {
  const folders = new Map(files.map(file => [path.dirname(file), fileUri(file)]));
  const uris = new Set([...folders.values()].flatMap(bufFilesAbove));
  const places = packagePlaces();
  const configs = new Map<string, ImportConfig>();
  for (const uri of uris) {
    const text = configText(disk, uri);
    if (text !== undefined) configs.set(uri, await importConfig(uri, text, places));
  }
  return configs;
}

function configReader(disk: Disk, known: ReadonlyMap<string, ImportConfig>): (uri: string) => ImportConfig {
  const places = packagePlaces();
  const read = new Map(known);
  return uri => {
    const before = read.get(uri);
    if (before !== undefined) return before;
    const text = isPackageFile(uri) ? configText(disk, uri) : undefined;
    const config = text === undefined ? nothingSaid : packageConfig(uri, text, places);
    read.set(uri, config);
    return config;
  };
}

function configText(disk: Disk, uri: string): string | undefined {
  const file = fileURLToPath(uri);
  const content = disk.pathKind(file) === "file" ? disk.readBytes(file) : undefined;
  return content === undefined ? undefined : new TextDecoder().decode(content);
}

function foldersUp(folder: string): readonly string[] {
  const above = path.dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersUp(above)];
}
