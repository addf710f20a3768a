import type { SourceFile } from "../compiler/text/sourceFile.ts";
import type { EditedText } from "./editedText.ts";
import type { TextEdit } from "./textEdits.ts";

/** A text that the editor holds; it stands in for the file on disk. */
export interface OpenDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  readonly text: EditedText;
  /** The same; its path is the uri. */
  readonly source: SourceFile;
  /** What made it of the text before, one after another; undefined where it is another text. */
  readonly edits: readonly TextEdit[] | undefined;
}
