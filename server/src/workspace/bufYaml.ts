// What buf's files say: `buf.yaml` and `buf.work.yaml` of modules, `buf.lock` of what they depend on.
import type { BufModule, ImportPackage, PackagePlaces } from "./importConfig.ts";
import { isWithin, joinUri, parentUri } from "./uri.ts";
import { yamlValue } from "./yamlText.ts";

/** Names of the files that say where modules are. */
export const bufFiles: readonly string[] = ["buf.yaml", "buf.work.yaml"];

/**
 * The modules that a `buf.yaml` (v1beta1: its folder or `build.roots`; v1: its folder; v2: `modules`) or a
 * `buf.work.yaml` (`directories`) tells of. A file that cannot be read tells of none but its own folder.
 */
export async function bufModules(uri: string, text: string): Promise<readonly BufModule[]> {
  const folder = parentUri(uri);
  if (folder === undefined) return [];
  const value = await parsed(text);
  const isWork = uri.endsWith("buf.work.yaml");
  const scope = isWork || property(value, "version") === "v2" ? "workspace" : "module";
  const module = (path: string, excludes: readonly string[], includes: readonly string[]): BufModule => ({
    root: joinUri(folder, path),
    file: uri,
    scope,
    excludes: excludes.map(one => joinUri(folder, one)),
    includes: includes.map(one => joinUri(folder, one)),
  });
  const all = isWork
    ? strings(property(value, "directories")).map(path => module(path, [], []))
    : modulesOf(value).map(one => module(one.path, one.excludes, one.includes));
  // Buf takes no module from outside of its folder.
  return all.filter(one => isWithin(folder, one.root));
}

interface ModuleEntry {
  readonly path: string;
  /** Relative to the file, as `path` is. */
  readonly excludes: readonly string[];
  readonly includes: readonly string[];
}

function modulesOf(value: unknown): readonly ModuleEntry[] {
  const modules = property(value, "modules");
  if (Array.isArray(modules) && modules.length > 0) {
    return modules.map(one => {
      const path = property(one, "path");
      const [excludes, includes] = [strings(property(one, "excludes")), strings(property(one, "includes"))];
      return { path: typeof path === "string" ? path : ".", excludes, includes };
    });
  }
  const build = property(value, "build");
  const roots = strings(property(build, "roots"));
  const excludes = strings(property(build, "excludes"));
  return (roots.length > 0 ? roots : ["."]).map(path => ({ path, excludes, includes: [] }));
}

/**
 * Those of `modules` that count where `folders` are opened. Buf that is started in a folder takes a file above it only
 * where that is of a workspace, and one of its modules is the folder, holds it or is in it.
 */
export function modulesFor(folders: readonly string[], modules: readonly BufModule[]): readonly BufModule[] {
  const counts = (file: string) => {
    const home = parentUri(file) ?? file;
    const below = folders.filter(folder => folder !== home && isWithin(home, folder));
    if (below.length === 0 || folders.some(folder => isWithin(folder, home))) return true;
    const own = modules.filter(one => one.file === file && one.scope === "workspace");
    return own.some(({ root }) => below.some(folder => isWithin(root, folder) || isWithin(folder, root)));
  };
  const counting = new Set([...new Set(modules.map(one => one.file))].filter(counts));
  return modules.filter(one => counting.has(one.file));
}

/** The modules of a `buf.lock` that lie in buf's cache. */
export async function bufDependencies(
  uri: string,
  text: string,
  places: PackagePlaces,
): Promise<readonly ImportPackage[]> {
  const dependencies = property(await parsed(text), "deps");
  if (!Array.isArray(dependencies) || places.bufCache === undefined) return [];
  const { bufCache } = places;
  return dependencies.flatMap((dependency): ImportPackage[] => {
    const name = moduleName(dependency);
    const commit = property(dependency, "commit");
    if (name === undefined || typeof commit !== "string" || !/^\w+$/.test(commit)) return [];
    for (const folder of cacheFolders(name, commit, property(dependency, "digest"))) {
      const root = joinUri(bufCache, folder);
      const names = places.names(root);
      const reason = { kind: "bufDependency", name, file: uri } as const;
      if (names.length > 0) return [{ root: { uri: root, reason }, prefix: "", names: new Set(names) }];
    }
    return [];
  });
}

// v2 of the lock file has one name, v1 and v1beta1 have it in three parts.
function moduleName(dependency: unknown): string | undefined {
  const whole = property(dependency, "name");
  const parts = ["remote", "owner", "repository"].map(part => property(dependency, part));
  const name = typeof whole === "string" ? whole : parts.join("/");
  return /^[\w-][\w.:-]*(?:\/[\w-][\w.-]*){2}$/.test(name) ? name : undefined;
}

// The caches of buf's releases since 1.28, then of those before 1.15. Between them files lay below their digests, and had
// no names.
function cacheFolders(name: string, commit: string, digest: unknown): readonly string[] {
  const told = typeof digest === "string" ? /^(\w+):/.exec(digest)?.[1] : undefined;
  const kinds = new Set([...(told === undefined ? [] : [told]), "b5", "b4", "shake256"]);
  const newer = [...kinds].map(kind => `v3/modules/${kind}/${name}/${commit}/files`);
  return [...newer, `v1/module/data/${name}/${commit}`];
}

async function parsed(text: string): Promise<unknown> {
  const read = await yamlValue(text);
  // Half-typed; what it says will be known when it is whole again.
  return read.kind === "value" ? read.value : undefined;
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(one => typeof one === "string") : [];
}
