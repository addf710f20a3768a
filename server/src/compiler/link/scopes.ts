// Names seen from one file, and protobuf's way through the scopes: like C++, innermost first, and when the first part
// of a dotted name is found the rest must be there too (`LookupSymbolNoPlaceholder` in protoc's descriptor.cc).
import type { Declaration, DeclaredFile } from "./declarations.ts";

/** What one file sees: itself and some other files. */
export interface VisibleNames {
  readonly own: DeclaredFile;
  readonly others: readonly DeclaredFile[];
  /** The other files by package, each in the order in which it is seen. */
  readonly byPackage: () => ReadonlyMap<string, readonly DeclaredFile[]>;
  /** Every package of those files, with the packages around it. */
  readonly packages: () => ReadonlySet<string>;
  /** What has been looked up already: full names in the other files, and names as seen from the package. */
  readonly memory: {
    readonly full: Map<string, Meaning | undefined>;
    readonly types: Map<string, Lookup>;
    readonly any: Map<string, Lookup>;
  };
}

export type Meaning = Declaration | PackageMeaning;

export interface PackageMeaning {
  readonly kind: "package";
  readonly fullName: string;
}

export type Lookup =
  | { readonly kind: "found"; readonly meaning: Meaning }
  /** `first`: where the first part of the name was found, so that the search ended; `expected`: what is not there. */
  | { readonly kind: "lost"; readonly first: Meaning | undefined; readonly expected: string };

/** The names that `own` sees when it sees `others`. */
export function visibleNames(own: DeclaredFile, others: readonly DeclaredFile[]): VisibleNames {
  let known: ReadonlySet<string> | undefined;
  const packages = () => {
    known ??= packagesOf([own, ...others]);
    return known;
  };
  let grouped: ReadonlyMap<string, readonly DeclaredFile[]> | undefined;
  const byPackage = () => {
    grouped ??= filesByPackage(others);
    return grouped;
  };
  return { own, others, byPackage, packages, memory: { full: new Map(), types: new Map(), any: new Map() } };
}

function filesByPackage(files: readonly DeclaredFile[]): ReadonlyMap<string, readonly DeclaredFile[]> {
  const grouped = new Map<string, DeclaredFile[]>();
  for (const file of files) {
    const known = grouped.get(file.packageName);
    if (known === undefined) grouped.set(file.packageName, [file]);
    else known.push(file);
  }
  return grouped;
}

function packagesOf(files: readonly DeclaredFile[]): ReadonlySet<string> {
  const packages = new Set<string>();
  for (const { packageName } of files) {
    for (let name = packageName; name !== "" && !packages.has(name); name = outer(name)) packages.add(name);
  }
  return packages;
}

/** Lets go of what was remembered of looking up. */
export function forgetNames({ memory }: VisibleNames): void {
  memory.full.clear();
  memory.types.clear();
  memory.any.clear();
}

/** What a full name (no leading dot) means among `names`. */
export function findName(names: VisibleNames, fullName: string): Meaning | undefined {
  const own = names.own.byName.get(fullName);
  if (own !== undefined) return own;
  const { full } = names.memory;
  const known = full.get(fullName);
  if (known !== undefined || full.has(fullName)) return known;
  const found = findElsewhere(names, fullName);
  full.set(fullName, found);
  return found;
}

function findElsewhere(names: VisibleNames, fullName: string): Meaning | undefined {
  const found = names.others.length > many ? declaredAmongMany(names, fullName) : declaredIn(names.others, fullName);
  if (found !== undefined) return found;
  return names.packages().has(fullName) ? { kind: "package", fullName } : undefined;
}

function declaredIn(files: readonly DeclaredFile[], fullName: string): Declaration | undefined {
  for (const file of files) {
    const found = file.byName.get(fullName);
    if (found !== undefined) return found;
  }
  return undefined;
}

const many = 50;

