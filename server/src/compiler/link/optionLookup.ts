import { integerOf, type OptionValue } from "../syntax/nodes.ts";
import type { OptionScalar } from "./interpretedOptions.ts";
import type { Assignment } from "./optionSetter.ts";

/** The simple value that `assignments` give to the option `name` (see `InterpretedOptions.valueOf`). */
export function scalarAt(assignments: readonly Assignment[], name: string): OptionScalar | undefined {
  let found: OptionScalar | undefined;
  for (const { fields, value } of assignments) {
    const written = fields.map(field => (field.extend === undefined ? field.name : `(${field.fullName})`)).join(".");
    if (written === name) found = scalarOf(value) ?? found;
    else if (name.startsWith(`${written}.`)) found = scalarIn(value, name.slice(written.length + 1)) ?? found;
  }
  return found;
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
