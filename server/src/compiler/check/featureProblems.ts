import type { DeclaredFile, EnumDeclaration, FieldDeclaration } from "../link/declarations.ts";
import type { WrittenFeature } from "../link/editionFeatures.ts";
import { preferred, removal } from "../report/fix.ts";
import { type Problem, problem } from "../report/problem.ts";
import type { OptionNode, TypeName } from "../syntax/nodes.ts";
import { removeOption } from "./fieldOptionProblems.ts";

export function featuresBeforeEditions(option: OptionNode, syntax: string): Problem {
  return problem("features-before-editions", option.name ?? option, `${syntax} has no features`, {
    help: 'they come with editions: begin the file with `edition = "2023";`',
  });
}

export function requiredByDefault(written: WrittenFeature): Problem {
  return problem("feature-value", written.value ?? written.span, "`LEGACY_REQUIRED` cannot be the default of a file", {
    help: "set it on the fields that are required",
  });
}

export function unknownFeatureValue(written: WrittenFeature): Problem {
  return problem("feature-value", written.value ?? written.span, `\`${written.name}\` must have a known value`, {
    help: "the values called `…_UNKNOWN` only stand for what is not set",
  });
}

export function javaUtf8InEditions(file: DeclaredFile, option: OptionNode): Problem {
  return problem("java-string-check-utf8", option, "editions have no `java_string_check_utf8`", {
    help: "use the feature `features.(pb.java).utf8_validation`",
    fixes: [preferred({ title: "Remove the option", edits: [removal(file.parsed.source.text, option)] })],
  });
}

export function misplacedFeature(field: FieldDeclaration, written: WrittenFeature, why: string): Problem {
  return problem("misplaced-feature", written.span, `\`${written.name}\` cannot be set on \`${field.name}\`: ${why}`, {
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
