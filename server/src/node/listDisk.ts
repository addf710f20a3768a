// A walk through a folder of the disk, as the workspace lists it.
import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { gitFolder, ignoredAbove, ignoredInAll, ignoreText } from "./gitIgnores.ts";
import { fromDisk } from "./readFile.ts";

/** What the walk asks and tells. Paths are relative to the listed folder, with `/`. */
export interface DiskWalk {
  readonly isListed: (name: string) => boolean;
  readonly skips: (path: string, kind: "file" | "folder") => boolean;
  readonly beginRepository: (folder: string) => void;
  readonly link: (path: string, target: string) => void;
  readonly add: (folder: string, text: string, prefix?: string) => void;
}

/** A folder on the way: where it is, and how the listing spells it. */
interface Place {
  readonly folder: string;
  readonly path: string;
  readonly uri: string;
}

export interface DiskListing {
  /** A path relative to the listed folder: the walk begins there. */
  readonly below?: string | undefined;
  /** Called with each folder before it is read. */
  readonly entering?: (folder: string) => void;
  /** Called with each folder that cannot be read. */
  readonly unreadable?: (folder: string) => void;
}

/** Uris of the files below a folder. Others get their turn meanwhile. */
export async function listDisk(top: string, walk: DiskWalk, listing: DiskListing = {}): Promise<readonly string[]> {
  const steps = walkDisk(top, walk, listing);
  for (;;) {
    await new Promise<void>(resolve => setImmediate(resolve));
    const endsAtMs = performance.now() + sliceMs;
    while (performance.now() < endsAtMs) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  }
}

// What a request may wait for.
const sliceMs = 2;

/** The same in steps of a folder each. */
export function* walkDisk(
  top: string,
  walk: DiskWalk,
  { below = "", entering = () => {}, unreadable = () => {} }: DiskListing = {},
): Generator<void, readonly string[]> {
  const start = join(top, below);
  // Most of what comes on a disk is no folder.
  if (below !== "" && fromDisk(() => statSync(start).isDirectory()) !== true) return [];
  const found: string[] = [];
  const links: Place[] = [];
  const isNew = newLinks(top, walk);
  const first: Place = { folder: start, path: below, uri: pathToFileURL(start).href.replace(/\/$/, "") };
  const waiting: Place[] = [];
  if (below !== "" && isThroughLink(top, below)) links.push(first);
  else waiting.push(first);
  if (below === "") for (const { text, prefix } of ignoredAbove(top)) walk.add("", text, prefix);
  for (;;) {
    // Links wait until all folders are walked, whose own names are the better ones.
    const place = waiting.pop() ?? takeFirst(links, isNew);
    if (place === undefined) return found;
    entering(place.folder);
    const entries = fromDisk(() => readdirSync(place.folder, { withFileTypes: true }));
    if (entries === undefined) unreadable(place.folder);
    addRules(place, entries ?? [], walk);
    for (const entry of entries ?? []) look(place, entry);
    yield;
  }

  function look({ folder, path, uri }: Place, entry: Dirent): void {
    const { name } = entry;
    const isLink = entry.isSymbolicLink();
    if (!isLink && !entry.isDirectory() && !walk.isListed(name)) return;
    const own = path === "" ? name : `${path}/${name}`;
    const at: Place = { folder: join(folder, name), path: own, uri: `${uri}/${encodeURIComponent(name)}` };
    // To git a link is a file, whatever it leads to.
    if (!entry.isDirectory() && walk.skips(own, "file")) return;
    const kind = isLink ? fromDisk(() => statSync(at.folder, { throwIfNoEntry: false })) : entry;
    if (kind?.isFile() === true && walk.isListed(name)) found.push(at.uri);
    if (kind?.isDirectory() === true && !walk.skips(own, "folder")) (isLink ? links : waiting).push(at);
  }
}

function takeFirst(links: Place[], isNew: (link: Place) => boolean): Place | undefined {
  for (let link = links.shift(); link !== undefined; link = links.shift()) if (isNew(link)) return link;
  return undefined;
}

/**
 * Tells of each link whether it leads to something new: not into the listed folder, nor to what is around it, which
 * would lead round in a circle or through the whole disk, nor where another link has led.
 */
function newLinks(top: string, walk: DiskWalk): (link: Place) => boolean {
  const realTop = fromDisk(() => realpathSync(top)) ?? top;
  const walked = [{ real: realTop, path: "" }];
  return ({ folder, path }) => {
    const real = fromDisk(() => realpathSync(folder));
    if (real === undefined) return false;
    const around = walked.find(other => isWithin(other.real, real));
    if (around !== undefined) {
      const below = relative(around.real, real).split(sep).join("/");
      walk.link(path, [around.path, below].filter(part => part !== "").join("/"));
    }
    if (around !== undefined || isWithin(real, realTop)) return false;
    walked.push({ real, path });
    return true;
  };
}

function isThroughLink(top: string, below: string): boolean {
  return fromDisk(() => realpathSync(join(top, below)) !== join(realpathSync(top), below)) ?? false;
}

function isWithin(folder: string, path: string): boolean {
  return !/^\.\.(?:[\\/]|$)/.test(relative(folder, path));
}

function addRules({ folder, path }: Place, entries: readonly Dirent[], walk: DiskWalk): void {
  // Git follows no link to an ignore file.
  const own = entries.some(entry => entry.name === ".gitignore" && entry.isFile());
  const isNested = path !== "" && entries.some(entry => entry.name === ".git");
  if (isNested) walk.beginRepository(path);
  const git = isNested ? gitFolder(folder) : undefined;
  const inAll = git === undefined ? [] : ignoredInAll({ top: folder, git });
  const ignored = own ? ignoreText(join(folder, ".gitignore")) : undefined;
  for (const { text } of ignored === undefined ? inAll : [...inAll, ignored]) walk.add(path, text);
}
