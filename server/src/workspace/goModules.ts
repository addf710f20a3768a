// Go's modules: which of them a `go.mod` requires, and where they lie.
import type { ImportPackage, PackagePlaces } from "./importConfig.ts";
import { packageFolders } from "./packageFolders.ts";
import { absoluteUri, joinUri, parentUri } from "./uri.ts";

/**
 * The module of a `go.mod` itself, which its own files are imported by (`github.com/org/repo/api/a.proto`), and those it
 * requires: where `replace` has them, in `vendor`, or in Go's module cache.
 */
export function goPackages(uri: string, text: string, places: PackagePlaces): readonly ImportPackage[] {
  const folder = parentUri(uri);
  if (folder === undefined) return [];
  const module = goFile(text);
  return packagesOf(uri, module, replacements(folder, module, places), places);
}

/** The same of the modules that a `go.work` uses; what it replaces counts before what they do. */
export function goWorkspacePackages(uri: string, text: string, places: PackagePlaces): readonly ImportPackage[] {
  const folder = parentUri(uri);
  if (folder === undefined) return [];
  const work = goFile(text);
  const used = work.used.flatMap(path => {
    const place = localFolder(folder, path);
    if (place === undefined) return [];
    const file = joinUri(place, "go.mod");
    const module = places.text(file);
    return module === undefined ? [] : [{ file, place, module: goFile(module) }];
  });
  const replaced = [...replacements(folder, work, places)];
  return used.flatMap(({ file, place, module }) =>
    packagesOf(file, module, new Map([...replacements(place, module, places), ...replaced]), places),
  );
}

function packagesOf(
  uri: string,
  { module, required }: GoFile,
  replaced: Replacements,
  places: PackagePlaces,
): readonly ImportPackage[] {
  const folder = parentUri(uri) ?? uri;
  const own = module === undefined ? [] : prefixesOf(module);
  const found = own.map((prefix): ImportPackage => {
    const reason = { kind: "goModule", name: module ?? "", version: "", file: uri } as const;
    return { root: { uri: folder, reason }, prefix, names: undefined };
  });
  const vendored = joinUri(folder, "vendor");
  const isVendored = places.names(vendored).includes("modules.txt");
  for (const [name, version] of required) {
    const replacement = replaced.get(`${name}@${version}`) ?? replaced.get(name);
    const at = replacement ?? { place: cachedFolder(name, version, places), version };
    const reason = { kind: "goModule", name, version: at.version, file: uri } as const;
    const copy = isVendored && isCacheName(name) ? joinUri(vendored, name) : undefined;
    for (const place of [copy, at.place]) {
      if (place !== undefined) found.push(...packageFolders(place, reason, prefixesOf(name), places));
    }
  }
  return found;
}

/** `name` or `name@version` to what stands in for it; `place` is undefined where that may not be looked at. */
type Replacements = ReadonlyMap<string, { readonly place: string | undefined; readonly version: string }>;

function replacements(folder: string, { replaced }: GoFile, places: PackagePlaces): Replacements {
  const placed = [...replaced].map(([name, { path, version }]) => {
    const place = version === "" ? localFolder(folder, path) : cachedFolder(path, version, places);
    return [name, { place, version }] as const;
  });
  return new Map(placed);
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

/** What a `go.mod` or a `go.work` says. */
interface GoFile {
  readonly module: string | undefined;
  /** Name to version. */
  readonly required: ReadonlyMap<string, string>;
  /** `name` or `name@version` to what stands in for it; without a version that is a path on the disk. */
  readonly replaced: ReadonlyMap<string, { readonly path: string; readonly version: string }>;
  /** Folders of modules. */
  readonly used: readonly string[];
}

function goFile(text: string): GoFile {
  let module: string | undefined;
  const required = new Map<string, string>();
  const replaced = new Map<string, { path: string; version: string }>();
  const used: string[] = [];
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
      if (verb === "use") used.push(name);
      if (verb === "require") required.set(name, version);
      if (verb === "replace" && arrow > 0) {
        const [path = "", instead = ""] = rest.slice(arrow + 1);
        replaced.set(arrow === 1 ? name : `${name}@${version}`, { path, version: instead });
      }
    }
  }
  return { module, required, replaced, used };
}

function unquoted(word: string): string {
  return /^["`]/.test(word) ? word.slice(1, -1) : word;
}
