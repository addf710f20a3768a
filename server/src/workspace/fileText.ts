import type { EditedFile, EditedMember } from "../compiler/editedFile.ts";
import { type FileHeader, fileHeader, headerOf } from "../compiler/syntax/fileHeader.ts";
import type { FileNode } from "../compiler/syntax/nodes.ts";
import type { ParsedFile } from "../compiler/syntax/parsedFile.ts";
import { parseFile } from "../compiler/syntax/parseFile.ts";
import type { LineIndex } from "../compiler/text/lineIndex.ts";
import { Remembered } from "../compiler/text/remembered.ts";
import { type SourceFile, sourceFile } from "../compiler/text/sourceFile.ts";
import { membersAfter, type TextEdit } from "./textEdits.ts";

/** One text of one file, from the editor or from the disk. It is parsed once for each import path it is known by. */
export class FileText {
  readonly #parsed = new Map<string, ParsedFile>();
  readonly #lines: LineIndex | undefined;
  readonly #edits: Edits | undefined;
  #header: FileHeader | undefined;
  #isChecked = false;

  constructor(
    /** As the client or the disk spells it. */
    readonly uri: string,
    readonly content: string | Uint8Array,
    known: { readonly lines?: LineIndex; readonly edits?: Edits | undefined } = {},
  ) {
    this.#lines = known.lines;
    this.#edits = known.edits;
  }

  /** The text after a change, as `content` with its `lines`. */
  changed(content: string, lines: LineIndex, changes: readonly TextEdit[]): FileText {
    return new FileText(this.uri, content, { lines, edits: this.#editsAfter(changes) });
  }

  /** The tree of this text, its source bearing the import path `path`. */
  parsed(path: string): ParsedFile {
    const known = this.#parsed.get(path);
    if (known !== undefined) return known;
    const parsed = parseFile(this.source(path));
    this.#parsed.set(path, parsed);
    return parsed;
  }

  /** This text as an edit of an earlier one that was checked as a whole. */
  edited(path: string): EditedFile | undefined {
    if (this.#edits === undefined || this.#isChecked) return undefined;
    const base = this.#edits.base.#parsed.get(path);
    return base === undefined ? undefined : { base, source: this.source(path), members: this.#edits.members };
  }

  /** It has been checked as a whole. */
  markChecked(): void {
    this.#isChecked = true;
  }

  /** The package and imports, without parsing more than that where it can be told. */
  header(): FileHeader {
    const tree = this.#tree();
    this.#header ??=
      this.#edits?.base.header() ?? (tree === undefined ? fileHeader(this.source(this.uri)) : headerOf(tree));
    return this.#header;
  }

  source(path: string): SourceFile {
    const source = sourceFile(path, this.content, this.#lines);
    origins.set(source, this.uri);
    return source;
  }

  #editsAfter(changes: readonly TextEdit[]): Edits | undefined {
    const from = this.#isChecked ? { base: this, members: [] } : this.#edits;
    if (from === undefined) return undefined;
    const tree = from.base.#tree();
    if (tree === undefined) return undefined;
    let members: readonly EditedMember[] | undefined = from.members;
    for (const change of changes) members = members === undefined ? undefined : membersAfter(tree, members, change);
    return members === undefined ? undefined : { base: from.base, members };
  }

  #tree(): FileNode | undefined {
    for (const parsed of this.#parsed.values()) return parsed.tree;
    return undefined;
  }
}

/** What lies between a text and an earlier one. */
interface Edits {
  /** It has been checked as a whole. */
  readonly base: FileText;
  readonly members: readonly EditedMember[];
}

// Which file a source is the text of never changes, so it is remembered beside the source, not in each snapshot.
const origins = new Remembered<SourceFile, string>();

/** The uri of the file whose text `source` is; undefined for a source that was not read through the workspace. */
export function originOf(source: SourceFile): string | undefined {
  return origins.get(source);
}
