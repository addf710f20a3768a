/** What is kept of a file that nobody has open: enough to find it, not enough to compile it. */
export interface FileOutline {
  readonly uri: string;
  readonly outline: Outline;
}

/** What a text says of itself before it declares anything. */
export interface OutlineHeader {
  readonly packageName: string;
  readonly imports: readonly string[];
  /** Those of `imports` that are passed on to whoever imports the file. */
  readonly publicImports: readonly string[];
}

/** The order is that of the numbers in the columns. */
export const outlineKinds = ["message", "enum", "enumValue", "service", "method", "extension"] as const;
export type OutlineKind = (typeof outlineKinds)[number];

export interface OutlineSymbol {
  readonly kind: OutlineKind;
  readonly name: string;
  /** With package and enclosing scopes, no leading dot. */
  readonly fullName: string;
  /** Zero-based place of the name, in UTF-16 units. */
  readonly line: number;
  readonly column: number;
}

/** One use of a type or custom option, as written. */
export interface OutlineUse {
  /** `Item`, `b.v1.Item` or `.b.v1.Item` */
  readonly text: string;
  /** The row of the message or service in which it is used, or `noRow`. */
  readonly scope: number;
  /** Zero-based place of the last part of the name, in UTF-16 units. */
  readonly line: number;
  readonly column: number;
}

/** In place of a row: what stands in no message and no service. */
export const noRow = -1;

/** Numbers in the row of a symbol: kind, place of its name in `declared`, row around it, line, column. */
export const symbolWidth = 5;
/** Numbers in the row of a use: place of its text in `used`, row around it, line, column. */
export const useWidth = 4;
/** Numbers in the row of an import: line and column where the quoted path begins, and where it ends. */
export const importWidth = 4;

/** Zero-based, in UTF-16 units. */
export interface OutlineRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What is written to keep an outline beyond the process, and to make it again. */
export interface OutlineColumns {
  readonly header: OutlineHeader;
  /** Names of the symbols, a line feed before and after each: to look for one takes no string for each. */
  readonly declared: string;
  /** What types, options and their values are called where they are used, each text once. */
  readonly used: string;
  /** The symbols and the uses, in the order of the text, and the imports, in that of the header. */
  readonly rows: Int32Array;
  readonly symbolCount: number;
}

/**
 * The outline of a text; fields and oneofs are left out. There are tens of declarations and uses for each file of a
 * workspace: they are columns of numbers, and the objects that tell of one are made for who asks.
 */
export class Outline {
  constructor(readonly columns: OutlineColumns) {}

  get packageName(): string {
    return this.columns.header.packageName;
  }

  get imports(): readonly string[] {
    return this.columns.header.imports;
  }

