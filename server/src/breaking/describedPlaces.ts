// Places in files that were read as descriptors: those that their source info tells, as in an image that was built from
// texts. There are no offsets; lines and columns are those of whoever built it.
import type { DescriptorProto, FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import type { BufRange } from "./bufColumns.ts";
import type { Part } from "./rule.ts";
import type { EnumShape, FieldShape, FileShape, MessageShape, Shape } from "./shapes.ts";

/** The way from a file to a part of it: numbers of fields, and indexes (`SourceCodeInfo.Location.path`). */
type Path = readonly number[];

/** Where a statement of a file stands; undefined where that is not told. */
export function describedStatement(file: FileDescriptorProto, name: "package" | "syntax"): BufRange | undefined {
  if (name === "package") return rangeAt(file, [2]);
  return rangeAt(file, [12]) ?? rangeAt(file, [14]);
}

/** Where a part of a declaration stands; undefined where that is not told. */
export function describedPart(file: FileDescriptorProto, shape: Shape, part: Part): BufRange | undefined {
  const entry = entryOf(shape);
  if (entry !== undefined) return rangeOfMap(file, entry);
  const path = pathOf(file, shape);
  return path === undefined ? undefined : rangeAt(file, [...path, ...pathOfPart(file, shape, part)]);
}

function entryOf(shape: Shape): MessageShape | undefined {
  if (shape.kind === "message") return shape.isMapEntry ? shape : undefined;
  if (shape.kind !== "field" || shape.extendee !== undefined) return undefined;
  return shape.parent?.isMapEntry === true ? shape.parent : undefined;
}

// What a map field makes has the place of its type, whatever is asked for.
function rangeOfMap(file: FileDescriptorProto, { fullName, parent }: MessageShape): BufRange | undefined {
  if (parent === undefined) return undefined;
  const index = descriptorOf(file, parent)?.field.findIndex(one => one.typeName === `.${fullName}`) ?? -1;
  const path = pathOf(file, parent);
  return path === undefined || index < 0 ? undefined : rangeAt(file, [...path, 2, index, 6]);
}

/** Where an option is written; undefined where it is not. */
export function describedOption(
  file: FileDescriptorProto,
  owner: FileShape | Shape,
  name: string,
): BufRange | undefined {
  const path = owner.kind === "file" ? [] : pathOf(file, owner);
  if (path === undefined) return undefined;
  const [first, ...more] = pathOfOption(owner.kind, name);
  if (first === undefined) return undefined;
  // A feature may be set within `features = { … }`, which is told as one.
  const lengths = more.length === 0 ? [0] : more.map((_, index) => more.length - index);
  const ranges = lengths.map(length => rangeAt(file, [...path, first, ...more.slice(0, length)]));
  return ranges.find(one => one !== undefined);
}

function pathOfOption(kind: (FileShape | Shape)["kind"], name: string): Path {
  // These are not among the options of a descriptor.
  if (kind === "field" && name === "json_name") return [10];
  if (kind === "field" && name === "default") return [7];
  const [options = 0, numbers = {}] = optionsOf[kind] ?? [];
  const [, feature] = /^features\.(.*)$/.exec(name) ?? [];
  const own = numbers[feature === undefined ? name : "features"];
  if (own === undefined) return [];
  return feature === undefined ? [options, own] : [options, own, ...(featurePaths[feature] ?? [])];
}

// As descriptor.proto numbers them, so that no schema of it has to be loaded.
const optionsOf: Readonly<
  Partial<Record<(FileShape | Shape)["kind"], readonly [number, Readonly<Record<string, number>>]>>
> = {
  file: [
    8,
    {
      java_package: 1,
      java_outer_classname: 8,
      optimize_for: 9,
      java_multiple_files: 10,
      go_package: 11,
      cc_generic_services: 16,
      java_generic_services: 17,
      py_generic_services: 18,
      java_string_check_utf8: 27,
      cc_enable_arenas: 31,
      objc_class_prefix: 36,
      csharp_namespace: 37,
      swift_prefix: 39,
      php_class_prefix: 40,
      php_namespace: 41,
      php_metadata_namespace: 44,
      ruby_package: 45,
      features: 50,
    },
  ],
  message: [7, { no_standard_descriptor_accessor: 2, features: 12 }],
  field: [8, { ctype: 1, packed: 2, jstype: 6, features: 21 }],
  enum: [3, { features: 7 }],
  method: [4, { idempotency_level: 34, features: 35 }],
};

const featurePaths: Readonly<Record<string, Path>> = {
  field_presence: [1],
  enum_type: [2],
  repeated_field_encoding: [3],
  utf8_validation: [4],
  message_encoding: [5],
  json_format: [6],
  "(pb.java).utf8_validation": [1001, 2],
  "(pb.cpp).string_type": [1000, 2],
};

function pathOf(file: FileDescriptorProto, shape: Shape): Path | undefined {
  const { name } = shape;
  const of = (base: Path | undefined, field: number, list: readonly { readonly name: string }[] | undefined) =>
    base === undefined || list === undefined
      ? undefined
      : at(
          base,
          field,
          list.findIndex(one => one.name === name),
        );
  switch (shape.kind) {
    case "message":
    case "enum":
    case "field":
      return pathOfNested(file, shape);
    case "service":
      return of([], 6, file.service);
    case "method": {
      const service = file.service.find(one => one.name === shape.parent.name);
      return of(pathOf(file, shape.parent), 2, service?.method);
    }
    case "oneof":
      return of(pathOf(file, shape.parent), 8, descriptorOf(file, shape.parent)?.oneofDecl);
    case "enumValue": {
      const { parent } = shape;
      const enums = parent.parent === undefined ? file.enumType : descriptorOf(file, parent.parent)?.enumType;
      return of(pathOf(file, parent), 2, enums?.find(one => one.name === parent.name)?.value);
    }
  }
}

function pathOfNested(file: FileDescriptorProto, shape: MessageShape | EnumShape | FieldShape): Path | undefined {
  const { parent } = shape;
  const around = parent === undefined ? undefined : descriptorOf(file, parent);
  const base = parent === undefined ? [] : pathOf(file, parent);
  if (base === undefined || (parent !== undefined && around === undefined)) return undefined;
  const index = (list: readonly { readonly name: string }[]) => list.findIndex(one => one.name === shape.name);
  switch (shape.kind) {
    case "message":
      return around === undefined ? at(base, 4, index(file.messageType)) : at(base, 3, index(around.nestedType));
    case "enum":
      return around === undefined ? at(base, 5, index(file.enumType)) : at(base, 4, index(around.enumType));
    case "field":
      if (shape.extendee === undefined) return at(base, 2, index(around?.field ?? []));
      return around === undefined ? at(base, 7, index(file.extension)) : at(base, 6, index(around.extension));
  }
}

function at(base: Path, field: number, index: number): Path | undefined {
  return index < 0 ? undefined : [...base, field, index];
}

function descriptorOf(file: FileDescriptorProto, message: MessageShape): DescriptorProto | undefined {
  const { name, parent } = message;
  const list = parent === undefined ? file.messageType : descriptorOf(file, parent)?.nestedType;
  return list?.find(one => one.name === name);
}

function pathOfPart(file: FileDescriptorProto, shape: Shape, part: Part): Path {
  switch (part) {
    case "whole":
      return [];
    case "name":
      return [1];
    case "number":
      return [shape.kind === "enumValue" ? 2 : 3];
    case "type": {
      const path = pathOf(file, shape) ?? [];
      // A group has its keyword in the place of a type.
      return rangeAt(file, [...path, 6]) === undefined || isGroup(file, shape) ? [5] : [6];
    }
    case "input":
      return [2];
    case "output":
      return [3];
  }
}

function isGroup(file: FileDescriptorProto, shape: Shape): boolean {
  if (shape.kind !== "field" || shape.type !== "group") return false;
  return rangeAt(file, [...(pathOf(file, shape) ?? []), 5]) !== undefined;
}

function rangeAt(file: FileDescriptorProto, path: Path): BufRange | undefined {
  const span = file.sourceCodeInfo?.location.find(
    one => one.path.length === path.length && one.path.every((part, index) => part === path[index]),
  )?.span;
  if (span === undefined) return undefined;
  const [startLine = 0, startColumn = 0, third = 0, fourth] = span;
  return {
    startLine: startLine + 1,
    startColumn: startColumn + 1,
    endLine: (fourth === undefined ? startLine : third) + 1,
    endColumn: (fourth ?? third) + 1,
  };
}
