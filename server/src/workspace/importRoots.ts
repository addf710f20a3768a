// Which folder a file's import path is relative to, and where an import leads, without settings.
import type { FileHeader } from "../compiler/syntax/fileHeader.ts";
import { bundledFiles } from "./bundledFiles.generated.ts";
import type { Layout } from "./layout.ts";
import { baseName, bundledPath, bundledScheme, bundledUri, isWithin, joinUri, parentUri, pathBelow } from "./uri.ts";

/** Where an import leads. */
export type Resolution =
  | { readonly kind: "file"; readonly uri: string }
  /** One of these may be it: files to be read, or folders (with a slash at the end) to be listed, in this order. */
  | { readonly kind: "unknown"; readonly uris: readonly string[] }
  | { readonly kind: "none" };

/** A file's place among the imports: `path` is what other files below `root` import it by. */
export interface ImportPlace {
  readonly root: string;
  readonly path: string;
}

/** Folders that by custom hold protos, below the workspace folder or any folder above the importing root. */
const usualFolders: readonly string[] = [
  "proto",
  "protos",
  "protobuf",
  "src/main/proto",
  "src/main/protobuf",
  "third_party",
  "third_party/proto",
  "third_party/protos",
  "third_party/googleapis",
  "vendor",
  "vendor/proto",
  "googleapis",
  "include",
  "api",
  "idl",
];

/**
 * The place of a file: a root of the settings or a `buf.yaml` module that holds it (the deepest), else the folder that
 * its package implies (`/w/proto` for `/w/proto/a/v1/x.proto` with `package a.v1`), unless another folder above it makes
 * more of its imports resolve.
 */
export function importPlace(layout: Layout, uri: string, header: FileHeader): ImportPlace {
  const bundled = bundledPath(uri);
  if (bundled !== undefined) return { root: bundledScheme, path: bundled };
  const parent = parentUri(uri);
  if (parent === undefined) return { root: uri, path: baseName(uri) };
  const given = deepest(layout.settingRoots, uri) ?? deepest(layout.modules, uri);
  const root = given ?? likeliestRoot(layout, parent, header);
  return { root, path: pathBelow(root, uri) ?? baseName(uri) };
}

/** Where `path` leads for files whose root is `root`. */
export function resolveImport(layout: Layout, root: string, path: string): Resolution {
  return layout.memo(`resolve ${root}`, path, () => resolveAfresh(layout, root, path));
}

/** The folders in which imports of files below `root` are looked for, in order. */
export function rootsTried(layout: Layout, root: string): readonly string[] {
  if (root === bundledScheme) return [];
  return layout.memo("roots", root, () => {
    const isFolder = parentUri(root) !== undefined || root.endsWith("/");
    const above = isFolder ? ancestors(layout, root) : layout.folders;
    const customary = [...above, ...layout.folders].flatMap(folder => usualFolders.map(name => joinUri(folder, name)));
    const own = isFolder ? [root] : [];
    return [...new Set([...own, ...layout.settingRoots, ...layout.modules, ...layout.folders, ...above, ...customary])];
  });
}

function resolveAfresh(layout: Layout, root: string, path: string): Resolution {
  const bundled: Resolution | undefined = Object.hasOwn(bundledFiles, path)
    ? { kind: "file", uri: bundledUri(path) }
    : undefined;
  if (root === bundledScheme) return bundled ?? { kind: "none" };
  // An untitled document is its own root, and the only file there.
  if (parentUri(root) === undefined && path === baseName(root)) return { kind: "file", uri: root };
  if (!isImportPath(path)) return { kind: "none" };
  for (const folder of rootsTried(layout, root)) {
    const uri = joinUri(folder, path);
    const presence = layout.presence(uri);
    if (presence === true) return { kind: "file", uri };
    if (presence === undefined) return { kind: "unknown", uris: toLookAt(layout, uri) };
  }
  if (bundled !== undefined) return bundled;
  for (const uri of belowNamedFolders(layout, path)) {
    const presence = layout.presence(uri);
    if (presence === true) return { kind: "file", uri };
    if (presence === undefined) return { kind: "unknown", uris: toLookAt(layout, uri) };
  }
  const listed = layout.endingWith(path);
  if (listed === undefined) return { kind: "unknown", uris: layout.folders.map(folder => `${folder}/`) };
  const nearest = nearestTo(root, listed);
  return nearest === undefined ? { kind: "none" } : { kind: "file", uri: nearest };
}

