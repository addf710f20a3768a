// What became of a thing that the rules find gone: it has another number, another name, or stands elsewhere. Whoever
// wrote the change sees it standing there.
import type { Steps } from "../compiler/text/steps.ts";
import type { Finding } from "./compare.ts";
import { fileRenamed, movedTo, numberGiven, renamed, renumbered } from "./recognisedProblems.ts";
import type { Found, Place, VersionPair } from "./rule.ts";
import { partOf } from "./rule.ts";
import {
  type EnumShape,
  type FileShape,
  type MessageShape,
  type MethodShape,
  nestedName,
  type OneofShape,
  type ServiceShape,
  type Shape,
} from "./shapes.ts";
import type { Came, Similar } from "./similar.ts";

/** What a thing has become. */
export interface Became {
  readonly how: "renumbered" | "renamed" | "moved";
  readonly message: string;
  /** Where it is told, as far as that is not the place of the finding. */
  readonly at: Place | undefined;
  readonly now: Shape | undefined;
  /** Its full name now. */
  readonly fullName: string;
  /** Whether uses of it mean the same bytes as before: it holds all it held. */
  readonly isWhole: boolean;
}

/** Where a declaration is, among files that are not compared. */
export interface Elsewhere {
  readonly path: string;
  readonly packageName: string;
  readonly fullName: string;
}

/** What may be gone from a file. */
export type Gone = MessageShape | EnumShape | ServiceShape;

/** `elsewhere`: looks among files that are not compared. */
export interface Surroundings {
  readonly elsewhere?: (gone: Gone) => Elsewhere | undefined;
}

/** What became of what a finding is about; undefined where nothing is known of it. */
export function becameOf(
  { before, at, rule }: Finding,
  came: Came,
  surroundings: Surroundings = {},
): Became | undefined {
  const holder = at.kind === "part" ? at.shape : undefined;
  switch (before?.kind) {
    case "field":
      return holder?.kind === "message" && rule.id.startsWith("FIELD_NO_DELETE")
        ? otherNumber(before, holder.fields, "field")
        : holder?.kind === "field" && rule.id === "FIELD_SAME_NAME"
          ? givenAway(before, holder, { old: before.parent?.fields ?? [], now: holder.parent?.fields ?? [] })
          : undefined;
    case "enumValue":
      if (holder?.kind === "enum") return otherNumber(before, holder.values, "value");
      if (holder?.kind === "enumValue")
        return givenAway(before, holder, { old: before.parent.values, now: holder.parent.values });
      return undefined;
    case "method":
      return holder?.kind === "service" ? renamedMethod(before, holder) : undefined;
    case "oneof":
      return holder?.kind === "message" ? renamedOneof(before, holder) : undefined;
    case "message":
    case "enum":
    case "service":
      return rule.id.endsWith("_NO_DELETE") && !rule.id.startsWith("RESERVED") && !rule.id.startsWith("EXTENSION")
        ? declarationNow(before, came, surroundings)
        : undefined;
    default:
      return undefined;
  }
}

interface Numbered {
  readonly name: string;
  readonly number: number;
}

function otherNumber(before: Numbered, all: readonly (Shape & Numbered)[], noun: string): Became | undefined {
  const now = all.find(one => one.name === before.name);
  if (now === undefined || now.number === before.number) return undefined;
  const message = renumbered(noun, before, now.number);
  return { how: "renumbered", message, at: partOf(now, "number"), ...being(now), isWhole: false };
}

// The number of one was given to another that was there before: they did not get new names.
function givenAway(
  before: Numbered,
  after: Shape & Numbered,
  all: { readonly old: readonly Numbered[]; readonly now: readonly Numbered[] },
): Became | undefined {
  const other = all.old.find(one => one.name === after.name);
  if (other === undefined || other.number === after.number) return undefined;
  const isGone = !all.now.some(one => one.name === before.name);
  const noun = after.kind === "field" ? "field" : "value";
  const message = isGone ? numberGiven(before, after.name) : renumbered(noun, other, after.number);
  return { how: "renumbered", message, at: partOf(after, "number"), ...being(after), isWhole: false };
}

function renamedMethod(before: MethodShape, service: ServiceShape): Became | undefined {
  const isSame = (one: MethodShape) =>
    one.input === before.input &&
    one.output === before.output &&
    one.clientStreaming === before.clientStreaming &&
    one.serverStreaming === before.serverStreaming;
  const known = new Set(before.parent.methods.map(one => one.name));
  const kept = new Set(service.methods.map(one => one.name));
  const added = service.methods.filter(one => !known.has(one.name) && isSame(one));
  const gone = before.parent.methods.filter(one => !kept.has(one.name) && isSame(one));
  const [now] = added;
  // Several that take and give the same cannot be told apart.
  if (now === undefined || added.length > 1 || gone.length > 1) return undefined;
  return { ...named("rpc", before, now), ...being(now), isWhole: false };
}

