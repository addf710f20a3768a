// The message list: as long as the call is, with only the lines in view as elements. A tree for screen readers and keys:
// up and down, left and right fold, Enter opens, Ctrl+C copies.
import type { CallEvent, CallMessageRow, CallMessagesPage } from "../../server/src/protocol/call.ts";
import { createDrawnLines } from "./drawnLines.ts";
import { element } from "./element.ts";
import type { JsonPath } from "./jsonPaths.ts";
import { type LineMap, lineMap, lineOf, placeOf, scrollSpace } from "./lineMap.ts";
import { type OpenMessage, openMessage } from "./openBody.ts";
import { createTranscript, type Transcript } from "./transcript.ts";
import { sizeText } from "./words.ts";

export interface MessageList {
  readonly root: HTMLElement;
  /** Begins a new call. */
  reset(): void;
  grow(event: CallEvent): void;
  add(page: CallMessagesPage): void;
  body(index: number, json: string): void;
  /** The message at the cursor, where its row is here. */
  active(): CallMessageRow | undefined;
  /** The value at the cursor; the whole message where the cursor is on its own line. */
  activePath(): JsonPath;
  /** Moves the cursor to a value of a message that is open and here. */
  showValue(message: number, path: JsonPath): void;
  /** What to hand to `restore` when the page was hidden and is built again. */
  place(): ListPlace;
  restore(place: ListPlace): void;
}

/** `scrollTop` in pixels of the box; `open`: indices of open messages. */
export interface ListPlace {
  scrollTop: number;
  open: readonly number[];
}

export interface MessageListNeeds {
  /** The view moved, or something was opened or closed. */
  moved(): void;
  /** The reader moved the cursor. */
  cursorMoved(): void;
  pull(from: number, count: number): void;
  pullBody(index: number): void;
  copy(row: CallMessageRow): void;
}

/** Must be the height of `.line` in answerPage.css, in pixels. */
const lineHeight = 20;
const linesAround = 12;
/** A stream that is followed shows other lines with each event; the eye wants them less often. */
const redrawEveryMs = 120;
/** Received messages among the first ones are open from the start; a long stream is a list to scan. */
const openAtFirst = 12;

