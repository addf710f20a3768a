// Which messages of the list are open, by their place in it, and what their lines are.
import type { CallMessageRow } from "../../server/src/protocol/call.ts";
import { type LineMap, lineOf, placeOf } from "./lineMap.ts";
import { type BodyLine, type OpenMessage, openMessage } from "./openBody.ts";
import { sizeText } from "./words.ts";

export interface OpenMessages {
  get(at: number): OpenMessage | undefined;
  places(): number[];
  /** Lines of each body that is open. */
  bodies(): { index: number; lines: number }[];
  /** What stands on a line of a body; undefined on a message's own line. */
  lineAt(map: LineMap, line: number): BodyLine | undefined;
  /** Whether what begins on a line is open; undefined where nothing opens. */
  isOpenAt(map: LineMap, line: number): boolean | undefined;
  /** The line that the one at `line` belongs to: the opening bracket around it, or its message. */
  parentOf(map: LineMap, line: number): number;
  /** Opens or closes by the reader's own hand. */
  toggle(at: number, row: CallMessageRow | undefined): void;
  /** Takes a row that came: it may open by itself. */
  admit(at: number, row: CallMessageRow): void;
  /** Opens these when their rows come, and no others by themselves. */
  reopen(places: readonly number[]): void;
  clear(): void;
}

/** Received messages among the first ones are open from the start; a long stream is a list to scan. */
export const openAtFirst = 12;

export function createOpenMessages(): OpenMessages {
  const open = new Map<number, OpenMessage>();
  /** Messages the reader opened or closed: they do not open by themselves any more. */
  const touched = new Set<number>();
  const wanted = new Set<number>();

  function lineAt(map: LineMap, line: number): BodyLine | undefined {
    const { index, body } = placeOf(map, line);
    return body === undefined ? undefined : open.get(index)?.line(body);
  }

  return {
    get: at => open.get(at),
    places: () => [...open.keys()],
    bodies: () => [...open].map(([index, body]) => ({ index, lines: body.count })),
    lineAt,
    isOpenAt(map, line) {
      const { index, body } = placeOf(map, line);
      if (body === undefined) return open.has(index);
      const content = lineAt(map, line);
      if (content?.kind !== "json" || content.fold === undefined) return undefined;
      return content.fold === "open";
    },
    parentOf(map, line) {
      const { index, body } = placeOf(map, line);
      const opened = open.get(index);
      if (body === undefined || opened === undefined) return line;
      const here = opened.line(body);
      const depth = here?.kind === "json" ? here.depth : 0;
      for (let at = body - 1; at >= 0; at--) {
        const above = opened.line(at);
        if (above?.kind === "json" && above.fold !== undefined && above.depth < depth) return line - (body - at);
      }
      return lineOf(map, index);
    },
    toggle(at, row) {
      touched.add(at);
      if (!open.delete(at) && row !== undefined) open.set(at, openMessage(row, sizeText));
    },
    admit(at, row) {
      const opensItself = at < openAtFirst && row.direction === "received" && !touched.has(at);
      const opens = wanted.delete(at) || opensItself;
      if (opens && !open.has(at)) open.set(at, openMessage(row, sizeText));
    },
    reopen(places) {
      for (let at = 0; at < openAtFirst; at++) touched.add(at);
      for (const at of places) wanted.add(at);
    },
    clear() {
      open.clear();
      touched.clear();
      wanted.clear();
    },
  };
}
