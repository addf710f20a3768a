import { parseSteps } from "../compiler/syntax/parseFile.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import { finished, type Steps } from "../compiler/text/steps.ts";
import type { Outline } from "./outline.ts";
import { scanSteps } from "./outlineScan.ts";
import { outlineOfTree } from "./outlineTree.ts";

/** The outline of a text that nobody needs the tree of, in steps. */
export function* outlineSteps(source: SourceFile): Steps<Outline> {
  return (yield* scanSteps(source)) ?? outlineOfTree(yield* parseSteps(source));
}

/** The same at once. */
export function outlineOfText(source: SourceFile): Outline {
  return finished(outlineSteps(source));
}
