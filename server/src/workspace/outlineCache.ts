import type { Outline } from "./outline.ts";
import { type FileStamp, type KeptOutline, keptOutlines, outlineBytes } from "./outlineBytes.ts";
import { isWithin } from "./uri.ts";

/** Where outlines are kept from one start to the next. */
export interface OutlineStore {
  /** What changes with every change of a file; undefined where that cannot be told of it, or it is not there. */
  readonly stamp: (uri: string) => FileStamp | undefined;
  /** Tells one content from all others. */
  readonly digest: (content: Uint8Array) => string;
  /** What was written last for a folder; undefined where there is nothing. Never rejects. */
  readonly read: (folderUri: string) => Promise<Uint8Array | undefined>;
  /** Writes it as a whole or not at all. Never rejects. */
  readonly write: (folderUri: string, bytes: Uint8Array) => Promise<void>;
}

export interface OutlineCacheParts {
  readonly store: OutlineStore;
  /** Of the product. */
  readonly version: string;
  /** Lets others work between two steps of some milliseconds. */
  readonly pause: () => Promise<void>;
}

export interface CachedContent {
  /** The outline of this content, where it is known. */
  readonly known: Outline | undefined;
  readonly keep: (outline: Outline) => void;
}

/**
 * Outlines as they were at an earlier start, for files whose content is still the same, wherever they stand. It saves
 * work and decides nothing: what it gives is what the text would give.
 */
export class OutlineCache {
  readonly #parts: OutlineCacheParts;
  readonly #opened = new Set<string>();
  #byUri = new Map<string, KeptOutline>();
  #byDigest = new Map<string, Outline>();
  /** How many outlines have been made since the last time they were written. */
  #fresh = 0;
  #saving: Promise<void> = Promise.resolve();

  constructor(parts: OutlineCacheParts) {
    this.#parts = parts;
  }

  /** Reads what is kept for folders, once for each. */
  async open(folders: readonly string[]): Promise<void> {
    const { store, version, pause } = this.#parts;
    for (const folder of folders.filter(one => !this.#opened.has(one))) {
      this.#opened.add(folder);
      const bytes = await store.read(folder);
      const kept = bytes === undefined ? undefined : await keptOutlines(bytes, version, pause);
      for (const [path, one] of kept ?? []) this.#put(`${folder}/${path}`, one);
    }
  }

  /** The outline of a file that has not changed since it was kept. */
  known(uri: string): Outline | undefined {
    const kept = this.#byUri.get(uri);
    if (kept?.stamp === undefined) return undefined;
    const stamp = this.#parts.store.stamp(uri);
    return stamp?.every((one, at) => one === kept.stamp?.[at]) === true ? kept.outline : undefined;
  }

  /** To be called before a file is read; what it gives takes the content. */
  reading(uri: string): (content: string | Uint8Array) => CachedContent {
    const stamp = this.#parts.store.stamp(uri);
    return content => {
      if (typeof content === "string") return { known: undefined, keep: () => {} };
      const digest = this.#parts.store.digest(content);
      const keep = (outline: Outline) => {
        this.#put(uri, { stamp, digest, outline });
        this.#fresh++;
      };
      return { known: this.#byDigest.get(digest), keep };
    };
  }

  /** Writes the outlines of `files`, all that there are in the folders, unless nearly all of them are written. */
  async save(folders: readonly string[], files: readonly string[]): Promise<void> {
    if (this.#fresh * 100 <= files.length) return;
    this.#fresh = 0;
    this.#saving = this.#saving.then(() => this.#write(folders, files));
    await this.#saving;
  }

  async #write(folders: readonly string[], files: readonly string[]): Promise<void> {
    const { store, version, pause } = this.#parts;
    const kept = files.map(uri => [uri, this.#byUri.get(uri)] as const);
    this.#byUri = new Map();
    this.#byDigest = new Map();
    for (const [uri, one] of kept) if (one !== undefined) this.#put(uri, one);
    const all = [...this.#byUri];
    for (const folder of folders) {
      const below = all.filter(([uri]) => isWithin(folder, uri));
      const byPath = new Map(below.map(([uri, one]) => [uri.slice(folder.length + 1), one]));
      await store.write(folder, await outlineBytes(byPath, version, pause));
    }
  }

  #put(uri: string, kept: KeptOutline): void {
    this.#byUri.set(uri, kept);
    this.#byDigest.set(kept.digest, kept.outline);
  }
}
