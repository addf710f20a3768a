// The problems of a file after edits that stay inside of messages or services: each of those is read and checked by
// itself below the heading of the file, and what was wrong elsewhere moves. It gives what a check of the whole would,
// or nothing where it cannot be sure to.

import { extensionsIn } from "./check/declarationsIn.ts";
import { usedFiles } from "./check/imports.ts";
import { isSyntaxUnclear } from "./check/knownSyntax.ts";
import { type CheckedFile, checkAfresh, inOrderOfText } from "./checkedFile.ts";
import { type Declaration, type DeclaredFile, Edition } from "./link/declarations.ts";
import { declarePart } from "./link/declare.ts";
import { type Hints, withDoubts, withHints } from "./link/hints.ts";
import { mayLackDeclarations } from "./link/lackedDeclarations.ts";
import type { LinkedFile } from "./link/linkedFile.ts";
import { linkPart } from "./link/linkFile.ts";
import { hasOptions } from "./link/options.ts";
import { isSetTrue } from "./link/plainOptions.ts";
import { isOfHeading } from "./link/seenByOthers.ts";
import { movedProblem, type PartPlace, partProblem } from "./movedProblem.ts";
import { hasError, type Problem } from "./report/problem.ts";
import type { ParsedFile } from "./syntax/parsedFile.ts";
import { parseFile } from "./syntax/parseFile.ts";
import { TokenKind } from "./syntax/tokens.ts";
import { Remembered } from "./text/remembered.ts";
import { type SourceFile, sourceFile } from "./text/sourceFile.ts";
import { isInside, type Span } from "./text/span.ts";

/** A text that differs from an earlier one only inside of some messages and services. */
export interface EditedFile {
  /** The earlier one. */
  readonly base: ParsedFile;
  readonly source: SourceFile;
  /** Where those stood and where they stand now, in the order of the text. */
  readonly members: readonly EditedMember[];
}

export interface EditedMember {
  readonly before: Span;
  readonly now: Span;
  /** Its text now. */
  readonly text: string;
}

/** What is known of an edited file. */
export interface CheckAfterEdit {
  readonly problems: readonly Problem[];
  readonly stretches: readonly CheckedStretch[];
  /** Each of the edited declarations, with the heading of the file. */
  readonly replaced: readonly { readonly before: DeclaredFile; readonly now: DeclaredFile }[];
  /** What another check finds, which sees no more of a file than of its declarations one by one: see `FurtherCheck`. */
  readonly further: (check: FurtherCheck) => readonly Problem[] | undefined;
}

/**
 * A stretch of a text, from `start` to `end` in the text of a checked file, and how far it has moved from there. A text is
 * all of one, or what is as it was of an earlier one and between that the edited declarations, in the order of the text.
 */
export interface CheckedStretch extends Span {
  readonly file: CheckedFile;
  readonly moved: number;
}

/**
 * A check beside those of the compiler, of a whole file or of its heading and one declaration. In the second case it finds
 * in the declaration what it finds there in the first.
 */
export type FurtherCheck = (file: LinkedFile, of: "file" | "part") => readonly Problem[];

