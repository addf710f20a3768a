// Where imports lead, without settings.
import { bundledFiles } from "./bundledFiles.generated.ts";
import { customaryBelow, isForTests } from "./customaryFolders.ts";
import { type BufModule, type ImportPackage, isPart, lockFilesOf, packageFilesAbove } from "./importConfig.ts";
import type { ImportRoot, RootReason } from "./importRoot.ts";
import type { Layout } from "./layout.ts";
import { baseName, bundledScheme, bundledUri, deepest, foldersWithin, isWithin, joinUri, parentUri } from "./uri.ts";

/** Where an import leads. */
export type Resolution =
  | (FoundFile & { readonly kind: "file" })
  /** One of these may be it: files to be read, or folders (with a slash at the end) to be listed, in this order. */
  | { readonly kind: "unknown"; readonly uris: readonly string[] }
  | { readonly kind: "none" };

/** A file that an import finds. */
export interface FoundFile {
  readonly uri: string;
  readonly root: ImportRoot;
}

/** Where `path` leads for files whose root is `root`. */
export function resolveImport(layout: Layout, root: string, path: string): Resolution {
  return layout.memo(`resolve ${root}`, path, (): Resolution => {
    for (const look of looks(layout, root, path)) {
      if (look.kind === "unknown") return look;
      if (layout.presence(look.uri) !== true || leavingOut(layout, look) !== undefined) continue;
      return { kind: "file", uri: layout.spelling(look.uri), root: look.root };
    }
    return { kind: "none" };
  });
}

/**
 * All files that an import of `path` finds, by what is known: it leads to the first, the others are hidden by it. Those
 * are of roots that one build may have together, or, where none has the file, those that end in the path as the first
 * does. What was found where tools put things hides nothing.
 */
export function importPlaces(layout: Layout, root: string, path: string): readonly FoundFile[] {
  const first = resolveImport(layout, root, path);
  if (first.kind !== "file") return [];
  const others =
    first.root.reason.kind === "elsewhere"
      ? alsoElsewhere(layout, root, path)
      : rootsBeside(layout, root, first.root).map(other => ({
          uri: layout.spelling(joinUri(other.uri, path)),
          root: other,
        }));
  const places = new Map<string, FoundFile>([[first.uri, first]]);
  for (const found of others) {
    if (places.has(found.uri) || layout.presence(found.uri) !== true) continue;
    if (leavingOut(layout, found) === undefined) places.set(found.uri, found);
  }
  return [...places.values()];
}

// Copies for tests, and other projects, are not what the import may mean as well.
function alsoElsewhere(layout: Layout, root: string, path: string): readonly FoundFile[] {
  return [...anywhere(layout, root, path)].flatMap(one => {
    if (one.kind !== "place" || isOfOtherFolder(layout, root, one.uri)) return [];
    return isForTests(one.uri.slice(sharedLength(root, one.uri))) ? [] : [one];
  });
}

/**
 * The module of buf that leaves out a file which would be found in its folder; undefined where none does. What the
 * settings name counts all the same.
 */
export function leavingOut(layout: Layout, { uri, root }: FoundFile): BufModule | undefined {
  if (root.reason.kind === "setting") return undefined;
  const modules = layout.modules.filter(one => one.root === root.uri);
  const folder = parentUri(uri);
  return folder === undefined || modules.some(one => isPart(one, folder)) ? undefined : modules[0];
}

/** The roots after `first` that one build may have together with it. */
function rootsBeside(layout: Layout, root: string, first: ImportRoot): readonly ImportRoot[] {
  return layout.memo(`roots beside ${root}`, first.uri, () => {
    const roots = importRoots(layout, root);
    const own = roots.find(one => one.uri === root);
    const at = roots.indexOf(first);
    const beside = at < 0 ? [] : roots.slice(at + 1).filter(other => isOfOneBuild(first, own, other));
    return beside.filter(other => !isOfOtherFolder(layout, root, other.uri));
  });
}

