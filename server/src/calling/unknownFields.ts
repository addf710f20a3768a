// Fields that came over the wire and that the schema does not have: the sign of a newer server.
import type { Registry, UnknownField } from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { AnySchema, anyUnpack } from "@bufbuild/protobuf/wkt";
import { fieldRows } from "../wire/fieldRows.ts";
import { fieldsJson } from "../wire/fieldsJson.ts";
import { wireFields } from "../wire/wireFields.ts";
import { partsOf } from "./tolerantJson.ts";

const mostNotes = 20;
/** Fields of an unknown one: what is shown of it is a line. */
const mostInside = 100;

/** One note for each field number that a message has and its type does not, values guessed from the wire. */
export function unknownFieldNotes(message: ReflectMessage, types: Registry): string[] {
  const notes: string[] = [];
  collect(message, types, notes, new Set());
  return notes;
}

function collect(message: ReflectMessage, types: Registry, notes: string[], seen: Set<string>): void {
  for (const field of message.getUnknown() ?? []) {
    if (types.getExtensionFor(message.desc, field.no) !== undefined) continue;
    const key = `${message.desc.typeName} ${field.no}`;
    if (seen.has(key) || notes.length >= mostNotes) continue;
    seen.add(key);
    notes.push(`\`${message.desc.typeName}\` has no field ${field.no} in this schema; its value: ${valueWords(field)}`);
  }
  for (const part of [...partsOf(message), ...packed(message, types)]) collect(part, types, notes, seen);
}

/** What a field is by its looks, and what else it may be. */
function valueWords({ no, wireType, data }: UnknownField): string {
  const bytes = new BinaryWriter().tag(no, wireType).raw(data).finish();
  const { fields } = wireFields(bytes, { message: undefined, types: undefined, most: mostInside });
  const text = JSON.stringify(fieldsJson(bytes, fields)[no] ?? null);
  const { guesses = [] } = fieldRows(bytes, fields, undefined)[0]?.row ?? {};
  const others = guesses.length === 0 ? "" : ` (or ${guesses.join(", ")})`;
  return `${text.length > 200 ? `${text.slice(0, 200)}…` : text}${others}`;
}

/** The message inside an `Any`, where its type is known and its bytes are sound. */
function packed(message: ReflectMessage, types: Registry): ReflectMessage[] {
  if (message.message.$typeName !== AnySchema.typeName) return [];
  const [url, value] = message.desc.fields;
  if (url?.fieldKind !== "scalar" || value?.fieldKind !== "scalar") return [];
  const typeUrl = message.get(url);
  const bytes = message.get(value);
  if (typeof typeUrl !== "string" || !(bytes instanceof Uint8Array)) return [];
  try {
    const inner = anyUnpack({ $typeName: "google.protobuf.Any", typeUrl, value: bytes }, types);
    const desc = inner === undefined ? undefined : types.getMessage(inner.$typeName);
    return inner === undefined || desc === undefined ? [] : [reflect(desc, inner)];
  } catch {
    // Bytes that are not that type are the printer's to tell.
    return [];
  }
}
