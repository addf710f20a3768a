import { type LineIndex, lineIndex } from "./lineIndex.ts";
import { decodedLoosely, endOfUtf8 } from "./looseUtf8.ts";

/** A text to compile, under the path by which other files import it (`google/protobuf/any.proto`). */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** What the text was read from, where that is told: a file may have several import paths. */
  readonly origin?: string | undefined;
  /** Made on first use. */
  readonly lines: LineIndex;
  /** Byte offset of the first byte that is not UTF-8, where the text came from bytes that are not (see looseUtf8.ts). */
  readonly invalidUtf8At: number | undefined;
}

/** Makes a source file from a text, or from the bytes of one (UTF-8, a byte order mark is kept as U+FEFF). */
export function sourceFile(path: string, content: string | Uint8Array, origin?: string): SourceFile {
  if (typeof content === "string") return new LazySource(path, content, undefined, origin);
  try {
    return new LazySource(path, decoded(content), undefined, origin);
  } catch {
    // What has NULs, too, is no text, of which nobody wants the bytes.
    const isText = !content.includes(0);
    const text = isText ? decodedLoosely(content) : new TextDecoder("utf-8", { ignoreBOM: true }).decode(content);
    return new LazySource(path, text, endOfUtf8(content), origin);
  }
}

// What is ASCII alone is decoded many times faster, and a large text is nearly everywhere: it is decoded line by line,
// some thousands at a time.
function decoded(content: Uint8Array): string {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let text = "";
  for (let at = 0; at < content.length; ) {
    const lineEnd = content.indexOf(lineFeed, at + bytesAtOnce);
    const end = lineEnd < 0 ? content.length : lineEnd + 1;
    text += decoder.decode(content.subarray(at, end));
    at = end;
  }
  return text;
}

const bytesAtOnce = 65_536;
const lineFeed = 10;

/** A source file whose text is made when it is asked for. */
export function lateSourceFile(path: string, content: Pick<SourceFile, "text" | "lines">, origin?: string): SourceFile {
  return new LateSource(path, content, origin);
}

class LateSource implements SourceFile {
  readonly invalidUtf8At = undefined;
  readonly #content: Pick<SourceFile, "text" | "lines">;

  constructor(
    readonly path: string,
    content: Pick<SourceFile, "text" | "lines">,
    readonly origin: string | undefined,
  ) {
    this.#content = content;
  }

  get text(): string {
    return this.#content.text;
  }

  get lines(): LineIndex {
    return this.#content.lines;
  }
}

class LazySource implements SourceFile {
  #lines: LineIndex | undefined;

  constructor(
    readonly path: string,
    readonly text: string,
    readonly invalidUtf8At: number | undefined,
    readonly origin: string | undefined,
  ) {}

  get lines(): LineIndex {
    this.#lines ??= lineIndex(this.text);
    return this.#lines;
  }
}
