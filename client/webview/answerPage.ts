// The answer page: takes messages from the extension and shows them. It keeps nothing that cannot be asked for again.
import type { CallEvent, CallMessageRow, Direction } from "../../server/src/protocol/call.ts";
import type { FromPage, ToPage } from "../src/answerPanel/pageProtocol.ts";
import { createBytesPane } from "./bytesPane.ts";
import { element } from "./element.ts";
import { createMessageList, type ListPlace } from "./messageList.ts";
import { createMetadataTables } from "./metadata.ts";
import type { Way } from "./openBody.ts";
import { createSummary } from "./summary.ts";
import { createTools } from "./tools.ts";
import { countText } from "./words.ts";

interface VsCodeApi {
  postMessage(message: FromPage): void;
  getState(): SavedState | undefined;
  setState(state: SavedState): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

interface SavedState {
  call: string;
  place: ListPlace;
}

const vscode = acquireVsCodeApi();
/** What was seen before the page was hidden, until a call comes. */
let saved = vscode.getState();
let call: string | undefined;
/** The message whose whole text was asked for in order to copy it. */
let copyWhole: number | undefined;
let saving: number | undefined;
let lastEvent: CallEvent | undefined;
/** The messages that are shown; undefined for all. */
let direction: Direction | undefined;
/** What is looked for, until the answer comes. */
let sought: { text: string; way: Way } | undefined;

const list = createMessageList({
  pull: (from, count, only) => send({ kind: "pull", from, count, ...(only === undefined ? {} : { direction: only }) }),
  pullBody: index => send({ kind: "pullBody", index }),
  copy: copyRow,
  cursorMoved() {
    if (!bytes.root.hidden) showBytes();
  },
  moved() {
    clearTimeout(saving);
    saving = setTimeout(save, saveAfterMs);
  },
});
const bytes = createBytesPane({
  pull: (index, from) => send({ kind: "pullBytes", index, from }),
  choose: (index, path) => list.showValue(index, path),
  openDeclaration: place => vscode.postMessage({ kind: "openDeclaration", place }),
});
const tools = createTools({
  filter(only) {
    direction = only;
    list.filter(only, lastEvent);
  },
  search,
  toEnd: () => list.toEnd(),
});
const metadata = createMetadataTables();
const summary = createSummary({
  cancel: () => send({ kind: "cancel" }),
  halfClose: () => send({ kind: "halfClose" }),
  sendNext: () => send({ kind: "sendNext" }),
  resend: () => vscode.postMessage({ kind: "resend" }),
  copy: () => vscode.postMessage({ kind: "copyAll" }),
  compare: () => vscode.postMessage({ kind: "compare" }),
  toggleBytes,
  showField: field => send({ kind: "showField", field }),
});

/** A stream moves the view many times a second; only where it comes to rest is worth keeping. */
const saveAfterMs = 300;

function save(): void {
  if (call !== undefined) vscode.setState({ call, place: list.place() });
}

type OfCall = Extract<FromPage, { call: string }>;
type WithoutCall<T> = T extends OfCall ? Omit<T, "call"> : never;

/** Says something about the call that is shown. */
function send(message: WithoutCall<OfCall>): void {
  if (call !== undefined) vscode.postMessage({ ...message, call } as OfCall);
}

function onMessage(message: ToPage): void {
  switch (message.kind) {
    case "call":
      call = message.started.call;
      lastEvent = undefined;
      direction = undefined;
      list.reset();
      tools.reset(message.started.streaming);
      bytes.hide();
      summary.bytesShown("hidden");
      metadata.clear();
      summary.call(message.started, message.hasEarlier === true ? "earlier" : "first");
      if (saved?.call === call) list.restore(saved.place);
      saved = undefined;
      return;
    case "refused":
      call = undefined;
      list.reset();
      tools.root.hidden = true;
      bytes.hide();
      metadata.clear();
      summary.refused(message.reason);
      return;
    case "event":
      if (message.event.call !== call) return;
      summary.event(message.event);
      metadata.event(message.event);
      lastEvent = message.event;
      tools.root.hidden = message.event.rows === 0;
      list.grow(message.event);
      return;
    case "lost":
      if (message.call === call) summary.lost(message.reason);
      return;
    case "messages":
      // What was asked for before another direction was chosen counts other messages.
      if (message.call === call && message.direction === direction) list.add(message.page);
      return;
    case "found":
      if (message.call === call) showFound(message.at);
      return;
    case "bytes":
      if (message.call === call) bytes.add(message.index, message.bytes);
      return;
    case "body":
      if (message.call !== call) return;
      if (copyWhole === message.index) {
        copyWhole = undefined;
        vscode.postMessage({ kind: "copy", text: message.json });
      } else list.body(message.index, message.json);
      return;
  }
}

/** First in the message at the cursor, line by line; then in the others, which the extension looks through. */
function search(text: string, way: Way): void {
  if (list.find(text, way)) {
    tools.tell("");
    return;
  }
  sought = { text, way };
  tools.tell("searching…");
  const only = direction === undefined ? {} : { direction };
  send({ kind: "search", text, from: list.cursorPlace(), way, ...only });
}

function showFound(at: number | undefined): void {
  tools.tell(at === undefined ? "not found" : `in message ${countText(at + 1)}`);
  if (at !== undefined && sought !== undefined) list.goTo(at, sought.text, sought.way);
  sought = undefined;
}

function toggleBytes(): void {
  if (bytes.root.hidden) showBytes();
  else bytes.hide();
  summary.bytesShown(bytes.root.hidden ? "hidden" : "shown");
}

/** Of the message at the cursor; at first that is the one that came, for a request is known to who wrote it. */
function showBytes(): void {
  const row = list.active();
  if (row !== undefined) bytes.show(row.index, list.activePath());
}

function copyText(text: string): void {
  vscode.postMessage({ kind: "copy", text });
}

function copyRow(row: CallMessageRow): void {
  if (row.cut) {
    copyWhole = row.index;
    send({ kind: "pullBody", index: row.index });
  } else copyText(row.json);
}

function onKey(event: KeyboardEvent): void {
  if ((event.ctrlKey || event.metaKey) && event.key === "f" && !tools.root.hidden) {
    event.preventDefault();
    tools.focusSearch();
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "b" && event.target === list.root) toggleBytes();
  if (event.key === "Escape" && !bytes.root.hidden) {
    toggleBytes();
    list.root.focus();
  }
}

const work = element("div", { class: "work" }, list.root, bytes.root);
document.getElementById("answer")?.append(summary.root, tools.root, work, metadata.root);
addEventListener("keydown", onKey);
tools.root.hidden = true;
addEventListener("message", (event: MessageEvent<readonly ToPage[]>) => event.data.forEach(onMessage));
vscode.postMessage({ kind: "ready" });
