// Where git keeps what it knows of a working tree: in `.git`, or where that file of a worktree or a submodule leads.
import path from "node:path";
import { pathKind, readBytes } from "./syncFiles.ts";

export interface GitFolders {
  /** Has `HEAD`, and what else is of this working tree alone. */
  readonly own: string;
  /** Has the branches and tags: the same, but for a worktree that of the repository. */
  readonly shared: string;
}

/** The folders of the repository at `top`, which may be a bare one; undefined where there is none. */
export function gitFolders(top: string): GitFolders | undefined {
  const own = ownFolder(top);
  if (own === undefined) return undefined;
  const common = lineIn(path.join(own, "commondir"));
  return { own, shared: common === undefined ? own : path.resolve(own, common) };
}

/** Whether the repository at `top` has only the last part of its history. */
export function isShallow(top: string): boolean {
  const folders = gitFolders(top);
  return folders !== undefined && pathKind(path.join(folders.shared, "shallow")) === "file";
}

function ownFolder(top: string): string | undefined {
  const inside = path.join(top, ".git");
  switch (pathKind(inside)) {
    case "folder":
      return inside;
    case "file": {
      const [, target] = /^gitdir: (.+)$/.exec(lineIn(inside) ?? "") ?? [];
      return target === undefined ? undefined : path.resolve(top, target);
    }
    default:
      return pathKind(path.join(top, "HEAD")) === "file" ? top : undefined;
  }
}

function lineIn(file: string): string | undefined {
  const content = readBytes(file);
  return content === undefined ? undefined : new TextDecoder().decode(content).trimEnd();
}
