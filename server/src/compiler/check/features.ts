// Features of editions: where they may be set, and what the resolved ones forbid (protoc, `ValidateFieldFeatures` and
// `ValidateFileFeatures`).
import type { DeclaredFile, EnumDeclaration, FieldDeclaration } from "../link/declarations.ts";
import { featuresOf, type WrittenFeature, writtenFeatures } from "../link/editionFeatures.ts";
import type { LinkedFile } from "../link/linkedFile.ts";
import { builtInName, isTrue, plainName } from "../link/plainOptions.ts";
import type { OptionNode, TypeName } from "../syntax/nodes.ts";
import type { Check, FileCheck, FilePortion, Report } from "./checks.ts";
import { type Declarations, portionsOf, writtenDeclarations } from "./declarationsIn.ts";
import {
  closedEnumInProto3,
  defaultWithImplicitPresence,
  featuresBeforeEditions,
  implicitClosedEnum,
  javaUtf8InEditions,
  misplacedFeature,
  requiredByDefault,
  unknownFeatureValue,
} from "./featureProblems.ts";
import { isMessage, isPackable } from "./fieldOptions.ts";

/** Features of a file are set in editions only, and to what a file can have. */
export const fileFeatures: FileCheck = ({ declared }, report) => {
  if (declared.syntax !== "editions") {
    for (const option of plainFeatures(declared.options)) report(featuresBeforeEditions(declared, option));
    return;
  }
  for (const written of writtenFeatures(declared.options, declared)) {
    if (written.name === "field_presence" && written.word === "LEGACY_REQUIRED")
      report(requiredByDefault(declared, written));
  }
  const utf8 = declared.options.find(
    option => isTrue(option) && builtInName(option, declared) === "java_string_check_utf8",
  );
  if (utf8 !== undefined) report(javaUtf8InEditions(declared, utf8));
  checkValues(declared, declared.options, report);
};

/** Features of declarations are set in editions only, and where they mean something. */
export const features: Check = (file, report) => {
  const { declared } = file;
  if (declared.syntax !== "editions") {
    for (const option of plainFeatures(optionsIn(file))) report(featuresBeforeEditions(declared, option));
    if (declared.syntax === "proto3") checkProto3Enums(file, report);
    return;
  }
  checkValues(declared, [...optionsIn(file)], report);
  for (const field of file.fields) checkField(file, field, report);
};

function checkValues(declared: DeclaredFile, options: readonly OptionNode[], report: Report): void {
  for (const written of writtenFeatures(options, declared))
    if (written.word?.endsWith("_UNKNOWN")) report(unknownFeatureValue(declared, written));
}

/** Whether any option sets features by their plain name: in proto2 and proto3 files protoc refuses those as such. */
export function hasPlainFeatures(declared: DeclaredFile): boolean {
  if (plainFeatures(declared.options).next().done !== true) return true;
  for (const portion of portionsOf(declared)) if (plainFeatures(optionsIn(portion)).next().done !== true) return true;
  return false;
}

function* plainFeatures(options: Iterable<OptionNode>): Generator<OptionNode> {
  for (const option of options) {
    const first = option.name?.parts[0];
    if (first?.text === "features" && !first.extension) yield option;
  }
}

function* optionsIn(declarations: Declarations): Generator<OptionNode> {
  for (const declaration of writtenDeclarations(declarations)) {
    yield* declaration.options;
    if (declaration.kind !== "message") continue;
    for (const ranges of declaration.extensionRanges) yield* ranges.options?.options ?? [];
  }
}

function checkProto3Enums(file: FilePortion, report: Report): void {
  for (const field of file.fields) {
    const node = field.node.kind === "mapField" ? field.node.mapType.value : field.typeName;
    const type = node === undefined ? undefined : file.types.get(node);
    if (node !== undefined && type?.kind === "enum" && isClosed(type)) report(closedEnumInProto3(node, type));
  }
}

function isClosed(type: EnumDeclaration): boolean {
  return featuresOf(type).enum_type === "CLOSED";
}

function checkField(file: LinkedFile, field: FieldDeclaration, report: Report): void {
  const isRepeated = field.label === "repeated";
  const ofMessage = isMessage(file, field);
  const resolved = featuresOf(field);
  const hasPresence =
    isRepeated ||
    ofMessage ||
    field.extend !== undefined ||
    field.oneof !== undefined ||
    resolved.field_presence !== "IMPLICIT";
  if (!hasPresence) {
    const fallback = field.options.find(one => plainName(one) === "default");
    if (fallback !== undefined) report(defaultWithImplicitPresence(field, fallback));
    checkImplicitEnum(file, field.typeName, report);
  }
  // The value of a map is a single field of its entry, which has no presence where that is the default.
  if (field.node.kind === "mapField" && resolved.field_presence === "IMPLICIT")
    checkImplicitEnum(file, field.node.mapType.value, report);
  for (const written of writtenFeatures(field.options, field.file)) {
    const fault = faultOf(file, field, written);
    if (fault !== undefined) report(misplacedFeature(field, written, fault));
  }
}

function checkImplicitEnum(file: LinkedFile, node: TypeName | undefined, report: Report): void {
  const type = node === undefined ? undefined : file.types.get(node);
  if (node !== undefined && type?.kind === "enum" && isClosed(type)) report(implicitClosedEnum(node, type));
}

// Why a feature must not be set on a field, undefined where it may.
function faultOf(file: LinkedFile, field: FieldDeclaration, written: WrittenFeature): string | undefined {
  const value = written.word;
  const isMap = field.node.kind === "mapField";
  switch (written.name) {
    case "field_presence":
      if (field.oneof !== undefined) return "members of a oneof always have presence";
      if (field.label === "repeated") return "repeated fields and maps have no presence";
      if (field.extend !== undefined)
        return value === "LEGACY_REQUIRED" ? "an extension cannot be required" : "extensions always have presence";
      return isMessage(file, field) && value === "IMPLICIT" ? "message fields always have presence" : undefined;
    case "repeated_field_encoding":
      if (field.label !== "repeated") return "only repeated fields have it";
      return value === "PACKED" && !isPackable(file, field) ? "only numbers, bools and enums can be packed" : undefined;
    case "utf8_validation":
      return field.scalar === "string" || (isMap && hasString(field)) ? undefined : "only strings have it";
    case "message_encoding":
      return isMessage(file, field) && !isMap ? undefined : "only fields of message types have it";
    default:
      return undefined;
  }
}

function hasString(field: FieldDeclaration): boolean {
  return field.ownMessage?.fields.some(side => side.scalar === "string") ?? false;
}
