// Findings of one cause: several rules see one edit, and one edit may show at several places. An editor tells it once.
import { finished, type Steps } from "../compiler/text/steps.ts";
import type { Finding } from "./compare.ts";
import { isAloneInOneof } from "./fieldEffects.ts";
import { hints } from "./hints.ts";
import { largerCause } from "./largerCause.ts";
import { type Became, becameOf, type Surroundings } from "./recognise.ts";
import type { Place, VersionPair } from "./rule.ts";
import type { FileShape, Shape } from "./shapes.ts";
import { cameBetween } from "./similar.ts";

/** Who notices a change: both ends of old connections, those who speak JSON, those who compile again. */
export type Level = "wire" | "json" | "source";

/** One edit, as far as the rules see it. */
export interface Cause {
  /** The rule that says it best, whether it is asked for or not. */
  readonly id: string;
  /** Of all rules. */
  readonly findings: readonly Finding[];
  readonly became: Became | undefined;
  /** The cause that this one is only a part of. */
  readonly partOf: Cause | undefined;
  /** What is only a part of this one. */
  readonly parts: readonly Cause[];
}

/** Several rules look at one cause: by category, and by file or package. */
export function causeOf(ruleId: string): string {
  const said = hints.find(one => one.id === ruleId)?.instead?.[0] ?? ruleId;
  return said
    .replace(/_UNLESS_(NUMBER|NAME)_RESERVED$/, "")
    .replace(/^FIELD_WIRE_(JSON_)?COMPATIBLE_/, "FIELD_SAME_")
    .replace(/^PACKAGE_(MESSAGE|ENUM|SERVICE|EXTENSION)_NO_DELETE$/, "$1_NO_DELETE")
    .replace(/^FIELD_SAME_JSON_NAME$/, "FIELD_SAME_NAME");
}

/** The causes of what all rules and hints find between two versions. */
export function causesOf(findings: readonly Finding[], versions: VersionPair): readonly Cause[] {
  return finished(causeSteps(findings, versions));
}

/** The same in steps. */
export function* causeSteps(
  findings: readonly Finding[],
  versions: VersionPair,
  surroundings: Surroundings = {},
): Steps<readonly Cause[]> {
  const byKey = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [finding]);
    else known.push(finding);
  }
  yield;
  const came = cameBetween(versions);
  const causes: CauseMade[] = [];
  for (const of of byKey.values()) {
    const became = firstOf(of, one => becameOf(one, came, surroundings));
    causes.push({ id: causeOf(of[0]?.rule.id ?? ""), findings: of, became, partOf: undefined, parts: [] });
    if (causes.length % causesOfStep === 0) yield;
  }
  const index = indexOf(causes);
  yield;
  for (const [at, one] of causes.entries()) {
    if (at % causesOfStep === causesOfStep - 1) yield;
    const larger = largerCause(one, key => index.get(key));
    if (larger === undefined || larger === one) continue;
    one.partOf = larger;
    larger.parts.push(one);
  }
  return causes;
}

const causesOfStep = 50;

/** Every place of a finding of a cause at which a comment may allow it. */
export function placesOf(finding: Finding, { became, partOf: larger }: Cause): readonly Place[] {
  const own = [finding.at, finding.mark, became?.at];
  const ofLarger = larger === undefined ? [] : larger.findings.flatMap(one => placesOf(one, larger));
  return [...own, ...ofLarger].filter(one => one !== undefined);
}

/** Who notices a cause. */
export function levelOf(cause: Cause): Level {
  const { id, findings, parts, became } = cause;
  // The rules see a number with another name; old bytes are read as another field.
  if (became?.how === "renumbered") return "wire";
  const [{ before, at } = none] = findings;
  // To buf it breaks the wire.
  if (id === "FIELD_SAME_ONEOF" && before?.kind === "field" && at?.kind === "part" && at.shape.kind === "field")
    if (isAloneInOneof({ before, after: at.shape })) return "source";
  if (became?.how === "moved" && before !== undefined && nameOf(before) === became.fullName) return "source";
  // Where only a name or a place is another one, uses of it are not others.
  const isByName = id === "FIELD_SAME_NAME" || became?.how === "moved" || became?.isWhole === true;
  const counted = isByName ? findings : [...findings, ...parts.flatMap(one => one.findings)];
  const levels = counted.map(levelOfFinding);
  return levels.includes("wire") ? "wire" : levels.includes("json") ? "json" : "source";
}

const none = { before: undefined, at: undefined };

function levelOfFinding({ rule }: Finding): Level {
  const hint = hints.find(one => one.id === rule.id);
  if (hint !== undefined) return hint.level;
  if (rule.categories.includes("WIRE") || unreachable.has(rule.id)) return "wire";
  return rule.categories.includes("WIRE_JSON") ? "json" : "source";
}

// No rule of the wire looks at paths: there, old clients get UNIMPLEMENTED.
const unreachable: ReadonlySet<string> = new Set(["RPC_NO_DELETE", "SERVICE_NO_DELETE", "PACKAGE_SERVICE_NO_DELETE"]);

interface CauseMade extends Cause {
  partOf: CauseMade | undefined;
  parts: CauseMade[];
}

function firstOf<One, Found>(all: readonly One[], look: (one: One) => Found | undefined): Found | undefined {
  for (const one of all) {
    const found = look(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

function keyOf({ rule, before, message, at }: Finding): string {
  const cause = causeOf(rule.id);
  if (before === undefined || isOfLists(cause)) return `${cause} ${message}`;
  const number = "number" in before ? before.number : "";
  // Aliases of an enum value are told one by one, and so is each HTTP request.
  const isOneOfSeveral = (at.kind === "part" && at.part === "number") || cause === "http-binding";
  return `${cause} ${before.kind} ${nameOf(before)} ${number} ${isOneOfSeveral ? message : ""}`;
}

// One declaration may have lost several ranges and names.
function isOfLists(cause: string): boolean {
  return cause.startsWith("RESERVED_") || cause === "EXTENSION_MESSAGE_NO_DELETE";
}

function nameOf(shape: Shape | FileShape): string {
  return shape.kind === "file" ? shape.path : shape.fullName;
}

// By their id and what they are about; of a type that has become another one, by both names; of a map, by its entry.
function indexOf(causes: readonly CauseMade[]): ReadonlyMap<string, CauseMade> {
  const index = new Map<string, CauseMade>();
  for (const one of causes) {
    const before = one.findings[0]?.before;
    if (before === undefined) continue;
    const name = nameOf(before);
    index.set(`${one.id} ${name}`, one);
    if (before.kind === "field" && before.cardinality === "map") index.set(`map ${before.typeName}`, one);
    const now = one.became?.now;
    if (one.became?.isWhole === true && now !== undefined) index.set(`${name} → ${now.fullName}`, one);
  }
  return index;
}