/** Whether `uri` is in another workspace folder than `root`, most often another project; one may be inside of another. */
function isOfOtherFolder(layout: Layout, root: string, uri: string): boolean {
  const home = deepest(layout.folders, root);
  const folder = deepest(layout.folders, uri);
  return home !== undefined && folder !== undefined && folder !== home;
}

// Buf sees the modules of one file and what they depend on; who gives roots means those alone.
function isOfOneBuild(first: ImportRoot, own: ImportRoot | undefined, other: ImportRoot): boolean {
  if (first.reason.kind === "setting") return other.reason.kind === "setting";
  if (own?.reason.kind !== "bufModule") return other.reason.kind !== "bufModule";
  const isSibling = other.reason.kind === "bufModule" && other.reason.file === own.reason.file;
  return isSibling || other.reason.kind === "bufDependency";
}

/** The folders in which imports of files below `root` are looked for, in order, with what makes each of them a root. */
export function importRoots(layout: Layout, root: string): readonly ImportRoot[] {
  if (root === bundledScheme) return [];
  return layout.memo("roots", root, () => {
    const isFolder = parentUri(root) !== undefined || root.endsWith("/");
    const above = isFolder ? foldersWithin(layout.folders, root) : layout.folders;
    const roots = new Map<string, ImportRoot>();
    const add = (uri: string, reason: RootReason) => {
      if (!roots.has(uri)) roots.set(uri, { uri, reason });
    };
    // A root of the settings that is relative to the folders is one in each of them.
    const near = layout.settingRoots.filter(uri => !isOfOtherFolder(layout, root, uri));
    for (const uri of [...near, ...layout.settingRoots]) add(uri, { kind: "setting" });
    const own = layout.modules.find(module => module.root === root);
    if (own !== undefined) add(root, { kind: "bufModule", file: own.file });
    else if (isFolder) add(root, { kind: "inferred" });
    // Those that one file names know each other.
    const siblings = layout.modules.filter(module => module.file === own?.file);
    for (const { root: uri, file } of [...siblings, ...layout.modules]) add(uri, { kind: "bufModule", file });
    for (const one of bufDependencies(layout, root, own)) add(one.root.uri, one.root.reason);
    for (const uri of layout.folders) add(uri, { kind: "workspaceFolder" });
    for (const uri of above) add(uri, { kind: "folderAbove" });
    for (const uri of [...above, ...layout.folders].flatMap(customaryBelow)) {
      if (layout.folderPresence(uri) !== false) add(uri, { kind: "customaryFolder" });
    }
    return [...roots.values()];
  });
}

// What a module depends on; a file of buf's cache may depend on all else that is there.
function bufDependencies(layout: Layout, root: string, own: BufModule | undefined): readonly ImportPackage[] {
  if (own !== undefined) return lockFilesOf(own).flatMap(file => layout.config(file)?.packages ?? []);
  const cached = layout.packages.filter(one => one.root.reason.kind === "bufDependency");
  return cached.some(one => one.root.uri === root) ? cached : [];
}

/** One step of looking for an import. */
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
  const unread = layout.memo("unread locks", root, () => {
    const own = layout.modules.find(module => module.root === root);
    return own === undefined ? [] : lockFilesOf(own).filter(file => layout.config(file) === undefined);
  });
  if (unread.length > 0) yield { kind: "unknown", uris: unread };
  yield* below(layout, importRoots(layout, root), path);
  // Compilers bring these along; copies that lie about elsewhere are often old or cut down.
  if (path.startsWith("google/protobuf/")) yield bundledFile(path);
  yield* belowNamedFolders(layout, path);
  const elsewhere = [...anywhere(layout, root, path)];
  const isBundled = Object.hasOwn(bundledFiles, path);
  const isSpare = (uri: string) => isBundled && isForTests(uri.slice(sharedLength(root, uri)));
  const forTests = elsewhere.filter(one => one.kind === "place" && isSpare(one.uri));
  yield* elsewhere.filter(one => !forTests.includes(one));
  yield* inPackages(layout, root, path);
  yield bundledFile(path);
  yield* forTests;
  yield* belowUnknownFolders(layout, path);
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

