import type { OptionNode } from "../syntax/nodes.ts";
import type { FieldDeclaration } from "./declarations.ts";
import type { OptionOwner } from "./interpretedOptions.ts";
import type { StoredBytes } from "./optionContent.ts";
import { isShadowed, type OptionContext } from "./optionContext.ts";
import type { Assignment } from "./optionSetter.ts";

/**
 * Options that have been read before in the same file, letter for letter: most fields of an API have one of a handful of
 * options. Only simple values count, of fields and enum values, in which nothing was wrong.
 */
export class RepeatedOptions {
  readonly #context: OptionContext;
  readonly #known = new Map<string, { readonly owner: OptionOwner; readonly done: readonly Assignment[] }>();

  constructor(context: OptionContext) {
    this.#context = context;
  }

  /** Gives `owner` what the same options gave another one; false where they have not been seen. */
  take(
    owner: OptionOwner,
    options: readonly OptionNode[],
    into: { readonly bytes: StoredBytes; readonly paths: Map<OptionNode, readonly number[]> },
  ): boolean {
    const key = this.#keyOf(owner, options);
    const known = key === undefined ? undefined : this.#known.get(key);
    if (known === undefined || this.#isShadowed(options)) return false;
    into.bytes.share(owner, known.owner);
    for (const [index, { fields, path }] of known.done.entries()) {
      const option = options[index];
      if (option === undefined) break;
      into.paths.set(option, path);
      for (const [at, part] of (option.name?.parts ?? []).entries()) this.#mean(part, fields[at]);
    }
    return true;
  }

  /** Remembers what `options` of `owner` gave: `done` is for each of them, in their order. */
  keep(owner: OptionOwner, options: readonly OptionNode[], done: readonly Assignment[]): void {
    const key = this.#keyOf(owner, options);
    if (key === undefined || done.length !== options.length || this.#isShadowed(options)) return;
    if (done.every((one, index) => one.node === options[index])) this.#known.set(key, { owner, done });
  }

  #mean(part: Parameters<OptionContext["meanings"]["set"]>[0], field: FieldDeclaration | undefined): void {
    if (field !== undefined) this.#context.meanings.set(part, field);
  }

  #keyOf(owner: OptionOwner, options: readonly OptionNode[]): string | undefined {
    const [first] = options;
    const last = options.at(-1);
    const isOfList =
      "kind" in owner && (owner.kind === "enumValue" || (owner.kind === "field" && owner.node.kind === "field"));
    if (!isOfList || first === undefined || last === undefined || last.end - first.start > 200) return undefined;
    if (options.some(({ value }) => value === undefined || value.kind === "messageValue" || value.kind === "list"))
      return undefined;
    return `${owner.kind} ${this.#context.file.declared.parsed.source.text.slice(first.start, last.end)}`;
  }

  #isShadowed(options: readonly OptionNode[]): boolean {
    return options.some(({ name }) => name?.parts.some(part => part.extension && isShadowed(this.#context, part.text)));
  }
}
