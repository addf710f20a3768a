// The `.proto` files that a command is about, with everything they import, found as the editor would find it.
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type CompiledFile, compilation } from "../compiler/compile.ts";
import type { Turns } from "../compiler/compileInTurn.ts";
import type { FileHeader } from "../compiler/syntax/fileHeader.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import { packagePlaces } from "../node/packagePlaces.ts";
import { type FilesBelow, filesBelow, pathKind, readBytes, readText } from "../node/syncFiles.ts";
import { FileText, originOf } from "../workspace/fileText.ts";
import { isSkippedFolder } from "../workspace/folderNames.ts";
import {
  bufFilesAbove,
  type ImportConfig,
  importConfig,
  isPackageFile,
  nothingSaid,
  packageConfig,
} from "../workspace/importConfig.ts";
import { resolveImport } from "../workspace/importRoots.ts";
import { type Layout, layout } from "../workspace/layout.ts";
import type { Listing } from "../workspace/listing.ts";
import { builtInOptionTypes, bundledText } from "../workspace/snapshot.ts";
import { bundledPath, normalUri } from "../workspace/uri.ts";
import { givenRoots, resolveGiven, targetPlaces } from "./targetPlaces.ts";
import { UsageError } from "./usageError.ts";

/** A file named on the command line. */
export type TargetFile = CompiledFile;

export interface ProtoTree {
  /** In the order of the command line, those of a folder sorted. */
  readonly targets: readonly TargetFile[];
  /** The same by the import root that they stand below. */
  readonly roots: readonly TreeRoot[];
  /** Files and folders that may not be read, as shown to the user. */
  readonly unreadable: readonly string[];
  /** How a source is shown to the user: relative to the current folder, or by import path when it is bundled. */
  readonly shown: (source: SourceFile) => string;
}

/** Files that are compiled together. */
export interface TreeRoot extends Omit<Turns, "forgotten"> {
  /** Lets go of the text of an import path. */
  readonly forgetText: (path: string) => void;
}

/**
 * Reads the files and folders `paths` (default: the current folder), relative to `cwd`. `roots` are the import roots of
 * `-I`, which count as they do for protoc; without any they are found.
 * @throws {UsageError} when a path does not exist, a folder has no `.proto` file or may not be read, or a file is hidden
 * by one of an earlier root.
 */
export async function protoTree(cwd: string, paths: readonly string[], roots: readonly string[]): Promise<ProtoTree> {
  const rootFolders = roots.map(root => existingFolder(cwd, root));
  const given = (paths.length === 0 ? ["."] : paths).map(one => protoFiles(cwd, one, rootFolders));
  const files: Named = new Map(given.flatMap(one => one.files).map(file => [fileUri(file), file]));
  const places = await diskLayout(cwd, files, rootFolders);
  const texts = textReader(uri => files.get(uri) ?? fileURLToPath(uri));
  const read = new Map<string, FileHeader>();
  const unreadable = given.flatMap(one => one.unreadable);
  for (const [uri, file] of files) {
    const header = texts.header(uri);
    if (header === undefined) unreadable.push(file);
    else read.set(uri, header);
  }
  const treeRoots = new Map<string, TreeRoot & { readonly paths: string[] }>();
  const targets = [...targetPlaces(places, read)].map(([uri, { root, path: importPath }]) => {
    const hiding = root === givenRoots ? resolveGiven(places, importPath) : undefined;
    if (hiding?.kind === "file" && hiding.uri !== uri)
      throw new UsageError(
        `\`${shown(cwd, fileURLToPath(uri))}\` is hidden by \`${shown(cwd, fileURLToPath(hiding.uri))}\`, which an earlier \`-I\` gives for the same path`,
      );
    const known = treeRoots.get(root) ?? treeRoot(places, root, texts);
    treeRoots.set(root, known);
    known.paths.push(importPath);
    return { path: importPath, compilation: known.files };
  });
  return {
    targets,
    roots: [...treeRoots.values()],
    unreadable: unreadable.map(one => shown(cwd, one)),
    shown: source => shownPath(cwd, source),
  };
}

/** The files that the command line names, and those in the folders it names: their paths on the disk by uri. */
type Named = ReadonlyMap<string, string>;

function treeRoot(places: Layout, root: string, texts: Texts): TreeRoot & { readonly paths: string[] } {
  const uris = new Map<string, string | undefined>();
  const resolve = (importPath: string) => {
    const known = uris.get(importPath);
    if (known !== undefined || uris.has(importPath)) return known;
    const found = root === givenRoots ? resolveGiven(places, importPath) : resolveImport(places, root, importPath);
    const uri = found.kind === "file" ? found.uri : undefined;
    uris.set(importPath, uri);
    return uri;
  };
  const parsed = (importPath: string) => {
    const uri = resolve(importPath);
    return uri === undefined ? undefined : texts.text(uri)?.parsed(importPath);
  };
  return {
    files: compilation(parsed, {}, builtInOptionTypes()),
    paths: [],
    importsOf: importPath => {
      const uri = resolve(importPath);
      return uri === undefined ? undefined : texts.header(uri)?.imports;
    },
    sourceOf: importPath => {
      const uri = resolve(importPath);
      return uri === undefined ? undefined : texts.text(uri)?.source(importPath);
    },
    forgetText: importPath => {
      const uri = resolve(importPath);
      if (uri !== undefined) texts.forget(uri);
    },
  };
}

