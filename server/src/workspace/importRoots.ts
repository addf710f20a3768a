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

/** A folder that imports are relative to. */
export interface ImportRoot {
  readonly uri: string;
  readonly reason: RootReason;
}

/** Why imports are looked for in a folder. */
export type RootReason =
  /** The setting `protodial.importRoots`, or `-I`. */
  | { readonly kind: "setting" }
  /** A module of a `buf.yaml` or a directory of a `buf.work.yaml`. */
  | { readonly kind: "bufModule" }
  /** The importing file's own root, as its package, its imports and those who import it have it. */
  | { readonly kind: "inferred" }
  | { readonly kind: "workspaceFolder" }
  /** Above the importing file's root. */
  | { readonly kind: "folderAbove" }
  /** `proto`, `third_party` and the like, in a folder above or a workspace folder. */
  | { readonly kind: "customaryFolder" }
  /** Not a root for all: the one place in the workspace, or the nearest, that ends in the path. */
  | { readonly kind: "elsewhere" }
  /** The path begins with the name of the repository (`github.com/org/repo/a.proto`), whose folder this is. */
  | { readonly kind: "repository" }
  | { readonly kind: "bundled" };

/** A file that an import finds. */
export interface FoundFile {
  readonly uri: string;
  readonly root: ImportRoot;
}

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
  return layout.memo(`resolve ${root}`, path, () => {
    for (const look of looks(layout, root, path)) {
      if (look.kind === "unknown") return look;
      if (layout.presence(look.uri) === true) return { kind: "file", uri: look.uri };
    }
    return { kind: "none" };
  });
}

/**
 * All files that an import of `path` finds, by what is known: it leads to the first, the others are hidden by it. A
 * bundled file stands there only where there is no other.
 */
export function importPlaces(layout: Layout, root: string, path: string): readonly FoundFile[] {
  const found = new Map<string, FoundFile>();
  for (const look of looks(layout, root, path)) {
    if (look.kind === "unknown" || found.has(look.uri) || layout.presence(look.uri) !== true) continue;
    const isSpare = look.root.reason.kind === "bundled" || look.root.reason.kind === "elsewhere";
    if (!isSpare || found.size === 0) found.set(look.uri, { uri: look.uri, root: look.root });
  }
  return [...found.values()];
}

/** The folders in which imports of files below `root` are looked for, in order. */
export function importRoots(layout: Layout, root: string): readonly ImportRoot[] {
  if (root === bundledScheme) return [];
  return layout.memo("roots", root, () => {
    const isFolder = parentUri(root) !== undefined || root.endsWith("/");
    const above = isFolder ? ancestors(layout, root) : layout.folders;
    const customary = [...above, ...layout.folders].flatMap(folder => usualFolders.map(name => joinUri(folder, name)));
    const roots = new Map<string, ImportRoot>();
    const add = (uris: readonly string[], reason: RootReason) => {
      for (const uri of uris) if (!roots.has(uri)) roots.set(uri, { uri, reason });
    };
    add(layout.settingRoots, { kind: "setting" });
    const modules = new Set(layout.modules);
    if (isFolder) add([root], { kind: modules.has(root) ? "bufModule" : "inferred" });
    add(layout.modules, { kind: "bufModule" });
    add(layout.folders, { kind: "workspaceFolder" });
    add(above, { kind: "folderAbove" });
    add(customary, { kind: "customaryFolder" });
    return [...roots.values()];
  });
}

type Look =
  | { readonly kind: "place"; readonly uri: string; readonly root: ImportRoot }
  | { readonly kind: "unknown"; readonly uris: readonly string[] };

// What an import may be, in the order in which it is looked for; `unknown` where something must be read to go on.
function* looks(layout: Layout, root: string, path: string): Iterable<Look> {
  if (root === bundledScheme) {
    yield bundledFile(path);
    return;
  }
  // An untitled document is its own root, and the only file there.
  if (parentUri(root) === undefined && path === baseName(root)) {
    yield { kind: "place", uri: root, root: { uri: root, reason: { kind: "inferred" } } };
    return;
  }
  if (!isImportPath(path)) return;
  yield* below(layout, importRoots(layout, root), path);
  yield bundledFile(path);
  yield* belowNamedFolders(layout, path);
  const listed = layout.endingWith(path);
  if (listed === undefined) yield { kind: "unknown", uris: layout.folders.map(folder => `${folder}/`) };
  for (const uri of nearestFirst(root, listed ?? [])) {
    yield { kind: "place", uri, root: { uri: uri.slice(0, -path.length - 1), reason: { kind: "elsewhere" } } };
  }
}

// The first root is likely it; where it is not, the others are asked for together.
function* below(layout: Layout, roots: readonly ImportRoot[], path: string): Iterable<Look> {
  for (const [at, root] of roots.entries()) {
    const uri = joinUri(root.uri, path);
    if (layout.presence(uri) === undefined) {
      const rest = at === 0 ? [root] : roots.slice(at);
      const unknown = rest.map(one => joinUri(one.uri, path)).filter(one => layout.presence(one) === undefined);
      yield { kind: "unknown", uris: [...new Set(unknown.flatMap(one => toLookAt(layout, one)))] };
    }
    yield { kind: "place", uri, root };
  }
}

function bundledFile(path: string): Look {
  return { kind: "place", uri: bundledUri(path), root: { uri: bundledScheme, reason: { kind: "bundled" } } };
}

// As protoc has it: nothing that could lead out of a root.
function isImportPath(path: string): boolean {
  return !/[\\\0]/.test(path) && path.split("/").every(part => part !== "" && part !== "." && part !== "..");
}

// Go projects import their own files by the path of the module (`github.com/org/repo/api/a.proto`), wherever the
// repository lies: what follows the name of the workspace folder is looked for in it.
function* belowNamedFolders(layout: Layout, path: string): Iterable<Look> {
  for (const folder of layout.folders) {
    const name = `/${baseName(folder)}/`;
    const at = `/${path}`.lastIndexOf(name);
    if (at < 0 || name === "//") continue;
    yield* below(layout, [{ uri: folder, reason: { kind: "repository" } }], path.slice(at + name.length - 1));
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

function nearestFirst(root: string, uris: readonly string[]): readonly string[] {
  if (uris.length < 2) return uris;
  const shared = new Map(uris.map(uri => [uri, sharedLength(root, uri)]));
  return [...uris].sort((a, b) => (shared.get(b) ?? 0) - (shared.get(a) ?? 0) || a.length - b.length);
}

function sharedLength(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  let at = 0;
  while (at < length && one[at] === other[at]) at++;
  return at;
}
