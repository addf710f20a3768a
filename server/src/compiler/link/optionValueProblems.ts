// Wording of what is wrong with the values of options, and with `default` and `json_name`.
import { nearest } from "../report/didYouMean.ts";
import { optionRemoval, preferred, replaceFix } from "../report/fix.ts";
import { listed } from "../report/nouns.ts";
import { type Fix, type Problem, type ProblemExtras, problem } from "../report/problem.ts";
import { type IntegerValue, integerOf, type ListValue, type OptionNode, type OptionValue } from "../syntax/nodes.ts";
import type { EnumDeclaration, FieldDeclaration, MessageDeclaration, ScalarType } from "./declarations.ts";
import type { LinkedFile } from "./linkedFile.ts";
import { placesOf } from "./linkProblems.ts";

type ValueType = ScalarType | EnumDeclaration;

/** A value of another kind than the option's type. */
export function wrongValue(value: OptionValue, field: FieldDeclaration, type: ValueType): Problem {
  const what = `\`${field.name}\` is ${typeText(type)}, but this is ${valueText(value)}`;
  const extras: ProblemExtras = { help: valueHelp(type), fixes: valueFixes(value, type) };
  return problem("option-value-type", value, what, extras);
}

/** A string that breaks off in the middle of a character, for a field that holds text. */
export function valueNotUtf8(value: OptionValue, field: FieldDeclaration): Problem {
  return problem("option-value-utf8", value, `the value of \`${field.name}\` is not valid UTF-8`, {
    help: "write a character as it is, as `\\u00e9` or as all of its bytes; a field of `bytes` takes any",
  });
}

/** An integer that its type cannot hold. */
export function valueOutOfRange(
  value: IntegerValue,
  field: FieldDeclaration,
  type: ScalarType,
  range: { readonly least: bigint; readonly most: bigint },
): Problem {
  const written = `${value.negative ? "-" : ""}${value.value}`;
  return problem(
    "option-value-range",
    value,
    `\`${written}\` is out of range for \`${field.name}\`, which is ${typeText(type)}`,
    {
      help: `it takes integers from ${range.least} to ${range.most}`,
    },
  );
}

/** A name or number that is no value of an enum. */
export function enumValueUnknown(value: OptionValue, type: EnumDeclaration): Problem {
  const names = type.values.map(one => one.name);
  if (value.kind !== "identifier") {
    const number = value.kind === "integer" ? `${value.negative ? "-" : ""}${value.value}` : "this";
    return problem("unknown-enum-value", value, `the enum \`${type.fullName}\` has no value with the number ${number}`);
  }
  const what = `the enum \`${type.fullName}\` has no value \`${value.text}\``;
  const guess = nearest(value, value.text, names);
  const help = guess.help ?? (names.length <= 8 ? `it has ${listed(names, "and")}` : undefined);
  return problem("unknown-enum-value", value, what, { ...guess, help, related: placesOf(type, "it is declared here") });
}

/** Something else where a message takes its fields. */
export function messageExpected(value: OptionValue, field: FieldDeclaration, type: MessageDeclaration): Problem {
  return problem(
    "option-value-type",
    value,
    `\`${field.name}\` is a message \`${type.fullName}\`, but this is ${valueText(value)}`,
    {
      help: "write its fields in braces: `{ field: value }`",
    },
  );
}

/** `[ … ]` for a field that takes one value. */
export function listForSingularField(value: ListValue, field: FieldDeclaration): Problem {
  const [only, more] = value.elements;
  const text = field.name;
  return problem("option-value-type", value, `\`${text}\` is not repeated, so it takes no list`, {
    help: "write one value",
    fixes: only === undefined || more !== undefined ? [] : [unwrapped(value, only)],
  });
}

function unwrapped(list: ListValue, only: OptionValue): Fix {
  const edits = [
    { span: { start: list.start, end: only.start }, newText: "" },
    { span: { start: only.end, end: list.end }, newText: "" },
  ];
  return preferred({ title: "Remove the brackets", edits });
}

