// Headers and trailers, each a table that folds.
import type { CallEvent, MetadataEntry } from "../../server/src/protocol/call.ts";
import { element } from "./element.ts";
import { withVisibleControls } from "./jsonLines.ts";
import { countText } from "./words.ts";

export interface MetadataTables {
  readonly root: HTMLElement;
  clear(): void;
  event(event: CallEvent): void;
}

/** In pixels. */
const roomyHeight = 480;

export function createMetadataTables(): MetadataTables {
  const headers = createTable("Headers", "headers");
  const trailers = createTable("Trailers", "trailers");
  const root = element("div", { class: "metadata" }, headers.root, trailers.root);
  root.hidden = true;
  return {
    root,
    clear() {
      root.hidden = true;
      // Where there is little room it belongs to what happened and to the messages.
      for (const table of [headers, trailers]) table.root.open = innerHeight > roomyHeight;
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

function createTable(title: string, testId: string) {
  const count = element("span", { class: "count" });
  const body = element("tbody");
  const table = element("table", { "aria-label": title }, body);
  const root = element("details", { class: "fold", testId, open: "" }, element("summary", {}, title, count), table);
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
    element("td", {}, withVisibleControls(value)),
  );
}

function sameEntries(a: readonly MetadataEntry[], b: readonly MetadataEntry[]): boolean {
  return a.length === b.length && a.every((entry, at) => entry.key === b[at]?.key && entry.value === b[at]?.value);
}
