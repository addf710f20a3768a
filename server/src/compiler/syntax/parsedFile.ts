import type { Problem } from "../report/problem.ts";
import type { SourceFile } from "../text/sourceFile.ts";
import type { FileNode } from "./nodes.ts";
import type { Tokens } from "./tokens.ts";

/** A text as tokens and tree, with the problems of its form. A value of this one text: it knows no other file. */
export interface ParsedFile {
  readonly source: SourceFile;
  readonly tokens: Tokens;
  readonly tree: FileNode;
  /** Lexical and syntactic problems, in the order of the text. */
  readonly problems: readonly Problem[];
}
