// `// protodial:allow FIELD_SAME_TYPE why`: a comment that allows what the rule finds. It stands directly above a
// declaration or behind it; for what is told of a file, in its head. What is gone is told at what it stood in, and allowed
// there. Several ids stand with commas between them.
import type { Tokens } from "../compiler/syntax/tokens.ts";
import { type LineIndex, placeOf } from "../compiler/text/lineIndex.ts";
import type { Span } from "../compiler/text/span.ts";
import { finished, type Steps } from "../compiler/text/steps.ts";
import { needlessAllowance, unknownAllowance } from "./allowanceProblems.ts";
import { type Cause, causesOf, placesOf } from "./causes.ts";
import { compare, type Finding, findingKey } from "./compare.ts";
import { hints } from "./hints.ts";
import type { Place, Rule, VersionPair } from "./rule.ts";
import { rules as allRules, replacedRules } from "./rules.ts";
import type { FileShape, Shape } from "./shapes.ts";

/** Something that is wrong with a comment. */
export interface AllowanceProblem {
  readonly file: FileShape;
  /** The id. */
  readonly span: Span;
  readonly message: string;
  readonly help: string;
}

/** What comments are looked at for. */
export interface Allowing {
  /** The rules that were asked for. */
  readonly rules: readonly Rule[];
  /** The cause of a finding, where that is known already. */
  readonly causeOf?: (finding: Finding) => Cause | undefined;
}

/** What is left of findings. */
export interface Allowed {
  /** Those that no comment allows. */
  readonly findings: readonly Finding[];
  /** Which comments of the later version allow nothing, of the rules that count. */
  readonly problems: readonly AllowanceProblem[];
}

/** Leaves out findings that a comment allows. */
export function withoutAllowed(findings: readonly Finding[], versions: VersionPair, allowing: Allowing): Allowed {
  return finished(allowanceSteps(findings, versions, allowing));
}

/** The same in steps. */
export function* allowanceSteps(
  findings: readonly Finding[],
  versions: VersionPair,
  { rules, causeOf = causeFinder(versions) }: Allowing,
): Steps<Allowed> {
  const allowances: Allowance[] = [];
  for (const file of versions.after.files.values()) {
    allowances.push(...allowancesIn(file));
    yield;
  }
  if (allowances.length === 0) return { findings, problems: [] };
  const used = new Set<Allowance>();
  const left: Finding[] = [];
  for (const finding of findings) {
    const cause = causeOf(finding);
    const places = cause === undefined ? [finding.at] : placesOf(finding, cause);
    const holders = places.flatMap(holdersOf);
    const allowing = allowances.filter(
      one => one.ruleId === finding.rule.id && holders.some(holder => isFor(one, holder)),
    );
    for (const one of allowing) used.add(one);
    if (allowing.length === 0) left.push(finding);
    yield;
  }
  const asked = new Set(rules.map(one => one.id));
  const problems = allowances.flatMap(one => {
    if (!isKnown(one.ruleId)) return [{ ...one, ...unknownAllowance(one.ruleId) }];
    return asked.has(one.ruleId) && !used.has(one) ? [{ ...one, ...needlessAllowance(one.ruleId) }] : [];
  });
  return { findings: left, problems: problems.map(({ file, span, message, help }) => ({ file, span, message, help })) };
}

// By rule, place and message: the same findings are told anew.
function causeFinder(versions: VersionPair): (finding: Finding) => Cause | undefined {
  let byFinding: ReadonlyMap<string, Cause> | undefined;
  return finding => {
    byFinding ??= new Map(
      causesOf(compare(versions, [...allRules, ...hints]), versions).flatMap(cause =>
        cause.findings.map(one => [findingKey(one), cause] as const),
      ),
    );
    return byFinding.get(findingKey(finding));
  };
}

/** One id of a comment. */
interface Allowance {
  readonly ruleId: string;
  readonly file: FileShape;
  readonly span: Span;
  /** The line it is about, from zero. */
  readonly line: number;
  /** Whether it stands before the first declaration. */
  readonly isInHead: boolean;
}

function isKnown(id: string): boolean {
  return [...allRules, ...hints].some(rule => rule.id === id) || replacedRules("v1").has(id);
}

/** What a finding is told of; an option is of what it stands in, and of what has its place where it is not written. */
function holdersOf(place: Place): readonly (FileShape | Shape)[] {
  switch (place.kind) {
    case "nowhere":
      return [];
    case "file":
    case "statement":
      return [place.file];
    case "option":
      return [place.owner, ...holdersOf(place.else)];
    case "part":
      return [place.shape];
  }
}

function isFor({ file, line, isInHead }: Allowance, holder: FileShape | Shape): boolean {
  if (holder.kind === "file") return isInHead && holder === file;
  const node = holder.declaration?.node;
  if (node === undefined || holder.file !== file || file.linked === undefined) return false;
  const { lines } = file.linked.declared.parsed.source;
  const [first, last] = [placeOf(lines, node.start).line, placeOf(lines, node.end).line];
  // Behind a block is behind its first line, for its last one closes others too.
  return line === first || (line === last && !("members" in node));
}

function allowancesIn(file: FileShape): readonly Allowance[] {
  const parsed = file.linked?.declared.parsed;
  if (parsed === undefined || !parsed.source.text.includes("protodial:allow")) return [];
  const { text, lines } = parsed.source;
  const first = parsed.tree.members.find(one => /^(message|enum|service|extend)$/.test(one.kind));
  const found: Allowance[] = [];
  for (const comment of text.matchAll(/protodial:allow[ \t]+([\w-]+(?:[ \t]*,[ \t]*[\w-]+)*)/g)) {
    if (isInToken(parsed.tokens, comment.index)) continue;
    const line = lineAbout(text, lines, comment.index);
    const isInHead = comment.index < (first?.start ?? text.length);
    const ids = comment[1] ?? "";
    const start = comment.index + comment[0].length - ids.length;
    for (const id of ids.matchAll(/[\w-]+/g)) {
      const span = { start: start + id.index, end: start + id.index + id[0].length };
      found.push({ ruleId: id[0], file, span, line, isInHead });
    }
  }
  return found;
}

/** The line of a comment behind something; of one that stands alone, the next line that is no comment. */
function lineAbout(text: string, lines: LineIndex, offset: number): number {
  const { line } = placeOf(lines, offset);
  const start = lines[line] ?? 0;
  if (!/^\s*(\/\/|\/\*|\*)/.test(text.slice(start, offset))) return line;
  let next = line + 1;
  while (
    next < lines.length &&
    /^[ \t]*(\/\/|\/\*|\*)/.test(text.slice(lines[next] ?? 0, lines[next + 1] ?? text.length))
  ) {
    next++;
  }
  return next;
}

function isInToken({ count, starts, ends }: Tokens, offset: number): boolean {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low > 0 && offset < (ends[low - 1] ?? 0);
}
