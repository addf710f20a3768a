// The order in which files are linked: every file after what it imports, the files of an import cycle together.
import type { DeclaredFile } from "./declarations.ts";

export type DeclaredFiles = (path: string) => DeclaredFile | undefined;

/**
 * `path` and all it imports, directly or not, that `isDone` does not hold for: in groups, dependencies first. A group
 * has more than one file only where its files import each other in a cycle. Tarjan's algorithm with its own stack, as
 * chains of imports may be longer than the engine's.
 */
export function linkOrder(path: string, files: DeclaredFiles, isDone: (path: string) => boolean): DeclaredFile[][] {
  const groups: DeclaredFile[][] = [];
  const seen = new Map<string, Visit>();
  const open: Visit[] = [];
  const work: Visit[] = [];
  const visit = (at: string): Visit | undefined => {
    const file = isDone(at) ? undefined : files(at);
    if (file === undefined) return undefined;
    const entry: Visit = { file, imports: importPaths(file), next: 0, index: seen.size, low: seen.size, open: true };
    seen.set(at, entry);
    open.push(entry);
    work.push(entry);
    return entry;
  };
  visit(path);
  for (let top = work.at(-1); top !== undefined; top = work.at(-1)) {
    const target = top.imports[top.next++];
    if (target !== undefined) {
      const known = seen.get(target);
      if (known === undefined) visit(target);
      else if (known.open) top.low = Math.min(top.low, known.index);
      continue;
    }
    work.pop();
    const importer = work.at(-1);
    if (importer !== undefined) importer.low = Math.min(importer.low, top.low);
    if (top.low === top.index) groups.push(closeGroup(open, top));
  }
  return groups;
}

/**
 * The shortest way along imports inside `group` (by path) from `from` to `to`, both included; of a self-import: the file
 * twice. Undefined where it is not among the nearest files: nobody reads a longer way, and there is one for each file.
 */
export function importChain(
  group: ReadonlyMap<string, DeclaredFile>,
  from: DeclaredFile,
  to: DeclaredFile,
): string[] | undefined {
  const cameFrom = new Map<DeclaredFile, DeclaredFile>();
  const queue = [from];
  for (const file of queue) {
    for (const path of importPaths(file)) {
      const next = group.get(path);
      if (next === undefined || cameFrom.has(next)) continue;
      cameFrom.set(next, file);
      queue.push(next);
    }
    if (cameFrom.has(to)) break;
    if (cameFrom.size > nearest) return undefined;
  }
  const chain = [to.path];
  for (let at = cameFrom.get(to); at !== undefined && at !== from; at = cameFrom.get(at)) chain.push(at.path);
  chain.push(from.path);
  return chain.reverse();
}

const nearest = 500;

/** The paths a file imports, in the order of the text. */
function importPaths(file: DeclaredFile): string[] {
  return file.imports.flatMap(node => (node.path === undefined ? [] : [node.path.text]));
}

interface Visit {
  readonly file: DeclaredFile;
  readonly imports: readonly string[];
  next: number;
  readonly index: number;
  low: number;
  open: boolean;
}

function closeGroup(open: Visit[], first: Visit): DeclaredFile[] {
  const members = open.splice(open.indexOf(first));
  for (const member of members) member.open = false;
  return members.map(member => member.file);
}
