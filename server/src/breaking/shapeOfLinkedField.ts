import { defaultValueText } from "../compiler/describe/defaultValue.ts";
import { Edition, type FieldDeclaration } from "../compiler/link/declarations.ts";
import { featuresOf } from "../compiler/link/editionFeatures.ts";
import { isSetTrue } from "../compiler/link/plainOptions.ts";
import { hasImplicitPresence, isDelimited, isRequired } from "../compiler/link/wireForm.ts";
import type { TypeName } from "../compiler/syntax/nodes.ts";
import { customFeature, optionWord, type ShapeContext } from "./shapeOfLinkedOptions.ts";
import type { FieldKind, FieldShape, MessageShape } from "./shapes.ts";

/** The shape of a field or extension that stands in `parent`; undefined where it has no number. */
export function fieldShape(
  context: ShapeContext,
  declaration: FieldDeclaration,
  parent: MessageShape | undefined,
): FieldShape | undefined {
  const { number, extend, oneof } = declaration;
  if (number === undefined) return undefined;
  const { type, typeName } = typeOf(context, declaration);
  return {
    kind: "field",
    fullName: declaration.fullName,
    name: declaration.name,
    file: context.file,
    declaration,
    parent,
    number,
    type,
    typeName,
    cardinality: cardinalityOf(declaration, type),
    requiredLabel: declaration.label === "required",
    jsonName: declaration.jsonName,
    oneof: oneof?.node === undefined ? undefined : oneof.name,
    defaultValue: defaultValueText(declaration),
    jstype: jstypeOf(declaration),
    cppStringType: type === "string" || type === "bytes" ? cppStringTypeOf(context, declaration) : "STRING",
    utf8Validation: featuresOf(declaration).utf8_validation,
    javaUtf8Validation: type === "string" ? javaUtf8ValidationOf(context, declaration) : "DEFAULT",
    packed: isPackedField(declaration, type),
    deprecated: isSetTrue(declaration.options, "deprecated", declaration.file),
    extendee: extend === undefined ? undefined : nameOf(context, extend.extendee),
  };
}

interface FieldType {
  readonly type: FieldKind | undefined;
  readonly typeName: string | undefined;
}

function typeOf({ linked }: ShapeContext, field: FieldDeclaration): FieldType {
  if (field.scalar !== undefined) return { type: field.scalar, typeName: undefined };
  const meaning = field.ownMessage ?? (field.typeName === undefined ? undefined : linked.types.get(field.typeName));
  if (meaning?.kind === "enum") return { type: "enum", typeName: meaning.fullName };
  if (meaning?.kind !== "message") return { type: undefined, typeName: undefined };
  return { type: isDelimited(field) ? "group" : "message", typeName: meaning.fullName };
}

function nameOf({ linked }: ShapeContext, use: TypeName | undefined): string {
  return (use === undefined ? undefined : linked.types.get(use)?.fullName) ?? "";
}

function cardinalityOf(field: FieldDeclaration, type: FieldKind | undefined): FieldShape["cardinality"] {
  if (field.node.kind === "mapField" && field.label === "repeated") return "map";
  if (field.label === "repeated") return "repeated";
  if (isRequired(field)) return "required";
  return !isMessage(type) && hasImplicitPresence(field) ? "implicit" : "explicit";
}

function isMessage(type: FieldKind | undefined): boolean {
  return type === "message" || type === "group";
}

function jstypeOf({ options, file }: FieldDeclaration): FieldShape["jstype"] {
  const word = optionWord(options, "jstype", file);
  return word === "JS_STRING" || word === "JS_NUMBER" ? word : "JS_NORMAL";
}

function cppStringTypeOf(context: ShapeContext, field: FieldDeclaration): FieldShape["cppStringType"] {
  // Maps are of plain strings, whatever is said.
  if (field.node.kind === "mapField") return "STRING";
  const ctype = optionWord(field.options, "ctype", field.file);
  if (ctype === "STRING" || ctype === "CORD" || ctype === "STRING_PIECE") return ctype;
  const word = customFeature(context, field, "(pb.cpp).string_type");
  if (word === "STRING" || word === "CORD" || word === "VIEW") return word;
  return defaultCppStringType(field.file.edition);
}

/** Of fields that say nothing about it (cpp_features.proto). */
export function defaultCppStringType(edition: number): FieldShape["cppStringType"] {
  return edition < Edition.Edition2024 ? "STRING" : "VIEW";
}

function javaUtf8ValidationOf(context: ShapeContext, field: FieldDeclaration): FieldShape["javaUtf8Validation"] {
  const checks =
    customFeature(context, field, "(pb.java).utf8_validation") === "VERIFY" ||
    featuresOf(field).utf8_validation === "VERIFY" ||
    isSetTrue(field.file.options, "java_string_check_utf8", field.file);
  return checks ? "VERIFY" : "DEFAULT";
}

function isPackedField(field: FieldDeclaration, type: FieldKind | undefined): boolean {
  if (type === undefined || isMessage(type) || type === "string" || type === "bytes") return false;
  return field.label === "repeated" && featuresOf(field).repeated_field_encoding === "PACKED";
}
