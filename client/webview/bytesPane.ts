// The bytes of a message beside its JSON: its fields as a list, and all bytes in hex, each field in a colour of its own.
// A value, its bytes, its field and its line in the `.proto` file lead to each other.
import type { FieldDeclarationPlace, MessageBytes, WireFieldRow } from "../../server/src/protocol/bytes.ts";
import { byteRuns, fieldAt, fieldOfPath, tonesOf } from "./byteFields.ts";
import { fieldLine, hexLine } from "./byteLines.ts";
import { element } from "./element.ts";
import type { JsonPath } from "./jsonPaths.ts";
import { createWindowedLines } from "./windowedLines.ts";
import { countText, sizeText } from "./words.ts";

export interface BytesPane {
  readonly root: HTMLElement;
  /** Shows message `index`, and marks the field of `path` in it. Its bytes are pulled. */
  show(index: number, path: JsonPath): void;
  hide(): void;
  add(index: number, bytes: MessageBytes): void;
}

export interface BytesPaneNeeds {
  pull(index: number, from: number): void;
  /** The reader chose a field: its value in the JSON is to be seen. */
  choose(index: number, path: JsonPath): void;
  openDeclaration(place: FieldDeclarationPlace): void;
}

/** As the server pages them. */
const pageBytes = 64 * 1024;

export function createBytesPane(needs: BytesPaneNeeds): BytesPane {
  const title = element("h2", {});
  const fieldsRoot = element("div", {
    class: "fields",
    role: "listbox",
    tabindex: "0",
    "aria-label": "fields on the wire",
  });
  const hexRoot = element("div", { class: "hex", role: "group", tabindex: "0", "aria-label": "bytes in hex" });
  const root = element(
    "section",
    { class: "bytes", testId: "bytes", "aria-label": "bytes" },
    title,
    fieldsRoot,
    hexRoot,
  );
  root.hidden = true;

  let index: number | undefined;
  let path: JsonPath = [];
  let fields: readonly WireFieldRow[] = [];
  let tones: readonly number[] = [];
  let total = 0;
  let chosen: number | undefined;
  const pages = new Map<number, Uint8Array>();
  const pulled = new Set<number>();

  /** As many to a line as there is room for: offset, hex and text take some 34 characters beside 4 for each byte. */
  const perLine = () => (hexRoot.clientWidth >= 620 ? 16 : 8);

  const fieldLines = createWindowedLines(fieldsRoot, {
    count: () => fields.length,
    draw: at => {
      const row = fields[at];
      if (row === undefined) return element("div", { class: "line" });
      return fieldLine(row, { at, tone: tones[at] ?? 0, state: at === chosen ? "chosen" : "other" });
    },
  });
  const hexLines = createWindowedLines(hexRoot, {
    count: () => Math.ceil(total / perLine()),
    draw: line => {
      const from = line * perLine();
      const to = Math.min(total, from + perLine());
      const page = pages.get(Math.floor(from / pageBytes));
      if (page === undefined) pull(Math.floor(from / pageBytes));
      const row = chosen === undefined ? undefined : fields[chosen];
      const bytes = page?.subarray(from % pageBytes, (from % pageBytes) + to - from);
      return hexLine({ from, to, perLine: perLine(), bytes, runs: byteRuns(fields, from, to), tones, chosen: row });
    },
  });

  function pull(page: number): void {
    if (index === undefined || pulled.has(page)) return;
    pulled.add(page);
    needs.pull(index, page * pageBytes);
  }

  function draw(): void {
    fieldLines.draw();
    hexLines.draw();
    if (chosen === undefined) fieldsRoot.removeAttribute("aria-activedescendant");
    else fieldsRoot.setAttribute("aria-activedescendant", `field-${chosen}`);
  }

  function choose(at: number | undefined): void {
    chosen = at;
    const row = at === undefined ? undefined : fields[at];
    if (at !== undefined && row !== undefined) {
      fieldLines.reveal(at);
      hexLines.reveal(Math.floor(row.start / perLine()));
    }
    draw();
  }

  /** By the reader's own hand, so that the JSON follows. */
  function pick(at: number): void {
    const row = fields[at];
    if (row === undefined) return;
    choose(at);
    if (index !== undefined && row.path !== undefined) needs.choose(index, row.path);
  }

  function open(at: number | undefined): void {
    const declaration = at === undefined ? undefined : fields[at]?.declaration;
    if (declaration !== undefined) needs.openDeclaration(declaration);
  }

  function onKey(event: KeyboardEvent): void {
    const at = chosen ?? -1;
    const moves: Record<string, () => void> = {
      ArrowDown: () => pick(Math.min(at + 1, fields.length - 1)),
      ArrowUp: () => pick(Math.max(at - 1, 0)),
      Home: () => pick(0),
      End: () => pick(fields.length - 1),
      Enter: () => open(chosen),
    };
    const move = event.ctrlKey || event.metaKey || event.altKey ? undefined : moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  }

  fieldsRoot.addEventListener("keydown", onKey);
  fieldsRoot.addEventListener("click", ({ target }) => {
    const line = target instanceof Element ? target.closest<HTMLElement>(".field-line") : null;
    if (line === null || !(target instanceof Element)) return;
    if (target.closest(".declared") !== null) open(Number(line.dataset.field));
    else pick(Number(line.dataset.field));
  });
  hexRoot.addEventListener("click", ({ target }) => {
    const byte = target instanceof Element ? target.closest<HTMLElement>("[data-offset]") : null;
    const at = byte === null ? undefined : fieldAt(fields, Number(byte.dataset.offset));
    if (at !== undefined) pick(at);
  });

  function clear(): void {
    fields = [];
    tones = [];
    total = 0;
    chosen = undefined;
    pages.clear();
    pulled.clear();
    fieldsRoot.scrollTop = 0;
    hexRoot.scrollTop = 0;
  }

  return {
    root,
    show(nextIndex, nextPath) {
      root.hidden = false;
      path = nextPath;
      if (nextIndex === index) return choose(fieldOfPath(fields, path));
      clear();
      index = nextIndex;
      title.textContent = `Bytes of message ${countText(index + 1)}`;
      pull(0);
      draw();
    },
    hide() {
      root.hidden = true;
      index = undefined;
      clear();
    },
    add(from, bytes) {
      if (from !== index) return;
      total = bytes.total;
      pages.set(Math.floor(bytes.from / pageBytes), bytesOf(bytes.base64));
      if (bytes.from === 0) {
        fields = bytes.fields;
        tones = tonesOf(fields);
        const cut = bytes.cut ? " · the first of its fields" : "";
        title.textContent = `Bytes of message ${countText(from + 1)} · ${sizeText(total)}${cut}`;
        fieldsRoot.hidden = fields.length === 0;
        choose(fieldOfPath(fields, path));
      }
      draw();
    },
  };
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), character => character.charCodeAt(0));
}
