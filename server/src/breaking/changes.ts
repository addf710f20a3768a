// Breaking changes as an editor tells them: one for each cause, however many rules see it, with what others notice.
import { type Problem, problem, type RelatedPlace, type Severity } from "../compiler/report/problem.ts";
import { type AllowanceProblem, withoutAllowed } from "./allowances.ts";
import { compare, type Finding } from "./compare.ts";
import { causeOf, effectOf } from "./effects.ts";
import { allowFix, fixesOf } from "./fixes.ts";
import { isIgnored } from "./ignored.ts";
import type { CountedRules } from "./moduleRules.ts";
import { type FilePlace, markedPlace } from "./places.ts";
import type { Place, VersionPair } from "./rule.ts";
import { rules } from "./rules.ts";
import type { FileShape, Shape } from "./shapes.ts";

/** Who notices a change: both ends of old connections, those who speak JSON, those who compile again. */
export type Level = "wire" | "json" | "source";

/** One cause. */
export interface BreakingChange {
  readonly level: Level;
  /** The rule it is told by. */
  readonly ruleId: string;
  readonly message: string;
  /** Where an editor marks it; undefined of a file that is gone. */
  readonly place: FilePlace | undefined;
  /** What was there before. */
  readonly before: FileShape | Shape | undefined;
  readonly holder: FileShape | Shape | undefined;
  readonly finding: Finding;
}

/** How severe a change is told to be, by who notices. */
export type Severities = Readonly<Record<Level, Severity | "off">>;

export const usualSeverities: Severities = { wire: "error", json: "warning", source: "info" };

/** What breaks others, and what is wrong with the comments that allow some of it. */
export interface ToldChanges {
  readonly changes: readonly BreakingChange[];
  readonly comments: readonly AllowanceProblem[];
}

/** What breaks others between two versions, of what `counted` says. */
export function breakingChanges(versions: VersionPair, counted: CountedRules): ToldChanges {
  const ids = new Set(counted.rules.map(one => one.id));
  const byCause = new Map<string, Finding[]>();
  for (const finding of compare(versions, rules)) {
    const key = keyOf(finding);
    const known = byCause.get(key);
    if (known === undefined) byCause.set(key, [finding]);
    else known.push(finding);
  }
  const changes = [...byCause.values()].flatMap(findings => {
    const enabled = findings.filter(one => ids.has(one.rule.id) && !isIgnored(one, counted.ignored));
    const told = enabled.find(one => one.rule.id === causeOf(one.rule.id)) ?? enabled[0];
    return told === undefined ? [] : [{ ...told, change: changeOf(told, levelOf(findings)) }];
  });
  const { findings, problems } = withoutAllowed(changes, versions.after.files.values(), counted.rules);
  return { changes: findings.map(one => one.change), comments: problems };
}

function keyOf({ rule, before, message, at }: Finding): string {
  const cause = causeOf(rule.id);
  if (before === undefined || isOfLists(cause)) return `${cause} ${message}`;
  const what = before.kind === "file" ? before.path : before.fullName;
  const number = "number" in before ? before.number : "";
  // Aliases of an enum value are told one by one.
  return `${cause} ${before.kind} ${what} ${number} ${at.kind === "part" && at.part === "number" ? message : ""}`;
}

// One declaration may have lost several ranges and names.
function isOfLists(cause: string): boolean {
  return cause.startsWith("RESERVED_") || cause === "EXTENSION_MESSAGE_NO_DELETE";
}

function levelOf(findings: readonly Finding[]): Level {
  // No rule of the wire looks at paths: there, old clients get UNIMPLEMENTED.
  if (findings.some(({ rule }) => rule.categories.includes("WIRE") || unreachable.has(rule.id))) return "wire";
  return findings.some(({ rule }) => rule.categories.includes("WIRE_JSON")) ? "json" : "source";
}

const unreachable: ReadonlySet<string> = new Set(["RPC_NO_DELETE", "SERVICE_NO_DELETE", "PACKAGE_SERVICE_NO_DELETE"]);

function changeOf(finding: Finding, level: Level): BreakingChange {
  const holder = holderOf(finding.at);
  const moved = renumbered(finding, holder);
  return {
    level,
    ruleId: finding.rule.id,
    message: moved?.message ?? finding.message,
    place: markedPlace(moved?.at ?? finding.at),
    before: finding.before,
    holder,
    finding,
  };
}

function holderOf(at: Place): FileShape | Shape | undefined {
  switch (at.kind) {
    case "nowhere":
      return undefined;
    case "file":
    case "statement":
      return at.file;
    case "option":
      return at.owner;
    case "part":
      return at.shape;
  }
}

// To the rules, what has another number is gone. Whoever wrote it sees it standing there.
function renumbered(
  { before }: Finding,
  holder: FileShape | Shape | undefined,
): { readonly message: string; readonly at: Place } | undefined {
  if (before?.kind === "field" && holder?.kind === "message") {
    const now = holder.fields.find(one => one.name === before.name);
    if (now !== undefined) return { message: renumberedText("field", before, now.number), at: numberOf(now) };
  }
  if (before?.kind === "enumValue" && holder?.kind === "enum") {
    const now = holder.values.find(one => one.name === before.name);
    if (now !== undefined) return { message: renumberedText("value", before, now.number), at: numberOf(now) };
  }
  return undefined;
}

function numberOf(shape: Shape): Place {
  return { kind: "part", shape, part: "number" };
}

function renumberedText(noun: string, before: { readonly name: string; readonly number: number }, now: number): string {
  return `${noun} \`${before.name}\` changed its number from ${before.number} to ${now}`;
}

/** A change as a problem of the file it is marked in; undefined where it is told nowhere, or not at all. */
export function problemOfChange(change: BreakingChange, severities: Severities): Problem | undefined {
  const severity = severities[change.level];
  const { place, ruleId, holder, finding } = change;
  if (severity === "off" || place === undefined) return undefined;
  const effect = effectOf(causeOf(ruleId));
  const allow = allowFix(ruleId, place.file, place.span);
  const fixes = holder === undefined ? [] : fixesOf(finding, holder);
  return problem(ruleId, place.span, change.message, {
    severity,
    help: `${levels[change.level]}: ${effect.seen}. Better: ${effect.instead}`,
    related: relatedOf(change),
    fixes: allow === undefined ? fixes : [...fixes, allow],
  });
}

const levels: Readonly<Record<Level, string>> = {
  wire: "breaks the wire",
  json: "breaks JSON",
  source: "breaks generated code",
};

function relatedOf({ before }: BreakingChange): readonly RelatedPlace[] {
  if (before === undefined) return [];
  const file = before.kind === "file" ? before : before.file;
  const source = file.linked?.declared.parsed.source;
  const span = before.kind === "file" ? { start: 0, end: 0 } : before.declaration?.nameSpan;
  return source === undefined || span === undefined ? [] : [{ source, span, message: "what it was before" }];
}
