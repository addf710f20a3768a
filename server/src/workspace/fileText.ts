import type { EditedFile, EditedMember } from "../compiler/editedFile.ts";
import { type FileHeader, fileHeaderSteps, headerOf } from "../compiler/syntax/fileHeader.ts";
import type { ParsedFile } from "../compiler/syntax/parsedFile.ts";
import { parseSteps } from "../compiler/syntax/parseFile.ts";
import { lateSourceFile, type SourceFile, sourceFile } from "../compiler/text/sourceFile.ts";
import { Gradual, type Steps } from "../compiler/text/steps.ts";
import { EditedText } from "./editedText.ts";
import { membersAfter, type TextEdit } from "./textEdits.ts";

/** One text of one file, from the editor or from the disk. It is parsed once for each import path it is known by. */
export class FileText {
  readonly #parsed = new Map<string, Gradual<ParsedFile>>();
  readonly #content: string | Uint8Array | EditedText;
  readonly #edits: Edits | undefined;
  #header: Gradual<FileHeader> | undefined;
  #isChecked = false;

  constructor(
    /** As the client or the disk spells it. */
    readonly uri: string,
    content: string | Uint8Array | EditedText,
    edits?: Edits,
  ) {
    this.#content = content;
    this.#edits = edits;
  }

  get content(): string | Uint8Array {
    return this.#content instanceof EditedText ? this.#content.text : this.#content;
  }

  /** `text`, which is this text after `edits`, one after another. */
  changed(text: EditedText, edits: readonly TextEdit[]): FileText {
    return new FileText(this.uri, text, this.#editsAfter(edits));
  }

  /** The tree of this text, its source bearing the import path `path`. */
  parsed(path: string): ParsedFile {
    return this.#parsing(path).result;
  }

  /** The same in steps. */
  parsing(path: string): Steps<ParsedFile> {
    return this.#parsing(path).steps();
  }

  /** This text as an edit of an earlier one that was checked as a whole. */
  edited(path: string): EditedFile | undefined {
    if (this.#edits === undefined || this.#isChecked) return undefined;
    const base = this.#edits.base.#parsed.get(path)?.known;
    return base === undefined ? undefined : { base, source: this.source(path), members: this.#edits.members };
  }

  /** It has been checked as a whole. */
  markChecked(): void {
    this.#isChecked = true;
  }

  /** The package and imports, without parsing more than that where it can be told. */
  header(): FileHeader {
    return this.#headerReading().result;
  }

  /** The same in steps. */
  headerSteps(): Steps<FileHeader> {
    return this.#headerReading().steps();
  }

  #headerReading(): Gradual<FileHeader> {
    const base = this.#edits?.base;
    this.#header ??= base === undefined ? new Gradual(() => this.#readHeader()) : base.#headerReading();
    return this.#header;
  }

  *#readHeader(): Steps<FileHeader> {
    const tree = this.anyParsed()?.tree;
    return tree === undefined ? yield* fileHeaderSteps(this.source(this.uri)) : headerOf(tree);
  }

  source(path: string): SourceFile {
    const content = this.#content;
    return content instanceof EditedText
      ? lateSourceFile(path, content, this.uri)
      : sourceFile(path, content, this.uri);
  }

  #editsAfter(edits: readonly TextEdit[]): Edits | undefined {
    const from = this.#isChecked ? { base: this, members: [] } : this.#edits;
    if (from === undefined) return undefined;
    const parsed = from.base.anyParsed();
    if (parsed === undefined) return undefined;
    let members: readonly EditedMember[] | undefined = from.members;
    for (const edit of edits) members = members === undefined ? undefined : membersAfter(parsed, members, edit);
    return members === undefined ? undefined : { base: from.base, members };
  }

  #parsing(path: string): Gradual<ParsedFile> {
    const known = this.#parsed.get(path);
    if (known !== undefined) return known;
    const parsing = new Gradual(() => this.#linesAndTree(path));
    this.#parsed.set(path, parsing);
    return parsing;
  }

  // Sooner or later someone asks for the lines of an open text.
  *#linesAndTree(path: string): Steps<ParsedFile> {
    if (this.#content instanceof EditedText) yield* this.#content.lineSteps();
    return yield* parseSteps(this.source(path));
  }

  /** A tree of this text, where there is one. */
  anyParsed(): ParsedFile | undefined {
    for (const { known } of this.#parsed.values()) if (known !== undefined) return known;
    return undefined;
  }
}

/** What lies between a text and an earlier one. */
interface Edits {
  /** It has been checked as a whole. */
  readonly base: FileText;
  readonly members: readonly EditedMember[];
}