/** Checks an edited file, `base` being the check of the earlier text with imports that are seen alike. */
export function checkAfterEdit(edited: EditedFile, base: CheckedFile, hints: Hints): CheckAfterEdit | undefined {
  const { members } = edited;
  if (!isPlain(base) || !isSoundOutside(base, members)) return undefined;
  const parts: PlacedPart[] = [];
  const replaced: CheckAfterEdit["replaced"][number][] = [];
  for (const member of members) {
    const before = partBefore(base, member.before);
    const now = before === undefined ? undefined : partOf(base, member.text, before.names);
    if (before === undefined || now === undefined || !isAlike(base, before, now)) return undefined;
    parts.push({ ...now, at: member.now.start });
    replaced.push({ before: before.linked.declared, now: now.linked.declared });
  }
  if (parts.length > 1 && !areApart(parts)) return undefined;
  const isBroken = !parts.every(isWhole) && isWhole(base);
  const outside = outsideOf(base.problems, members).filter(one => !isBroken || !ofWholeFiles.has(one.id));
  const problems = joined(edited, {
    outside: withDoubts(base.linked, withHints(base.linked, outside, hints), hints),
    parts,
    inside: part => withHints(part.linked, part.problems, hints),
  });
  if (problems === undefined) return undefined;
  const further = (check: FurtherCheck) =>
    joined(edited, {
      outside: outsideOf(check(base.linked, "file"), members),
      parts,
      inside: part => check(part.linked, "part").filter(one => one.span.start >= part.start),
    });
  return { problems, stretches: stretchesOf(edited, base, parts), replaced, further };
}

function stretchesOf({ members }: EditedFile, base: CheckedFile, parts: readonly PlacedPart[]): CheckedStretch[] {
  const stretches: CheckedStretch[] = [];
  let [start, moved] = [0, 0];
  for (const [index, { before, now }] of members.entries()) {
    stretches.push({ file: base, start, end: before.start, moved });
    const part = parts[index];
    if (part !== undefined) {
      const end = part.start + now.end - now.start;
      stretches.push({ file: part, start: part.start, end, moved: part.at - part.start });
    }
    [start, moved] = [before.end, now.end - before.end];
  }
  return [...stretches, { file: base, start, end: base.linked.declared.parsed.source.text.length, moved }];
}

interface Found {
  /** In the earlier text, outside of the edited declarations. */
  readonly outside: readonly Problem[];
  readonly parts: readonly PlacedPart[];
  readonly inside: (part: PlacedPart) => readonly Problem[];
}

// All at their places in the text now; undefined where one of them has none.
function joined(edited: EditedFile, { outside, parts, inside }: Found): readonly Problem[] | undefined {
  const own = outside.map(one => movedProblem(one, edited));
  const ofParts = parts.flatMap(part => inside(part).map(one => partProblem(one, edited, placeOf(part))));
  const problems: Problem[] = [];
  for (const one of [...own, ...ofParts]) {
    if (one === undefined) return undefined;
    problems.push(one);
  }
  return problems.sort(inOrderOfText);
}

/** Reported only of files without mistakes in their form or their types. */
const ofWholeFiles: ReadonlySet<string> = new Set(["unused-import", "deprecated-import"]);

/** One declaration, checked as a file of its own: the heading of the file, and it. */
interface Part extends CheckedFile {
  /** Where the declaration begins in that file. */
  readonly start: number;
  readonly names: ReadonlyMap<string, Declaration>;
}

interface PlacedPart extends Part {
  /** Where the declaration begins in the whole. */
  readonly at: number;
}

function placeOf({ start, at, linked }: PlacedPart): PartPlace {
  return { source: linked.declared.parsed.source, start, moved: at - start };
}

function partOf(base: CheckedFile, text: string, replaced: ReadonlyMap<string, unknown>): Part | undefined {
  const { declared } = base.linked;
  const heading = declared.parsed.source.text.slice(0, headingEnd(declared.parsed));
  const start = heading.length;
  const parsed = parseFile(sourceFile(declared.path, `${heading}${text}\n`));
  if (!holdsOne(parsed, start)) return undefined;
  const { file, names } = declarePart(parsed, declared, new Set(replaced.keys()));
  // The first options of the file: it was checked without knowing what there are.
  if (base.optionTypes === undefined && hasOptions(file)) return undefined;
  const checked = checkAfresh(linkPart(file, base.linked), base.optionTypes);
  return { ...checked, problems: checked.problems.filter(one => one.span.start >= start), start, names };
}

function headingEnd({ tree, source }: ParsedFile): number {
  return tree.members.find(one => !isOfHeading(one.kind))?.start ?? source.text.length;
}

