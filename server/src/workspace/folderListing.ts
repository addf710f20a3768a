import type { DiskChange, FileSystem } from "./fileSystem.ts";
import { changedListing, type ListedFolder, type Listing, listFolders } from "./listing.ts";

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
  /** What was told of the disk while a listing is being made; undefined when none is. */
  #told: readonly DiskChange[] | undefined;
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
    if (this.#told === undefined) this.#making = undefined;
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
    if (this.#told !== undefined || this.#making === undefined) return;
    this.#making = undefined;
    void this.make();
  }

  /** Takes what has changed on disk. */
  change(changes: readonly DiskChange[]): void {
    this.#told = this.#told?.concat(changes);
    if (this.#current !== undefined) this.#current = changedListing(this.#current, changes);
  }

  async #make(): Promise<void> {
    for (;;) {
      const age = this.#age;
      this.#told = [];
      try {
        const found = await listFolders(this.#files, this.#folders);
        await this.#events.prepare(found);
        if (age !== this.#age) continue;
        // The walk may have passed before a file came.
        this.#current = changedListing(found, this.#told);
      } finally {
        this.#told = undefined;
      }
      this.#events.listed(this.#current);
      return;
    }
  }
}
