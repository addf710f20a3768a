// One line of the message list as an element. All of it is text from a server: it is only ever put in as text.
import type { CallMessageRow } from "../../server/src/protocol/call.ts";
import { element } from "./element.ts";
import { lineTokens, preview, withVisibleControls } from "./jsonLines.ts";
import type { BodyLine } from "./openBody.ts";
import { countText, elapsedText, sizeText } from "./words.ts";

const previewLength = 240;
/** A line that is longer is cut for the eye; copying takes all of it. */
const shownLineLength = 2000;

/** The own line of a message; without a row its place is kept until it comes. */
export function messageLine(index: number, row: CallMessageRow | undefined, state: "open" | "closed"): HTMLElement {
  const line = element("div", {
    class: "line head",
    role: "treeitem",
    "aria-level": "1",
    "aria-expanded": String(state === "open"),
  });
  if (row === undefined) {
    line.append(element("span", { class: "number" }, countText(index + 1)), element("span", { class: "preview" }, "…"));
    return line;
  }
  line.dataset.direction = row.direction;
  line.append(
    element("span", { class: "arrow", title: row.direction, "aria-label": row.direction }),
    element("span", { class: "number" }, countText(row.index + 1)),
    element("span", { class: "when" }, elapsedText(row.atMs)),
    element("span", { class: "size" }, sizesText(row)),
  );
  if (row.notes.length > 0) line.append(element("span", { class: "noted", title: row.notes.join("\n") }, "note"));
  if (state === "closed")
    line.append(element("span", { class: "preview" }, withVisibleControls(preview(row.json, previewLength))));
  line.append(
    element(
      "button",
      { type: "button", class: "copy", tabindex: "-1", "aria-label": `copy message ${row.index + 1}` },
      "Copy",
    ),
  );
  return line;
}

/** `1.2 kB`, and of a compressed message what of it went over the wire. */
function sizesText({ size, compressedSize }: CallMessageRow): string {
  return compressedSize === undefined ? sizeText(size) : `${sizeText(size)} (${sizeText(compressedSize)} compressed)`;
}

export function bodyLineElement(body: BodyLine): HTMLElement {
  switch (body.kind) {
    case "note":
      return element(
        "div",
        { class: "line note", role: "treeitem", "aria-level": "2" },
        withVisibleControls(body.text),
      );
    case "more":
      return element("div", { class: "line more", role: "treeitem", "aria-level": "2" }, body.text);
    case "json":
      return jsonLine(body);
  }
}

function jsonLine(body: Extract<BodyLine, { kind: "json" }>): HTMLElement {
  const line = element("div", { class: "line json", role: "treeitem", "aria-level": String(body.depth + 2) });
  if (body.fold !== undefined) {
    line.setAttribute("aria-expanded", String(body.fold === "open"));
    line.dataset.fold = body.fold;
    line.append(element("span", { class: "fold-sign", "aria-hidden": "true" }));
  }
  const shown = body.text.slice(0, shownLineLength);
  for (const token of lineTokens(shown)) {
    line.append(element("span", { class: token.kind }, withVisibleControls(token.text)));
  }
  if (body.tail !== "") line.append(element("span", { class: "folded" }, body.tail));
  const rest = body.text.length - shown.length;
  if (rest > 0) line.append(element("span", { class: "folded" }, ` … ${countText(rest)} more characters`));
  return line;
}
