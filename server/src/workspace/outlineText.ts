import { parseFile } from "../compiler/syntax/parseFile.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import type { Outline } from "./outline.ts";
import { scanOutline } from "./outlineScan.ts";
import { outlineOfTree } from "./outlineTree.ts";

/** The outline of a text that nobody needs the tree of. */
export function outlineOfText(source: SourceFile): Outline {
  return scanOutline(source) ?? outlineOfTree(parseFile(source));
}
