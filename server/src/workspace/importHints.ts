import type { Hints } from "../compiler/link/hints.ts";
import type { FileText } from "./fileText.ts";
import { type ImportView, rivals } from "./importView.ts";
import type { Layout } from "./layout.ts";
import { soughtImport } from "./soughtImport.ts";

/** What the compiler may tell of the imports of the files below `root`, `view` being what they see. */
export function importHints(
  layout: Layout,
  root: string,
  view: ImportView,
  textOf: (uri: string) => FileText | undefined,
): Pick<Hints, "sought" | "rivals"> {
  return {
    sought: path => layout.memo(`sought ${root}`, path, () => soughtImport(layout, view, path)),
    rivals: path => rivals(layout, view, path, textOf),
  };
}
