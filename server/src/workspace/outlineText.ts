import { parseFile } from "../compiler/syntax/parseFile.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import type { Outline } from "./outline.ts";
import { scanSteps } from "./outlineScan.ts";
import { outlineOfTree } from "./outlineTree.ts";

/** The outline of a text that nobody needs the tree of; in steps of some milliseconds, unless it has mistakes. */
export function* outlineSteps(source: SourceFile): Generator<void, Outline> {
  return (yield* scanSteps(source)) ?? outlineOfTree(parseFile(source));
}

/** The same at once. */
export function outlineOfText(source: SourceFile): Outline {
  const steps = outlineSteps(source);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
