// Go's modules: which of them a `go.mod` requires, and where they lie.
import type { ImportPackage, PackagePlaces } from "./importConfig.ts";
import { packageFolders } from "./packageFolders.ts";
import { absoluteUri, joinUri, parentUri } from "./uri.ts";

/**
 * The module of a `go.mod` itself, which its own files are imported by (`github.com/org/repo/api/a.proto`), and those it
 * requires, in Go's module cache or where `replace` has them.
 */
export function goPackages(uri: string, text: string, places: PackagePlaces): readonly ImportPackage[] {
  const folder = parentUri(uri);
  if (folder === undefined) return [];
  const { module, required, replaced } = goModule(text);
  const own = module === undefined ? [] : prefixesOf(module);
  const found = own.map((prefix): ImportPackage => {
    const reason = { kind: "goModule", name: module ?? "", version: "", file: uri } as const;
    return { root: { uri: folder, reason }, prefix, names: undefined };
  });
  for (const [name, version] of required) {
    const replacement = replaced.get(`${name}@${version}`) ?? replaced.get(name);
    const at = replacement ?? { path: name, version };
    const place = at.version === "" ? localFolder(folder, at.path) : cachedFolder(at.path, at.version, places);
    if (place === undefined) continue;
    const reason = { kind: "goModule", name, version: at.version, file: uri } as const;
    found.push(...packageFolders(place, reason, prefixesOf(name), places));
  }
  return found;
}

// A module of a later major version is `github.com/org/repo/v2`, and its protos often stay where they were.
function prefixesOf(module: string): readonly string[] {
  const plain = module.replace(/\/v\d+$/, "");
  return plain === module ? [`${module}/`] : [`${module}/`, `${plain}/`];
}

// A path like `//host/share` would have the system ask another machine.
function localFolder(folder: string, path: string): string | undefined {
  if (/^\.\.?(?:[/\\]|$)/.test(path)) return joinUri(folder, path.replaceAll("\\", "/"));
  return /^(?:\/[^/\\]|[A-Za-z]:[/\\])/.test(path) ? absoluteUri(path) : undefined;
}

// A capital letter is written `!` and the small one in the cache, for disks that do not tell them apart.
function cachedFolder(path: string, version: string, places: PackagePlaces): string | undefined {
  if (places.goModules === undefined || !isCacheName(path) || !isCacheName(version)) return undefined;
  const name = `${path}@${version}`.replace(/[A-Z]/g, letter => `!${letter.toLowerCase()}`);
  return joinUri(places.goModules, name);
}

function isCacheName(name: string): boolean {
  return /^[\w.~!+-]+(?:\/[\w.~!+-]+)*$/.test(name) && !name.split("/").some(part => /^\.+$/.test(part));
}

interface GoModule {
  readonly module: string | undefined;
  /** Name to version. */
  readonly required: ReadonlyMap<string, string>;
  /** `name` or `name@version` to what stands in for it; without a version that is a folder. */
  readonly replaced: ReadonlyMap<string, { readonly path: string; readonly version: string }>;
}

function goModule(text: string): GoModule {
  let module: string | undefined;
  const required = new Map<string, string>();
  const replaced = new Map<string, { path: string; version: string }>();
  let block = "";
  for (const line of text.split("\n")) {
    const words = (line.replace(/(?:^|\s)\/\/.*$/, "").match(/"[^"]*"|`[^`]*`|[^\s"`]+/g) ?? []).map(unquoted);
    if (words[0] === ")") block = "";
    else if (words[1] === "(") block = words[0] ?? "";
    else if (words.length > 0) {
      const [verb, ...rest] = block === "" ? words : [block, ...words];
      const arrow = rest.indexOf("=>");
      const [name = "", version = ""] = rest;
      if (verb === "module") module = name;
      if (verb === "require") required.set(name, version);
      if (verb === "replace" && arrow > 0) {
        const [path = "", instead = ""] = rest.slice(arrow + 1);
        replaced.set(arrow === 1 ? name : `${name}@${version}`, { path, version: instead });
      }
    }
  }
  return { module, required, replaced };
}

function unquoted(word: string): string {
  return /^["`]/.test(word) ? word.slice(1, -1) : word;
}
