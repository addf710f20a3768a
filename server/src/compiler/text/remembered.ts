/**
 * Something worked out from objects, kept with each of them: what a `WeakMap` is for. But V8 takes the values of those
 * for alive in its small collections, which are most; where a value leads back to its key, as that of a tree does,
 * nothing is let go before a large one. So the value is put into the object itself, where nobody else sees it.
 */
export class Remembered<Key extends object, Value> {
  readonly #slot = Symbol("remembered");

  get(key: Key): Value | undefined {
    const holder: { readonly [slot: symbol]: Value | undefined } = key as object as { [slot: symbol]: Value };
    return holder[this.#slot];
  }

  forget(key: Key): void {
    if (this.get(key) !== undefined) this.set(key, undefined);
  }

  set(key: Key, value: Value | undefined): void {
    Object.defineProperty(key, this.#slot, { value, writable: true, configurable: true, enumerable: false });
  }
}