function renamedOneof(before: OneofShape, message: MessageShape): Became | undefined {
  const known = new Set(before.parent.oneofs.map(one => one.name));
  const members = membersOf(before.parent, before.name);
  const now = message.oneofs.find(one => {
    if (known.has(one.name)) return false;
    const numbers = new Set(membersOf(message, one.name));
    return members.length > 0 && members.every(number => numbers.has(number));
  });
  return now === undefined ? undefined : { ...named("oneof", before, now), ...being(now), isWhole: true };
}

function membersOf(message: MessageShape, oneof: string): readonly number[] {
  return message.fields.filter(one => one.oneof === oneof).map(one => one.number);
}

function declarationNow(before: Gone, came: Came, { elsewhere }: Surroundings): Became | undefined {
  const same = came.sameAs(before);
  if (same !== undefined) return moved(before, placed(same), { now: same, isWhole: true });
  const found = elsewhere?.(before);
  if (found !== undefined) return moved(before, found, { now: undefined, isWhole: found.fullName === before.fullName });
  const [best, next] = came.like(before);
  if (best === undefined || best.share < leastShare || best.share === next?.share) return undefined;
  const { one: now, isWhole } = best;
  if (now.name === before.name && now.file.packageName !== before.file.packageName)
    return moved(before, placed(now), { now, isWhole });
  return { ...named(before.kind, before, now, nestedName), ...being(now), isWhole };
}

// Below, two declarations have little more in common than that one came and one went.
const leastShare = 0.5;

function placed({ file, fullName }: Similar): Elsewhere {
  return { path: file.path, packageName: file.packageName, fullName };
}

function moved(before: Similar, to: Elsewhere, rest: Pick<Became, "now" | "isWhole">): Became {
  return { how: "moved", message: movedTo(before, to), at: undefined, fullName: to.fullName, ...rest };
}

function being(now: Shape): Pick<Became, "now" | "fullName"> {
  return { now, fullName: now.fullName };
}

function named<One extends Shape>(
  noun: string,
  before: One,
  now: One,
  nameOf: (one: One) => string = one => one.name,
): Pick<Became, "how" | "message" | "at"> {
  const isHere = before.file.path === now.file.path;
  const at = isHere ? partOf(now, "name") : undefined;
  return { how: "renamed", message: renamed(noun, nameOf(before), nameOf(now)), at };
}

/**
 * The files that are gone and the files that they are now, each by what it declares: nothing where that is not clear. In
 * steps.
 */
export function* renamedFileSteps(
  gone: readonly FileShape[],
  added: readonly FileShape[],
): Steps<ReadonlyMap<FileShape, FileShape>> {
  const holding = new Map<string, FileShape[]>();
  const sizes = new Map<FileShape, number>();
  for (const file of added) {
    const names = declaredBy(file);
    sizes.set(file, names.size);
    for (const name of names) {
      const known = holding.get(name);
      if (known === undefined) holding.set(name, [file]);
      else known.push(file);
    }
    yield;
  }
  const pairs: { readonly before: FileShape; readonly after: FileShape; readonly share: number }[] = [];
  for (const before of gone) {
    const names = declaredBy(before);
    const common = new Map<FileShape, number>();
    for (const name of names) for (const one of holding.get(name) ?? []) common.set(one, (common.get(one) ?? 0) + 1);
    for (const [after, count] of common) {
      const share = count / Math.max(names.size, sizes.get(after) ?? 0) + likeness(before, after);
      if (share >= leastShare) pairs.push({ before, after, share });
    }
    yield;
  }
  const found = new Map<FileShape, FileShape>();
  const taken = new Set<FileShape>();
  for (const { before, after } of pairs.sort((one, other) => other.share - one.share)) {
    if (found.has(before) || taken.has(after)) continue;
    found.set(before, after);
    taken.add(after);
  }
  return found;
}

/** A file that has another path now, as something that was found; `path`: where it was. */
export function becameFile(path: string, now: FileShape, { before }: VersionPair): Found {
  return { at: { kind: "file", file: now }, message: fileRenamed(path), before: before.files.get(now.path) };
}

// Of two that declare the same, the one of the same package, then of the same name.
function likeness(before: FileShape, after: FileShape): number {
  const isPackage = before.packageName === after.packageName ? 0.02 : 0;
  return isPackage + (lastPart(before.path) === lastPart(after.path) ? 0.01 : 0);
}

function declaredBy(file: FileShape): ReadonlySet<string> {
  const all = [...file.messages, ...file.enums, ...file.services, ...file.extensions];
  return new Set(all.map(nestedName));
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
