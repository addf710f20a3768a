import { integerOf, type OptionNode, type OptionValue } from "../syntax/nodes.ts";
import type { InterpretedOptions, OptionScalar } from "./interpretedOptions.ts";

type Meanings = InterpretedOptions["meanings"];

/** The simple value that `options` give to the option `name` (see `InterpretedOptions.valueOf`). */
export function scalarAt(options: readonly OptionNode[], meanings: Meanings, name: string): OptionScalar | undefined {
  let found: OptionScalar | undefined;
  for (const option of options) {
    const written = writtenName(option, meanings);
    if (written === undefined || option.value === undefined) continue;
    if (written === name) found = scalarOf(option.value) ?? found;
    else if (name.startsWith(`${written}.`)) found = scalarIn(option.value, name.slice(written.length + 1)) ?? found;
  }
  return found;
}

function writtenName(option: OptionNode, meanings: Meanings): string | undefined {
  const parts: string[] = [];
  for (const part of option.name?.parts ?? []) {
    const meaning = meanings.get(part);
    if (meaning?.kind !== "field") return undefined;
    parts.push(meaning.extend === undefined ? meaning.name : `(${meaning.fullName})`);
  }
  return parts.join(".");
}

function scalarIn(value: OptionValue, path: string): OptionScalar | undefined {
  if (value.kind !== "messageValue") return undefined;
  let found: OptionScalar | undefined;
  for (const field of value.fields) {
    if (field.value === undefined) continue;
    const written = field.name.kind === "extensionName" ? `(${field.name.text})` : field.name.text;
    if (written === path) found = scalarOf(field.value) ?? found;
    else if (path.startsWith(`${written}.`)) found = scalarIn(field.value, path.slice(written.length + 1)) ?? found;
  }
  return found;
}

function scalarOf(value: OptionValue): OptionScalar | undefined {
  switch (value.kind) {
    case "string":
      return value.text;
    case "integer":
      return integerOf(value);
    case "float":
      return value.negative ? -value.value : value.value;
    case "identifier":
      if (value.text === "true" || value.text === "false") return value.text === "true";
      if (value.text === "inf") return value.negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
      return value.text === "nan" ? Number.NaN : value.text;
    case "messageValue":
    case "list":
      return undefined;
  }
}
