import type { Outline } from "./outline.ts";
import { type FileStamp, type KeptFile, type KeptOutline, keptOutlines, outlinePages } from "./outlineBytes.ts";

/** Where outlines are kept from one start to the next. */
export interface OutlineStore {
  /** What changes with every change of a file; undefined where that cannot be told of it, or it is not there. */
  readonly stamp: (uri: string) => FileStamp | undefined;
  /** Tells one content from all others. */
  readonly digest: (content: string | Uint8Array) => string;
  /** What was written last for a folder; undefined where there is nothing. Never rejects. */
  readonly read: (folderUri: string) => Promise<Uint8Array | undefined>;
  /** Writes it as a whole or not at all. Never rejects. */
  readonly write: (folderUri: string, pages: AsyncIterable<Uint8Array>) => Promise<void>;
}

export interface OutlineCacheParts {
  readonly store: OutlineStore;
  /** Of the product. */
  readonly version: string;
  /** Called after each little step. */
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
  /** Made with the first file that is not known by its stamp. */
  #byDigest: Map<string, Outline> | undefined;
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
      if (bytes === undefined) continue;
      for (const files of keptOutlines(bytes, version)) {
        for (const [path, one] of files) this.#put(`${folder}/${path}`, one);
        await pause();
      }
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
      const digest = this.#parts.store.digest(content);
      const keep = (outline: Outline) => {
        this.#put(uri, { stamp, digest, outline });
        this.#fresh++;
      };
      return { known: this.#withDigest(digest), keep };
    };
  }

  /**
   * Writes the outlines of `files`, all that there are in the folders, unless nearly all of them are written, or it is
   * not known which there are.
   */
  async save(folders: readonly string[], files: readonly string[]): Promise<void> {
    if (files.length === 0 || this.#fresh * 100 <= files.length) return;
    this.#fresh = 0;
    this.#saving = this.#saving.then(() => this.#write(folders, files));
    await this.#saving;
  }

  async #write(folders: readonly string[], files: readonly string[]): Promise<void> {
    const listed = new Set(files);
    for (const uri of this.#byUri.keys()) if (!listed.has(uri)) this.#byUri.delete(uri);
    // It may hold outlines of files that are gone.
    this.#byDigest = undefined;
    for (const folder of folders) {
      const top = `${folder}/`;
      const below: KeptFile[] = [];
      for (const [uri, one] of this.#byUri) if (uri.startsWith(top)) below.push([uri.slice(top.length), one]);
      await this.#parts.store.write(folder, this.#pages(below));
    }
  }

  async *#pages(files: readonly KeptFile[]): AsyncGenerator<Uint8Array> {
    const { version, pause } = this.#parts;
    for (const page of outlinePages(files, version)) {
      yield page;
      await pause();
    }
  }

  #withDigest(digest: string): Outline | undefined {
    this.#byDigest ??= new Map([...this.#byUri.values()].map(one => [one.digest, one.outline]));
    return this.#byDigest.get(digest);
  }

  #put(uri: string, kept: KeptOutline): void {
    this.#byUri.set(uri, kept);
    this.#byDigest?.set(kept.digest, kept.outline);
  }
}
