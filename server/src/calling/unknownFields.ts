// Fields that came over the wire and that the schema does not have: the sign of a newer server.
import type { Registry, UnknownField } from "@bufbuild/protobuf";
import type { ReflectMessage } from "@bufbuild/protobuf/reflect";
import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { fieldRows } from "../wire/fieldRows.ts";
import { fieldsJson } from "../wire/fieldsJson.ts";
import { wireFields } from "../wire/wireFields.ts";
import { anyContent, partsOf } from "./messageParts.ts";
import { mostAnys } from "./tolerantJson.ts";

const mostNotes = 20;
/** Fields of an unknown one: what is shown of it is a line. */
const mostInside = 100;

/** One note for each field number that a message has and its type does not, values guessed from the wire. */
export function unknownFieldNotes(message: ReflectMessage, types: Registry): string[] {
  const notes: string[] = [];
  collect(message, { types, notes, seen: new Set() }, 0);
  return notes;
}

interface Collecting {
  readonly types: Registry;
  readonly notes: string[];
  readonly seen: Set<string>;
}

function collect(message: ReflectMessage, collecting: Collecting, anys: number): void {
  const { types, notes, seen } = collecting;
  for (const field of message.getUnknown() ?? []) {
    if (types.getExtensionFor(message.desc, field.no) !== undefined) continue;
    const key = `${message.desc.typeName} ${field.no}`;
    if (seen.has(key) || notes.length >= mostNotes) continue;
    seen.add(key);
    notes.push(`\`${message.desc.typeName}\` has no field ${field.no} in this schema; its value: ${valueWords(field)}`);
  }
  for (const part of partsOf(message, types)) collect(part, collecting, anys);
  const held = anys < mostAnys ? anyContent(message, types)?.held : undefined;
  if (held !== undefined) collect(held, collecting, anys + 1);
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
