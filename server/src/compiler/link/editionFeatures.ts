// Features of a declaration: the defaults of its file's edition, changed by what is set on the way from the file down to
// it (Protocol Buffers editions, "Feature settings"). proto2 and proto3 are editions whose features cannot be set, but
// follow from labels and options.

import type { OptionNode, OptionValue } from "../syntax/nodes.ts";
import { Remembered } from "../text/remembered.ts";
import { type Declaration, type DeclaredFile, Edition, type FieldDeclaration } from "./declarations.ts";
import { builtInField } from "./plainOptions.ts";

/** The names and values are those of `google.protobuf.FeatureSet`. */
export interface Features {
  readonly field_presence: "EXPLICIT" | "IMPLICIT" | "LEGACY_REQUIRED";
  readonly enum_type: "OPEN" | "CLOSED";
  readonly repeated_field_encoding: "PACKED" | "EXPANDED";
  readonly utf8_validation: "VERIFY" | "NONE";
  readonly message_encoding: "LENGTH_PREFIXED" | "DELIMITED";
  readonly json_format: "ALLOW" | "LEGACY_BEST_EFFORT";
  readonly enforce_naming_style: "STYLE2024" | "STYLE2026" | "STYLE_LEGACY";
  readonly default_symbol_visibility: "EXPORT_ALL" | "EXPORT_TOP_LEVEL" | "LOCAL_ALL" | "STRICT";
  readonly enforce_proto_limits: "LEGACY_NO_EXPLICIT_LIMITS" | "PROTO_LIMITS2026";
}

/** The features of a file, which what stands in it inherits. */
export function featuresOfFile(file: DeclaredFile): Features {
  return remembered(file, () => withOptions(defaultFeatures(file.edition), file.options, file));
}

/** The features of a declaration, inherited ones included. */
export function featuresOf(declaration: Declaration): Features {
  if (!mayChangeFeatures(declaration)) return parentFeatures(declaration);
  return remembered(declaration, () => {
    const around = parentFeatures(declaration);
    if (declaration.kind !== "field") return withOptions(around, declaration.options, declaration.file);
    return declaration.file.syntax === "editions"
      ? withOptions(around, fieldOptions(declaration), declaration.file)
      : withLegacyRules(around, declaration);
  });
}

// Most declarations have the features of what is around them.
function mayChangeFeatures(declaration: Declaration): boolean {
  const options = declaration.kind === "field" ? fieldOptions(declaration) : declaration.options;
  for (const option of options) {
    const name = option.name?.parts[0]?.text;
    if (name === "features" || name === "packed") return true;
  }
  if (declaration.kind !== "field") return false;
  return declaration.label === "required" || declaration.proto3Optional || declaration.node.kind === "group";
}

/** A feature as it is written in options: `field_presence` of `features.field_presence = IMPLICIT`. */
export interface WrittenFeature {
  readonly name: string;
  /** Where the name stands. */
  readonly span: { readonly start: number; readonly end: number };
  readonly value: OptionValue | undefined;
  /** The name of its value, which may stand there as a number. */
  readonly word: string | undefined;
  readonly option: OptionNode;
}

/**
 * The features (of FeatureSet itself, not of extensions) that `options` in `file` set, in the order of the text. What
 * `(google.protobuf.FileOptions.features)` sets comes too late in protoc: it knows by then what features there are.
 */
export function writtenFeatures(options: readonly OptionNode[], file: DeclaredFile): WrittenFeature[] {
  const written: WrittenFeature[] = [];
  for (const option of options) {
    const parts = option.name?.parts ?? [];
    const [first, second] = parts;
    if (first === undefined || first.extension || first.text !== "features") continue;
    if (second !== undefined) {
      const name = parts.length === 2 ? builtInField(second, file) : undefined;
      if (name !== undefined) written.push(writtenFeature(name, second, option.value, option));
    } else if (option.value?.kind === "messageValue") {
      for (const field of option.value.fields) {
        const name = builtInField(field.name, file);
        if (name !== undefined) written.push(writtenFeature(name, field.name, field.value, option));
      }
    }
  }
  return written;
}

function writtenFeature(
  name: string,
  span: WrittenFeature["span"],
  value: OptionValue | undefined,
  option: OptionNode,
): WrittenFeature {
  return { name, span, value, word: wordOf(name, value), option };
}

function wordOf(name: string, value: OptionValue | undefined): string | undefined {
  if (value?.kind === "identifier") return value.text;
  if (value?.kind !== "integer" || value.negative || !isFeature(name)) return undefined;
  return value.value === 0 ? `${name.toUpperCase()}_UNKNOWN` : featureValues[name][Number(value.value)];
}

const memory = new Remembered<object, Features>();

function remembered(key: object, make: () => Features): Features {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory.set(key, made);
  return made;
}

