// Decoded bytes as a text to read: JSON, and under it each field with its place and its bytes.
import type { WireFieldRow } from "../protocol/bytes.ts";
import { hexPairs } from "../wire/words.ts";
import { decodeMessage, messagesIn } from "./decodeBytes.ts";
import { printedJson } from "./printedJson.ts";
import type { ReadSchema } from "./schema.ts";

/** The messages in `bytes` as JSON with comments. `type`: undefined for fields by number, with guesses. */
export function decodedText(bytes: Uint8Array, schema: ReadSchema, type: string | undefined): string {
  const types = schema.kind === "schema" ? schema.types : undefined;
  const message = type === undefined ? undefined : types?.getMessage(type);
  const missing = type !== undefined && message === undefined ? [`// the type \`${type}\` is not found`] : [];
  const parts = messagesIn(bytes).map(found => {
    const { json, notes, fields, place } = decodeMessage(found, message, types);
    return [
      `// ${[message?.typeName ?? "fields without a type", place ?? `${bytes.length} bytes`].join(" · ")}`,
      ...notes.map(note => `// ${note}`),
      ...(json === undefined ? [] : [printedJson(json, 2)]),
      "",
      ...fieldLines(fields, found.bytes),
    ].join("\n");
  });
  return `${[...missing, ...parts].join("\n\n")}\n`;
}

const bytesShown = 8;

/** `   7  12 02 68 69  name (2) string = "hi"`, those of messages inside further in. */
function fieldLines(fields: readonly WireFieldRow[], bytes: Uint8Array): string[] {
  const offsetWidth = String(bytes.length).length;
  return fields.map(row => {
    // Of a message inside, its own fields show the rest.
    const end = Math.min(row.value === "" ? row.valueStart : row.end, row.start + bytesShown);
    const shown = hexPairs(bytes.subarray(row.start, end)).join(" ");
    const more = row.value !== "" && row.end > end ? " …" : "";
    const number =
      row.number === undefined ? "" : row.name === undefined ? `${row.number}: ` : `${row.name} (${row.number}): `;
    const value = row.value === "" ? "" : ` = ${row.value}`;
    const others = row.guesses === undefined ? "" : ` – or ${row.guesses.join(", ")}`;
    const problem = row.problem === undefined ? "" : ` – ${row.problem}`;
    const hex = `${shown}${more}`.padEnd(bytesShown * 3 + 3);
    return `// ${String(row.start).padStart(offsetWidth)}  ${hex}${"  ".repeat(row.depth)}${number}${row.type}${value}${others}${problem}`;
  });
}