  /** Where the path of one of the imports stands. */
  importRange(index: number): OutlineRange {
    const at = this.#importsStart + index * importWidth;
    const [line, column, endLine, endColumn] = [0, 1, 2, 3].map(next => this.#number(at + next));
    return { line: line ?? 0, column: column ?? 0, endLine: endLine ?? 0, endColumn: endColumn ?? 0 };
  }

  get publicImports(): readonly string[] {
    return this.columns.header.publicImports;
  }

  get symbolCount(): number {
    return this.columns.symbolCount;
  }

  /** Those of the given kinds, in the order of the text. */
  *symbols(...kinds: readonly OutlineKind[]): Iterable<OutlineSymbol> {
    for (let row = 0; row < this.symbolCount; row++) if (kinds.includes(this.kindOf(row))) yield this.symbol(row);
  }

  has(kind: OutlineKind): boolean {
    for (let row = 0; row < this.symbolCount; row++) if (this.kindOf(row) === kind) return true;
    return false;
  }

  symbol(row: number): OutlineSymbol {
    const at = row * symbolWidth;
    return {
      kind: this.kindOf(row),
      name: this.nameOf(row),
      fullName: this.fullNameOf(row),
      line: this.#number(at + 3),
      column: this.#number(at + 4),
    };
  }

  kindOf(row: number): OutlineKind {
    return outlineKinds[this.#number(row * symbolWidth)] ?? "message";
  }

  nameOf(row: number): string {
    return lineAt(this.columns.declared, this.#nameStart(row));
  }

  /** The row around a row, or `noRow`. Values of an enum stand beside it. */
  parentOf(row: number): number {
    return this.#number(row * symbolWidth + 2);
  }

  lengthOf(row: number): number {
    const next = row + 1 < this.symbolCount ? this.#nameStart(row + 1) : this.columns.declared.length;
    return next - this.#nameStart(row) - 1;
  }

  /** The length of the full name. */
  fullLengthOf(row: number): number {
    if (row === noRow) return this.packageName.length;
    const around = this.fullLengthOf(this.parentOf(row));
    return (around === 0 ? 0 : around + 1) + this.lengthOf(row);
  }

  /** Of `noRow`, the package. */
  fullNameOf(row: number): string {
    if (row === noRow) return this.packageName;
    const around = this.fullNameOf(this.parentOf(row));
    return around === "" ? this.nameOf(row) : `${around}.${this.nameOf(row)}`;
  }

  /** The rows of the symbols called `name`. */
  rowsNamed(name: string): readonly number[] {
    const { declared } = this.columns;
    const line = `\n${name}\n`;
    const rows: number[] = [];
    for (let at = declared.indexOf(line); at >= 0; at = declared.indexOf(line, at + 1)) rows.push(this.rowAt(at + 1));
    return rows;
  }

  /** The rows of the symbols in whose name `pattern` is found, which has the flag `g` and matches no line feed. */
  rowsWith(pattern: RegExp): readonly number[] {
    const rows: number[] = [];
    this.search(pattern, row => rows.push(row));
    return rows;
  }

  /** The same, with the length of the name up to the end of what was found first. Makes no string for any name. */
  search(pattern: RegExp, visit: (row: number, end: number) => void): void {
    const { declared } = this.columns;
    for (let from = 1; from < declared.length; from = declared.indexOf("\n", from) + 1) {
      pattern.lastIndex = from;
      if (!pattern.test(declared)) return;
      // What matches nothing at all is found at the end, too.
      if (pattern.lastIndex >= declared.length) return;
      from = pattern.lastIndex;
      const row = this.rowAt(Math.max(1, from - 1));
      visit(row, from - this.#nameStart(row));
    }
  }

  /** The row of the symbol whose name stands at a place of `declared`. */
  rowAt(place: number): number {
    let low = 0;
    let high = this.symbolCount - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#nameStart(middle) <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Whether any name that is used ends in `name`, placed or not. */
  uses(name: string): boolean {
    for (const _ of textsEndingIn(this.columns.used, name)) return true;
    return false;
  }

  /** Whether `name` is a part of any name that is used. */
  mentions(name: string): boolean {
    const { used } = this.columns;
    for (let at = used.indexOf(name); at >= 0; at = used.indexOf(name, at + 1)) {
      const isPart = !/\w/.test(used.charAt(at - 1)) && !/\w/.test(used.charAt(at + name.length));
      if (isPart) return true;
    }
    return false;
  }

  /** The uses whose last part is `name`, in the order of the text. */
  usesOf(name: string): readonly OutlineUse[] {
    const { used } = this.columns;
    const wanted = new Set(textsEndingIn(used, name));
    const found: OutlineUse[] = [];
    if (wanted.size === 0) return found;
    for (let at = this.symbolCount * symbolWidth; at < this.#importsStart; at += useWidth) {
      const text = this.#number(at);
      if (!wanted.has(text)) continue;
      const [scope, line, column] = [this.#number(at + 1), this.#number(at + 2), this.#number(at + 3)];
      found.push({ text: lineAt(used, text), scope, line, column });
    }
    return found;
  }

  get #importsStart(): number {
    return this.columns.rows.length - this.imports.length * importWidth;
  }

  #nameStart(row: number): number {
    return this.#number(row * symbolWidth + 1);
  }

  #number(at: number): number {
    return this.columns.rows[at] ?? 0;
  }
}

/** The places of the lines that are `name` or end in `.name`. */
function* textsEndingIn(lines: string, name: string): Iterable<number> {
  const ending = `${name}\n`;
  for (let at = lines.indexOf(ending); at >= 0; at = lines.indexOf(ending, at + ending.length)) {
    const before = lines[at - 1];
    if (before === "\n") yield at;
    else if (before === ".") yield lines.lastIndexOf("\n", at) + 1;
  }
}

function lineAt(lines: string, start: number): string {
  return lines.slice(start, lines.indexOf("\n", start));
}