/** The texts of files, read for their headers and again to be compiled; undefined for one that cannot be read. */
interface Texts {
  readonly text: (uri: string) => FileText | undefined;
  readonly header: (uri: string) => FileHeader | undefined;
  /** The text is read again when it is asked for again; its header is kept. */
  readonly forget: (uri: string) => void;
}

function textReader(filePath: (uri: string) => string): Texts {
  const texts = new Map<string, FileText | undefined>();
  const headers = new Map<string, FileHeader | undefined>();
  const text = (uri: string) => {
    const known = texts.get(uri);
    if (known !== undefined || texts.has(uri)) return known;
    const bundled = bundledPath(uri);
    if (bundled !== undefined) return bundledText(bundled);
    const content = readText(filePath(uri));
    const made = content === undefined ? undefined : new FileText(uri, content);
    texts.set(uri, made);
    return made;
  };
  const header = (uri: string) => {
    const known = headers.get(uri);
    if (known !== undefined || headers.has(uri)) return known;
    const made = text(uri)?.header();
    headers.set(uri, made);
    // It may be long until its turn comes.
    texts.delete(uri);
    return made;
  };
  return { text, header, forget: uri => texts.delete(uri) };
}

function shownPath(cwd: string, source: SourceFile): string {
  const origin = originOf(source);
  if (origin === undefined || !origin.startsWith("file:")) return source.path;
  return shown(cwd, fileURLToPath(origin));
}

function shown(cwd: string, file: string): string {
  const relative = path.relative(cwd, file);
  return (relative.startsWith("..") ? file : relative).split(path.sep).join("/");
}

function existingFolder(cwd: string, root: string): string {
  const folder = path.resolve(cwd, root);
  if (pathKind(folder) !== "folder") throw new UsageError(`there is no folder \`${root}\` to import from`);
  return folder;
}

function protoFiles(cwd: string, given: string, roots: readonly string[]): FilesBelow {
  const candidates = [path.resolve(cwd, given), ...roots.map(root => path.join(root, given))];
  const full = candidates.find(candidate => pathKind(candidate) !== undefined);
  if (full === undefined) throw new UsageError(`there is no file or folder \`${given}\``);
  if (pathKind(full) === "file") return { files: [full], unreadable: [] };
  const found = filesBelow(full, isProto, isSkippedFolder);
  if (found.unreadable.includes(full)) throw new UsageError(`the folder \`${given}\` cannot be read`);
  if (found.files.length === 0) throw new UsageError(`there is no \`.proto\` file in the folder \`${given}\``);
  return found;
}

async function diskLayout(cwd: string, files: Named, roots: readonly string[]): Promise<Layout> {
  const named = [...files.values()];
  const folder = workspaceFolder(cwd, named);
  const kinds = new Map<string, boolean>();
  const configs = roots.length > 0 ? new Map() : await bufConfigs(named);
  let listed: Listing | undefined;
  return layout({
    folders: [fileUri(folder)],
    settingRoots: roots.map(fileUri),
    configs: configs.values(),
    config: configReader(configs),
    // Most often nobody asks.
    get listed() {
      listed ??= listing(cwd, folder, files);
      return listed;
    },
    known: uri => {
      let known = files.has(uri) || kinds.get(uri);
      if (known === undefined) {
        known = uri.startsWith("file:") && pathKind(fileURLToPath(uri)) === "file";
        kinds.set(uri, known);
      }
      return known;
    },
  });
}

// What an editor would have opened: the current folder, where the files are in it.
function workspaceFolder(cwd: string, files: readonly string[]): string {
  const inside = files.every(file => !path.relative(cwd, file).startsWith(".."));
  const first = files[0];
  return inside || first === undefined ? cwd : path.dirname(first);
}

/** All files of the folder where it is in a repository, which has an end; else the files of the run. */
function listing(cwd: string, folder: string, files: Named): Listing {
  const named = [...files.keys()];
  const isRepository = foldersUp(folder).some(one => pathKind(path.join(one, ".git")) !== undefined);
  const around = isRepository && folder === cwd ? filesBelow(cwd, isProto, isSkippedFolder).files.map(fileUri) : [];
  return { files: new Set([...named, ...around]), lists: () => false };
}

/** What the files of buf in the folders above the files say. */
async function bufConfigs(files: readonly string[]): Promise<ReadonlyMap<string, ImportConfig>> {
  const folders = new Map(files.map(file => [path.dirname(file), fileUri(file)]));
  const uris = new Set([...folders.values()].flatMap(bufFilesAbove));
  const places = packagePlaces();
  const configs = new Map<string, ImportConfig>();
  for (const uri of uris) {
    const text = configText(uri);
    if (text !== undefined) configs.set(uri, await importConfig(uri, text, places));
  }
  return configs;
}

function configReader(known: ReadonlyMap<string, ImportConfig>): (uri: string) => ImportConfig {
  const places = packagePlaces();
  const read = new Map(known);
  return uri => {
    const before = read.get(uri);
    if (before !== undefined) return before;
    const text = isPackageFile(uri) ? configText(uri) : undefined;
    const config = text === undefined ? nothingSaid : packageConfig(uri, text, places);
    read.set(uri, config);
    return config;
  };
}

function configText(uri: string): string | undefined {
  const file = fileURLToPath(uri);
  const content = pathKind(file) === "file" ? readBytes(file) : undefined;
  return content === undefined ? undefined : new TextDecoder().decode(content);
}

function foldersUp(folder: string): readonly string[] {
  const above = path.dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersUp(above)];
}

function isProto(name: string): boolean {
  return name.endsWith(".proto");
}

function fileUri(file: string): string {
  return normalUri(pathToFileURL(file).href);
}
