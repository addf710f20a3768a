// The files that a command names, and by which paths they are imported.
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { FileHeader } from "../compiler/syntax/fileHeader.ts";
import { bundledText } from "../workspace/bundled.ts";
import type { ImportPlace } from "../workspace/filePlace.ts";
import { FileText } from "../workspace/fileText.ts";
import type { Layout } from "../workspace/layout.ts";
import { bundledPath } from "../workspace/uri.ts";
import type { AskedFiles } from "./askedFiles.ts";
import { type Disk, presentDisk } from "./disk.ts";
import { diskLayout, type NamedFiles } from "./diskLayout.ts";
import { type FolderFiles, fileUri } from "./folderFiles.ts";
import { targetPlaces } from "./targetPlaces.ts";
import { UsageError } from "./usageError.ts";

export interface PlacedFiles {
  readonly layout: Layout;
  /** By uri, in the order of the command line, those of a folder sorted. */
  readonly places: ReadonlyMap<string, ImportPlace>;
  readonly texts: Texts;
  /** The uris of those that were named themselves, not as part of a folder. */
  readonly namedAlone: ReadonlySet<string>;
  /** Files and folders that may not be read. */
  readonly unreadable: readonly string[];
}

/**
 * Finds the files that are asked for, relative to `cwd`.
 * @throws {UsageError} when a path does not exist, or a folder has no `.proto` file or may not be read.
 */
export async function namedFiles(
  cwd: string,
  { paths, roots, ignored }: AskedFiles,
  disk: Disk = presentDisk,
): Promise<PlacedFiles> {
  const rootFolders = roots.map(root => existingFolder(disk, cwd, root));
  const given = (paths.length === 0 ? ["."] : paths).map(one =>
    protoFiles(disk, { cwd, given: one, roots: rootFolders, ignored }),
  );
  const files: NamedFiles = new Map(given.flatMap(one => one.files).map(file => [fileUri(file), file]));
  const layout = await diskLayout(disk, cwd, files, rootFolders);
  const texts = textReader(uri => disk.readText(files.get(uri) ?? fileURLToPath(uri)));
  const headers = new Map<string, FileHeader>();
  const unreadable = given.flatMap(one => one.unreadable);
  for (const [uri, file] of files) {
    const header = texts.header(uri);
    if (header === undefined) unreadable.push(file);
    else headers.set(uri, header);
  }
  const namedAlone = new Set(given.filter(one => one.kind === "file").flatMap(one => one.files.map(fileUri)));
  return { layout, places: targetPlaces(layout, headers), texts, namedAlone, unreadable };
}

/** How users see the files and folders of uris: as `shownFile` has them, bundled ones by their import paths. */
export function shownBelow(cwd: string): (uri: string) => string {
  return uri => bundledPath(uri) ?? shownFile(cwd, fileURLToPath(uri));
}

/** A file or folder as users see it: relative to the current folder where it is in it. */
export function shownFile(cwd: string, file: string): string {
  const relative = path.relative(cwd, file);
  return (relative.startsWith("..") ? file : relative || ".").split(path.sep).join("/");
}

/** The texts of files, read for their headers and again to be compiled; undefined for one that cannot be read. */
export interface Texts {
  readonly text: (uri: string) => FileText | undefined;
  readonly header: (uri: string) => FileHeader | undefined;
  /** The text is read again when it is asked for again; its header is kept. */
  readonly forget: (uri: string) => void;
}

function textReader(read: (uri: string) => string | Uint8Array | undefined): Texts {
  const texts = new Map<string, FileText | undefined>();
  const headers = new Map<string, FileHeader | undefined>();
  const text = (uri: string) => {
    const known = texts.get(uri);
    if (known !== undefined || texts.has(uri)) return known;
    const bundled = bundledPath(uri);
    if (bundled !== undefined) return bundledText(bundled);
    const content = read(uri);
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

function existingFolder(disk: Disk, cwd: string, root: string): string {
  const folder = path.resolve(cwd, root);
  if (disk.pathKind(folder) !== "folder") throw new UsageError(`there is no folder \`${root}\` to import from`);
  return folder;
}

interface GivenFiles extends FolderFiles {
  /** What was named. */
  readonly kind: "file" | "folder";
}

interface GivenPath {
  readonly cwd: string;
  readonly given: string;
  readonly roots: readonly string[];
  readonly ignored: AskedFiles["ignored"];
}

function protoFiles(disk: Disk, { cwd, given, roots, ignored }: GivenPath): GivenFiles {
  const candidates = [path.resolve(cwd, given), ...roots.map(root => path.join(root, given))];
  const full = candidates.find(candidate => disk.pathKind(candidate) !== undefined);
  if (full === undefined) throw new UsageError(`there is no file or folder \`${given}\``);
  if (disk.pathKind(full) !== "folder") return { kind: "file", files: [full], unreadable: [] };
  const found = disk.folderFiles(full, ignored);
  if (found.unreadable.includes(full)) throw new UsageError(`the folder \`${given}\` cannot be read`);
  if (found.files.length === 0) throw new UsageError(whyNone(disk, { folder: full, given, ignored }));
  return { kind: "folder", ...found };
}

function whyNone(
  disk: Disk,
  { folder, given, ignored }: Pick<GivenPath, "given" | "ignored"> & { readonly folder: string },
): string {
  const count = ignored === "taken" ? 0 : disk.folderFiles(folder, "taken").files.length;
  if (count === 0) return `there is no \`.proto\` file in the folder \`${given}\``;
  return `git ignores all \`.proto\` files in the folder \`${given}\`; with \`--no-ignore\` they are taken`;
}
