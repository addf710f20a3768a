// protoc keeps the lengths of names in 16 bits (protoc, `DescriptorPool::Tables::AllocateFieldNames` and others).
import type { FieldDeclaration, MessageDeclaration } from "../link/declarations.ts";
import type { Check } from "./checks.ts";
import { writtenDeclarations } from "./declarationsIn.ts";
import { nameTooLong } from "./nameLengthProblems.ts";

const longest = 0xffff;

/** Full names and reserved names have at most 65,535 bytes, those of a field with its other names together. */
export const nameLengths: Check = (portion, report) => {
  const { declared, messages, enums, fields } = portion;
  // A file can have such a name only where it is itself about as long.
  if (declared.packageName.length + declared.parsed.source.text.length < longest) return;
  for (const one of writtenDeclarations(portion)) {
    if (one.kind !== "field" && one.fullName.length > longest) report(nameTooLong("full name", one.nameSpan));
  }
  for (const field of fields) {
    if (longestName(field) > longest) report(nameTooLong("full name", field.nameSpan));
    else if (field.jsonNameWritten && bytesOfNames(field) > longest) report(nameTooLong("JSON name", field.nameSpan));
  }
  for (const { reserved } of [...messages, ...enums]) {
    for (const name of reserved.flatMap(statement => statement.names)) {
      if (bytesOf(name.text) > longest) report(nameTooLong("reserved name", name));
    }
  }
};

// With the names of what the compiler makes of a map field or an optional field in proto3. A name without a scope is
// counted with the dot that it has not.
function longestName(field: FieldDeclaration): number {
  const own = field.fullName.length === field.name.length ? field.name.length + 1 : field.fullName.length;
  if (field.proto3Optional) return own + "_".length;
  return field.node.kind === "mapField" ? valueOfEntry(field.ownMessage) : own;
}

function valueOfEntry(entry: MessageDeclaration | undefined): number {
  return entry === undefined ? 0 : `${entry.fullName}.value`.length;
}

// Besides the full name there are the names in lower case, in camel case and in JSON, each with a NUL.
function bytesOfNames({ fullName, name, jsonName }: FieldDeclaration): number {
  return fullName.length + 2 * name.length + bytesOf(jsonName) + 4;
}

function bytesOf(name: string): number {
  return name.length * 3 <= longest ? name.length : new TextEncoder().encode(name).length;
}
