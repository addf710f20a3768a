// Breaking changes as an editor tells them: one for each cause, however many rules see it, with what others notice.
import { type Problem, problem, type RelatedPlace, type Severity } from "../compiler/report/problem.ts";
import { finished, type Steps } from "../compiler/text/steps.ts";
import { type AllowanceProblem, allowanceSteps } from "./allowances.ts";
import { type Cause, causeSteps, type Level, levelOf } from "./causes.ts";
import { compareSteps, type Finding } from "./compare.ts";
import { effectOf } from "./effects.ts";
import { allowFix, fixesOf } from "./fixes.ts";
import { hints } from "./hints.ts";
import { isIgnored } from "./ignored.ts";
import type { CountedRules } from "./moduleRules.ts";
import { type FilePlace, markedPlace } from "./places.ts";
import { becameFile, type Surroundings } from "./recognise.ts";
import type { Place, Rule, VersionPair } from "./rule.ts";
import { rules } from "./rules.ts";
import type { FileShape, Shape } from "./shapes.ts";

export type { Level } from "./causes.ts";

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
  readonly cause: Cause;
  /** The rules that are to be allowed, for nothing to be told of it. */
  readonly allowing: readonly string[];
}

/** How severe a change is told to be, by who notices. */
export type Severities = Readonly<Record<Level, Severity | "off">>;

export const usualSeverities: Severities = { wire: "error", json: "warning", source: "info" };

/** What breaks others, and what is wrong with the comments that allow some of it. */
export interface ToldChanges {
  readonly changes: readonly BreakingChange[];
  readonly comments: readonly AllowanceProblem[];
}

/** What versions are compared for. */
export interface Comparison extends Surroundings {
  readonly counted: CountedRules;
  /** Whether what no rule of buf looks at is told too. */
  readonly hints: "told" | "left out";
  /** The files that are others by another path now: those, by the paths that they had. */
  readonly renamed?: ReadonlyMap<string, FileShape>;
}

/** What breaks others between two versions, of what is counted. */
export function breakingChanges(versions: VersionPair, comparison: Comparison): ToldChanges {
  return finished(changeSteps(versions, comparison));
}

/** The same in steps. */
export function* changeSteps(
  versions: VersionPair,
  { counted, hints: hinted, renamed = new Map(), ...surroundings }: Comparison,
): Steps<ToldChanges> {
  const asked = [...counted.rules, ...(hinted === "told" ? hintsBeside(counted.rules) : [])];
  const ids = new Set(asked.map(one => one.id));
  const causes = yield* causeSteps(yield* allFindings(versions, renamed), versions, surroundings);
  yield;
  const causeBy = new Map(causes.flatMap(cause => cause.findings.map(one => [one, cause] as const)));
  const enabled = [...causeBy.keys()].filter(one => ids.has(one.rule.id) && !isIgnored(one, counted.ignored));
  yield;
  const { findings, problems } = yield* allowanceSteps(enabled, versions, {
    rules: asked,
    causeOf: finding => causeBy.get(finding),
  });
  const left = new Set(findings);
  const toldOf = (cause: Cause) => {
    const of = cause.findings.filter(one => left.has(one));
    return of.find(one => one.rule.id === cause.id) ?? of[0];
  };
  const isTold = (cause: Cause): boolean =>
    toldOf(cause) !== undefined || (cause.partOf !== undefined && isTold(cause.partOf));
  const changes: BreakingChange[] = [];
  for (const [at, cause] of causes.entries()) {
    if (at % causesOfStep === causesOfStep - 1) yield;
    const told = toldOf(cause);
    if (told === undefined || (cause.partOf !== undefined && isTold(cause.partOf))) continue;
    const parts = cause.parts.flatMap(one => one.findings);
    const allowing = [...cause.findings, ...parts].filter(one => left.has(one)).map(one => one.rule.id);
    changes.push(changeOf(told, cause, [...new Set([told.rule.id, ...allowing])]));
  }
  return { changes, comments: problems };
}

const causesOfStep = 200;

