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

export function createMetadataTables(): MetadataTables {
  const headers = createTable("Headers", "headers");
  const trailers = createTable("Trailers", "trailers");
  const tables = [headers, trailers];
  /** What the reader has folded or unfolded stays so, from one call to the next. */
  let isChosen = false;
  for (const { title } of tables) {
    title.addEventListener("click", () => {
      isChosen = true;
    });
  }
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
      // The room belongs to the answer; where there is none, these are what came.
      if (!isChosen) for (const table of tables) table.root.open = event.phase === "done" && event.received === 0;
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
  const title = element("summary", {}, name, count);
  const root = element("details", { class: "fold", testId }, title, table);
  let shown: readonly MetadataEntry[] | undefined;
  return {
    root,
    title,
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
