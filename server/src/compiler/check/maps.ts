import type { FieldDeclaration } from "../link/declarations.ts";
import { featuresOf } from "../link/editionFeatures.ts";
import type { LinkedFile } from "../link/linkedFile.ts";
import type { Check, FilePortion } from "./checks.ts";
import { mapEntryAsType, mapKeyType, mapValueGroup, mapValueWithoutZero } from "./mapProblems.ts";

const keyTypes: ReadonlySet<string> = new Set([
  "int32",
  "int64",
  "uint32",
  "uint64",
  "sint32",
  "sint64",
  "fixed32",
  "fixed64",
  "sfixed32",
  "sfixed64",
  "bool",
  "string",
]);

/** Keys of maps are integers, bools or strings; enums that are values begin with zero; entry messages are not used. */
export const maps: Check = (file, report) => {
  for (const message of file.messages) {
    if (!message.isMapEntry || message.node.kind !== "mapField") continue;
    const { key, value } = message.node.mapType;
    const kind = kindOf(file, message.fields[0]);
    if (key !== undefined && kind !== undefined && !keyTypes.has(key.text)) report(mapKeyType(key, kind));
    if (key?.text === "group") report(mapKeyType(key, "message"));
    if (value?.text === "group") report(mapValueGroup(value));
    const type = value === undefined ? undefined : file.types.get(value);
    if (value !== undefined && type?.kind === "enum") {
      // An open enum must begin with zero anyway, which is reported there.
      const first = featuresOf(type).enum_type === "CLOSED" ? type.values[0] : undefined;
      if (first?.number !== undefined && first.number !== 0) report(mapValueWithoutZero(value, type, first));
    }
  }
  for (const field of [...file.fields, ...entryFields(file)]) {
    const type = field.typeName === undefined ? undefined : file.types.get(field.typeName);
    if (field.typeName !== undefined && type?.kind === "message" && type.isMapEntry)
      report(mapEntryAsType(field.typeName, type));
  }
};

function kindOf(file: LinkedFile, field: FieldDeclaration | undefined): "message" | "enum" | "scalar" | undefined {
  if (field?.scalar !== undefined) return "scalar";
  const type = field?.typeName === undefined ? undefined : file.types.get(field.typeName);
  return type?.kind === "message" || type?.kind === "enum" ? type.kind : undefined;
}

function* entryFields({ messages }: FilePortion): Generator<FieldDeclaration> {
  for (const message of messages) if (message.isMapEntry) yield* message.fields;
}