// Whether there is one message or service and nothing of it can reach beyond its closing brace.
function holdsOne(parsed: ParsedFile, start: number): boolean {
  const { tree, problems } = parsed;
  const { text } = parsed.source;
  const last = tree.members.at(-1);
  if ((last?.kind !== "message" && last?.kind !== "service") || !last.closed) return false;
  if (!isBalanced(parsed) || text.includes("\0")) return false;
  const isAlone = last.start === start && tree.members.every(one => one === last || isOfHeading(one.kind));
  return isAlone && last.end === text.length - 1 && problems.every(one => one.span.end < last.end);
}

const partsBefore = new Remembered<CheckedFile, Map<number, Part | undefined>>();

// The part as it was, which has to have the problems that were found in the whole.
function partBefore(base: CheckedFile, span: Span): Part | undefined {
  const known = partsBefore.get(base) ?? new Map<number, Part | undefined>();
  partsBefore.set(base, known);
  if (known.has(span.start)) return known.get(span.start);
  const { declared } = base.linked;
  const part = partOf(base, declared.parsed.source.text.slice(span.start, span.end), namesWithin(declared, span));
  const sound = part !== undefined && isAsInWhole(base, part, span) ? part : undefined;
  known.set(span.start, sound);
  return sound;
}

function isAsInWhole(base: CheckedFile, part: Part, span: Span): boolean {
  // Fixes look at what else stands on a line.
  const { text } = base.linked.declared.parsed.source;
  if (!/(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, span.start - 100), span.start))) return false;
  if (!/^[ \t\r]*(?:\n|$)/.test(text.slice(span.end, span.end + 100))) return false;
  const by = span.start - part.start;
  const expected = base.problems.filter(one => isInside(one.span, span)).map(one => shown(one, 0));
  if (JSON.stringify(part.problems.map(one => shown(one, by))) !== JSON.stringify(expected)) return false;
  // Of two declarations with one name, the other one would be reported.
  for (const [name, { nameSpan }] of part.names) {
    if (base.linked.declared.byName.get(name)?.nameSpan.start !== nameSpan.start + by) return false;
  }
  return true;
}

function shown({ id, message, span, help }: Problem, moved: number) {
  return [id, message, span.start + moved, span.end + moved, help];
}

function namesWithin(declared: DeclaredFile, span: Span): ReadonlyMap<string, Declaration> {
  const top = [...declared.messages, ...declared.services].find(one => one.node.start === span.start);
  const names = new Map<string, Declaration>();
  if (top === undefined) return names;
  for (const { fullName } of within(top)) {
    const one = declared.byName.get(fullName);
    if (one !== undefined) names.set(fullName, one);
  }
  return names;
}

function* within(one: Declaration): Generator<Declaration> {
  yield one;
  const parts = one.kind === "message" ? [...one.messages, ...one.enums] : [];
  for (const part of parts) yield* within(part);
  if (one.kind === "message") yield* [...one.fields, ...one.oneofs, ...one.extensions];
  if (one.kind === "enum") yield* one.values;
  if (one.kind === "service") yield* one.methods;
}

const plain = new Remembered<CheckedFile, { readonly is: boolean }>();

// A file whose declarations matter to one another by no more than their names and types.
function isPlain(base: CheckedFile): boolean {
  const known = plain.get(base);
  if (known !== undefined) return known.is;
  const { linked, options } = base;
  const { declared } = linked;
  const { members } = declared.parsed.tree;
  const firstDeclaration = members.findIndex(one => !isOfHeading(one.kind));
  const isOrdered = members.every((one, at) => at < firstDeclaration === isOfHeading(one.kind));
  const extendsNothing = extensionsIn(declared).length === 0;
  const isOptionType = [...options.meanings.values()].some(one => one.file === declared);
  const namesEntries = [...linked.types.values()].some(one => one.kind === "message" && one.isMapEntry);
  const is =
    isOrdered &&
    extendsNothing &&
    !isOptionType &&
    !namesEntries &&
    declared.syntaxWritten &&
    declared.edition < Edition.Edition2024 &&
    !isSyntaxUnclear(declared);
  plain.set(base, { is });
  return is;
}

