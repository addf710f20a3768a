// Which messages and services of a file edits stayed inside of.
import type { EditedMember } from "../compiler/editedFile.ts";
import type { ParsedFile } from "../compiler/syntax/parsedFile.ts";
import { lastStarting, type Span } from "../compiler/text/span.ts";

/** One change of a text: `span` of the text before it. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/** Where a span stands after an edit; undefined where that goes beyond one of its ends. */
export function spanAfter(span: Span, edit: TextEdit): Span | undefined {
  const by = edit.newText.length - (edit.span.end - edit.span.start);
  if (edit.span.start >= span.end) return span;
  if (edit.span.end <= span.start) return { start: span.start + by, end: span.end + by };
  return edit.span.start >= span.start && edit.span.end <= span.end ? { ...span, end: span.end + by } : undefined;
}

/**
 * The members of `base` that differ in the text after one more edit, undefined where that touches anything beside
 * messages and services; `members` are those after the edits before it.
 */
export function membersAfter(
  base: ParsedFile,
  members: readonly EditedMember[],
  { span, newText }: TextEdit,
): readonly EditedMember[] | undefined {
  const known = members.find(one => isStrictlyInside(span, one.now));
  const edited = known ?? unedited(base, members, span);
  if (edited === undefined) return undefined;
  const by = newText.length - (span.end - span.start);
  const rest = members.filter(one => one !== known).map(one => (one.now.start > span.start ? shifted(one, by) : one));
  const { before, now, text } = edited;
  const from = span.start - now.start;
  const after = text.slice(0, from) + newText + text.slice(from + span.end - span.start);
  const changed = { before, now: { start: now.start, end: now.end + by }, text: after };
  return [...rest, changed].sort((one, other) => one.now.start - other.now.start);
}

// The member around `span`, a place of the text as it is now, that is as it was.
function unedited(base: ParsedFile, members: readonly EditedMember[], span: Span): EditedMember | undefined {
  let by = 0;
  for (const { before, now } of members) if (now.end <= span.start) by = now.end - before.end;
  const sought = { start: span.start - by, end: span.end - by };
  const before = memberAround(base, sought);
  if (before === undefined || members.some(one => one.before.start === before.start)) return undefined;
  const text = base.source.text.slice(before.start, before.end);
  return { before, now: { start: before.start + by, end: before.end + by }, text };
}

function memberAround({ tree }: ParsedFile, span: Span): Span | undefined {
  const found = lastStarting(tree.members, span.start);
  if (found?.kind !== "message" && found?.kind !== "service") return undefined;
  return found.closed && isStrictlyInside(span, found) ? { start: found.start, end: found.end } : undefined;
}

function isStrictlyInside(inner: Span, outer: Span): boolean {
  return outer.start < inner.start && inner.end < outer.end;
}

function shifted(member: EditedMember, by: number): EditedMember {
  return { ...member, now: { start: member.now.start + by, end: member.now.end + by } };
}
