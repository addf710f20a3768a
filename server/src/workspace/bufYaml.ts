import { joinUri, parentUri } from "./uri.ts";

/** Names of the files that say where modules are. */
export const bufFiles: readonly string[] = ["buf.yaml", "buf.work.yaml"];

/**
 * The folders that imports are relative to, as a `buf.yaml` (v1beta1, v1: its own folder or `build.roots`; v2:
 * `modules[].path`) or a `buf.work.yaml` (`directories`) says. A file that cannot be read says nothing.
 */
export async function bufModules(uri: string, text: string): Promise<readonly string[]> {
  const folder = parentUri(uri);
  if (folder === undefined) return [];
  // The YAML reader is a third of the server: it is loaded when the first such file is met.
  const { parse } = await import("yaml");
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    // Half-typed YAML; the folder of the file is still the best guess.
    return uri.endsWith("buf.work.yaml") ? [] : [folder];
  }
  const paths = uri.endsWith("buf.work.yaml") ? strings(property(value, "directories")) : modulePaths(value);
  return paths.map(path => joinUri(folder, path));
}

function modulePaths(value: unknown): readonly string[] {
  const modules = property(value, "modules");
  if (Array.isArray(modules)) {
    const paths = modules.map(module => property(module, "path")).map(path => (typeof path === "string" ? path : "."));
    if (paths.length > 0) return paths;
  }
  const roots = strings(property(property(value, "build"), "roots"));
  return roots.length > 0 ? roots : ["."];
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(one => typeof one === "string") : [];
}