/** The hints that say what none of `counted` does, though nobody left it out. */
export function hintsBeside(counted: readonly Rule[]): readonly Rule[] {
  const ids = new Set(counted.map(one => one.id));
  const isOfSource = counted.some(one => one.categories.includes("FILE") && !one.categories.includes("WIRE_JSON"));
  return hints.filter(one => one.instead === undefined || !(isOfSource || one.instead.some(id => ids.has(id))));
}

function* allFindings(versions: VersionPair, renamed: ReadonlyMap<string, FileShape>): Steps<readonly Finding[]> {
  const found = yield* compareSteps(versions, [...rules, ...hints]);
  const gone = rules.find(one => one.id === "FILE_NO_DELETE");
  if (gone === undefined) return found;
  const files = [...renamed].map(
    ([path, now]): Finding => ({ ...becameFile(path, now, versions), rule: gone, path: now.path }),
  );
  return [...files, ...found];
}

function changeOf(finding: Finding, cause: Cause, allowing: readonly string[]): BreakingChange {
  const { became } = cause;
  const at = became?.at ?? finding.mark ?? finding.at;
  return {
    level: levelOf(cause),
    ruleId: finding.rule.id,
    message: became?.message ?? finding.message,
    place: markedPlace(at),
    before: finding.before,
    holder: holderOf(finding.at),
    finding,
    cause,
    allowing,
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

/** A change as a problem of the file it is marked in; undefined where it is told nowhere, or not at all. */
export function problemOfChange(change: BreakingChange, severities: Severities): Problem | undefined {
  const severity = severities[change.level];
  const { place, ruleId, holder, finding, cause, allowing } = change;
  if (severity === "off" || place === undefined) return undefined;
  const allow = allowFix(allowing, place.file, place.span);
  const fixes = holder === undefined ? [] : fixesOf(finding, holder, cause.became);
  return problem(ruleId, place.span, change.message, {
    severity,
    help: helpOf(change),
    related: relatedOf(change),
    fixes: allow === undefined ? fixes : [...fixes, allow],
  });
}

/** Who notices a change, what they see, and what to do instead. */
export function helpOf({ level, cause, finding }: BreakingChange): string {
  const { lead = levels[level], seen, instead } = effectOf(cause, finding);
  return `${lead}: ${seen}. Better: ${instead}`;
}

const levels: Readonly<Record<Level, string>> = {
  wire: "breaks the wire",
  json: "breaks JSON",
  source: "breaks generated code",
};

function relatedOf({ before, cause, place }: BreakingChange): readonly RelatedPlace[] {
  const now = cause.became?.now;
  const isElsewhere = now !== undefined && now.file !== place?.file;
  const told: readonly (RelatedPlace | undefined)[] = [
    before === undefined ? undefined : relatedPlace(before, "what it was before"),
    isElsewhere ? relatedPlace(now, "where it is now") : undefined,
    ...cause.parts.flatMap(one => one.findings.map(partPlace)),
  ];
  return unique(told.filter(one => one !== undefined)).slice(0, mostRelated);
}

// More than these nobody reads.
const mostRelated = 12;

function relatedPlace(shape: FileShape | Shape, message: string): RelatedPlace | undefined {
  const file = shape.kind === "file" ? shape : shape.file;
  const source = file.linked?.declared.parsed.source;
  const span = shape.kind === "file" ? { start: 0, end: 0 } : shape.declaration?.nameSpan;
  return source === undefined || span === undefined ? undefined : { source, span, message };
}

// What is gone with it has no place of its own.
function partPlace({ at, message }: Finding): RelatedPlace | undefined {
  const place = at.kind === "part" || at.kind === "option" ? markedPlace(at) : undefined;
  const source = place?.file.linked?.declared.parsed.source;
  return place === undefined || source === undefined ? undefined : { source, span: place.span, message };
}

function unique(places: readonly RelatedPlace[]): readonly RelatedPlace[] {
  return [...new Map(places.map(one => [`${one.source.path} ${one.span.start}`, one])).values()];
}
