// What an open message shows below its own line: notes, its JSON with what is folded, and a way to the rest of a cut text.
import type { CallMessageRow } from "../../server/src/protocol/call.ts";
import { foldedTail, type JsonLine, jsonLines, visibleLines } from "./jsonLines.ts";
import { type JsonPath, lineOfPath, pathOfLine } from "./jsonPaths.ts";

export type BodyLine =
  | { kind: "note"; text: string }
  /** `at`: the line in the JSON; `fold` is absent where nothing folds. */
  | { kind: "json"; at: number; text: string; depth: number; fold?: "open" | "folded"; tail: string }
  /** Stands for what was cut; choosing it asks for the whole text. */
  | { kind: "more"; text: string };

/** Which way a search goes. */
export type Way = "next" | "previous";

export interface OpenMessage {
  /** Lines that are shown. */
  readonly count: number;
  /** Changes when a line may show something else than before. */
  readonly version: number;
  line(at: number): BodyLine | undefined;
  /** Folds or unfolds at a line of the JSON. */
  toggle(jsonLine: number): void;
  /** The value that stands on a line; that of the whole message where none does. */
  pathAt(at: number): JsonPath;
  /** The line on which a value stands; what was folded around it is unfolded. */
  reveal(path: JsonPath): number;
  /** The line nearest after `from` (before it with `previous`) that holds `text`, whatever its case; unfolded if need be. */
  find(text: string, from: number, way: Way): number | undefined;
  /** Takes the whole text in place of the cut one. */
  setWhole(json: string): void;
}

export function openMessage(row: CallMessageRow, sizeText: (bytes: number) => string): OpenMessage {
  const folded = new Set<number>();
  let lines: JsonLine[] = jsonLines(row.json);
  let visible = visibleLines(lines, folded);
  let cut = row.cut;
  let version = 0;
  const notes = row.notes;

  /** Where a line of the JSON is shown, once nothing around it is folded. */
  function unfolded(jsonLine: number): number {
    const around = [...folded].filter(at => at < jsonLine && jsonLine <= (lines[at]?.foldEnd ?? at));
    for (const at of around) folded.delete(at);
    if (around.length > 0) version++;
    visible = visibleLines(lines, folded);
    return notes.length + visible.indexOf(jsonLine);
  }

  return {
    get count() {
      return notes.length + visible.length + (cut ? 1 : 0);
    },
    get version() {
      return version;
    },
    line(at) {
      const note = notes[at];
      if (note !== undefined) return { kind: "note", text: note };
      const jsonLine = visible[at - notes.length];
      const line = jsonLine === undefined ? undefined : lines[jsonLine];
      if (jsonLine !== undefined && line !== undefined) return bodyLine(lines, line, jsonLine, folded);
      if (cut) return { kind: "more", text: `cut at ${sizeText(row.json.length)} of text; show everything` };
      return undefined;
    },
    toggle(jsonLine) {
      version++;
      if (!folded.delete(jsonLine)) folded.add(jsonLine);
      visible = visibleLines(lines, folded);
    },
    pathAt(at) {
      const jsonLine = visible[at - notes.length];
      return jsonLine === undefined ? [] : pathOfLine(lines, jsonLine);
    },
    reveal: path => unfolded(lineOfPath(lines, path)),
    find(text, from, way) {
      const wanted = text.toLowerCase();
      const step = way === "next" ? 1 : -1;
      const shown = visible[from - notes.length];
      // The message's own line and its notes stand above the JSON.
      let at = shown ?? (from < notes.length ? -1 : lines.length);
      for (at += step; at >= 0 && at < lines.length; at += step) {
        if (lines[at]?.text.toLowerCase().includes(wanted)) return unfolded(at);
      }
      return undefined;
    },
    setWhole(json) {
      version++;
      lines = jsonLines(json);
      cut = false;
      folded.clear();
      visible = visibleLines(lines, folded);
    },
  };
}

function bodyLine(lines: readonly JsonLine[], line: JsonLine, at: number, folded: ReadonlySet<number>): BodyLine {
  const plain = { kind: "json", at, text: line.text, depth: line.depth, tail: "" } as const;
  if (line.foldEnd === undefined) return plain;
  return folded.has(at) ? { ...plain, fold: "folded", tail: foldedTail(lines, at) } : { ...plain, fold: "open" };
}