// A name stands in a file of one of the packages around it. Thousands of others need not be asked for each name.
function declaredAmongMany(names: VisibleNames, fullName: string): Declaration | undefined {
  for (let at = outer(fullName); ; at = outer(at)) {
    const found = declaredIn(names.byPackage().get(at) ?? [], fullName);
    if (found !== undefined || at === "") return found;
  }
}

/**
 * What `name`, written inside `scope` (a full name, empty at the top), means. `types` passes over fields, services and
 * the like on the way out, as for the type of a field; `any` stops at the first thing of that name.
 */
export function lookUp(names: VisibleNames, name: string, scope: string, wanted: "types" | "any"): Lookup {
  if (name.startsWith(".")) {
    const fullName = name.slice(1);
    const meaning = findName(names, fullName);
    return meaning === undefined ? { kind: "lost", first: undefined, expected: fullName } : { kind: "found", meaning };
  }
  const dot = name.indexOf(".");
  const firstPart = dot < 0 ? name : name.slice(0, dot);
  const { own, memory } = names;
  // Inside its own messages and services nobody but the file itself declares anything, and most of it is no type.
  const { packageName } = own;
  if (scope.length > packageName.length && ((wanted === "any" && dot < 0) || own.innerTypes.has(firstPart))) {
    for (let at = scope; at.length > packageName.length; at = outer(at)) {
      const found = lookUpAt(names, { name, firstPart, wanted }, at);
      if (found !== undefined) return found;
    }
  }
  const known = memory[wanted].get(name);
  if (known !== undefined) return known;
  const found = lookUpOutside(names, { name, firstPart, wanted });
  memory[wanted].set(name, found);
  return found;
}

interface Wanted {
  readonly name: string;
  readonly firstPart: string;
  readonly wanted: "types" | "any";
}

function lookUpOutside(names: VisibleNames, wanted: Wanted): Lookup {
  for (let at = names.own.packageName; ; at = outer(at)) {
    const found = lookUpAt(names, wanted, at);
    if (found !== undefined) return found;
    if (at === "") return { kind: "lost", first: undefined, expected: wanted.name };
  }
}

/** What the name means at one of the scopes, undefined where the search goes on outward. */
function lookUpAt(names: VisibleNames, { name, firstPart, wanted }: Wanted, at: string): Lookup | undefined {
  const start = at === "" ? "" : `${at}.`;
  const first = findInScope(names, at, start + firstPart);
  if (first === undefined) return undefined;
  if (name === firstPart) return wanted === "any" || isType(first) ? { kind: "found", meaning: first } : undefined;
  if (!isAggregate(first)) return undefined;
  const expected = start + name;
  const meaning = findName(names, expected);
  return meaning === undefined ? { kind: "lost", first, expected } : { kind: "found", meaning };
}

/**
 * The shortest way to write the full name `target` inside `scope` so that it means just that; where it is not visible
 * yet: what will mean it once it is.
 */
export function nameFor(names: VisibleNames, target: string, scope: string): string {
  const parts = target.split(".");
  for (let from = parts.length - 1; from >= 0; from--) {
    const name = parts.slice(from).join(".");
    const found = lookUp(names, name, scope, "types");
    if (found.kind === "found" && found.meaning.fullName === target) return name;
    if (found.kind === "lost" && found.expected === target && from === 0) return name;
  }
  return `.${target}`;
}

/** `a.b` for `a.b.c`, empty for `a`. */
export function outer(fullName: string): string {
  return fullName.slice(0, Math.max(0, fullName.lastIndexOf(".")));
}

function findInScope(names: VisibleNames, scope: string, fullName: string): Meaning | undefined {
  return scope.length > names.own.packageName.length ? names.own.byName.get(fullName) : findName(names, fullName);
}

function isType(meaning: Meaning): boolean {
  return meaning.kind === "message" || meaning.kind === "enum";
}

function isAggregate(meaning: Meaning): boolean {
  return isType(meaning) || meaning.kind === "package" || meaning.kind === "service";
}
