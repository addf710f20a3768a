import type { Declaration, EnumDeclaration, MessageDeclaration } from "../../compiler/link/declarations.ts";
import { scalarTypes } from "../../compiler/link/declarations.ts";
import { importEdit } from "../../compiler/link/importEdit.ts";
import { lookUp, nameFor } from "../../compiler/link/scopes.ts";
import { wellKnownTypes } from "../../compiler/link/wellKnownTypes.ts";
import type { FileOutline, OutlineSymbol } from "../../workspace/outline.ts";
import { bundledPath } from "../../workspace/uri.ts";
import { isDeprecated } from "../describeSymbol.ts";
import { lspRange } from "../lspRange.ts";
import { type Completing, Kind, matches, type Offer } from "./offer.ts";

// What is not imported is offered up to this many, the nearest packages first.
const mostUnimported = 50;

// What can be written as it is: of the file itself first, then of what it imports.
const mostKnown = 200;

/** The scalar types; of map keys, those that can be keys. */
export function scalarOffers(use: "field" | "mapKey"): Offer[] {
  const names = scalarTypes.filter(name => use === "field" || !["double", "float", "bytes"].includes(name));
  return names.map(label => ({ label, kind: Kind.Keyword, rank: 2 }));
}

export interface TypeOffers {
  readonly offers: readonly Offer[];
  /** Whether more would be offered for a longer word. */
  readonly isCut: boolean;
}

/** Message types (and enums, for fields) that can be written here; those of other files come with their import. */
export function typeOffers(completing: Completing, wanted: "message" | "messageOrEnum"): TypeOffers {
  const scope = scopeOf(completing);
  const known = visibleTypes(completing, wanted);
  const seen = new Set(known.map(one => one.fullName));
  const near: Offer[] = [];
  const typed = typedPart(completing);
  for (const one of known) {
    // However it is written, it is the end of its full name; to find out how takes longer.
    if (!matches(typed, one.fullName)) continue;
    const offer = knownOffer(completing, scope, one);
    if (isTyped(completing, offer)) near.push(offer);
    // With so many, a longer word is what helps.
    if (near.length === mostKnown) return { offers: near, isCut: true };
  }
  const far = unimportedOffers(completing, wanted, seen);
  return { offers: [...near, ...far.offers], isCut: far.isCut };
}

/** What was typed of the last part of a name. */
function typedPart({ place: { word } }: Completing): string {
  return word.slice(word.lastIndexOf(".") + 1);
}

/** The full name of the innermost message or service around the cursor, or the package. */
export function scopeOf({ linked, place }: Completing): string {
  const names = place.blocks
    .filter(block => block.kind === "message" || block.kind === "service")
    .map(({ name }) => name);
  return [linked.declared.packageName, ...names.reverse()].filter(part => part !== "").join(".");
}

type TypeDeclaration = MessageDeclaration | EnumDeclaration;

function visibleTypes({ linked }: Completing, wanted: "message" | "messageOrEnum"): readonly TypeDeclaration[] {
  const found: TypeDeclaration[] = [];
  for (const file of [linked, ...linked.visible]) {
    for (const one of file.declared.byName.values()) if (isWanted(one, wanted)) found.push(one);
  }
  return found;
}

function isWanted(one: Declaration, wanted: "message" | "messageOrEnum"): one is TypeDeclaration {
  return one.kind === "message" ? !one.isMapEntry : one.kind === "enum" && wanted === "messageOrEnum";
}

function knownOffer(completing: Completing, scope: string, one: TypeDeclaration): Offer {
  const { linked } = completing;
  return {
    label: one.name,
    fullName: one.fullName,
    text: written(completing, one.fullName, nameFor(linked.names, one.fullName, scope)),
    kind: one.kind === "message" ? Kind.Struct : Kind.Enum,
    description: one.fullName.slice(0, -one.name.length - 1),
    rank: one.file.path === linked.declared.path ? 1 : 2,
    deprecated: isDeprecated(one),
  };
}

// What was typed up to the last dot stays as it is, where the name can go on from there.
function written(completing: Completing, fullName: string, shortest: string): string {
  const { word } = completing.place;
  const qualifier = word.slice(0, word.lastIndexOf(".") + 1);
  if (qualifier === "" || shortest.startsWith(qualifier)) return shortest;
  if (qualifier.startsWith(".")) return `.${fullName}`;
  const found = lookUp(completing.linked.names, qualifier.slice(0, -1), scopeOf(completing), "any");
  const base = found.kind === "found" ? `${found.meaning.fullName}.` : qualifier;
  return fullName.startsWith(base) ? qualifier + fullName.slice(base.length) : shortest;
}

