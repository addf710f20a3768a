// The `.proto` files that a command is about, with everything they import, found as the editor would find it.
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Compilation, compilation } from "../compiler/compile.ts";
import type { ParsedFile } from "../compiler/syntax/parsedFile.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import { filesBelow, pathKind, readBytes } from "../node/syncFiles.ts";
import { bufFiles, bufModules } from "../workspace/bufYaml.ts";
import { FileText, originOf } from "../workspace/fileText.ts";
import { importPlace, resolveImport } from "../workspace/importRoots.ts";
import { isSkippedFolder, type Layout, layout } from "../workspace/layout.ts";
import { header } from "../workspace/outline.ts";
import { bundledText } from "../workspace/snapshot.ts";
import { bundledPath, normalUri } from "../workspace/uri.ts";
import { UsageError } from "./usageError.ts";

/** A file named on the command line. */
export interface TargetFile {
  /** By which other files import it. */
  readonly path: string;
  readonly compilation: Compilation;
}

export interface ProtoTree {
  /** In the order of the command line, those of a folder sorted. */
  readonly targets: readonly TargetFile[];
  /** How a source is shown to the user: relative to the current folder, or by import path when it is bundled. */
  readonly shown: (source: SourceFile) => string;
}

/**
 * Reads the files and folders `paths` (default: the current folder), relative to `cwd`. `roots` are the import roots of
 * `-I`; without any they are found.
 * @throws {UsageError} when a path does not exist or a folder has no `.proto` file.
 */
export async function protoTree(cwd: string, paths: readonly string[], roots: readonly string[]): Promise<ProtoTree> {
  const rootFolders = roots.map(root => existingFolder(cwd, root));
  const files = (paths.length === 0 ? ["."] : paths).flatMap(given => protoFiles(cwd, given, rootFolders));
  const places = await diskLayout(cwd, files, rootFolders);
  const texts = new Map<string, FileText | undefined>();
  const text = (uri: string): FileText | undefined => {
    const bundled = bundledPath(uri);
    if (bundled !== undefined) return bundledText(bundled);
    if (!texts.has(uri)) {
      const content = readBytes(fileURLToPath(uri));
      texts.set(uri, content === undefined ? undefined : new FileText(uri, content));
    }
    return texts.get(uri);
  };
  const compilations = new Map<string, Compilation>();
  const compilationOf = (root: string): Compilation => {
    let found = compilations.get(root);
    if (found === undefined) {
      found = compilation(importPath => parsedByPath(places, root, importPath, text));
      compilations.set(root, found);
    }
    return found;
  };
  const targets = [...new Set(files)].map(file => {
    const uri = normalUri(pathToFileURL(file).href);
    const parsed = text(uri)?.anyParsed();
    const place = importPlace(places, uri, parsed === undefined ? { packageName: "", imports: [] } : header(parsed));
    return { path: place.path, compilation: compilationOf(place.root) };
  });
  return { targets, shown: source => shownPath(cwd, source) };
}

function parsedByPath(
  places: Layout,
  root: string,
  importPath: string,
  text: (uri: string) => FileText | undefined,
): ParsedFile | undefined {
  const found = resolveImport(places, root, importPath);
  return found.kind === "file" ? text(found.uri)?.parsed(importPath) : undefined;
}

function shownPath(cwd: string, source: SourceFile): string {
  const origin = originOf(source);
  if (origin === undefined || !origin.startsWith("file:")) return source.path;
  const relative = path.relative(cwd, fileURLToPath(origin));
  return (relative.startsWith("..") ? fileURLToPath(origin) : relative).split(path.sep).join("/");
}

function existingFolder(cwd: string, root: string): string {
  const folder = path.resolve(cwd, root);
  if (pathKind(folder) !== "folder") throw new UsageError(`there is no folder \`${root}\` to import from`);
  return folder;
}

function protoFiles(cwd: string, given: string, roots: readonly string[]): readonly string[] {
  const candidates = [path.resolve(cwd, given), ...roots.map(root => path.join(root, given))];
  const full = candidates.find(candidate => pathKind(candidate) !== undefined);
  if (full === undefined) throw new UsageError(`there is no file or folder \`${given}\``);
  if (pathKind(full) === "file") return [full];
  const found = filesBelow(full, name => name.endsWith(".proto"), isSkippedFolder);
  if (found.length === 0) throw new UsageError(`there is no \`.proto\` file in the folder \`${given}\``);
  return found;
}

async function diskLayout(cwd: string, files: readonly string[], roots: readonly string[]): Promise<Layout> {
  const folders = [workspaceFolder(cwd, files)];
  const kinds = new Map<string, boolean>();
  return layout({
    folders: folders.map(folderUri),
    settingRoots: roots.map(folderUri),
    modules: roots.length > 0 ? [] : await modulesAbove(files),
    listed: new Set(),
    known: uri => {
      let known = kinds.get(uri);
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

/** Folders of the modules of every `buf.yaml` and `buf.work.yaml` in the folders above the files. */
async function modulesAbove(files: readonly string[]): Promise<readonly string[]> {
  const folders = new Set<string>();
  for (const file of files) {
    for (let folder = path.dirname(file); !folders.has(folder); folder = path.dirname(folder)) folders.add(folder);
  }
  const modules: string[] = [];
  for (const folder of folders) {
    for (const name of bufFiles) {
      const content = readBytes(path.join(folder, name));
      if (content !== undefined)
        modules.push(...(await bufModules(folderUri(path.join(folder, name)), new TextDecoder().decode(content))));
    }
  }
  return modules.map(normalUri);
}

function folderUri(folder: string): string {
  return normalUri(pathToFileURL(folder).href);
}
