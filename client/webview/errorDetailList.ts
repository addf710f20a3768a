// The details of a failure as elements.
import { button, element } from "./element.ts";
import { type DetailLine, type ErrorDetail, errorDetail } from "./errorDetails.ts";
import { withVisibleControls } from "./jsonLines.ts";

export interface ErrorDetailList {
  readonly root: HTMLElement;
  /** `details`: JSON texts, each an object with its `@type`. */
  show(details: readonly string[]): void;
}

/** `showField`: the reader wants to see a field in the request, by its path. */
export function createErrorDetailList(showField: (field: string) => void): ErrorDetailList {
  const root = element("div", { class: "error-details", testId: "details" });
  return {
    root,
    show(details) {
      root.hidden = details.length === 0;
      root.replaceChildren(...details.map(json => detailElement(errorDetail(json), showField)));
    },
  };
}

function detailElement(detail: ErrorDetail, showField: (field: string) => void): HTMLElement {
  const json = element(
    "pre",
    { tabindex: "0", "aria-label": `${detail.title} as JSON` },
    withVisibleLines(detail.json),
  );
  // Of a type that is not known its JSON is all there is.
  if (detail.lines.length === 0) return fold(detail, "open", json);
  const list = element("ul", {}, ...detail.lines.map(line => lineElement(line, showField)));
  const raw = element("details", {}, element("summary", { class: "raw-title" }, "as JSON"), json);
  return fold(detail, detail.folded ? "closed" : "open", list, raw);
}

function fold({ title, type }: ErrorDetail, state: "open" | "closed", ...children: HTMLElement[]): HTMLElement {
  const summary = element("summary", {}, withVisibleControls(title));
  if (type !== title) summary.append(element("span", { class: "count" }, type.slice(type.lastIndexOf(".") + 1)));
  return element("details", { class: "fold detail", ...(state === "open" ? { open: "" } : {}) }, summary, ...children);
}

function lineElement({ label, text, href, field }: DetailLine, showField: (field: string) => void): HTMLElement {
  const item = element("li");
  if (field !== undefined && field !== "") {
    const title = "Show this field in the request";
    item.append(
      button(withVisibleControls(field), { class: "field", title }, () => showField(field)),
      " ",
    );
  }
  if (label !== "") item.append(element("span", { class: "label" }, withVisibleControls(label)), " ");
  const shown = withVisibleControls(text);
  item.append(href === undefined ? element("span", {}, shown) : element("a", { href, title: href }, shown));
  return item;
}

function withVisibleLines(json: string): string {
  return json.split("\n").map(withVisibleControls).join("\n");
}