/** `default` on a repeated field or a map. */
export function defaultOfRepeated(file: LinkedFile, option: OptionNode): Problem {
  return problem("default-value", option, "a repeated field cannot have a default", {
    help: "it is empty where nothing is set; remove the option",
    fixes: removeOption(file, option),
  });
}

/** `default` on a message field or group. */
export function defaultOfMessage(file: LinkedFile, option: OptionNode, type: MessageDeclaration): Problem {
  return problem("default-value", option, `a field of the message type \`${type.fullName}\` cannot have a default`, {
    help: "where it is not set, its fields read as their own defaults; remove the option",
    fixes: removeOption(file, option),
  });
}

/** `json_name` on an extension. */
export function jsonNameOfExtension(file: LinkedFile, option: OptionNode): Problem {
  return problem("json-name", option, "an extension cannot have a `json_name` of its own", {
    help: "in JSON it goes by its full name in brackets; remove the option",
    fixes: removeOption(file, option),
  });
}

function removeOption(file: LinkedFile, option: OptionNode): Fix[] {
  const edit = optionRemoval(file.declared.parsed.source.text, option);
  return [preferred({ title: "Remove the option", edits: [edit] })];
}

function typeText(type: ValueType): string {
  if (typeof type !== "string") return `an enum \`${type.fullName}\``;
  return `${/^[aeiou]/.test(type) && !type.startsWith("u") ? "an" : "a"} \`${type}\``;
}

function valueText(value: OptionValue): string {
  switch (value.kind) {
    case "string":
      return "a string";
    case "integer":
      return "an integer";
    case "float":
      return "a number with a fraction or exponent";
    case "identifier":
      return `the name \`${value.negative ? "-" : ""}${value.text}\``;
    case "messageValue":
      return "a message value";
    case "list":
      return "a list";
  }
}

function valueHelp(type: ValueType): string {
  if (typeof type !== "string") return "write the name of one of its values, without quotes";
  switch (type) {
    case "bool":
      return "write `true` or `false`";
    case "string":
    case "bytes":
      return "write a string in quotes";
    case "float":
    case "double":
      return "write a number, `inf` or `nan`";
    default:
      return "write an integer";
  }
}

function valueFixes(value: OptionValue, type: ValueType): Fix[] {
  if (value.kind === "string") {
    const isName =
      typeof type !== "string" ? type.values.some(one => one.name === value.text) : /^(true|false)$/.test(value.text);
    const isNumber = typeof type === "string" && /^-?[0-9]+$/.test(value.text) && type !== "bool";
    if ((isName && (typeof type !== "string" || type === "bool")) || isNumber) {
      return [preferred(replaceFix("Remove the quotes", value, value.text))];
    }
    return [];
  }
  if (type === "string" && !("negative" in value && value.negative)) {
    const text = value.kind === "identifier" ? value.text : value.kind === "integer" ? `${value.value}` : undefined;
    if (text !== undefined) return [preferred(replaceFix("Put quotes around it", value, JSON.stringify(text)))];
  }
  if (typeof type !== "string" && value.kind === "integer") {
    const named = type.values.find(one => one.number === Number(integerOf(value)));
    return named === undefined ? [] : [preferred(replaceFix(`Change to \`${named.name}\``, value, named.name))];
  }
  const isInteger = typeof type === "string" && /int|fixed/.test(type);
  if (
    isInteger &&
    value.kind === "float" &&
    Number.isSafeInteger(value.value) &&
    !(value.negative && /^u|^f/.test(type))
  ) {
    const text = `${value.negative ? "-" : ""}${value.value}`;
    return [preferred(replaceFix(`Change to \`${text}\``, value, text))];
  }
  if (type === "bool" && value.kind === "integer" && (value.value === 0 || value.value === 1)) {
    const word = value.value === 1 ? "true" : "false";
    return [preferred(replaceFix(`Change to \`${word}\``, value, word))];
  }
  return [];
}
