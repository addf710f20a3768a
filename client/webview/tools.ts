// Above the message list: which messages are shown, a search in them, and the way to the end.
import type { Direction, Streaming } from "../../server/src/protocol/call.ts";
import { button, element, setText } from "./element.ts";
import type { Way } from "./openBody.ts";

export interface Tools {
  readonly root: HTMLElement;
  /** Begins a new call. Of one message each way, all is in view: there is nothing to choose from, and no end to go to. */
  reset(streaming: Streaming): void;
  /** What a search came to, in words. */
  tell(result: string): void;
  focusSearch(): void;
}

export interface ToolActions {
  filter(direction: Direction | undefined): void;
  search(text: string, way: Way): void;
  toEnd(): void;
}

const directions = [
  ["All", undefined],
  ["↓ Received", "received"],
  ["↑ Sent", "sent"],
] as const;

export function createTools(actions: ToolActions): Tools {
  const choices = directions.map(([title, direction]) => {
    const input = element("input", { type: "radio", name: "direction" });
    input.addEventListener("change", () => actions.filter(direction));
    return { input, label: element("label", {}, input, title) };
  });
  const filter = element(
    "div",
    { class: "filter", role: "radiogroup", "aria-label": "messages to show", testId: "filter" },
    ...choices.map(one => one.label),
  );
  const text = element("input", {
    type: "search",
    class: "search",
    testId: "search",
    placeholder: "Search in messages",
    "aria-label": "search in messages",
    "aria-keyshortcuts": "Control+F",
    title: "Ctrl+F; Enter finds the next, Shift+Enter the one before",
  });
  const look = (way: Way) => {
    if (text.value !== "") actions.search(text.value, way);
  };
  const before = button("↑", { "aria-label": "find the one before", title: "Shift+Enter" }, () => look("previous"));
  const next = button("↓", { "aria-label": "find the next", title: "Enter" }, () => look("next"));
  const found = element("span", { class: "found", role: "status", testId: "found" });
  const end = button(
    "To the end",
    { testId: "to-end", title: "Go to the last message, and follow what comes (End in the list)" },
    actions.toEnd,
  );
  const searching = element("div", { class: "searching", role: "search" }, text, before, next);
  const root = element("div", { class: "tools" }, filter, searching, found, end);
  text.addEventListener("keydown", event => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    look(event.shiftKey ? "previous" : "next");
  });
  text.addEventListener("input", () => setText(found, ""));

  return {
    root,
    reset(streaming) {
      filter.hidden = streaming === "unary";
      end.hidden = streaming === "unary";
      for (const [at, { input }] of choices.entries()) input.checked = at === 0;
      setText(found, "");
    },
    tell: result => setText(found, result),
    focusSearch() {
      text.focus();
      text.select();
    },
  };
}
