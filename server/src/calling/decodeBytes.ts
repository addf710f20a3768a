// Bytes that someone has at hand → the messages they are: framed as gRPC sends them or not, compressed or not.
import { gunzipSync, inflateSync } from "node:zlib";
import type { DescMessage, JsonValue, Registry } from "@bufbuild/protobuf";
import type { FittingType, WireFieldRow } from "../protocol/bytes.ts";
import { fieldRows } from "../wire/fieldRows.ts";
import { type GrpcFrame, grpcFrames } from "../wire/grpcFrames.ts";
import { fittingTypes } from "../wire/typeFit.ts";
import { wireFields } from "../wire/wireFields.ts";
import { printAnswer } from "./answerJson.ts";
import type { ReadSchema } from "./schema.ts";

/** The bytes of one message. */
export interface FoundMessage {
  readonly bytes: Uint8Array;
  /** Where it stands and how: `frame 2, 14 bytes from gzip`; undefined of bytes that are the message as they are. */
  readonly place: string | undefined;
  readonly problem: string | undefined;
}

const mostInflated = 256 * 1024 * 1024;

/** The messages in some bytes: those of gRPC frames, what is compressed by gzip, else the bytes themselves. */
export function messagesIn(bytes: Uint8Array): FoundMessage[] {
  // Neither a frame nor what gzip writes begins as a message can: field 0 does not exist, nor does wire type 7.
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    const inflated = inflate(bytes);
    const inner = inflated.problem === undefined ? grpcFrames(inflated.bytes) : undefined;
    if (inner !== undefined) return inner.filter(one => !one.isTrailers).map(unframed);
    return [{ ...inflated, place: `${inflated.bytes.length} bytes from gzip` }];
  }
  const frames = grpcFrames(bytes);
  if (frames === undefined) return [{ bytes, place: undefined, problem: undefined }];
  return frames.filter(one => !one.isTrailers).map(unframed);
}

function unframed(frame: GrpcFrame, index: number): FoundMessage {
  const place = `frame ${index + 1}`;
  const missing = frame.missing === 0 ? undefined : `the last ${frame.missing} bytes of the frame are missing`;
  if (!frame.isCompressed) {
    return { bytes: frame.bytes, place: `${place}, ${frame.bytes.length} bytes`, problem: missing };
  }
  const { bytes, problem, form } = inflate(frame.bytes);
  return { bytes, place: `${place}, ${bytes.length} bytes from ${form}`, problem: missing ?? problem };
}

function inflate(bytes: Uint8Array): { bytes: Uint8Array; problem: string | undefined; form: string } {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const form = isGzip ? "gzip" : "deflate";
  try {
    const options = { maxOutputLength: mostInflated };
    return { bytes: isGzip ? gunzipSync(bytes, options) : inflateSync(bytes, options), problem: undefined, form };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { bytes, problem: `this is compressed, and neither gzip nor deflate can read it: ${reason}`, form };
  }
}

/** The messages of a schema, those that fit the first of the bytes' messages best first. */
export function typesFor(bytes: Uint8Array, schema: ReadSchema): FittingType[] {
  const [first] = messagesIn(bytes);
  if (schema.kind === "wrong" || first === undefined) return [];
  const { types } = schema;
  const messages = [...types].filter(one => one.kind === "message");
  return fittingTypes(first.bytes, messages, types).map(({ message, known, unknown, problems }) => {
    return { name: message.typeName, known, unknown, problems };
  });
}

export interface DecodedMessage {
  readonly place: string | undefined;
  /** ProtoJSON; undefined without a type. */
  readonly json: JsonValue | undefined;
  readonly notes: readonly string[];
  readonly fields: readonly WireFieldRow[];
  /** The bytes are not such a message, or not all of one. */
  readonly isBroken: boolean;
}

const mostFields = 5000;

/** A message in JSON and fields; without a `message` type in fields alone, by guesses. */
export function decodeMessage(
  found: FoundMessage,
  message: DescMessage | undefined,
  types: Registry | undefined,
): DecodedMessage {
  const { bytes, place } = found;
  const { fields, isCut } = wireFields(bytes, { message, types, most: mostFields });
  const rows = fieldRows(bytes, fields, message).map(({ row }) => row);
  const printed = message === undefined || types === undefined ? undefined : printAnswer(message, bytes, types);
  const own = [
    ...(found.problem === undefined ? [] : [found.problem]),
    ...(isCut ? [`only the first ${mostFields} fields are listed`] : []),
  ];
  const broken = rows.flatMap(row =>
    row.problem === undefined || isCut ? [] : [`at byte ${row.start}: ${row.problem}`],
  );
  return {
    place,
    json: printed?.json,
    notes: [...own, ...(printed?.notes ?? broken)],
    fields: rows,
    isBroken: found.problem !== undefined || (printed === undefined ? broken.length > 0 : printed.isBroken),
  };
}
