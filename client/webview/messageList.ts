// The message list: as long as the call is, with only the lines in view as elements. A tree for screen readers and keys:
// up and down, left and right fold, Enter opens, Ctrl+C copies.
import type { CallEvent, CallMessageRow, CallMessagesPage, Direction } from "../../server/src/protocol/call.ts";
import { createDrawnLines } from "./drawnLines.ts";
import { element } from "./element.ts";
import type { JsonPath } from "./jsonPaths.ts";
import { type LineMap, lineMap, lineOf, placeOf, scrollSpace } from "./lineMap.ts";
import type { Way } from "./openBody.ts";
import { createOpenMessages, openAtFirst } from "./openMessages.ts";
import { createTranscript, type Transcript } from "./transcript.ts";

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
  /** Begins anew with the messages of one direction, or all; `event` tells how many there are. */
  filter(direction: Direction | undefined, event: CallEvent | undefined): void;
  /** Goes to the next line with `text` in the message at the cursor; false where there is none. */
  find(text: string, way: Way): boolean;
  /** The place of the message at the cursor in the list. */
  cursorPlace(): number;
  /** Goes to `text` in the message at a place of the list, which may be still to come. */
  goTo(at: number, text: string, way: Way): void;
  /** Goes to the end, and stays there while more comes. */
  toEnd(): void;
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
  /** `direction`: `from` counts among the messages of that one alone. */
  pull(from: number, count: number, direction?: Direction): void;
  pullBody(index: number): void;
  copy(row: CallMessageRow): void;
}

/** In the message at a place of the list. */
interface Search {
  readonly at: number;
  readonly text: string;
  readonly way: Way;
}

