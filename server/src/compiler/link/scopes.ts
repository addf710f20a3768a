// Names seen from one file, and protobuf's way through the scopes: like C++, innermost first, and when the first part
// of a dotted name is found the rest must be there too (`LookupSymbolNoPlaceholder` in protoc's descriptor.cc).
import type { Declaration, DeclaredFile } from "./declarations.ts";

/** What one file sees: itself and some other files. */
export interface VisibleNames {
  readonly own: DeclaredFile;
  readonly others: readonly DeclaredFile[];
  /** Every package of those files, with the packages around it. */
  readonly packages: ReadonlySet<string>;
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
  const packages = new Set<string>();
  for (const file of [own, ...others]) {
    for (let name = file.packageName; name !== "" && !packages.has(name); name = outer(name)) packages.add(name);
  }
  return { own, others, packages };
}

/** What a full name (no leading dot) means among `names`. */
export function findName(names: VisibleNames, fullName: string): Meaning | undefined {
  const own = names.own.byName.get(fullName);
  if (own !== undefined) return own;
  for (const file of names.others) {
    const found = file.byName.get(fullName);
    if (found !== undefined) return found;
  }
  return names.packages.has(fullName) ? { kind: "package", fullName } : undefined;
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
  for (let at = scope; ; at = outer(at)) {
    const start = at === "" ? "" : `${at}.`;
    const first = findInScope(names, at, start + firstPart);
    if (first !== undefined) {
      if (dot < 0) {
        if (wanted === "any" || isType(first)) return { kind: "found", meaning: first };
      } else if (isAggregate(first)) {
        const expected = start + name;
        const meaning = findName(names, expected);
        return meaning === undefined ? { kind: "lost", first, expected } : { kind: "found", meaning };
      }
    }
    if (at === "") return { kind: "lost", first: undefined, expected: name };
  }
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

// Inside its own messages and services nobody but the file itself declares anything, so the other files are not asked.
function findInScope(names: VisibleNames, scope: string, fullName: string): Meaning | undefined {
  return scope.length > names.own.packageName.length ? names.own.byName.get(fullName) : findName(names, fullName);
}

function isType(meaning: Meaning): boolean {
  return meaning.kind === "message" || meaning.kind === "enum";
}

function isAggregate(meaning: Meaning): boolean {
  return isType(meaning) || meaning.kind === "package" || meaning.kind === "service";
}
