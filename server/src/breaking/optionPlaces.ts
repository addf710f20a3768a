// Where an option is written that a rule looks at.
import type { LinkedFile } from "../compiler/link/linkedFile.ts";
import { builtInField } from "../compiler/link/plainOptions.ts";
import { lookUp } from "../compiler/link/scopes.ts";
import type { MessageValueName, OptionNamePart, OptionNode, OptionValue } from "../compiler/syntax/nodes.ts";
import type { Span } from "../compiler/text/span.ts";

/** An option, or a field in the value of one. */
export interface WrittenOption {
  readonly span: Span;
  readonly value: OptionValue | undefined;
}

/**
 * The option `name` among `options`, as in `ctype` or `features.(pb.java).utf8_validation`. Of a feature that is not set
 * there: what buf takes for it, the `features = { … }` that could have set it.
 */
export function writtenOption(
  linked: LinkedFile,
  options: readonly OptionNode[],
  name: string,
): WrittenOption | undefined {
  let around: (WrittenOption & { readonly name: string }) | undefined;
  for (const one of eachSetting(linked, options)) {
    if (one.name === name) return one;
    if (!one.name.startsWith("features") || !name.startsWith(`${one.name}.`)) continue;
    if (around === undefined || one.name.length > around.name.length) around = one;
  }
  return around;
}

function* eachSetting(linked: LinkedFile, options: readonly OptionNode[]): Generator<WrittenOption & { name: string }> {
  for (const option of options) {
    const name = (option.name?.parts ?? []).map(part => nameOf(linked, part)).join(".");
    yield { name, span: spanOf(option), value: option.value };
    yield* eachWithin(linked, name, option.value);
  }
}

// buf has statements whole, but not where their value is a message.
function spanOf(option: OptionNode): Span {
  const { name, value } = option;
  return name !== undefined && value?.kind === "messageValue" ? { start: name.start, end: value.end } : option;
}

function* eachWithin(
  linked: LinkedFile,
  outer: string,
  value: OptionValue | undefined,
): Generator<WrittenOption & { name: string }> {
  if (value?.kind !== "messageValue") return;
  for (const field of value.fields) {
    const name = `${outer}.${nameOf(linked, field.name)}`;
    yield { name, span: field, value: field.value };
    yield* eachWithin(linked, name, field.value);
  }
}

function nameOf({ declared, optionNames }: LinkedFile, part: OptionNamePart | MessageValueName): string {
  const builtIn = builtInField(part, declared);
  if (builtIn !== undefined) return builtIn;
  const found = lookUp(optionNames, part.text, declared.packageName, "any");
  return `(${found.kind === "found" ? found.meaning.fullName : part.text})`;
}
