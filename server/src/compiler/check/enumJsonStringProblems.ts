import type { EnumValueDeclaration } from "../link/declarations.ts";
import { type Problem, problem, type RelatedPlace } from "../report/problem.ts";
import type { OptionNode } from "../syntax/nodes.ts";
import type { Span } from "../text/span.ts";
import type { JsonString } from "./enumJsonStrings.ts";

export function jsonStringConflict(name: JsonString, earlier: JsonString): Problem {
  const text = name.text === "" ? "the empty string" : `\`${name.text}\``;
  const what = `\`${name.value.name}\` and \`${earlier.value.name}\` are both ${text} in JSON`;
  const said = earlier.option === undefined ? "has this name" : "is given this JSON string";
  return problem("enum-json-string", placeOf(name), what, {
    help: "give one of them another JSON string: readers know a value by its own name and by its JSON string",
    related: [relatedTo(earlier.value, placeOf(earlier), `\`${earlier.value.name}\` ${said} here`)],
  });
}

export function jsonStringNumber(custom: JsonString, number: number): Problem {
  const { value } = custom;
  const what = `the JSON string of \`${value.name}\` reads as the number ${number}, but its number is ${value.number}`;
  return problem("enum-json-string", placeOf(custom), what, {
    help: "readers of JSON take a number for the enum value with that number; choose a string that is no number",
  });
}

export function jsonStringNul(custom: JsonString): Problem {
  return problem("enum-json-string", placeOf(custom), "a JSON string cannot hold a NUL character");
}

export function aliasJsonString(
  value: EnumValueDeclaration,
  primary: EnumValueDeclaration,
  option: OptionNode | undefined,
  expected: string | undefined,
): Problem {
  const has = expected === undefined ? "no JSON string" : `the JSON string \`${expected}\``;
  const what = `\`${value.name}\` is an alias of \`${primary.name}\`, which has ${has}`;
  return problem("enum-json-string", option ?? value.nameSpan, what, {
    help: "aliases are one value in JSON, so they have the same JSON string or none",
    related: [relatedTo(primary, primary.nameSpan, `\`${primary.name}\` is declared here`)],
  });
}

function placeOf({ value, option }: JsonString): Span {
  return option ?? value.nameSpan;
}

function relatedTo(value: EnumValueDeclaration, span: Span, message: string): RelatedPlace {
  return { source: value.file.parsed.source, span, message };
}
