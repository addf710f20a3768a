import { finished, type Steps } from "../text/steps.ts";
import type { DeclaredFile } from "./declarations.ts";
import { type DeclaredFiles, importChain, linkOrder } from "./importGraph.ts";
import type { LinkedFile } from "./linkedFile.ts";
import { type ImportTarget, linkSteps } from "./linkFile.ts";
import { SharedNames } from "./sharedNames.ts";

/** Files linked on first use, with what they import. */
export interface LinkedFiles {
  /** `names`: those of the files that were linked before, where they are kept. */
  readonly file: (path: string, names?: SharedNames) => LinkedFile | undefined;
  /** The same in steps, once the files are declared. */
  readonly fileSteps: (path: string, names?: SharedNames) => Steps<LinkedFile | undefined>;
  readonly forget: (path: string) => void;
}

/** Links files and what they import on first use. An import inside a cycle of files leads nowhere, and is reported. */
export function linkedFiles(files: DeclaredFiles): LinkedFiles {
  const linked = new Map<string, LinkedFile>();
  // Else each file would look through all that stands behind it for names that are there twice.
  const own = new SharedNames({ toldBy: "importers" });
  function* fileSteps(path: string, names?: SharedNames): Steps<LinkedFile | undefined> {
    const known = linked.get(path);
    if (known !== undefined) return known;
    for (const group of linkOrder(path, files, at => linked.has(at))) {
      const byPath = new Map(group.map(one => [one.path, one]));
      const groupLinks: LinkedFile[] = [];
      for (const one of group) groupLinks.push(yield* linkSteps(one, targetsOf(one, byPath, linked), names ?? own));
      for (const one of groupLinks) {
        linked.set(one.declared.path, one);
        if (names === undefined) own.add(one);
      }
    }
    return linked.get(path);
  }
  const file = (path: string, names?: SharedNames) => linked.get(path) ?? finished(fileSteps(path, names));
  return { file, fileSteps, forget: path => linked.delete(path) };
}

function targetsOf(
  file: DeclaredFile,
  group: ReadonlyMap<string, DeclaredFile>,
  linked: ReadonlyMap<string, LinkedFile>,
): ImportTarget[] {
  return file.imports.map(node => {
    const path = node.path?.text;
    const inGroup = path === undefined ? undefined : group.get(path);
    if (inGroup === undefined) return path === undefined ? undefined : linked.get(path);
    return { cycle: [file.path, ...(importChain(group, inGroup, file) ?? [inGroup.path, undefined, file.path])] };
  });
}
