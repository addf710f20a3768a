import type { Declaration } from "./declarations.ts";

/** The names of a file in which one declaration has been replaced. */
export class NamesOfPart implements ReadonlyMap<string, Declaration> {
  readonly #whole: ReadonlyMap<string, Declaration>;
  readonly #replaced: ReadonlySet<string>;
  readonly #part: ReadonlyMap<string, Declaration>;

  constructor(
    whole: ReadonlyMap<string, Declaration>,
    replaced: ReadonlySet<string>,
    part: ReadonlyMap<string, Declaration>,
  ) {
    this.#whole = whole;
    this.#replaced = replaced;
    this.#part = part;
  }

  get(name: string): Declaration | undefined {
    return this.#part.get(name) ?? (this.#replaced.has(name) ? undefined : this.#whole.get(name));
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  get size(): number {
    return [...this].length;
  }

  *entries(): MapIterator<[string, Declaration]> {
    for (const one of this.#whole) if (!this.#replaced.has(one[0])) yield one;
    yield* this.#part;
  }

  *keys(): MapIterator<string> {
    for (const [name] of this) yield name;
  }

  *values(): MapIterator<Declaration> {
    for (const [, declaration] of this) yield declaration;
  }

  [Symbol.iterator](): MapIterator<[string, Declaration]> {
    return this.entries();
  }

  forEach(visit: (value: Declaration, key: string, map: ReadonlyMap<string, Declaration>) => void): void {
    for (const [name, declaration] of this) visit(declaration, name, this);
  }
}