export function createMessageList(needs: MessageListNeeds): MessageList {
  const pane = element("div", { class: "lines" });
  const box = element("div", { class: "box" }, pane);
  const root = element("div", { class: "messages", role: "tree", tabindex: "0", "aria-label": "messages" }, box);
  let transcript: Transcript = createTranscript(needs.pull);
  let map: LineMap = lineMap(0, []);
  const open = new Map<number, OpenMessage>();
  /** Messages the user opened or closed: they do not open by themselves any more. */
  const touched = new Set<number>();
  /** Messages that were open before the page was hidden, and open again when their rows come. */
  const reopen = new Set<number>();
  const drawn = createDrawnLines(pane, {
    row: index => transcript.row(index),
    opened: index => open.get(index),
    map: () => map,
    cursor: () => cursor,
  });
  let cursor = 0;
  let follows = false;
  let wantedTop: number | undefined;
  let frame: number | undefined;
  let grown: number | undefined;
  let drawnAtMs = 0;

  function remap(): void {
    root.hidden = transcript.total === 0;
    map = lineMap(
      transcript.total,
      [...open].map(([index, body]) => ({ index, lines: body.count })),
    );
    cursor = Math.min(cursor, Math.max(map.total - 1, 0));
    if (frame === undefined) frame = requestAnimationFrame(draw);
  }

  function takeGrowth(): void {
    grown = undefined;
    remap();
  }

  function space() {
    return scrollSpace(map.total * lineHeight, root.clientHeight);
  }

  function isAtEnd(): boolean {
    return root.scrollTop + root.clientHeight >= root.scrollHeight - lineHeight;
  }

  function draw(): void {
    frame = undefined;
    drawnAtMs = performance.now();
    const { boxHeight, toList } = space();
    box.style.height = `${boxHeight}px`;
    // For the page's layout: a short list leaves room to what stands above it.
    document.body.style.setProperty("--all-lines", `${boxHeight}px`);
    if (follows) root.scrollTop = boxHeight;
    else if (wantedTop !== undefined) root.scrollTop = wantedTop;
    const top = toList(root.scrollTop);
    const first = Math.max(0, Math.floor(top / lineHeight) - linesAround);
    const last = Math.min(map.total, Math.ceil((top + root.clientHeight) / lineHeight) + linesAround);
    // Drawn lines stand where the list's top is in the box, so that a scaled box shows them as well.
    pane.style.transform = `translateY(${root.scrollTop + first * lineHeight - top}px)`;
    pane.style.setProperty("--seen", `${root.clientWidth}px`);
    drawn.draw(first, last);
    root.setAttribute("aria-activedescendant", `line-${cursor}`);
    needs.moved();
    if (first < last) {
      transcript.want(placeOf(map, first).index, placeOf(map, last - 1).index + 1, performance.now());
    }
  }

  /** What Enter or a click does on a line. */
  function activate(line: number): void {
    follows = false;
    const { index, body } = placeOf(map, line);
    const content = body === undefined ? undefined : open.get(index)?.line(body);
    if (content === undefined) toggleMessage(index);
    else if (content.kind === "more") needs.pullBody(index);
    else if (content.kind === "json" && content.fold !== undefined) open.get(index)?.toggle(content.at);
    remap();
    needs.cursorMoved();
  }

  function toggleMessage(index: number): void {
    touched.add(index);
    if (open.delete(index)) return;
    const row = transcript.row(index);
    if (row !== undefined) open.set(index, openMessage(row, sizeText));
  }

  function moveTo(line: number): void {
    revealLine(line);
    needs.cursorMoved();
  }

  function revealLine(line: number): void {
    follows = false;
    cursor = Math.min(Math.max(line, 0), Math.max(map.total - 1, 0));
    const { toList, toBox } = space();
    const top = toList(root.scrollTop);
    const lineTop = cursor * lineHeight;
    if (lineTop < top) root.scrollTop = toBox(lineTop);
    else if (lineTop + lineHeight > top + root.clientHeight)
      root.scrollTop = toBox(lineTop + lineHeight - root.clientHeight);
    remap();
  }

  function isOpenAt(line: number): boolean | undefined {
    const { index, body } = placeOf(map, line);
    if (body === undefined) return open.has(index);
    const content = open.get(index)?.line(body);
    if (content?.kind !== "json" || content.fold === undefined) return undefined;
    return content.fold === "open";
  }

  /** The line that the one at `line` belongs to: the opening bracket around it, or its message. */
  function parentOf(line: number): number {
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
  }

  function onKey(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(root.clientHeight / lineHeight) - 1);
    const moves: Record<string, () => void> = {
      ArrowDown: () => moveTo(cursor + 1),
      ArrowUp: () => moveTo(cursor - 1),
      PageDown: () => moveTo(cursor + page),
      PageUp: () => moveTo(cursor - page),
      Home: () => moveTo(0),
      End: () => moveTo(map.total - 1),
      ArrowRight: () => (isOpenAt(cursor) === false ? activate(cursor) : moveTo(cursor + 1)),
      ArrowLeft: () => (isOpenAt(cursor) === true ? activate(cursor) : moveTo(parentOf(cursor))),
      Enter: () => activate(cursor),
      " ": () => activate(cursor),
    };
    const move = event.ctrlKey || event.metaKey || event.altKey ? undefined : moves[event.key];
    if (move !== undefined) {
      event.preventDefault();
      move();
    } else if (
      event.key === "c" &&
      (event.ctrlKey || event.metaKey) &&
      document.getSelection()?.isCollapsed !== false
    ) {
      const row = transcript.row(placeOf(map, cursor).index);
      if (row !== undefined) needs.copy(row);
    }
  }

  function onClick(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : undefined;
    const lineOfClick = target?.closest<HTMLElement>(".line");
    if (target === undefined || lineOfClick === null || lineOfClick === undefined) return;
    const line = Number(lineOfClick.dataset.line);
    const row = transcript.row(placeOf(map, line).index);
    // The end of dragging over a text is no click on it.
    if (document.getSelection()?.isCollapsed === false) return;
    cursor = line;
    if (target.closest(".copy") !== null && row !== undefined) needs.copy(row);
    else if (target.closest(".head, .fold-sign, .folded, .more") !== null) activate(line);
    else {
      remap();
      needs.cursorMoved();
    }
  }

  root.addEventListener("keydown", onKey);
  root.addEventListener("click", onClick);
  root.addEventListener("scroll", () => {
    follows = transcript.total > openAtFirst && isAtEnd();
    wantedTop = undefined;
    if (frame === undefined) frame = requestAnimationFrame(draw);
  });
  new ResizeObserver(remap).observe(root);

  return {
    root,
    reset() {
      transcript = createTranscript(needs.pull);
      open.clear();
      touched.clear();
      reopen.clear();
      wantedTop = undefined;
      drawn.clear();
      cursor = 0;
      follows = false;
      remap();
    },
    grow(event) {
      // A stream is followed like a log by one who is at its end; the answer to a single request stays at its beginning.
      const runs = event.phase !== "done";
      if (event.rows > transcript.total) follows = (runs || follows) && event.rows > openAtFirst && isAtEnd();
      transcript.grow(event.rows);
      if (grown !== undefined) return;
      grown = setTimeout(takeGrowth, performance.now() - drawnAtMs < redrawEveryMs ? redrawEveryMs : 0);
    },
    add(page) {
      transcript.add(page);
      for (const row of page.rows) {
        const opensItself = row.index < openAtFirst && row.direction === "received" && !touched.has(row.index);
        const opens = opensItself || reopen.delete(row.index);
        if (opens && !open.has(row.index)) open.set(row.index, openMessage(row, sizeText));
      }
      remap();
    },
    body(index, json) {
      open.get(index)?.setWhole(json);
      remap();
    },
    place: () => ({ scrollTop: root.scrollTop, open: [...open.keys()] }),
    restore(place) {
      for (let index = 0; index < openAtFirst; index++) touched.add(index);
      for (const index of place.open) reopen.add(index);
      wantedTop = place.scrollTop;
    },
    active: () => transcript.row(placeOf(map, cursor).index),
    activePath() {
      const { index, body } = placeOf(map, cursor);
      return body === undefined ? [] : (open.get(index)?.pathAt(body) ?? []);
    },
    showValue(message, path) {
      const found = [...open.keys()].find(at => transcript.row(at)?.index === message);
      const opened = found === undefined ? undefined : open.get(found);
      if (found === undefined || opened === undefined) return;
      const body = opened.reveal(path);
      remap();
      revealLine(lineOf(map, found) + 1 + body);
    },
  };
}
