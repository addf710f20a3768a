import type { FieldDeclaration } from "../link/declarations.ts";
import { plainName } from "../link/plainOptions.ts";
import { optionRemoval, preferred, replaceFix } from "../report/fix.ts";
import { type Fix, type Problem, problem, type Severity } from "../report/problem.ts";
import type { Span } from "../text/span.ts";

export function jsonNameConflict(
  field: FieldDeclaration,
  earlier: FieldDeclaration,
  name: string,
  which: "default" | "custom",
  severity: Severity,
): Problem {
  // Behind names that are written, the derived ones still count: field masks know no others.
  const isHidden = which === "default" && (field.jsonNameWritten || earlier.jsonNameWritten);
  const kind = isHidden ? "default JSON name" : "JSON name";
  const what = `\`${field.name}\` and \`${earlier.name}\` have the same ${kind} \`${name}\``;
  return problem("json-name-conflict", field.nameSpan, what, {
    severity,
    help: isHidden
      ? "rename one of the fields: field masks use the name in lowerCamelCase, whatever `json_name` says"
      : "rename one of the fields: JSON names are the fields' names in lowerCamelCase, or what `json_name` says",
    related: [
      { source: earlier.file.parsed.source, span: earlier.nameSpan, message: `\`${earlier.name}\` is declared here` },
    ],
    fixes: which === "custom" && field.jsonNameWritten ? withoutJsonName(field) : [],
  });
}

export function jsonNameForm(field: FieldDeclaration): Problem {
  const isBracketed = field.jsonName.startsWith("[");
  const what = isBracketed ? "a JSON name cannot be in brackets" : "a JSON name cannot hold a NUL character";
  return problem("json-name-form", writtenAt(field), what, {
    help: isBracketed ? "`[…]` is how extensions are named in JSON" : "readers in C would see it end there",
    fixes: isBracketed ? withoutBrackets(field) : withoutJsonName(field),
  });
}

function withoutJsonName(field: FieldDeclaration): Fix[] {
  const { text } = field.file.parsed.source;
  const option = jsonNameOption(field);
  if (option === undefined) return [];
  return [preferred({ title: "Remove `json_name`", edits: [optionRemoval(text, option)] })];
}

function withoutBrackets(field: FieldDeclaration): Fix[] {
  const value = jsonNameOption(field)?.value;
  const name = field.jsonName.slice(1, -1);
  if (value === undefined || name === "" || name.startsWith("[")) return [];
  return [preferred(replaceFix("Remove the brackets", value, JSON.stringify(name)))];
}

function jsonNameOption(field: FieldDeclaration) {
  return field.options.find(option => plainName(option) === "json_name");
}

function writtenAt(field: FieldDeclaration): Span {
  return jsonNameOption(field) ?? field.nameSpan;
}
