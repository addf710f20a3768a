// Which files the workspace folders have.
import type { DiskChange, FileSystem } from "./fileSystem.ts";
import { FolderRules } from "./folderRules.ts";
import { isWithin, joinUri, normalUri, pathBelow } from "./uri.ts";

/** The files of the folders at one moment, by normal uri. It never changes. */
export interface ListedFiles {
  /** Sorted: what is taken for the first of several does not hang on the disk's order, nor on what came when. */
  readonly files: ReadonlySet<string>;
  /** Whether a file would be listed if it existed: it is below a folder and nothing leaves it out. */
  readonly lists: (uri: string) => boolean;
  /** Where a file is listed that has a link to a folder on its way; the same uri where it has none. */
  readonly behindLinks: (uri: string) => string;
}

export interface Listing extends ListedFiles {
  /** Whether a folder would be looked into if it existed. */
  readonly walks: (folder: string) => boolean;
  /** The files that are below a folder now. */
  readonly filesBelow: (folder: string) => Promise<readonly string[]>;
}

/** A workspace folder, in the normal spelling, and the patterns of `files.exclude` there. */
export interface ListedFolder {
  readonly uri: string;
  readonly excluded: readonly string[];
}

/** Lists the files of folders; ignored ones are left out. Rejects where the file system does. */
export async function listFolders(files: FileSystem, folders: readonly ListedFolder[]): Promise<Listing> {
  const ruled = folders.map(({ uri, excluded }) => ({ uri, rules: new FolderRules(excluded) }));
  const lists = await Promise.all(ruled.map(({ uri, rules }) => files.list(uri, rules)));
  const isTaken = (uri: string, test: "lists" | "walks") =>
    ruled.some(({ uri: folder, rules }) => isWithin(folder, uri) && rules[test](pathBelow(folder, uri) ?? ""));
  return {
    files: new Set(await sorted(lists.flat(), files.pause)),
    lists: uri => isTaken(uri, "lists"),
    behindLinks: uri => {
      for (const { uri: folder, rules } of ruled) {
        const path = rules.hasLinks ? pathBelow(folder, uri) : undefined;
        const real = path === undefined ? undefined : rules.behindLinks(path);
        if (real !== undefined && real !== path) return joinUri(folder, real);
      }
      return uri;
    },
    walks: folder => isTaken(folder, "walks"),
    filesBelow: async folder => {
      const around = ruled.filter(({ uri }) => isWithin(uri, folder));
      const found = around.map(({ uri, rules }) => {
        const path = pathBelow(uri, folder) ?? "";
        rules.forget(path);
        return files.list(uri, rules, path);
      });
      return (await Promise.all(found)).flat().map(normalUri);
    },
  };
}

// Sorted portions are merged quickly by one sort of them all.
async function sorted(uris: readonly string[], pause: FileSystem["pause"]): Promise<readonly string[]> {
  const portions: string[][] = [];
  for (let at = 0; at < uris.length; at += urisAStep) {
    portions.push(
      uris
        .slice(at, at + urisAStep)
        .map(normalUri)
        .sort(),
    );
    await pause?.();
  }
  return portions.flat().sort();
}

const urisAStep = 500;

/** The listing after changes of the disk. */
export function changedListing(listing: Listing, { deleted, changed }: LatestChanges): Listing {
  const come = [...changed].filter(uri => !listing.files.has(uri) && listing.lists(uri));
  const gone = withBelow(listing.files, deleted).filter(uri => !changed.has(uri));
  if (come.length === 0 && gone.length === 0) return listing;
  const left = new Set(listing.files);
  for (const uri of gone) left.delete(uri);
  return { ...listing, files: come.length === 0 ? left : new Set([...left, ...come].sort()) };
}

/** Whether a change tells of a folder that came. */
export function isFolder({ uri, kind }: DiskChange): boolean {
  return kind === "changed" && uri.endsWith("/");
}

export type LatestChanges = Readonly<Record<DiskChange["kind"], ReadonlySet<string>>>;

/**
 * Normal uris by what was told of them. Where something else came in place of what was deleted, both is true: what was
 * below it is gone all the same.
 */
export function latestOf(changes: readonly DiskChange[]): LatestChanges {
  const deleted = new Set<string>();
  const changed = new Set<string>();
  for (const { uri, kind } of [...changes].reverse()) {
    const key = normalUri(uri);
    if (kind === "deleted") deleted.add(key);
    else if (!isBelowAny(deleted, key)) changed.add(key);
  }
  return { deleted, changed };
}

/** Those of `files` that are one of `uris` or below one. They are gone through only where one may be a folder. */
export function withBelow(files: ReadonlySet<string>, uris: ReadonlySet<string>): readonly string[] {
  const known = [...uris].filter(uri => files.has(uri));
  return known.length === uris.size ? known : [...files].filter(uri => isBelowAny(uris, uri));
}

/** Whether a file, or a folder that it is in, is one of `uris`. */
export function isBelowAny(uris: ReadonlySet<string>, uri: string): boolean {
  if (uris.size === 0) return false;
  for (let end = uri.length; end > 0; end = uri.lastIndexOf("/", end - 1)) if (uris.has(uri.slice(0, end))) return true;
  return false;
}
