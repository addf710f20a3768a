import { enumsSeen } from "./shapeOfLinked.ts";
import type { FileShape, Version } from "./shapes.ts";

/**
 * A version that is all of `files`, by the paths that they are paired by. `packages`: those of files that are left out;
 * `enumOf`: where enums are found that these files do not see.
 */
export function versionOf(
  files: ReadonlyMap<string, FileShape>,
  { packages = [], enumOf }: { readonly packages?: Iterable<string>; readonly enumOf?: Version["enumOf"] } = {},
): Version {
  const all = [...files.values()];
  return {
    files,
    packages: new Set([...packages, ...all.map(one => one.packageName)]),
    declares: (packageName, kind) => all.some(one => one.packageName === packageName && one[kind].length > 0),
    enumOf: enumOf ?? enumsSeen(all),
  };
}
