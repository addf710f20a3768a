// The answer side of ProtoJSON: bytes → text that a person reads, and that never loses what came.
import { type DescMessage, fromBinary, type JsonValue, type Message, type Registry } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import { base64Encode } from "@bufbuild/protobuf/wire";
import { fieldRows } from "../wire/fieldRows.ts";
import { fieldsJson } from "../wire/fieldsJson.ts";
import { wireFields } from "../wire/wireFields.ts";
import { shortenFloats } from "./shortFloats.ts";
import { tolerantJson } from "./tolerantJson.ts";
import { unknownFieldNotes } from "./unknownFields.ts";

export interface PrintedAnswer {
  readonly json: JsonValue;
  /** Why the JSON is not the canonical one, or what it lacks. */
  readonly notes: readonly string[];
  /** The bytes are no such message: what could be read of them is shown. */
  readonly isBroken: boolean;
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
    const json = { "@error": reason, ...readableFields(message, bytes, types), "@value": base64Encode(bytes) };
    return { json, notes: [reason], isBroken: true };
  }
  const reflected = reflect(message, read);
  shortenFloats(reflected, types);
  const notes = unknownFieldNotes(reflected, types);
  const problems = new Set<string>();
  const json = tolerantJson(reflected, { types, problems, anys: 0 });
  return { json, notes: [...problemNotes(problems), ...notes], isBroken: false };
}

/** What can be read of bytes that are no sound message, and where it ends. */
function readableFields(message: DescMessage, bytes: Uint8Array, types: Registry): Record<string, JsonValue> {
  const { fields } = wireFields(bytes, { message, types, most: mostFields });
  const json = fieldsJson(bytes, fields);
  const problems = fieldRows(bytes, fields, message).flatMap(({ row }) =>
    row.problem === undefined ? [] : [`at byte ${row.start}: ${row.problem}`],
  );
  return {
    ...(problems.length > 0 && { "@problems": problems.slice(0, 20) }),
    ...(Object.keys(json).length > 0 && { "@fields": json }),
  };
}

const mostFields = 5000;

const mostNotes = 20;

function problemNotes(problems: ReadonlySet<string>): string[] {
  const notes = [...problems].slice(0, mostNotes);
  const more = problems.size - notes.length;
  return more === 0 ? notes : [...notes, `and ${more} more such reasons`];
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
