import type { Finding } from "./compare.ts";
import { bufPlace } from "./places.ts";

/** Where findings do not count. */
export interface Ignored {
  /** Of files and folders, relative to the module; an empty one is the module. */
  readonly paths: readonly string[];
  /** The same for single rules, by their ids. */
  readonly pathsOfRules: ReadonlyMap<string, readonly string[]>;
  /** Whether nothing counts in packages as `a.v1beta1`. */
  readonly unstablePackages: boolean;
  /** Whether the earlier version tells what a finding rests on; absent where it tells all. */
  readonly isTold?: ((finding: Finding) => boolean) | undefined;
}

/** Whether a finding stands, now or before, where it does not count. The paths of files are those in the module. */
export function isIgnored(finding: Finding, ignored: Ignored): boolean {
  if (ignored.isTold?.(finding) === false) return true;
  const { rule, at, before } = finding;
  const paths = [...ignored.paths, ...(ignored.pathsOfRules.get(rule.id) ?? [])];
  const files = [bufPlace(at)?.file, before?.kind === "file" ? before : before?.file];
  return files.some(
    file =>
      file !== undefined &&
      ((ignored.unstablePackages && isUnstable(file.packageName)) || paths.some(path => isBelow(file.path, path))),
  );
}

function isBelow(file: string, path: string): boolean {
  return path === "" || file === path || file.startsWith(`${path}/`);
}

/** Whether the last part of a package says that it may still change: `a.v1beta1`, `a.v1p1alpha2`, `a.v1test`. */
export function isUnstable(packageName: string): boolean {
  return /\.v0*[1-9]\d*((p0*[1-9]\d*)?(alpha|beta)(0*[1-9]\d*)?|test.*)$/.test(packageName);
}