// What is wrong elsewhere must not depend on what stands in the members.
function isSoundOutside({ linked }: CheckedFile, members: readonly EditedMember[]): boolean {
  const { declared, imports, unresolved } = linked;
  if (hasError(outsideOf(declared.parsed.problems, members))) return false;
  if (imports.some(one => one.file === undefined)) return true;
  return unresolved.every(use => members.some(({ before }) => isInside(use.node, before)));
}

function outsideOf(problems: readonly Problem[], members: readonly EditedMember[]): readonly Problem[] {
  return problems.filter(one => !members.some(({ before }) => isInside(one.span, before)));
}

// Whether the imports that nothing uses are told.
function isWhole({ linked }: CheckedFile): boolean {
  return linked.unresolved.length === 0 && !hasError(linked.declared.parsed.problems);
}

// Whether what is wrong in one part says nothing of the others: what a name means there is unsure where another one lacks
// declarations.
function areApart(parts: readonly Part[]): boolean {
  if (!parts.some(one => mayLackDeclarations(one.linked.declared.parsed))) return true;
  return parts.every(one => one.linked.unresolved.length === 0);
}

// Which brace is missing, or too many, is told by the layout of the whole file.
function isBalanced({ source, tokens }: ParsedFile): boolean {
  let open = 0;
  for (let index = 0; index < tokens.count; index++) {
    if (tokens.kinds[index] !== TokenKind.Punctuation) continue;
    const character = source.text[tokens.starts[index] ?? 0];
    if (character === "{") open++;
    else if (character === "}") open--;
  }
  return open === 0;
}

function isAlike(base: CheckedFile, before: Part, now: Part): boolean {
  if (typesOf(base, before) !== typesOf(base, now)) return false;
  if (extensionsIn(now.linked.declared).length > 0) return false;
  if (!isWhole(now)) return true;
  return isWhole(before) && usesAlike(base, before, now);
}

// The types and services in a part as others see them: their names, whether they are deprecated, and all that their enums
// are.
function typesOf({ linked }: CheckedFile, part: Part): string {
  const { text } = part.linked.declared.parsed.source;
  const texts: string[] = [];
  let hasEnums = false;
  for (const one of part.names.values()) {
    if (one.kind === "service" || (one.kind === "message" && !one.isMapEntry)) {
      texts.push(`${one.fullName}${isSetTrue(one.options, "deprecated", one.file) ? " deprecated" : ""}`);
    }
    if (one.kind !== "enum") continue;
    hasEnums = true;
    texts.push(text.slice(one.node.start, one.node.end));
  }
  // The features of a message are those of its enums.
  if (hasEnums && linked.declared.syntax === "editions") {
    for (const one of part.names.values()) {
      if (one.kind === "message") for (const option of one.options) texts.push(text.slice(option.start, option.end));
    }
  }
  return texts.join("\n");
}

// Imports that nothing used may be used now, and those that only this used no more.
function usesAlike(base: CheckedFile, before: Part, now: Part): boolean {
  const earlier = filesUsed(base, before);
  const later = filesUsed(base, now);
  for (const file of earlier) if (!later.has(file)) return false;
  return later.size === earlier.size || !base.problems.some(one => ofWholeFiles.has(one.id));
}

function filesUsed({ linked }: CheckedFile, part: Part): ReadonlySet<DeclaredFile | "options"> {
  const used = new Set<DeclaredFile | "options">();
  for (const file of usedFiles(part.linked, part.options)) {
    if (file !== linked.declared && file !== part.linked.declared) used.add(file);
  }
  if ([...part.options.meanings.keys()].some(one => one.start >= part.start)) used.add("options");
  return used;
}
