// What is compared beside the files that were asked for: all that they import.
import type { TargetFile } from "./protoTree.ts";

/** A file of one side of a comparison. */
export type ComparedFile = Pick<TargetFile, "compilation" | "packageName" | "path" | "root" | "uri">;

/** Files of one side, by the paths that they are paired by. */
export type ComparedFiles = ReadonlyMap<string, ComparedFile>;

/** Whether what is only imported is compared. */
export type Imports = "compared" | "left out";

/** The files and, by their import paths, all others that they import or that these do. */
export function withImports(files: ComparedFiles): ComparedFiles {
  const all = new Map(files);
  const seen = new Set([...files.values()].map(one => one.uri));
  // A map that is walked gives also what is added meanwhile.
  for (const { compilation, path: importing, root } of all.values()) {
    for (const path of root.importsOf(importing) ?? []) {
      const uri = root.uriOf(path);
      if (uri === undefined || seen.has(uri) || all.has(path)) continue;
      seen.add(uri);
      all.set(path, { compilation, packageName: root.packageOf(path) ?? "", path, root, uri });
    }
  }
  return all;
}