function parentFeatures(declaration: Declaration): Features {
  switch (declaration.kind) {
    case "enumValue":
    case "method":
      return featuresOf(declaration.parent);
    case "oneof":
      return featuresOf(declaration.parent);
    case "field":
      if (declaration.oneof?.node !== undefined) return featuresOf(declaration.oneof);
      return declaration.parent === undefined ? featuresOfFile(declaration.file) : featuresOf(declaration.parent);
    case "message":
    case "enum":
      return declaration.parent === undefined ? featuresOfFile(declaration.file) : featuresOf(declaration.parent);
    case "service":
      return featuresOfFile(declaration.file);
  }
}

// The key and value of a map take the features of the map field.
function fieldOptions(field: FieldDeclaration): readonly OptionNode[] {
  return field.node.kind === "mapField" ? (field.node.options?.options ?? []) : field.options;
}

function withLegacyRules(around: Features, field: FieldDeclaration): Features {
  const changes: { -readonly [Name in keyof Features]?: Features[Name] } = {};
  if (field.label === "required") changes.field_presence = "LEGACY_REQUIRED";
  if (field.proto3Optional) changes.field_presence = "EXPLICIT";
  if (field.node.kind === "group") changes.message_encoding = "DELIMITED";
  for (const option of field.options) {
    const parts = option.name?.parts ?? [];
    if (parts.length !== 1 || parts[0]?.text !== "packed" || option.value?.kind !== "identifier") continue;
    changes.repeated_field_encoding = option.value.text === "true" ? "PACKED" : "EXPANDED";
  }
  return Object.keys(changes).length === 0 ? around : { ...around, ...changes };
}

function withOptions(around: Features, options: readonly OptionNode[], file: DeclaredFile): Features {
  if (options.length === 0) return around;
  let features: Features = around;
  for (const { name, word } of writtenFeatures(options, file)) {
    if (word === undefined || word === "" || !isFeature(name) || !featureValues[name].includes(word)) continue;
    features = { ...features, [name]: word };
  }
  return features;
}

/** Whether `name` is one of the features that are resolved here. */
function isFeature(name: string): name is keyof Features {
  return Object.hasOwn(featureValues, name);
}

/** The values of each feature at their numbers; empty where there is none, and for the one that stands for "unknown". */
const featureValues: Readonly<Record<keyof Features, readonly string[]>> = {
  field_presence: ["", "EXPLICIT", "IMPLICIT", "LEGACY_REQUIRED"],
  enum_type: ["", "OPEN", "CLOSED"],
  repeated_field_encoding: ["", "PACKED", "EXPANDED"],
  utf8_validation: ["", "", "VERIFY", "NONE"],
  message_encoding: ["", "LENGTH_PREFIXED", "DELIMITED"],
  json_format: ["", "ALLOW", "LEGACY_BEST_EFFORT"],
  enforce_naming_style: ["", "STYLE2024", "STYLE_LEGACY", "STYLE2026"],
  default_symbol_visibility: ["", "EXPORT_ALL", "EXPORT_TOP_LEVEL", "LOCAL_ALL", "STRICT"],
  enforce_proto_limits: ["", "LEGACY_NO_EXPLICIT_LIMITS", "PROTO_LIMITS2026"],
};

const proto2: Features = {
  field_presence: "EXPLICIT",
  enum_type: "CLOSED",
  repeated_field_encoding: "EXPANDED",
  utf8_validation: "NONE",
  message_encoding: "LENGTH_PREFIXED",
  json_format: "LEGACY_BEST_EFFORT",
  enforce_naming_style: "STYLE_LEGACY",
  default_symbol_visibility: "EXPORT_ALL",
  enforce_proto_limits: "LEGACY_NO_EXPLICIT_LIMITS",
};

const proto3: Features = {
  ...proto2,
  field_presence: "IMPLICIT",
  enum_type: "OPEN",
  repeated_field_encoding: "PACKED",
  utf8_validation: "VERIFY",
  json_format: "ALLOW",
};

const edition2023: Features = { ...proto3, field_presence: "EXPLICIT" };

const edition2024: Features = {
  ...edition2023,
  enforce_naming_style: "STYLE2024",
  default_symbol_visibility: "EXPORT_TOP_LEVEL",
};

const edition2026: Features = {
  ...edition2024,
  enforce_naming_style: "STYLE2026",
  default_symbol_visibility: "STRICT",
  enforce_proto_limits: "PROTO_LIMITS2026",
};

/** The features of a file of an edition that sets none itself. */
export function defaultFeatures(edition: number): Features {
  if (edition < Edition.Proto3) return proto2;
  if (edition < Edition.Edition2023) return proto3;
  if (edition < Edition.Edition2024) return edition2023;
  return edition < Edition.Edition2026 ? edition2024 : edition2026;
}
