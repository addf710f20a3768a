import type { SourceFile } from "../compiler/text/sourceFile.ts";

/** A text that the editor holds; it stands in for the file on disk. */
export interface OpenDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  /** Its path is the uri. */
  readonly source: SourceFile;
}
