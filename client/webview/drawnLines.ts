// The lines of the message list that are in view, as elements.
import type { CallMessageRow } from "../../server/src/protocol/call.ts";
import { element } from "./element.ts";
import { type LineMap, placeOf } from "./lineMap.ts";
import { bodyLineElement, messageLine } from "./messageLines.ts";
import type { OpenMessage } from "./openBody.ts";

export interface DrawnLines {
  /** Shows the lines from `first` to `last` (excluded). */
  draw(first: number, last: number): void;
  /** Keeps nothing of what was drawn. */
  clear(): void;
}

/** What is shown, by the place of a message in the list. */
export interface ListedMessages {
  row(at: number): CallMessageRow | undefined;
  opened(at: number): OpenMessage | undefined;
  map(): LineMap;
  /** The line on which it stands. */
  cursor(): number;
}

interface Group {
  at: number;
  element: HTMLElement;
  lines: HTMLElement[];
}

export function createDrawnLines(pane: HTMLElement, shown: ListedMessages): DrawnLines {
  const drawn = new Map<string, HTMLElement>();

  function beginGroup(at: number, used: Set<string>): Group {
    const key = `group ${at}`;
    used.add(key);
    const found = drawn.get(key) ?? element("div", { class: "message", testId: "message", role: "none" });
    found.dataset.direction = shown.row(at)?.direction ?? "";
    found.dataset.index = String(at);
    drawn.set(key, found);
    return { at, element: found, lines: [] };
  }

  function lineElement(line: number, at: number, body: number | undefined, used: Set<string>): HTMLElement {
    const row = shown.row(at);
    const opened = shown.opened(at);
    const content = body === undefined ? undefined : opened?.line(body);
    const state = content === undefined ? `${row !== undefined} ${opened !== undefined}` : opened?.version;
    const key = `${at} ${body ?? "head"} ${state}`;
    used.add(key);
    const made =
      drawn.get(key) ??
      (content === undefined
        ? messageLine(at, row, opened === undefined ? "closed" : "open")
        : bodyLineElement(content));
    drawn.set(key, made);
    made.id = `line-${line}`;
    made.dataset.line = String(line);
    made.classList.toggle("cursor", line === shown.cursor());
    made.setAttribute("aria-setsize", String(shown.map().count));
    made.setAttribute("aria-posinset", String(at + 1));
    return made;
  }

  return {
    /** One group a message; elements that are still right are kept, so that a selection in them stays. */
    draw(first, last) {
      const map = shown.map();
      const used = new Set<string>();
      const groups: Group[] = [];
      for (let line = first; line < last; line++) {
        const { index, body } = placeOf(map, line);
        let group = groups.at(-1);
        if (group?.at !== index) {
          group = beginGroup(index, used);
          groups.push(group);
        }
        group.lines.push(lineElement(line, index, body, used));
      }
      for (const group of groups) syncChildren(group.element, group.lines);
      for (const key of drawn.keys()) if (!used.has(key)) drawn.delete(key);
      syncChildren(
        pane,
        groups.map(group => group.element),
      );
    },
    clear: () => drawn.clear(),
  };
}

/** Makes `children` the children of `parent`, moving and touching as little as can be. */
function syncChildren(parent: HTMLElement, children: readonly HTMLElement[]): void {
  const wanted = new Set<Node>(children);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  children.forEach((child, at) => {
    const present = parent.childNodes[at];
    if (present !== child) parent.insertBefore(child, present ?? null);
  });
}
