import type { DiskChange, FileSystem } from "./fileSystem.ts";
import {
  changedListing,
  isFolder,
  type LatestChanges,
  type ListedFolder,
  type Listing,
  latestOf,
  listFolders,
  withBelow,
} from "./listing.ts";

interface ListingEvents {
  /** Reads what must be known of the files before the listing counts. */
  readonly prepare: (found: Listing) => Promise<void>;
  /** A new listing counts. */
  readonly listed: (found: Listing) => void;
}

/** The listing of the workspace folders: made by the first who asks, kept up to date, and made again when need be. */
export class FolderListing {
  readonly #files: FileSystem;
  readonly #events: ListingEvents;
  #folders: readonly ListedFolder[] = [];
  #current: Listing | undefined;
  #making: Promise<void> | undefined;
  #isMaking = false;
  /** For each walk that is under way, what is told of the disk meanwhile. */
  readonly #told = new Set<DiskChange[]>();
  /** Counts what makes a listing that is under way an old one. */
  #age = 0;

  constructor(files: FileSystem, events: ListingEvents) {
    this.#files = files;
    this.#events = events;
  }

  /** The latest one; undefined before the first is made. */
  get current(): Listing | undefined {
    return this.#current;
  }

  get folders(): readonly ListedFolder[] {
    return this.#folders;
  }

  /** Lists other folders, when somebody asks. */
  setFolders(uris: readonly string[]): void {
    this.#folders = uris.map(uri => ({ uri, excluded: [] }));
    this.#current = undefined;
    this.#age++;
    if (!this.#isMaking) this.#making = undefined;
  }

  /** Leaves out of each folder what `files.exclude` says there. */
  setExcluded(patterns: readonly (readonly string[])[]): void {
    if (JSON.stringify(patterns) === JSON.stringify(this.#folders.map(one => one.excluded))) return;
    this.#folders = this.#folders.map(({ uri }, at) => ({ uri, excluded: patterns[at] ?? [] }));
    this.makeAgain();
  }

  /** Waits until there is a listing. Rejects where the folders cannot be listed; the next who asks tries again. */
  make(): Promise<void> {
    const making = this.#making ?? this.#make();
    this.#making = making;
    making.catch(() => {
      if (this.#making === making) this.#making = undefined;
    });
    return making;
  }

  /** Lists the folders anew, if anybody has asked yet. Until that is done the old listing counts. */
  makeAgain(): void {
    this.#age++;
    // One that is under way begins anew.
    if (this.#isMaking || this.#making === undefined) return;
    this.#making = undefined;
    void this.make();
  }

  /** Takes what has changed on disk; `latest` is what that comes to. */
  change(changes: readonly DiskChange[], latest: LatestChanges): void {
    for (const told of this.#told) for (const one of changes) told.push(one);
    // The walk may have passed where the folder came.
    if (this.#isMaking && changes.some(isFolder)) this.#age++;
    if (this.#current !== undefined) this.#current = changedListing(this.#current, latest);
  }

  /** What is in folders that came, as changes: a file that was there before and is no more is deleted. */
  async changesIn(folders: readonly string[]): Promise<readonly DiskChange[]> {
    const listing = this.#current;
    if (listing === undefined) return [];
    const told: DiskChange[] = [];
    this.#told.add(told);
    try {
      const found = new Set((await Promise.all(folders.map(listing.filesBelow))).flat());
      const before = withBelow((this.#current ?? listing).files, new Set(folders));
      const gone = before.filter(uri => !found.has(uri));
      return [
        ...gone.map(uri => ({ uri, kind: "deleted" as const })),
        ...[...found].map(uri => ({ uri, kind: "changed" as const })),
        ...told.filter(one => !isFolder(one)),
      ];
    } finally {
      this.#told.delete(told);
    }
  }

  async #make(): Promise<void> {
    for (;;) {
      const age = this.#age;
      const told: DiskChange[] = [];
      this.#told.add(told);
      this.#isMaking = true;
      try {
        const found = await listFolders(this.#files, this.#folders);
        await this.#events.prepare(found);
        if (age !== this.#age) continue;
        this.#current = changedListing(found, latestOf(told));
      } finally {
        this.#told.delete(told);
        this.#isMaking = false;
      }
      this.#events.listed(this.#current);
      return;
    }
  }
}
