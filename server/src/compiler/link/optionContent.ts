// An options message on its way to bytes. protoc knows the options messages of descriptor.proto and a few extensions of
// them; these fields stand in the order of their numbers, each once. What else is set follows as unknown fields, in the
// order of the text, each option by itself, even where two of them set parts of one message.
import { BinaryWriter, WireType } from "../describe/binaryWriter.ts";
import type { OptionOwner } from "./interpretedOptions.ts";

export interface OptionContent {
  readonly entries: OptionEntry[];
}

export type OptionEntry = ScalarEntry | MessageEntry;

export interface ScalarEntry {
  readonly kind: "scalar";
  readonly number: number;
  /** Whether it takes its place by its number. */
  readonly isSorted: boolean;
  readonly wireType: WireType;
  readonly payload: Payload;
}

/**
 * What follows the tag: the number of a varint, the bytes of a string one to a unit, or all of it as bytes, of a packed
 * list with its length. An array for each of the many small values would take more memory than all else.
 */
export type Payload = number | string | Uint8Array;

export interface MessageEntry {
  readonly kind: "message" | "group" | "messageSetItem";
  readonly number: number;
  readonly isSorted: boolean;
  readonly content: OptionContent;
}

export function emptyContent(): OptionContent {
  return { entries: [] };
}

/** The entries with `number`, in the order in which they were added. */
export function entriesOf(content: OptionContent, number: number): OptionEntry[] {
  return content.entries.filter(entry => entry.number === number);
}

/** The encoded message. */
export function encodedContent(content: OptionContent): Uint8Array {
  scratch.clear();
  writeContent(scratch, content);
  return scratch.finish();
}

// Options are small and many, so their memory is used again; nothing else is written while one of them is.
const scratch = new BinaryWriter(1024);

/** The encoded options messages of a file, all in one array: a big workspace has hundreds of thousands of them. */
export class StoredBytes {
  #bytes = new Uint8Array(0);
  #length = 0;
  // Where the message of an owner begins, with a tag and its length before it.
  readonly #places = new Map<OptionOwner, number>();

  /** Encodes `content` for all of `owners`. */
  add(owners: readonly OptionOwner[], content: OptionContent): void {
    scratch.clear();
    const mark = scratch.open(1);
    writeContent(scratch, content);
    scratch.close(mark);
    const start = this.#length;
    this.#length += scratch.length;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    scratch.copyTo(this.#bytes, start);
    for (const owner of owners) this.#places.set(owner, start);
  }

  /** Gives `owner` the message that `other` has. */
  share(owner: OptionOwner, other: OptionOwner): void {
    const place = this.#places.get(other);
    if (place !== undefined) this.#places.set(owner, place);
  }

  /** The encoded message of `owner`, undefined where it has none. */
  of(owner: OptionOwner): Uint8Array | undefined {
    const start = this.#places.get(owner);
    if (start === undefined) return undefined;
    let size = 0;
    let at = start + 1;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes[at++] ?? 0;
      size += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return this.#bytes.subarray(at, at + size);
    }
  }
}

function writeContent(writer: BinaryWriter, content: OptionContent): void {
  const { entries } = content;
  if (entries.length < 2) {
    for (const entry of entries) writeEntry(writer, entry);
    return;
  }
  const sorted = entries.filter(entry => entry.isSorted).sort((one, other) => one.number - other.number);
  for (const entry of sorted) writeEntry(writer, entry);
  for (const entry of entries) if (!entry.isSorted) writeEntry(writer, entry);
}

/** Writes what follows the tag. */
export function writePayload(writer: BinaryWriter, payload: Payload): void {
  if (typeof payload === "number") writer.varint(payload);
  else if (typeof payload === "string") {
    writer.varint(payload.length);
    writer.rawLatin1(payload);
  } else writer.raw(payload);
}

function writeEntry(writer: BinaryWriter, entry: OptionEntry): void {
  switch (entry.kind) {
    case "scalar":
      writer.tag(entry.number, entry.wireType);
      writePayload(writer, entry.payload);
      break;
    case "message": {
      const mark = writer.open(entry.number);
      writeContent(writer, entry.content);
      writer.close(mark);
      break;
    }
    case "group":
      writer.tag(entry.number, WireType.StartGroup);
      writeContent(writer, entry.content);
      writer.tag(entry.number, WireType.EndGroup);
      break;
    case "messageSetItem": {
      // A group 1 of the extension's number (2) and the message (3).
      writer.tag(1, WireType.StartGroup);
      writer.integer(2, entry.number);
      const mark = writer.open(3);
      writeContent(writer, entry.content);
      writer.close(mark);
      writer.tag(1, WireType.EndGroup);
      break;
    }
  }
}
