// Headers and trailers, each a table that folds. They are folded until the reader wants to see them, for the room belongs
// to the answer; from one call to the next they stay as they are.
import type { CallEvent, MetadataEntry } from "../../server/src/protocol/call.ts";
import { element } from "./element.ts";
import { withVisibleControls } from "./jsonLines.ts";
import { countText } from "./words.ts";

export interface MetadataTables {
  readonly root: HTMLElement;
  clear(): void;
  event(event: CallEvent): void;
}

export function createMetadataTables(): MetadataTables {
  const headers = createTable("Headers", "headers");
  const trailers = createTable("Trailers", "trailers");
  const root = element("div", { class: "metadata" }, headers.root, trailers.root);
  root.hidden = true;
  return {
    root,
    clear() {
      root.hidden = true;
      headers.show(undefined);
      trailers.show(undefined);
    },
    event(event) {
      headers.show(event.headers);
      trailers.show(event.trailers);
      root.hidden = [event.headers, event.trailers].every(entries => entries === undefined || entries.length === 0);
    },
  };
}

function createTable(name: string, testId: string) {
  const count = element("span", { class: "count" });
  const body = element("tbody");
  const table = element("table", { "aria-label": name }, body);
  const root = element("details", { class: "fold", testId }, element("summary", {}, name, count), table);
  let shown: readonly MetadataEntry[] | undefined;
  return {
    root,
    show(entries: readonly MetadataEntry[] | undefined): void {
      // They come again with each event; the rows stay when they are the same, and with them a selection.
      if (entries !== undefined && shown !== undefined && sameEntries(entries, shown)) return;
      shown = entries;
      count.textContent = entries === undefined ? "not received" : countText(entries.length);
      root.classList.toggle("empty", entries === undefined || entries.length === 0);
      body.replaceChildren(...(entries ?? []).map(metadataRow));
    },
  };
}

function metadataRow({ key, value }: MetadataEntry): HTMLElement {
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, withVisibleControls(key)),
    element("td", {}, element("div", { class: "value" }, withVisibleControls(value))),
  );
}

function sameEntries(a: readonly MetadataEntry[], b: readonly MetadataEntry[]): boolean {
  return a.length === b.length && a.every((entry, at) => entry.key === b[at]?.key && entry.value === b[at]?.value);
}
