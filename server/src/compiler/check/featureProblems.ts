import type { DeclaredFile, EnumDeclaration, FieldDeclaration } from "../link/declarations.ts";
import type { WrittenFeature } from "../link/editionFeatures.ts";
import { optionRemoval, preferred, removal } from "../report/fix.ts";
import { type Fix, type Problem, problem } from "../report/problem.ts";
import type { OptionNode, TypeName } from "../syntax/nodes.ts";
import { removeOption } from "./fieldOptionProblems.ts";

export function featuresBeforeEditions(file: DeclaredFile, option: OptionNode): Problem {
  return problem("features-before-editions", option.name ?? option, `${file.syntax} has no features`, {
    help: 'they come with editions: begin the file with `edition = "2023";`',
    fixes: withoutOption(file, option),
  });
}

export function requiredByDefault(file: DeclaredFile, written: WrittenFeature): Problem {
  return problem("feature-value", written.value ?? written.span, "`LEGACY_REQUIRED` cannot be the default of a file", {
    help: "set it on the fields that are required",
    fixes: withoutFeature(file, written),
  });
}

export function unknownFeatureValue(file: DeclaredFile, written: WrittenFeature): Problem {
  return problem("feature-value", written.value ?? written.span, `\`${written.name}\` must have a known value`, {
    help: "the values called `…_UNKNOWN` only stand for what is not set",
    fixes: withoutFeature(file, written),
  });
}

// One that is written among others, `features = { … }`, is left to its author.
function withoutFeature(file: DeclaredFile, written: WrittenFeature): Fix[] {
  return written.option.value?.kind === "messageValue" ? [] : withoutOption(file, written.option);
}

function withoutOption(file: DeclaredFile, option: OptionNode): Fix[] {
  return [{ title: "Remove the option", edits: [optionRemoval(file.parsed.source.text, option)] }];
}

export function javaUtf8InEditions(file: DeclaredFile, option: OptionNode): Problem {
  return problem("java-string-check-utf8", option, "editions have no `java_string_check_utf8`", {
    help: "remove it; the feature `features.(pb.java).utf8_validation` says the same",
    fixes: [preferred({ title: "Remove the option", edits: [removal(file.parsed.source.text, option)] })],
  });
}

export function misplacedFeature(field: FieldDeclaration, written: WrittenFeature, why: string): Problem {
  return problem("misplaced-feature", written.span, `\`${written.name}\` cannot be set on \`${field.name}\`: ${why}`, {
    help: "remove it",
    fixes: removeOption(field, written.option),
  });
}

export function defaultWithImplicitPresence(field: FieldDeclaration, option: OptionNode): Problem {
  return problem("default-value", option, `\`${field.name}\` cannot have a default, as its presence is implicit`, {
    help: "an absent field reads as zero, false or empty",
    fixes: removeOption(field, option),
  });
}

export function implicitClosedEnum(node: TypeName, type: EnumDeclaration): Problem {
  const what = `a field with implicit presence cannot be of the closed enum \`${type.name}\``;
  return problem("closed-enum", node, what, {
    help: "a closed enum needs presence, as its first value may not be 0",
    related: [{ source: type.file.parsed.source, span: type.nameSpan, message: "the enum is declared here" }],
  });
}

export function closedEnumInProto3(node: TypeName, type: EnumDeclaration): Problem {
  const what = `\`${node.text}\` is a closed enum, which proto3 cannot use`;
  return problem("closed-enum", node, what, {
    help: "enums of proto2 files are closed: declare it in a proto3 file or an edition",
    related: [{ source: type.file.parsed.source, span: type.nameSpan, message: "the enum is declared here" }],
  });
}
