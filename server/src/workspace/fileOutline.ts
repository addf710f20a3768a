import { Remembered } from "../compiler/text/remembered.ts";
import type { FileText } from "./fileText.ts";
import type { FileOutline } from "./outline.ts";
import { outlineOfText } from "./outlineText.ts";
import { outlineOfTree } from "./outlineTree.ts";

/** The outline of a text that is open or was read, made once. */
export function outlineOf(uri: string, text: FileText): FileOutline {
  const known = outlineMemo.get(text);
  if (known !== undefined) return known;
  const parsed = text.anyParsed();
  const outline = parsed === undefined ? outlineOfText(text.source(uri)) : outlineOfTree(parsed);
  const made = { uri: text.uri, outline };
  outlineMemo.set(text, made);
  return made;
}

const outlineMemo = new Remembered<FileText, FileOutline>();
