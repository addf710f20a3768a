// The `breaking:` section of `buf.yaml`: which rules count for the files of a module, and where they do not. Version v2
// has one for all modules, in the place of which a module may have its own; v1 and v1beta1 are of one module.
import {
  missingVersion,
  notAList,
  notAMap,
  outsideOfFolder,
  removedId,
  unknownId,
  unknownVersion,
} from "./configProblems.ts";
import type { Ignored } from "./ignored.ts";
import { type ConfigVersion, categories, categoriesOf, type Rule } from "./rule.ts";
import { replacedRules, rules, rulesIn } from "./rules.ts";

/** What counts for the files of one module. */
export interface ModuleRules {
  /** Its folder, relative to that of `buf.yaml`; empty where it is the same. */
  readonly folder: string;
  readonly rules: readonly Rule[];
  readonly ignored: Ignored;
}

/** What a `buf.yaml` says. */
export interface BreakingConfig {
  readonly version: ConfigVersion;
  /** At least one. */
  readonly modules: readonly ModuleRules[];
  /** What is wrong with it, in words; buf does not run then. */
  readonly problems: readonly string[];
}

/** Reads a parsed `buf.yaml`; undefined, where there is none, is as an empty one of the latest version. */
export function breakingConfig(yaml: unknown): BreakingConfig {
  const problems: string[] = [];
  const version = versionOf(yaml, problems);
  const modules = foldersOf(yaml, version).map(({ folder, own }) =>
    moduleRules({ folder, version, section: own ?? property(yaml, "breaking"), isShared: own === undefined, problems }),
  );
  return { version, modules, problems: [...new Set(problems)] };
}

function versionOf(yaml: unknown, problems: string[]): ConfigVersion {
  const version = property(yaml, "version");
  if (version === "v1" || version === "v1beta1" || version === "v2") return version;
  const isThere = yaml !== undefined && yaml !== null;
  if (isThere) problems.push(version === undefined ? missingVersion : unknownVersion(version));
  return "v2";
}

interface ModuleFolder {
  readonly folder: string;
  /** Its own section, where it has one. */
  readonly own: unknown;
}

function foldersOf(yaml: unknown, version: ConfigVersion): readonly ModuleFolder[] {
  const modules = property(yaml, "modules");
  if (version === "v2" && Array.isArray(modules) && modules.length > 0) {
    return modules.map(one => ({ folder: normal(property(one, "path")) ?? "", own: property(one, "breaking") }));
  }
  const roots = version === "v1beta1" ? property(property(yaml, "build"), "roots") : undefined;
  const folders = Array.isArray(roots) && roots.length > 0 ? roots.map(one => normal(one) ?? "") : [""];
  return folders.map(folder => ({ folder, own: undefined }));
}

interface Section {
  readonly folder: string;
  readonly version: ConfigVersion;
  readonly section: unknown;
  /** Whether other modules have it too, so that paths of theirs may stand in it. */
  readonly isShared: boolean;
  readonly problems: string[];
}

function moduleRules(given: Section): ModuleRules {
  const { folder, version, section, problems } = given;
  const ids = (key: string) =>
    textsOf(section, key, problems).flatMap(id => knownRules(id, version, key, problems).map(rule => rule.id));
  const use = textsOf(section, "use", problems).length > 0 ? ids("use") : rulesIn("FILE", version).map(rule => rule.id);
  const except = ids("except");
  const pathsOfRules = new Map<string, string[]>();
  const only = property(section, "ignore_only");
  if (only !== undefined && only !== null && (typeof only !== "object" || Array.isArray(only))) {
    problems.push(notAMap("ignore_only"));
  }
  for (const id of Object.keys(typeof only === "object" && only !== null ? only : {})) {
    const paths = pathsOf(only, id, given);
    for (const rule of knownRules(id, version, "ignore_only", problems)) {
      pathsOfRules.set(rule.id, [...(pathsOfRules.get(rule.id) ?? []), ...paths]);
    }
  }
  return {
    folder,
    rules: rules.filter(rule => use.includes(rule.id) && !except.includes(rule.id)),
    ignored: {
      paths: pathsOf(section, "ignore", given),
      pathsOfRules,
      unstablePackages: isTrue(property(section, "ignore_unstable_packages")),
    },
  };
}

/** The rules of a rule's id, former ids included, or of a category's. */
function knownRules(id: string, version: ConfigVersion, key: string, problems: string[]): readonly Rule[] {
  const ids = replacedRules(version).get(id) ?? [id];
  const category = categories.find(one => one === id && rulesIn(one, version).length > 0);
  const found =
    category === undefined
      ? rules.filter(rule => ids.includes(rule.id) && categoriesOf(rule, version).length > 0)
      : rulesIn(category, version);
  if (found.length === 0 && ids.length > 0) problems.push(wrongId(id, version, key));
  return found;
}

function wrongId(id: string, version: ConfigVersion, key: string): string {
  const replaced = replacedRules("v1").get(id);
  return version === "v2" && replaced !== undefined ? removedId(id, replaced, key) : unknownId(id, version, key);
}

/** Relative to the module. */
function pathsOf(value: unknown, key: string, { folder, version, isShared, problems }: Section): readonly string[] {
  const base = version === "v2" ? folder : "";
  const paths: string[] = [];
  for (const written of textsOf(value, key, problems)) {
    const path = normal(written);
    if (path === undefined) problems.push(outsideOfFolder(written, key));
    else if (base === "" || path === base) paths.push(path === base ? "" : path);
    else if (path.startsWith(`${base}/`)) paths.push(path.slice(base.length + 1));
    else if (!isShared) problems.push(outsideOfFolder(written, key));
  }
  return paths;
}

/** A path without `.` and empty parts; undefined of what is none, or leads out. */
function normal(path: unknown): string | undefined {
  if (typeof path !== "string" || path.startsWith("/")) return undefined;
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}

function textsOf(value: unknown, key: string, problems: string[]): readonly string[] {
  const list = property(value, key);
  if (list === undefined || list === null) return [];
  if (Array.isArray(list) && list.every(one => typeof one === "string")) return list;
  problems.push(notAList(key));
  return [];
}

// A reader of plain files gives words for what they are.
function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}

function property(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}
