// The answer side of ProtoJSON: bytes → text that a person reads, and that never loses what came.
import { type DescMessage, fromBinary, type JsonValue, type Message, type Registry, toJson } from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { base64Encode } from "@bufbuild/protobuf/wire";
import { hasNamelessAny, tolerantJson } from "./tolerantJson.ts";
import { unknownFieldNotes } from "./unknownFields.ts";
import { bareFields } from "./wireFields.ts";

export interface PrintedAnswer {
  readonly json: JsonValue;
  /** Why the JSON is not the canonical one, or what it lacks. */
  readonly notes: readonly string[];
}

/**
 * A message as ProtoJSON. Where its canonical form does not exist (an `Any` of an unknown type, a Timestamp out of
 * range, …) the parts at fault are shown as fields with `@error`; bytes that are no such message are shown as bare fields.
 */
export function printAnswer(message: DescMessage, bytes: Uint8Array, types: Registry): PrintedAnswer {
  let read: Message;
  try {
    read = fromBinary(message, bytes);
  } catch (error) {
    const reason = `these bytes are not a \`${message.typeName}\`: ${reasonOf(error)}`;
    const fields = bareFields(bytes);
    const json = {
      "@error": reason,
      ...(fields === undefined ? {} : { "@fields": fields }),
      "@value": base64Encode(bytes),
    };
    return { json, notes: [reason] };
  }
  const reflected = reflect(message, read);
  const notes = unknownFieldNotes(reflected, types);
  const canonical = canonicalJson(message, read, reflected, types);
  if (canonical !== undefined) return { json: canonical, notes };
  const problems: string[] = [];
  const json = tolerantJson(reflected, types, problems);
  return { json, notes: [...problems, ...notes] };
}

function canonicalJson(
  message: DescMessage,
  read: Message,
  reflected: ReflectMessage,
  types: Registry,
): JsonValue | undefined {
  if (hasNamelessAny(reflected)) return undefined;
  try {
    return toJson(message, read, { registry: types });
  } catch {
    // Not an error: the tolerant printer takes over and tells which part has no canonical form.
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