/** Must be the height of `.line` in answerPage.css, in pixels. */
const lineHeight = 20;
const linesAround = 12;
/** A stream that is followed shows other lines with each event; the eye wants them less often. */
const redrawEveryMs = 120;
export function createMessageList(needs: MessageListNeeds): MessageList {
  const pane = element("div", { class: "lines" });
  const box = element("div", { class: "box" }, pane);
  const root = element("div", { class: "messages", role: "tree", tabindex: "0", "aria-label": "messages" }, box);
  let transcript: Transcript = createTranscript(needs.pull);
  let map: LineMap = lineMap(0, []);
  let direction: Direction | undefined;
  const open = createOpenMessages();
  /** What is looked for in a message whose row is still to come. */
  let awaited: Search | undefined;
  const drawn = createDrawnLines(pane, {
    row: index => transcript.row(index),
    opened: index => open.get(index),
    map: () => map,
    cursor: () => cursor,
  });
  let cursor = 0;
  let placed = false;
  let follows = false;
  let wantedTop: number | undefined;
  let frame: number | undefined;
  let grown: number | undefined;
  let grownAtMs = Number.NEGATIVE_INFINITY;

  function remap(): void {
    root.hidden = transcript.total === 0;
    map = lineMap(transcript.total, open.bodies());
    cursor = Math.min(cursor, Math.max(map.total - 1, 0));
    if (frame === undefined) frame = requestAnimationFrame(draw);
  }

  function restart(): void {
    transcript = createTranscript((from, count) => needs.pull(from, count, direction));
    open.clear();
    awaited = undefined;
    wantedTop = undefined;
    drawn.clear();
    cursor = 0;
    placed = false;
    follows = false;
    grownAtMs = Number.NEGATIVE_INFINITY;
    remap();
  }

  function takeGrowth(): void {
    clearTimeout(grown);
    grown = undefined;
    grownAtMs = performance.now();
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
    const content = open.lineAt(map, line);
    const row = transcript.row(index);
    if (content === undefined || body === undefined) open.toggle(index, row);
    else if (content.kind === "more" && row !== undefined) needs.pullBody(row.index);
    else if (content.kind === "json" && content.fold !== undefined) open.get(index)?.toggle(content.at);
    remap();
    needs.cursorMoved();
  }

  function moveTo(line: number): void {
    revealLine(line);
    needs.cursorMoved();
  }

  /** Until the reader moves it the cursor stands on the first answer: the request is known to who wrote it. */
  function placeCursor(page: CallMessagesPage): void {
    const at = page.rows.findIndex(row => row.direction === "received");
    if (at < 0) return;
    cursor = lineOf(map, page.from + at);
    placed = true;
  }

  function revealLine(line: number): void {
    follows = false;
    placed = true;
    cursor = Math.min(Math.max(line, 0), Math.max(map.total - 1, 0));
    const { toList, toBox } = space();
    const top = toList(root.scrollTop);
    const lineTop = cursor * lineHeight;
    if (lineTop < top) root.scrollTop = toBox(lineTop);
    else if (lineTop + lineHeight > top + root.clientHeight)
      root.scrollTop = toBox(lineTop + lineHeight - root.clientHeight);
    remap();
  }

  /** The place of a message that is here. */
  function placeOfMessage(message: number): number | undefined {
    return open.places().find(at => transcript.row(at)?.index === message);
  }

  /** Looks in the message at `at` from a line of its body on, and goes to what it finds. */
  function findIn({ at, text, way }: Search, from: number): boolean {
    const row = transcript.row(at);
    if (row === undefined) return false;
    if (open.get(at) === undefined && row.json.toLowerCase().includes(text.toLowerCase())) open.toggle(at, row);
    const body = open.get(at)?.find(text, from, way);
    if (body === undefined) return false;
    remap();
    moveTo(lineOf(map, at) + 1 + body);
    return true;
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
      ArrowRight: () => (open.isOpenAt(map, cursor) === false ? activate(cursor) : moveTo(cursor + 1)),
      ArrowLeft: () => (open.isOpenAt(map, cursor) === true ? activate(cursor) : moveTo(open.parentOf(map, cursor))),
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
    placed = true;
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
      direction = undefined;
      restart();
    },
    filter(only, event) {
      direction = only;
      restart();
      if (event !== undefined) transcript.grow(only === undefined ? event.rows : event[only]);
      remap();
    },
    grow(event) {
      // A stream is followed like a log by one who is at its end; the answer to a single request stays at its beginning.
      const runs = event.phase !== "done";
      const rows = direction === undefined ? event.rows : event[direction];
      if (rows > transcript.total) follows = (runs || follows) && rows > openAtFirst && isAtEnd();
      transcript.grow(rows);
      // The first and the last are shown at once.
      if (!runs || performance.now() - grownAtMs >= redrawEveryMs) takeGrowth();
      else grown ??= setTimeout(takeGrowth, redrawEveryMs);
    },
    add(page) {
      transcript.add(page);
      for (const [at, row] of page.rows.entries()) open.admit(page.from + at, row);
      remap();
      if (!placed) placeCursor(page);
      if (awaited === undefined || transcript.row(awaited.at) === undefined) return;
      findIn(awaited, awaited.way === "next" ? -1 : Number.POSITIVE_INFINITY);
      awaited = undefined;
    },
    body(message, json) {
      const at = placeOfMessage(message);
      if (at !== undefined) open.get(at)?.setWhole(json);
      remap();
    },
    place: () => ({ scrollTop: root.scrollTop, open: open.places() }),
    restore(place) {
      open.reopen(place.open);
      wantedTop = place.scrollTop;
    },
    active: () => transcript.row(placeOf(map, cursor).index),
    activePath() {
      const { index, body } = placeOf(map, cursor);
      return body === undefined ? [] : (open.get(index)?.pathAt(body) ?? []);
    },
    showValue(message, path) {
      const found = placeOfMessage(message);
      const opened = found === undefined ? undefined : open.get(found);
      if (found === undefined || opened === undefined) return;
      const body = opened.reveal(path);
      remap();
      revealLine(lineOf(map, found) + 1 + body);
    },
    find(text, way) {
      const { index: at, body } = placeOf(map, cursor);
      return findIn({ at, text, way }, body ?? (way === "next" ? -1 : Number.NEGATIVE_INFINITY));
    },
    cursorPlace: () => placeOf(map, cursor).index,
    goTo(at, text, way) {
      awaited = { at, text, way };
      moveTo(lineOf(map, at));
      if (transcript.row(at) === undefined) return;
      awaited = undefined;
      findIn({ at, text, way }, way === "next" ? -1 : Number.POSITIVE_INFINITY);
    },
    toEnd() {
      moveTo(map.total - 1);
      follows = true;
      remap();
    },
  };
}
