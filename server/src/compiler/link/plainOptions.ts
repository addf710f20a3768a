// Options as they are written, for what has to be known of a declaration before its options are interpreted.
import type { OptionNode } from "../syntax/nodes.ts";

/** The name of an option that is a field of the options message itself: no extension, and no part of one. */
export function plainName({ name }: OptionNode): string | undefined {
  const [first, second] = name?.parts ?? [];
  return first === undefined || second !== undefined || first.extension ? undefined : first.text;
}

/** Whether `name = true` stands among `options`. */
export function isSetTrue(options: readonly OptionNode[], name: string): boolean {
  return options.some(option => plainName(option) === name && isTrue(option));
}

/** Whether the value of `option` is `true`. */
export function isTrue({ value }: OptionNode): boolean {
  return value?.kind === "identifier" && value.text === "true";
}