function isTyped({ place: { word } }: Completing, offer: Offer): boolean {
  const text = offer.text ?? offer.label;
  if (!word.includes(".")) return matches(word, offer.label) || matches(word, text);
  const qualifier = word.slice(0, word.lastIndexOf(".") + 1);
  return text.startsWith(qualifier) && matches(word.slice(qualifier.length), text.slice(qualifier.length));
}

function unimportedOffers(
  completing: Completing,
  wanted: "message" | "messageOrEnum",
  seen: ReadonlySet<string>,
): TypeOffers {
  const { place } = completing;
  const typed = typedPart(completing);
  const qualifier = place.word.slice(0, place.word.lastIndexOf(".") + 1);
  const sieve = new RegExp(typed, "gi");
  const offers: Offer[] = [];
  for (const file of nearestFirst(completing)) {
    if (qualifier === "" && isForFew(file)) continue;
    for (const row of file.outline.rowsWith(sieve)) {
      const kind = file.outline.kindOf(row);
      if (kind !== "message" && (kind !== "enum" || wanted === "message")) continue;
      const symbol = file.outline.symbol(row);
      if (seen.has(symbol.fullName) || !matches(typed, symbol.name)) continue;
      if (qualifier !== "" && !`.${symbol.fullName}`.includes(`.${qualifier.replace(/^\./, "")}`)) continue;
      const offer = unimportedOffer(completing, file, symbol);
      if (offer === undefined || !isTyped(completing, offer)) continue;
      if (offers.length === mostUnimported) return { offers, isCut: true };
      offers.push(offer);
    }
  }
  return { offers, isCut: false };
}

function nearestFirst({ snapshot, uri, linked }: Completing): readonly FileOutline[] {
  const { packageName } = linked.declared;
  const distances = new Map<string, number>();
  const byDistance: FileOutline[][] = [];
  for (const file of snapshot.outlinesBeside(uri)) {
    const other = file.outline.packageName;
    const distance = distances.get(other) ?? packageDistance(packageName, other);
    distances.set(other, distance);
    const files = byDistance[distance];
    if (files === undefined) byDistance[distance] = [file];
    else files.push(file);
  }
  return byDistance.flat();
}

// Of the bundled files most describe protos or servers themselves; they are offered to those who write their package.
function isForFew({ uri }: FileOutline): boolean {
  const path = bundledPath(uri);
  if (path === undefined || path.startsWith("google/type/") || path === "google/rpc/status.proto") return false;
  return !Object.values(wellKnownTypes).includes(path);
}

function unimportedOffer(completing: Completing, file: FileOutline, symbol: OutlineSymbol): Offer | undefined {
  const { snapshot, uri, linked, source } = completing;
  const path = snapshot.importPath(uri, file.uri);
  if (path === undefined || path === linked.declared.path) return undefined;
  // The heading of a file does not move.
  const edit = importEdit(linked.declared, path);
  return {
    label: symbol.name,
    fullName: symbol.fullName,
    text: written(completing, symbol.fullName, nameWhenImported(completing, symbol.fullName)),
    kind: symbol.kind === "message" ? Kind.Struct : Kind.Enum,
    description: symbol.fullName.slice(0, -symbol.name.length - 1),
    detail: `import "${path}"`,
    rank: 5,
    ...(edit === undefined ? {} : { edits: [{ range: lspRange(source, edit.span), newText: edit.newText }] }),
  };
}

/** How a type that is not visible yet can be written once its file is imported. */
function nameWhenImported(completing: Completing, fullName: string): string {
  const { linked } = completing;
  const scope = scopeOf(completing);
  const { packageName } = linked.declared;
  if (packageName !== "" && fullName.startsWith(`${packageName}.`)) {
    const rest = fullName.slice(packageName.length + 1);
    const found = lookUp(linked.names, rest, scope, "types");
    if (found.kind === "lost" && found.first === undefined) return rest;
  }
  const found = lookUp(linked.names, fullName, scope, "types");
  const isPlain = found.kind === "lost" && (found.first === undefined || found.expected === fullName);
  return isPlain ? fullName : `.${fullName}`;
}

// 0 for the same package; the fewer parts two packages share, the farther.
function packageDistance(own: string, other: string): number {
  const [a, b] = [own.split("."), other.split(".")];
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  return a.length - shared + b.length - shared;
}
