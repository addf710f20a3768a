import type { FileText } from "./fileText.ts";
import type { ImportRoot } from "./importRoot.ts";
import { type FoundFile, importPlaces, importRoots, type Resolution, resolveImport } from "./importRoots.ts";
import type { Layout } from "./layout.ts";
import { bundledPath, joinUri, pathBelow } from "./uri.ts";

/** What the imports of the files below one root see. */
export interface ImportView {
  /** The folders in which they are looked for, in order. */
  readonly roots: readonly ImportRoot[];
  /** The same without those that are tried by custom and are not there. */
  readonly rootsThere: () => readonly ImportRoot[];
  readonly resolve: (path: string) => Resolution;
  /** All files that an import of `path` finds: it leads to the first, the others are hidden. */
  readonly places: (path: string) => readonly FoundFile[];
}

/** The view from `root`. */
export function importView(layout: Layout, root: string): ImportView {
  return layout.memo("view", root, () => ({
    roots: importRoots(layout, root),
    rootsThere: () => importRoots(layout, root).filter(one => isThere(layout, one)),
    resolve: path => resolveImport(layout, root, path),
    places: path => layout.memo(`places ${root}`, path, () => importPlaces(layout, root, path)),
  }));
}

function isThere(layout: Layout, { uri, reason }: ImportRoot): boolean {
  return reason.kind !== "customaryFolder" || layout.folderPresence(uri) === true;
}

/** The path by which a file is imported; undefined where it cannot be. `usual`: by which others import it, if known. */
export function importPathOf({ roots, resolve }: ImportView, uri: string, usual?: string): string | undefined {
  const bundled = bundledPath(uri);
  // Until another one is found, which nobody may have looked for yet, an import finds the bundled file.
  if (bundled !== undefined) return isOther(resolve(bundled), uri) ? undefined : bundled;
  const below = roots.map(root => pathBelow(root.uri, uri));
  return [usual, ...below].find(path => {
    if (path === undefined) return false;
    const found = resolve(path);
    return found.kind === "file" && found.uri === uri;
  });
}

function isOther(found: Resolution, uri: string): boolean {
  return found.kind === "file" && found.uri !== uri;
}

/** The files that an import of `path` hides, and those that it would if they were there: nobody has looked yet. */
export function hiddenFiles(layout: Layout, { roots, places }: ImportView, path: string): readonly string[] {
  const [first, ...hidden] = places(path);
  // Roots that were given are looked into, wherever they are; those that are tried have what is listed.
  const given = first?.root.reason.kind === "setting" ? roots.filter(one => one.reason.kind === "setting") : [];
  const unseen = given.map(one => joinUri(one.uri, path)).filter(uri => layout.presence(uri) === undefined);
  return [...hidden.map(one => one.uri), ...unseen];
}

/** `path` as the disk spells it, where that has found its file in another case; undefined where it is the same. */
export function spelledPath({ places }: ImportView, path: string): string | undefined {
  const [found] = places(path);
  const own = found === undefined ? undefined : pathBelow(found.root.uri, found.uri);
  if (own === undefined || path.endsWith(own)) return undefined;
  const isSame = path.slice(-own.length).toLowerCase() === own.toLowerCase();
  return isSame ? path.slice(0, -own.length) + own : undefined;
}

/**
 * The files that an import of `path` finds, where there are several that differ: the one it leads to first. Files whose
 * text nobody has read count as alike.
 */
export function rivals({ places }: ImportView, path: string, textOf: (uri: string) => FileText | undefined): Rivals {
  const [first, ...others] = places(path);
  const text = first === undefined || others.length === 0 ? undefined : textOf(first.uri);
  const choice = first?.root.reason.kind === "elsewhere" ? "nearest" : "firstRoot";
  if (text === undefined) return { choice, texts: [] };
  const hidden = others.flatMap(({ uri }) => {
    const other = textOf(uri);
    return other === undefined || isSameText(text, other) ? [] : [other];
  });
  return { choice, texts: hidden.length === 0 ? [] : [text, ...hidden] };
}

export interface Rivals {
  /** Why it is the first that the import leads to. */
  readonly choice: "firstRoot" | "nearest";
  readonly texts: readonly FileText[];
}

function isSameText(one: FileText, other: FileText): boolean {
  const { content } = one;
  if (typeof content === "string" || typeof other.content === "string")
    return one.source("").text === other.source("").text;
  const bytes = other.content;
  return content.length === bytes.length && content.every((byte, at) => byte === bytes[at]);
}
