import { type FileHeader, fileHeader } from "../compiler/syntax/fileHeader.ts";
import type { ParsedFile } from "../compiler/syntax/parsedFile.ts";
import { parseFile } from "../compiler/syntax/parseFile.ts";
import { Remembered } from "../compiler/text/remembered.ts";
import { type SourceFile, sourceFile } from "../compiler/text/sourceFile.ts";

/** One text of one file, from the editor or from the disk. It is parsed once for each import path it is known by. */
export class FileText {
  readonly #parsed = new Map<string, ParsedFile>();

  constructor(
    /** As the client or the disk spells it. */
    readonly uri: string,
    readonly content: string | Uint8Array,
  ) {}

  /** The tree of this text, its source bearing the import path `path`. */
  parsed(path: string): ParsedFile {
    const known = this.#parsed.get(path);
    if (known !== undefined) return known;
    const parsed = parseFile(this.source(path));
    this.#parsed.set(path, parsed);
    return parsed;
  }

  /** Some tree of this text, whatever import path its source bears. */
  anyParsed(): ParsedFile {
    for (const parsed of this.#parsed.values()) return parsed;
    return this.parsed(this.uri);
  }

  /** The package and imports, without parsing more than that where it can be told. */
  header(): FileHeader {
    return fileHeader(this.source(this.uri));
  }

  get isParsed(): boolean {
    return this.#parsed.size > 0;
  }

  /** The package as it seems without parsing: empty where it does not show at once. */
  likelyPackage(): string {
    const content = this.content;
    const start = typeof content === "string" ? content.slice(0, 10_000) : decodeStart(content);
    return /^[ \t]*package[ \t]+([\w.]+)[ \t]*;/m.exec(start)?.[1] ?? "";
  }

  source(path: string): SourceFile {
    const source = sourceFile(path, this.content);
    origins.set(source, this.uri);
    return source;
  }
}

function decodeStart(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, 10_000));
}

// Which file a source is the text of never changes, so it is remembered beside the source, not in each snapshot.
const origins = new Remembered<SourceFile, string>();

/** The uri of the file whose text `source` is; undefined for a source that was not read through the workspace. */
export function originOf(source: SourceFile): string | undefined {
  return origins.get(source);
}
