// A line of the hex view and one of the list of fields, as elements.
import type { WireFieldRow } from "../../server/src/protocol/bytes.ts";
import type { ByteRun } from "./byteFields.ts";
import { element } from "./element.ts";
import { withVisibleControls } from "./jsonLines.ts";

export interface HexLine {
  /** Offsets of its bytes. */
  from: number;
  to: number;
  perLine: number;
  /** Undefined until they come. */
  bytes: Uint8Array | undefined;
  runs: readonly ByteRun[];
  /** By field. */
  tones: readonly number[];
  /** The field whose bytes are marked. */
  chosen: WireFieldRow | undefined;
}

/** Offset, bytes in hex, and the same as text. */
export function hexLine({ from, to, perLine, bytes, runs, tones, chosen }: HexLine): HTMLElement {
  const line = element("div", { class: "line" }, element("span", { class: "offset" }, hex(from, 6)));
  if (bytes === undefined) return line;
  const text = element("span", { class: "ascii", "aria-hidden": "true" });
  for (const { start, end, field, part } of runs) {
    for (let offset = start; offset < end; offset++) {
      const byte = bytes[offset - from] ?? 0;
      const tone = field === undefined ? "" : ` tone-${tones[field] ?? 0}`;
      const isChosen = chosen !== undefined && offset >= chosen.start && offset < chosen.end;
      const attributes = { class: `byte ${part}${tone}${isChosen ? " chosen" : ""}`, "data-offset": String(offset) };
      line.append(element("span", attributes, hex(byte, 2)));
      text.append(element("span", attributes, byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·"));
    }
  }
  // The text of the last line stands below that of the others.
  const filling = element("span", { class: "filling", "aria-hidden": "true" });
  // A byte is as wide as in bytes.css.
  filling.style.width = `${(perLine - (to - from)) * 2.6}ch`;
  line.append(filling, text);
  return line;
}

/** `at`: its place among the fields. */
export function fieldLine(
  row: WireFieldRow,
  { at, tone, state }: { at: number; tone: number; state: "chosen" | "other" },
): HTMLElement {
  const { depth, number, name, type, value, guesses, problem, start, end, declaration } = row;
  const line = element("div", {
    class: `line field-line tone-${tone}`,
    id: `field-${at}`,
    role: "option",
    "aria-selected": String(state === "chosen"),
    "data-field": String(at),
  });
  const indent = element("span", { class: "swatch", "aria-hidden": "true" });
  indent.style.marginLeft = `${Math.min(depth, 20) * 14}px`;
  line.append(indent, element("span", { class: "field-number" }, number === undefined ? "–" : String(number)));
  const shownName = name ?? (number === undefined ? "not a field" : "not in the schema");
  line.append(element("span", { class: name === undefined ? "unnamed" : "name" }, withVisibleControls(shownName)));
  line.append(element("span", { class: "type" }, withVisibleControls(type)));
  if (value !== "") {
    const shown = withVisibleControls(value);
    line.append(element("span", { class: "field-value", title: shown }, shown));
  }
  if (guesses !== undefined && guesses.length > 0) {
    const others = withVisibleControls(`or ${guesses.join(", ")}`);
    line.append(element("span", { class: "type", title: others }, others));
  }
  if (problem !== undefined) line.append(element("span", { class: "note" }, withVisibleControls(problem)));
  line.append(element("span", { class: "span" }, `${start}–${end}`));
  if (declaration !== undefined) {
    const file = declaration.uri.slice(declaration.uri.lastIndexOf("/") + 1);
    const place = `${decoded(file)}:${declaration.range.start.line + 1}`;
    line.append(
      element("span", { class: "declared", title: "Open the declaration (Enter)" }, withVisibleControls(place)),
    );
  }
  return line;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    // A name with a lone `%` is shown as the uri has it.
    return name;
  }
}
