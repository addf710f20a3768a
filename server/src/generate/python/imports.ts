import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { quoted } from "./escape.ts";
import { isImportable, moduleAlias, moduleName } from "./names.ts";

/** How generated modules find each other. */
export interface ImportStyle {
  readonly kind: "absolute" | "relative";
  /** Python package that the output folder is, with a dot at its end; empty where it is on the path itself. */
  readonly prefix: string;
  /** Paths of the files that are generated together. */
  readonly targets: ReadonlySet<string>;
}

/** A statement that makes the module of `path` known as `alias` in the module of `from`. */
export function importStatement(path: string, alias: string, from: FileDescriptorProto, style: ImportStyle): string {
  const module = moduleName(path);
  if (!isImportable(module)) {
    const relative = isRelative(path, style);
    const name = relative ? relativeModule(path, from.name) : fullModuleName(path, style);
    return `${alias} = importlib.import_module(${quoted(name)}${relative ? ", __package__" : ""})`;
  }
  const full = isRelative(path, style) ? relativeModule(path, from.name) : fullModuleName(path, style);
  const lastDot = full.lastIndexOf(".");
  if (lastDot < 0) return `import ${full} as ${alias}`;
  // The dots of a relative package are kept whole: `from . import x`, `from ..b import x`.
  const parent = /^\.+$/.test(full.slice(0, lastDot + 1)) ? full.slice(0, lastDot + 1) : full.slice(0, lastDot);
  return `from ${parent} import ${full.slice(lastDot + 1)} as ${alias}`;
}

/** The module of `path` as it is imported from outside, with the prefix of the output folder. */
export function fullModuleName(path: string, style: ImportStyle): string {
  return (isElsewhere(path, style) ? "" : style.prefix) + moduleName(path);
}

/** The module of `path` as the module of `from` writes it after `from`. */
export function importedModule(path: string, from: FileDescriptorProto, style: ImportStyle): string {
  return isRelative(path, style) ? relativeModule(path, from.name) : fullModuleName(path, style);
}

/** The alias of a file's module, which does not depend on the style, so that modules find each other's aliases. */
export function aliasOf(path: string): string {
  return moduleAlias(moduleName(path));
}

/** Whether an import statement cannot name the module. */
export function needsImportlib(path: string): boolean {
  return !isImportable(moduleName(path));
}

function isRelative(path: string, style: ImportStyle): boolean {
  return style.kind === "relative" && !isElsewhere(path, style);
}

// google/protobuf comes with the runtime, google/api and its like with googleapis-common-protos.
function isElsewhere(path: string, style: ImportStyle): boolean {
  return path.startsWith("google/protobuf/") || (path.startsWith("google/") && !style.targets.has(path));
}

function relativeModule(path: string, from: string): string {
  const target = moduleName(path).split(".");
  const here = moduleName(from).split(".").slice(0, -1);
  let shared = 0;
  while (shared < here.length && shared < target.length - 1 && here[shared] === target[shared]) shared++;
  return ".".repeat(here.length - shared + 1) + target.slice(shared).join(".");
}
