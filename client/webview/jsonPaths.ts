// The way from a line of shown JSON to a value's path, and back: `["directory", "entries", 0, "name"]`.
import type { JsonLine } from "./jsonLines.ts";

export type JsonPath = readonly (string | number)[];

interface Opened {
  /** Of the object or array. */
  path: JsonPath;
  /** Elements so far; undefined of an object. */
  elements: number | undefined;
}

/** The path of the value that begins on line `at`, of a closing bracket that of what it closes. */
export function pathOfLine(lines: readonly JsonLine[], at: number): JsonPath {
  let found: JsonPath = [];
  eachPath(lines, (line, path) => {
    if (line === at) found = path;
    return line < at;
  });
  return found;
}

/** The line on which the value at `path` begins, or where that is not there by itself, the value it is part of. */
export function lineOfPath(lines: readonly JsonLine[], path: JsonPath): number {
  let best = 0;
  let reached = 0;
  eachPath(lines, (line, one) => {
    if (one.length > reached && one.length <= path.length && one.every((step, i) => step === path[i])) {
      best = line;
      reached = one.length;
    }
    return reached < path.length;
  });
  return best;
}

/** Tells each line's path until `visit` has enough. The text is indented with one value a line and may be cut anywhere. */
function eachPath(lines: readonly JsonLine[], visit: (line: number, path: JsonPath) => boolean): void {
  const opened: Opened[] = [];
  for (const [at, { text }] of lines.entries()) {
    const trimmed = text.trim();
    if (/^[}\]]/.test(trimmed)) {
      const closed = opened.pop();
      if (!visit(at, closed?.path ?? [])) return;
      continue;
    }
    const path = pathHere(trimmed, opened.at(-1));
    if (!visit(at, path)) return;
    if (/[{[]$/.test(trimmed)) opened.push({ path, elements: trimmed.endsWith("[") ? 0 : undefined });
  }
}

function pathHere(text: string, around: Opened | undefined): JsonPath {
  if (around === undefined) return [];
  if (around.elements !== undefined) return [...around.path, around.elements++];
  const [key] = /^"(?:[^"\\]|\\.)*"(?=\s*:)/.exec(text) ?? [];
  return key === undefined ? around.path : [...around.path, keyText(key)];
}

function keyText(quoted: string): string {
  try {
    const key: unknown = JSON.parse(quoted);
    return typeof key === "string" ? key : quoted;
  } catch {
    // Not JSON, as the note in place of an answer may be: it is its own name.
    return quoted;
  }
}
