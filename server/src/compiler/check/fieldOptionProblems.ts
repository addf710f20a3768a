import type { DeclaredFile, FieldDeclaration } from "../link/declarations.ts";
import { isDelimited } from "../link/wireForm.ts";
import { preferred } from "../report/fix.ts";
import { type Fix, type Problem, problem } from "../report/problem.ts";
import type { OptionNode } from "../syntax/nodes.ts";
import type { Span } from "../text/span.ts";

export function packedNotPrimitive(field: FieldDeclaration, option: OptionNode): Problem {
  const what =
    field.label === "repeated" ? "only numbers, bools and enums can be packed" : "only a repeated field can be packed";
  return problem("packed-field", option, what, { help: "remove the option", fixes: removeOption(field, option) });
}

export function packedInEditions(file: DeclaredFile, option: OptionNode): Problem {
  const { text } = file.parsed.source;
  const isFalse = option.value !== undefined && text.slice(option.value.start, option.value.end) === "false";
  const instead = `features.repeated_field_encoding = ${isFalse ? "EXPANDED" : "PACKED"}`;
  return problem("packed-field", option, "editions have no option `packed`", {
    help: `write \`${instead}\``,
    fixes: [preferred({ title: `Change to \`${instead}\``, edits: [{ span: option, newText: instead }] })],
  });
}

export function lazyNotMessage(field: FieldDeclaration, option: OptionNode, name: string): Problem {
  const what = `only a message with a length can be read lazily, so \`${name}\` does not suit \`${field.name}\``;
  return problem("lazy-field", typeSpan(field) ?? option, what, {
    help: isDelimited(field)
      ? "between two tags there is no length that could be skipped; remove the option"
      : "remove it",
    fixes: removeOption(field, option),
  });
}

export function lazyExtension(field: FieldDeclaration, option: OptionNode): Problem {
  const what = `\`${field.name}\` is an extension, which cannot be \`unverified_lazy\``;
  return problem("lazy-field", typeSpan(field) ?? option, what, {
    help: "remove it, or use `lazy`",
    fixes: removeOption(field, option),
  });
}

export function jstypeNotInteger(field: FieldDeclaration, option: OptionNode): Problem {
  return problem("jstype-field", option, "`jstype` is for 64-bit integers only", {
    help: "other types have one form in JavaScript; remove the option",
    fixes: removeOption(field, option),
  });
}

export function ctypeInEditions(field: FieldDeclaration, option: OptionNode): Problem {
  return problem("ctype-field", option, "there is no `ctype` from edition 2024 on", {
    help: "remove it, or use the feature `features.(pb.cpp).string_type`",
    fixes: removeOption(field, option),
  });
}

export function defaultInProto3(field: FieldDeclaration, option: OptionNode): Problem {
  return problem("default-in-proto3", option, `\`${field.name}\` cannot have a default, as proto3 has none`, {
    help: "an absent field reads as zero, false or empty",
    fixes: removeOption(field, option),
  });
}

// As protoc does, which shows where the type and the option stand on lines of their own.
function typeSpan({ node }: FieldDeclaration): Span | undefined {
  if (node.kind === "group") return node.keyword;
  return node.kind === "mapField" ? node.mapType : node.type;
}

/** Takes one entry out of a field's compact options, or all of them when it is the only one. */
export function removeOption(field: FieldDeclaration, option: OptionNode): Fix[] {
  const list = field.node.options;
  const at = list?.options.indexOf(option) ?? -1;
  if (list === undefined || at < 0) return [];
  const before = list.options[at - 1];
  const after = list.options[at + 1];
  let span = { start: list.start, end: list.end };
  if (before !== undefined) span = { start: before.end, end: option.end };
  else if (after !== undefined) span = { start: option.start, end: after.start };
  else if (field.file.parsed.source.text[list.start - 1] === " ") span = { start: list.start - 1, end: list.end };
  return [preferred({ title: "Remove the option", edits: [{ span, newText: "" }] })];
}
