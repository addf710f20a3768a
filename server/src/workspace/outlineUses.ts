/** One use of a type or custom option, as written. */
export interface OutlineUse {
  /** `Item`, `b.v1.Item` or `.b.v1.Item` */
  readonly text: string;
  /** The full name of the message or service in which it is used, or the package. */
  readonly scope: string;
  /** Zero-based place of the last part of the name, in UTF-16 units. */
  readonly line: number;
  readonly column: number;
}

/** The uses in one file, in columns: there are a few for every field of a workspace. */
export class OutlineUses {
  /**
   * `names`: what was written and the scopes. `places`: four numbers a use, the indices of its text and scope in
   * `names`, line and column. A name without places is used where no place is kept.
   */
  constructor(
    readonly names: readonly string[],
    readonly places: Int32Array,
  ) {}

  /** Whether any name that is used ends in `name`, placed or not. */
  has(name: string): boolean {
    const ending = `.${name}`;
    return this.names.some(one => one === name || one.endsWith(ending));
  }

  /** The uses whose last part is `name`, in the order of the text. */
  *of(name: string): Iterable<OutlineUse> {
    const ending = `.${name}`;
    const wanted = new Set<number>();
    this.names.forEach((one, at) => {
      if (one === name || one.endsWith(ending)) wanted.add(at);
    });
    if (wanted.size === 0) return;
    const { names, places } = this;
    for (let at = 0; at < places.length; at += 4) {
      const text = places[at] ?? 0;
      if (!wanted.has(text)) continue;
      const scope = names[places[at + 1] ?? 0] ?? "";
      yield { text: names[text] ?? "", scope, line: places[at + 2] ?? 0, column: places[at + 3] ?? 0 };
    }
  }
}

/** Gathers the uses of a file. */
export class UseCollector {
  readonly names: string[] = [];
  readonly #indices = new Map<string, number>();
  readonly #places: number[] = [];

  get places(): Int32Array {
    return Int32Array.from(this.#places);
  }

  add(text: string, scope: string, line: number, column: number): void {
    this.#places.push(this.note(text), this.note(scope), line, column);
  }

  /** A name that is used somewhere, no matter where; gives its index. */
  note(name: string): number {
    const known = this.#indices.get(name);
    if (known !== undefined) return known;
    const index = this.names.length;
    this.#indices.set(name, index);
    this.names.push(name);
    return index;
  }
}
