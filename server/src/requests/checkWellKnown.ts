import type { Problem } from "../compiler/report/problem.ts";
import * as wrong from "./bodyProblems.ts";
import type { JsonNode } from "./json/jsonNodes.ts";

const timestamp = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:Z|([+-])(\d{2}):(\d{2}))$/;
// Beside names, `*` stands for all fields, and keys of maps stand in backticks, as many services read it.
const fieldPath = /^(\*|[a-zA-Z][a-zA-Z0-9]*)(\.(\*|[a-zA-Z][a-zA-Z0-9]*|`[^`,]*`))*$/;
const longestDuration = 315_576_000_000;

/** What is wrong with the JSON of a `google.protobuf.Timestamp`. */
export function timestampProblems(node: JsonNode, subject: string): Problem[] {
  if (node.kind !== "string") return [wrong.wrongType(node, subject, 'a timestamp (`"2026-01-01T00:00:00Z"`)')];
  if (node.placeholders.length > 0) return [];
  const match = timestamp.exec(node.value);
  if (match === null) return [wrong.badTimestamp(node, node.value)];
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const isTime = hour < 24 && minute < 60 && second < 60 && Number(match[8] ?? 0) < 24 && Number(match[9] ?? 0) < 60;
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month) || !isTime) {
    return [wrong.impossibleDate(node, node.value)];
  }
  // Only an offset can carry the first or the last day out of the range.
  const offset = (match[7] === "-" ? -1 : 1) * (Number(match[8] ?? 0) * 60 + Number(match[9] ?? 0));
  const minuteOfDay = hour * 60 + minute - offset;
  const isBefore = year === 1 && month === 1 && day === 1 && minuteOfDay < 0;
  const isAfter = year === 9999 && month === 12 && day === 31 && minuteOfDay >= 24 * 60;
  return isBefore || isAfter ? [wrong.impossibleDate(node, node.value)] : [];
}

/** What is wrong with the JSON of a `google.protobuf.Duration`. */
export function durationProblems(node: JsonNode, subject: string): Problem[] {
  if (node.kind !== "string") return [wrong.wrongType(node, subject, 'a duration (`"1.5s"`)')];
  if (node.placeholders.length > 0) return [];
  const match = /^(-?\d+)(?:\.\d{1,9})?s$/.exec(node.value);
  if (match === null) return [wrong.badDuration(node, node.value)];
  return Math.abs(Number(match[1])) <= longestDuration ? [] : [wrong.durationRange(node, node.value)];
}

/** What is wrong with the JSON of a `google.protobuf.FieldMask`. */
export function fieldMaskProblems(node: JsonNode, subject: string): Problem[] {
  if (node.kind !== "string")
    return [wrong.wrongType(node, subject, 'field paths in one string (`"name,parent.name"`)')];
  if (node.placeholders.length > 0 || node.value === "") return [];
  const bad = node.value.split(",").find(path => !fieldPath.test(path));
  return bad === undefined ? [] : [wrong.badFieldMask(node, bad, node.value)];
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
