import { type LineIndex, lineIndex } from "./lineIndex.ts";

/** A text to compile, under the path by which other files import it (`google/protobuf/any.proto`). */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Made on first use. */
  readonly lines: LineIndex;
  /** Byte offset of the first byte that is not UTF-8, where the text came from bytes that are not. */
  readonly invalidUtf8At: number | undefined;
}

/** Makes a source file from a text, or from the bytes of one (UTF-8, a byte order mark is kept as U+FEFF). */
export function sourceFile(path: string, content: string | Uint8Array): SourceFile {
  if (typeof content === "string") return new LazySource(path, content, undefined);
  try {
    return new LazySource(path, new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content), undefined);
  } catch {
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(content);
    return new LazySource(path, text, firstInvalidByte(content));
  }
}

class LazySource implements SourceFile {
  #lines: LineIndex | undefined;

  constructor(
    readonly path: string,
    readonly text: string,
    readonly invalidUtf8At: number | undefined,
  ) {}

  get lines(): LineIndex {
    this.#lines ??= lineIndex(this.text);
    return this.#lines;
  }
}

function firstInvalidByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (good < bad) {
    const middle = (good + bad + 1) >> 1;
    if (isStartOfText(bytes.subarray(0, middle))) good = middle;
    else bad = middle - 1;
  }
  return good;
}

// Streaming, so that bytes which end inside of a character are not yet wrong.
function isStartOfText(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
