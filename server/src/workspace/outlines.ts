import type { FileOutline, OutlineSymbol } from "./outline.ts";

export interface FoundSymbol {
  readonly file: FileOutline;
  readonly symbol: OutlineSymbol;
}

/** The outlines of files on disk, by normal uri. They never change: one more or less makes new ones, which share the rest. */
export class Outlines {
  readonly #files: ReadonlyMap<string, FileOutline>;
  #names: Earlier<NameTable> | undefined;
  #importers: Earlier<Importers> | undefined;

  constructor(
    files: ReadonlyMap<string, FileOutline> = new Map(),
    before?: { readonly names: Earlier<NameTable> | undefined; readonly importers: Earlier<Importers> | undefined },
  ) {
    this.#files = files;
    this.#names = before?.names;
    this.#importers = before?.importers;
  }

  get files(): Iterable<FileOutline> {
    return this.#files.values();
  }

  /** All but those of some uris, which are few. */
  allBut(uris: Iterable<string>): readonly FileOutline[] {
    const rest = [...this.files];
    for (const uri of uris) {
      const file = this.get(uri);
      if (file !== undefined) rest.splice(rest.indexOf(file), 1);
    }
    return rest;
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
    if (added.length === 0) return this;
    const files = new Map(this.#files);
    for (const file of added) files.set(file.uri, file);
    const uris = added.map(file => file.uri);
    return new Outlines(files, {
      names: since(this.#names, uris, mostChangedNames),
      importers: since(this.#importers, uris, mostChangedImports),
    });
  }

  without(uris: ReadonlySet<string>): Outlines {
    const files = new Map(this.#files);
    for (const uri of uris) files.delete(uri);
    if (files.size === this.#files.size) return this;
    return new Outlines(files, { names: this.#names, importers: this.#importers });
  }

  /** All symbols whose own name, without its scope, is `name`. */
  declaring(name: string): readonly FoundSymbol[] {
    this.#names ??= { table: new NameTable([...this.files]), changed: new Set() };
    const { table, changed } = this.#names;
    const found = table.declaring(name).filter(({ file }) => this.has(file.uri) && !changed.has(file.uri));
    for (const file of this.#among(changed)) {
      for (const row of file.outline.rowsNamed(name)) found.push(foundSymbol(file, row));
    }
    return found;
  }

  /** All files that import something by a path whose last part is `name`. */
  importing(name: string): readonly FileOutline[] {
    this.#importers ??= { table: importersByName(this.files), changed: new Set() };
    const { table, changed } = this.#importers;
    const found = (table.get(name) ?? []).filter(({ uri }) => this.has(uri) && !changed.has(uri));
    const imports = ({ outline }: FileOutline) =>
      outline.imports.some(path => path.endsWith(name) && lastPart(path) === name);
    return [...found, ...this.#among(changed).filter(imports)];
  }

  #among(uris: ReadonlySet<string>): readonly FileOutline[] {
    return [...uris].map(uri => this.#files.get(uri)).filter(file => file !== undefined);
  }
}

/** What was worked out from an earlier state, and the uris of what came since then: what went is seen by itself. */
interface Earlier<Table> {
  readonly table: Table;
  readonly changed: ReadonlySet<string>;
}

// Each of these is looked into by itself, which takes half a millisecond for all; with more of them the table is made again,
// which takes some 10 ms.
const mostChangedNames = 1000;
const mostChangedImports = 4000;

function since<Table>(
  earlier: Earlier<Table> | undefined,
  uris: readonly string[],
  most: number,
): Earlier<Table> | undefined {
  if (earlier === undefined || earlier.changed.size + uris.length > most) return undefined;
  return { table: earlier.table, changed: new Set([...earlier.changed, ...uris]) };
}

type Importers = ReadonlyMap<string, readonly FileOutline[]>;

function importersByName(files: Iterable<FileOutline>): Importers {
  const table = new Map<string, FileOutline[]>();
  for (const file of files) {
    for (const path of file.outline.imports) {
      const name = lastPart(path);
      const importers = table.get(name);
      if (importers === undefined) table.set(name, [file]);
      else if (importers.at(-1) !== file) importers.push(file);
    }
  }
  return table;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Which rows of which files may declare a name: two columns, sorted by a hash of the name. */
class NameTable {
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