// Projects import their own files by the path of the repository (`github.com/org/repo/api/a.proto`), wherever it lies:
// what follows the name of the workspace folder is looked for in it.
function* belowNamedFolders(layout: Layout, path: string): Iterable<Look> {
  for (const folder of layout.folders) {
    const name = `/${baseName(folder)}/`;
    const at = `/${path}`.lastIndexOf(name);
    if (at < 0 || name === "//") continue;
    yield* below(layout, [repository(folder)], path.slice(at + name.length - 1));
  }
}

// The same where the folder has another name: by an end of the path that is long enough to be no accident.
function* belowUnknownFolders(layout: Layout, path: string): Iterable<Look> {
  const parts = path.split("/");
  const shortest = path.split("/")[0]?.includes(".") === true ? 2 : 3;
  for (let from = 1; from <= parts.length - shortest; from++) {
    yield* below(layout, layout.folders.map(repository), parts.slice(from).join("/"));
  }
}

function repository(folder: string): ImportRoot {
  return { uri: folder, reason: { kind: "repository" } };
}

function* anywhere(layout: Layout, root: string, path: string): Iterable<Look> {
  const listed = layout.endingWith(path);
  if (listed === undefined) yield { kind: "unknown", uris: layout.folders.map(folder => `${folder}/`) };
  for (const uri of nearestFirst(root, listed ?? [])) {
    yield { kind: "place", uri, root: { uri: uri.slice(0, -path.length - 1), reason: { kind: "elsewhere" } } };
  }
}

function* inPackages(layout: Layout, root: string, path: string): Iterable<Look> {
  const folders = parentUri(root) === undefined ? layout.folders : [root];
  const files = [...new Set(folders.filter(one => one.startsWith("file:")).flatMap(packageFilesAbove))];
  const unread = files.filter(file => layout.config(file) === undefined);
  if (unread.length > 0) yield { kind: "unknown", uris: unread };
  for (const one of files.flatMap(file => layout.config(file)?.packages ?? [])) {
    const rest = pathInPackage(one, path);
    if (rest !== undefined) yield* below(layout, [one.root], rest);
  }
}

function pathInPackage({ prefix, names }: ImportPackage, path: string): string | undefined {
  const isNamed = prefix !== "" && path.startsWith(prefix);
  if (names === undefined) return isNamed ? path.slice(prefix.length) : undefined;
  const rest = isNamed ? path.slice(prefix.length) : path;
  return names.has(rest.split("/")[0] ?? rest) ? rest : undefined;
}

// A disk is asked for the file; a client that serves its files is asked once for the list of all, not for each guess.
function toLookAt(layout: Layout, uri: string): readonly string[] {
  const isListed = layout.endingWith(uri) !== undefined;
  const folders = layout.folders.filter(folder => isWithin(folder, uri));
  return uri.startsWith("file:") || isListed || folders.length === 0 ? [uri] : folders.map(folder => `${folder}/`);
}

function nearestFirst(root: string, uris: readonly string[]): readonly string[] {
  if (uris.length < 2) return uris;
  const shared = new Map(uris.map(uri => [uri, sharedLength(root, uri)]));
  // Whoever lists the folders, of files that are equally near the same one is first.
  const byName = (a: string, b: string) => (a < b ? -1 : 1);
  return [...uris].sort((a, b) => (shared.get(b) ?? 0) - (shared.get(a) ?? 0) || a.length - b.length || byName(a, b));
}

/** How much of the folders above them is the same. */
function sharedLength(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at === one.length && other[at] === "/" ? at : one.lastIndexOf("/", at - 1);
}
