// The text of a `.proto` file as lines.
import type { Registry } from "@bufbuild/protobuf";
import { SymbolVisibility } from "@bufbuild/protobuf/wkt";
import type { TypeNames } from "./typeNames.ts";

/** What is the same all through a file. */
export interface Printing {
  readonly syntax: "proto2" | "proto3" | "editions";
  readonly names: TypeNames;
  /** Knows the extensions that options are made of. */
  readonly types: Registry;
}

export function block(head: string, body: readonly string[]): string[] {
  return body.length === 0 ? [`${head} {}`] : [`${head} {`, ...indented(body), "}"];
}

/** `start [options];`, on several lines where an option takes several. */
export function statement(start: string, options: string): string[] {
  return `${start}${options};`.split("\n");
}

export function indented(lines: readonly string[]): string[] {
  return lines.map(line => (line === "" ? "" : `  ${line}`));
}

/** Parts with an empty line between them. */
export function spaced(parts: readonly (readonly string[])[]): string[] {
  return parts.filter(lines => lines.length > 0).flatMap((lines, at) => (at === 0 ? lines : ["", ...lines]));
}

/** Both ends are in the range. */
export interface NumberRange {
  readonly start: number;
  readonly last: number;
}

/** `4`, `4 to 7`, `4 to max` */
export function rangeText({ start, last }: NumberRange): string {
  if (start === last) return `${start}`;
  return `${start} to ${largest.has(last) ? "max" : last}`;
}

// Of fields, of messages in the message set format, and of enums.
const largest: ReadonlySet<number> = new Set([536_870_911, 2_147_483_646, 2_147_483_647]);

export function reservedLines(
  { syntax }: Printing,
  ranges: readonly NumberRange[],
  names: readonly string[],
): string[] {
  const written = syntax === "editions" ? names : names.map(quoted);
  return [ranges.map(rangeText), written].flatMap(list => (list.length === 0 ? [] : [`reserved ${list.join(", ")};`]));
}

export function visibilityWord(visibility: SymbolVisibility): string {
  switch (visibility) {
    case SymbolVisibility.VISIBILITY_LOCAL:
      return "local ";
    case SymbolVisibility.VISIBILITY_EXPORT:
      return "export ";
    default:
      return "";
  }
}

/** A string literal. */
export function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&").replace(/\p{Cc}/gu, control)}"`;
}

/** A literal for a value of `bytes`. */
export function quotedBytes(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return `"${text.replace(/[\\"]/g, "\\$&").replace(/[^ -~]/g, escaped)}"`;
}

// An octal escape stands for a byte, and a control character beyond ASCII has two.
function control(character: string): string {
  return character < "\u0080" ? escaped(character) : character;
}

const shortEscapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escaped(character: string): string {
  return shortEscapes[character] ?? `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`;
}
