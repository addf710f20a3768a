// Fields that came over the wire and that the schema does not have: the sign of a newer server.
import type { Registry } from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { AnySchema, anyUnpack } from "@bufbuild/protobuf/wkt";
import { partsOf } from "./tolerantJson.ts";
import { guessValue } from "./wireFields.ts";

const mostNotes = 20;

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
    notes.push(
      `\`${message.desc.typeName}\` has no field ${field.no} in this schema; its value: ${guessValue(field.wireType, field.data)}`,
    );
  }
  for (const part of [...partsOf(message), ...packed(message, types)]) collect(part, types, notes, seen);
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
