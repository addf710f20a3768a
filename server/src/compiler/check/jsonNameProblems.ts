import type { FieldDeclaration } from "../link/declarations.ts";
import { type Problem, problem, type Severity } from "../report/problem.ts";
import type { Span } from "../text/span.ts";

export function jsonNameConflict(
  field: FieldDeclaration,
  earlier: FieldDeclaration,
  name: string,
  severity: Severity,
): Problem {
  const what = `\`${field.name}\` and \`${earlier.name}\` have the same JSON name \`${name}\``;
  return problem("json-name-conflict", field.nameSpan, what, {
    severity,
    help: "rename one of the fields: JSON names are the fields' names in lowerCamelCase, or what `json_name` says",
    related: [{ source: earlier.file.parsed.source, span: earlier.nameSpan, message: `\`${earlier.name}\`` }],
  });
}

export function jsonNameForm(field: FieldDeclaration): Problem {
  const isBracketed = field.jsonName.startsWith("[");
  const what = isBracketed ? "a JSON name cannot be in brackets" : "a JSON name cannot hold a NUL character";
  return problem("json-name-form", writtenAt(field), what, {
    help: isBracketed ? "`[…]` is how extensions are named in JSON" : undefined,
  });
}

function writtenAt(field: FieldDeclaration): Span {
  return field.options.find(option => option.name?.parts[0]?.text === "json_name") ?? field.nameSpan;
}
