import type { Hints } from "../compiler/link/hints.ts";
import type { SoughtImport } from "../compiler/link/importProblems.ts";
import type { FileText } from "./fileText.ts";
import { packageFilesAbove } from "./importConfig.ts";
import { type ImportView, rivals, spelledPath } from "./importView.ts";
import type { Layout } from "./layout.ts";
import { shownPlace } from "./shownPlace.ts";
import { soughtImport } from "./soughtImport.ts";

export interface ImportingFiles {
  /** The root that they are below. */
  readonly root: string;
  /** What their imports see. */
  readonly view: ImportView;
  readonly textOf: (uri: string) => FileText | undefined;
  /** How users see files and folders; `shownPlace` unless told. */
  readonly shown?: (uri: string) => string;
}

/** What the compiler, which knows no roots, may tell of imports. */
export function importHints(
  layout: Layout,
  { root, view, textOf, shown = uri => shownPlace(layout.folders, uri) }: ImportingFiles,
): Pick<Hints, "sought" | "rivals" | "spelled"> {
  return {
    sought: path =>
      layout.memo(`sought ${root}`, path, () => ({
        ...soughtImport(layout, view, path, shown),
        ...hidingTool(layout, root),
      })),
    spelled: path => spelledPath(view, path),
    rivals: path => {
      const { choice, texts } = rivals(view, path, textOf);
      return { choice, files: texts.map(one => ({ file: shown(one.uri), source: one.source(path) })) };
    },
  };
}

function hidingTool(layout: Layout, root: string): Pick<SoughtImport, "hiding"> {
  const files = root.startsWith("file:") ? packageFilesAbove(root) : [];
  const configs = files.map(file => layout.config(file)?.hiding);
  const hiding = configs.find(one => one !== undefined);
  return hiding === undefined ? {} : { hiding };
}
