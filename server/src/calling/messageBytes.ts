// A message of a transcript as bytes and fields.
import type { DescMessage, Registry } from "@bufbuild/protobuf";
import type { MessageBytes } from "../protocol/bytes.ts";
import { fieldRows } from "../wire/fieldRows.ts";
import { wireFields } from "../wire/wireFields.ts";

/** `declared`: for each row the message and the field, or the extension, that it is one of; the schema's files have them. */
export interface ReadMessageBytes {
  readonly bytes: MessageBytes;
  readonly declared: readonly (DeclaredField | undefined)[];
}

/** Full names. `scope`: the message around a field, or the extension itself. */
export interface DeclaredField {
  readonly scope: string;
  readonly field: string;
}

const mostBytesAPage = 64 * 1024;
const mostFields = 5000;

/** The page of `bytes` that begins at `from`, with the first one the fields of all of them. */
export function messageBytes(
  bytes: Uint8Array,
  { message, types, from }: { message: DescMessage; types: Registry; from: number },
): ReadMessageBytes {
  const page = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(from, from + mostBytesAPage);
  const told = { total: bytes.length, from, base64: page.toString("base64") };
  if (from > 0) return { bytes: { ...told, fields: [], cut: false }, declared: [] };
  const { fields, isCut } = wireFields(bytes, { message, types, most: mostFields });
  const rows = fieldRows(bytes, fields, message);
  const declared = rows.map(({ desc }) => {
    if (desc === undefined) return undefined;
    if (desc.kind === "extension") return { scope: desc.typeName, field: desc.typeName };
    return { scope: desc.parent.typeName, field: `${desc.parent.typeName}.${desc.name}` };
  });
  return { bytes: { ...told, fields: rows.map(({ row }) => row), cut: isCut }, declared };
}
