import type { FileOutline, OutlineSymbol } from "./outline.ts";

export interface FoundSymbol {
  readonly file: FileOutline;
  readonly symbol: OutlineSymbol;
}

/** The outlines of files on disk, by normal uri. They never change: one more or less makes new ones, which share the rest. */
export class Outlines {
  readonly #files: ReadonlyMap<string, FileOutline>;
  // Made when it is asked for, of this state or an earlier one.
  #names: NameIndex | undefined;
  /** Uris of what is not in `#names` as it is now. */
  #since: ReadonlySet<string>;

  constructor(
    files: Iterable<FileOutline> = [],
    before?: { readonly names: NameIndex; readonly since: ReadonlySet<string> },
  ) {
    this.#files = new Map([...files].map(file => [file.uri, file]));
    this.#names = before?.names;
    this.#since = before?.since ?? new Set();
  }

  get files(): Iterable<FileOutline> {
    return this.#files.values();
  }

  uris(): readonly string[] {
    return [...this.#files.keys()];
  }

  get(uri: string): FileOutline | undefined {
    return this.#files.get(uri);
  }

  has(uri: string): boolean {
    return this.#files.has(uri);
  }

  with(added: readonly FileOutline[]): Outlines {
    return this.#changed(
      [...this.#files.values(), ...added],
      added.map(file => file.uri),
    );
  }

  without(uris: ReadonlySet<string>): Outlines {
    return this.#changed(
      [...this.#files.values()].filter(file => !uris.has(file.uri)),
      [],
    );
  }

  /** All symbols whose own name, without its scope, is `name`. */
  declaring(name: string): readonly FoundSymbol[] {
    if (this.#names === undefined || this.#since.size > mostSince) {
      this.#names = new NameIndex([...this.#files.values()]);
      this.#since = new Set();
    }
    const found = this.#names.declaring(name).filter(({ file }) => this.#files.get(file.uri) === file);
    for (const uri of this.#since) {
      const file = this.#files.get(uri);
      if (file !== undefined) for (const row of file.outline.rowsNamed(name)) found.push(foundSymbol(file, row));
    }
    return found;
  }

  #changed(files: readonly FileOutline[], uris: readonly string[]): Outlines {
    if (this.#names === undefined) return new Outlines(files);
    return new Outlines(files, { names: this.#names, since: new Set([...this.#since, ...uris]) });
  }
}

// Each of these is asked for the name itself; with more of them the names are sorted again, which takes some 10 ms.
const mostSince = 200;

/** Which rows of which files may declare a name: two columns, sorted by a hash of the name. */
class NameIndex {
  readonly #files: readonly FileOutline[];
  /** Where the rows of each hash begin. */
  readonly #starts: Uint32Array;
  readonly #fileNumbers: Uint32Array;
  readonly #rows: Uint32Array;

  constructor(files: readonly FileOutline[]) {
    this.#files = files;
    const count = files.reduce((sum, { outline }) => sum + outline.symbolCount, 0);
    const hashes = new Uint32Array(count);
    let at = 0;
    // A power of two, so that a hash is cut to size by a mask.
    const starts = new Uint32Array(2 ** Math.ceil(Math.log2(count + 1)) + 1);
    for (const { outline } of files) {
      at = addHashes(outline.columns.declared, hashes, at, starts.length - 2);
    }
    for (const hash of hashes) starts[hash + 1] = (starts[hash + 1] ?? 0) + 1;
    for (let hash = 1; hash < starts.length; hash++) starts[hash] = (starts[hash] ?? 0) + (starts[hash - 1] ?? 0);
    this.#starts = starts;
    this.#fileNumbers = new Uint32Array(count);
    this.#rows = new Uint32Array(count);
    const free = starts.slice();
    at = 0;
    files.forEach(({ outline }, number) => {
      for (let row = 0; row < outline.symbolCount; row++) {
        const hash = hashes[at++] ?? 0;
        const place = free[hash] ?? 0;
        free[hash] = place + 1;
        this.#fileNumbers[place] = number;
        this.#rows[place] = row;
      }
    });
  }

  declaring(name: string): FoundSymbol[] {
    const hashes = new Uint32Array(1);
    addHashes(`\n${name}\n`, hashes, 0, this.#starts.length - 2);
    const [hash = 0] = hashes;
    const found: FoundSymbol[] = [];
    for (let at = this.#starts[hash] ?? 0; at < (this.#starts[hash + 1] ?? 0); at++) {
      const file = this.#files[this.#fileNumbers[at] ?? 0];
      const row = this.#rows[at] ?? 0;
      if (file?.outline.nameOf(row) === name) found.push(foundSymbol(file, row));
    }
    return found;
  }
}

/** Puts the hash of each of the `lines` into `hashes` from `at` on; gives where the next one goes. */
function addHashes(lines: string, hashes: Uint32Array, at: number, mask: number): number {
  let next = at;
  let hash = 0;
  for (let place = 1; place < lines.length; place++) {
    const code = lines.charCodeAt(place);
    if (code !== lineFeed) {
      hash = (Math.imul(hash, 31) + code) | 0;
      continue;
    }
    // The upper bits have the first letters, the lower ones the last.
    hashes[next++] = (hash ^ (hash >>> 15)) & mask;
    hash = 0;
  }
  return next;
}

const lineFeed = 10;

function foundSymbol(file: FileOutline, row: number): FoundSymbol {
  return { file, symbol: file.outline.symbol(row) };
}