// As protoc has it: nothing that could lead out of a root.
function isImportPath(path: string): boolean {
  return !/[\\\0]/.test(path) && path.split("/").every(part => part !== "" && part !== "." && part !== "..");
}

// Go projects import their own files by the path of the module (`github.com/org/repo/api/a.proto`), wherever the
// repository lies: what follows the name of the workspace folder is looked for in it.
function* belowNamedFolders(layout: Layout, path: string): Iterable<string> {
  for (const folder of layout.folders) {
    const name = `/${baseName(folder)}/`;
    const at = `/${path}`.lastIndexOf(name);
    if (at >= 0 && name !== "//") yield joinUri(folder, path.slice(at + name.length - 1));
  }
}

// A disk is asked for the file; a client that serves its files is asked once for the list of all, not for each guess.
function toLookAt(layout: Layout, uri: string): readonly string[] {
  const isListed = layout.endingWith(uri) !== undefined;
  const folders = layout.folders.filter(folder => isWithin(folder, uri));
  return uri.startsWith("file:") || isListed || folders.length === 0 ? [uri] : folders.map(folder => `${folder}/`);
}

function likeliestRoot(layout: Layout, parent: string, header: FileHeader): string {
  const candidates = [...new Set(plausibleRoots(layout, parent, header))];
  const imports = header.imports.filter(path => !Object.hasOwn(bundledFiles, path));
  const first = candidates[0] ?? parent;
  if (imports.length === 0 || candidates.length < 2) return first;
  const key = `${parent}\n${header.packageName}\n${imports.join("\n")}`;
  return layout.memo("likeliest", key, () => {
    let best = first;
    let bestScore = 0;
    for (const root of candidates) {
      const score = imports.filter(path => layout.presence(joinUri(root, path)) === true).length;
      if (score > bestScore) {
        best = root;
        bestScore = score;
      }
    }
    return best;
  });
}

function plausibleRoots(layout: Layout, parent: string, header: FileHeader): readonly string[] {
  const above = [parent, ...ancestors(layout, parent)];
  const implied = impliedRoot(parent, header.packageName);
  const customary = above.find(folder => usualFolders.some(name => folder.endsWith(`/${name}`)));
  const folder = deepest(layout.folders, parent);
  return [implied, customary, folder, ...above].filter(root => root !== undefined);
}

// The more parts of the package stand at the end of the folder, the surer; without any, the package says nothing.
function impliedRoot(parent: string, packageName: string): string | undefined {
  if (packageName === "") return undefined;
  const ending = `/${packageName.replaceAll(".", "/")}`;
  return parent.endsWith(ending) ? parent.slice(0, -ending.length) : undefined;
}

/** Folders above `uri`, nearest first: up to its workspace folder, or to the top when it is in none. */
function ancestors(layout: Layout, uri: string): readonly string[] {
  const limit = deepest(layout.folders, uri);
  const found: string[] = [];
  for (let folder = parentUri(uri); folder !== undefined && uri !== limit; folder = parentUri(folder)) {
    if (parentUri(folder) !== undefined) found.push(folder);
    if (folder === limit) break;
  }
  return found;
}

function deepest(folders: readonly string[], uri: string): string | undefined {
  let best: string | undefined;
  for (const folder of folders) {
    if (isWithin(folder, uri) && folder.length > (best?.length ?? -1)) best = folder;
  }
  return best;
}

function nearestTo(root: string, uris: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestShared = -1;
  for (const uri of uris) {
    const shared = sharedLength(root, uri);
    const closer = shared > bestShared || (shared === bestShared && uri.length < (best?.length ?? 0));
    if (closer) {
      best = uri;
      bestShared = shared;
    }
  }
  return best;
}

function sharedLength(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  let at = 0;
  while (at < length && one[at] === other[at]) at++;
  return at;
}
