// Which bytes belong to which field: for colours, and for the way from a value to its bytes and back.
import type { WireFieldRow } from "../../server/src/protocol/bytes.ts";
import type { JsonPath } from "./jsonPaths.ts";

/** As many as there are `.tone-N` in bytes.css. */
const tones = 6;

/** The innermost field to which the byte at `offset` belongs. */
export function fieldAt(fields: readonly WireFieldRow[], offset: number): number | undefined {
  let found: number | undefined;
  for (const [at, { start, end }] of fields.entries()) {
    if (start > offset) break;
    if (offset < end) found = at;
  }
  return found;
}

/** The field whose value stands at `path` in the JSON, or the one that it is part of. */
export function fieldOfPath(fields: readonly WireFieldRow[], path: JsonPath): number | undefined {
  let found: number | undefined;
  let reached = 0;
  for (const [at, { path: own }] of fields.entries()) {
    if (own === undefined || own.length <= reached || own.length > path.length) continue;
    if (!own.every((step, i) => step === path[i])) continue;
    found = at;
    reached = own.length;
  }
  if (found !== undefined) return found;
  const inside = fields.findIndex(one => one.path !== undefined && startsWith(one.path, path));
  return inside < 0 ? undefined : inside;
}

function startsWith(path: JsonPath, beginning: JsonPath): boolean {
  return beginning.length > 0 && beginning.every((step, i) => step === path[i]);
}

export type BytePart = "tag" | "length" | "value";

/** Bytes one after another that look alike. */
export interface ByteRun {
  start: number;
  end: number;
  /** Its place among the fields; absent for bytes that no field has. */
  field?: number;
  part: BytePart;
}

/** The bytes of `from` to `to` (excluded) in runs, without gaps. */
export function byteRuns(fields: readonly WireFieldRow[], from: number, to: number): ByteRun[] {
  const runs: ByteRun[] = [];
  for (let at = from; at < to; ) {
    const field = fieldAt(fields, at);
    const row = field === undefined ? undefined : fields[field];
    const { part, end } = row === undefined ? ({ part: "value", end: at + 1 } as const) : partAt(row, at);
    const last = runs.at(-1);
    const next = Math.min(to, Math.max(at + 1, innerStart(fields, field, at, end)));
    if (last !== undefined && last.field === field && last.part === part) last.end = next;
    else runs.push({ start: at, end: next, part, ...(field === undefined ? {} : { field }) });
    at = next;
  }
  return runs;
}

function partAt({ tagEnd, valueStart, valueEnd, end }: WireFieldRow, at: number): { part: BytePart; end: number } {
  if (at < tagEnd) return { part: "tag", end: tagEnd };
  if (at < valueStart) return { part: "length", end: valueStart };
  return at < valueEnd ? { part: "value", end: valueEnd } : { part: "tag", end };
}

/** Fields inside come right after the one that holds them: where the next of them begins, or `end`. */
function innerStart(fields: readonly WireFieldRow[], field: number | undefined, at: number, end: number): number {
  if (field === undefined) return end;
  for (let inner = field + 1; inner < fields.length; inner++) {
    const row = fields[inner];
    if (row === undefined || row.start >= end) return end;
    if (row.start > at) return row.start;
  }
  return end;
}

/** For each field 0 to 5: those of the message itself that follow each other differ, and what is inside has their tone. */
export function tonesOf(fields: readonly WireFieldRow[]): number[] {
  let outer = -1;
  return fields.map(({ depth }) => {
    if (depth === 0) outer++;
    return Math.max(outer, 0) % tones;
  });
}
