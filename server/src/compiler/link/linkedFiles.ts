import type { DeclaredFile } from "./declarations.ts";
import { type DeclaredFiles, importChain, linkOrder } from "./importGraph.ts";
import type { LinkedFile } from "./linkedFile.ts";
import { type ImportTarget, linkFile } from "./linkFile.ts";

/** Links files and what they import on first use. An import inside a cycle of files leads nowhere, and is reported. */
export function linkedFiles(files: DeclaredFiles): (path: string) => LinkedFile | undefined {
  const linked = new Map<string, LinkedFile>();
  return path => {
    const known = linked.get(path);
    if (known !== undefined) return known;
    for (const group of linkOrder(path, files, at => linked.has(at))) {
      const groupLinks = group.map(file => linkFile(file, targetsOf(file, group, linked)));
      for (const file of groupLinks) linked.set(file.declared.path, file);
    }
    return linked.get(path);
  };
}

function targetsOf(
  file: DeclaredFile,
  group: readonly DeclaredFile[],
  linked: ReadonlyMap<string, LinkedFile>,
): ImportTarget[] {
  return file.imports.map(node => {
    const path = node.path?.text;
    const inGroup = path === undefined ? undefined : group.find(one => one.path === path);
    if (inGroup === undefined) return path === undefined ? undefined : linked.get(path);
    return { cycle: [file.path, ...importChain(group, inGroup, file)] };
  });
}
