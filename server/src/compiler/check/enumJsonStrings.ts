// `(pb.enumvalue.json).string` gives an enum value another name in JSON, from edition 2026 on (protoc,
// `DescriptorBuilder::ValidateEnumJsonStrings`).
import type { EnumDeclaration, EnumValueDeclaration } from "../link/declarations.ts";
import type { InterpretedOptions } from "../link/interpretedOptions.ts";
import type { OptionNode } from "../syntax/nodes.ts";
import type { Check, Report } from "./checks.ts";
import { aliasJsonString, jsonStringConflict, jsonStringNul, jsonStringNumber } from "./enumJsonStringProblems.ts";

/** A name of an enum value in JSON. */
export interface JsonString {
  readonly value: EnumValueDeclaration;
  readonly text: string;
  /** The option that says it; undefined for the name of the value itself. */
  readonly option: OptionNode | undefined;
}

/** The JSON strings of an enum's values lead to one number each, and aliases have the same one. */
export const enumJsonStrings: Check = ({ declared, enums }, report, options) => {
  // The options can mean something only where the file that declares them is seen.
  if (declared.imports.length === 0) return;
  for (const one of enums) {
    if (!one.values.some(value => value.options.length > 0)) continue;
    checkEnum(one, options, report);
  }
};

function checkEnum(one: EnumDeclaration, options: InterpretedOptions, report: Report): void {
  const written = new Map<EnumValueDeclaration, JsonString>();
  for (const value of one.values) {
    const custom = customString(value, options);
    if (custom !== undefined) written.set(value, custom);
  }
  if (written.size === 0) return;
  for (const custom of written.values()) checkForm(custom, report);
  checkAliases(one, options, written, report);
  checkConflicts(one, written, report);
}

function customString(value: EnumValueDeclaration, options: InterpretedOptions): JsonString | undefined {
  const option = value.options.find(node => {
    const meaning = node.name?.parts[0] === undefined ? undefined : options.meanings.get(node.name.parts[0]);
    return meaning?.fullName === "pb.enumvalue.json" && options.pathOf(node) !== undefined;
  });
  // An empty message, too, counts as a string that is empty.
  return option === undefined ? undefined : { value, text: textOf(value, options) ?? "", option };
}

function textOf(value: EnumValueDeclaration, options: InterpretedOptions): string | undefined {
  const text = options.valueOf(value, "(pb.enumvalue.json).string");
  return typeof text === "string" ? text : undefined;
}

function checkForm(custom: JsonString, report: Report): void {
  if (custom.text.includes("\0")) report(jsonStringNul(custom));
  const number = integerIn(custom.text);
  const { value } = custom;
  if (number !== undefined && value.number !== undefined && number !== value.number)
    report(jsonStringNumber(custom, number));
}

// As `absl::SimpleAtoi` reads it: with spaces around, a sign and zeros in front, within int32.
function integerIn(text: string): number | undefined {
  if (!/^[ \t\n\v\f\r]*[+-]?\d+[ \t\n\v\f\r]*$/.test(text)) return undefined;
  const number = Number(text) + 0;
  return number >= -(2 ** 31) && number < 2 ** 31 ? number : undefined;
}

function checkAliases(
  one: EnumDeclaration,
  options: InterpretedOptions,
  written: ReadonlyMap<EnumValueDeclaration, JsonString>,
  report: Report,
): void {
  const first = new Map<number, EnumValueDeclaration>();
  for (const value of one.values) {
    if (value.number === undefined) continue;
    const primary = first.get(value.number);
    if (primary === undefined) first.set(value.number, value);
    else if (textOf(value, options) !== textOf(primary, options))
      report(aliasJsonString(value, primary, written.get(value)?.option, textOf(primary, options)));
  }
}

function checkConflicts(
  one: EnumDeclaration,
  written: ReadonlyMap<EnumValueDeclaration, JsonString>,
  report: Report,
): void {
  const first = new Map<string, JsonString>();
  for (const value of one.values) {
    const custom = written.get(value);
    const own: JsonString = { value, text: value.name, option: undefined };
    for (const name of custom === undefined ? [own] : [own, custom]) {
      const earlier = first.get(name.text);
      if (earlier === undefined) first.set(name.text, name);
      else if (earlier.value.number !== value.number && (earlier.option ?? name.option) !== undefined)
        report(jsonStringConflict(name, earlier));
    }
  }
}
