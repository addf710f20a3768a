// Lines and columns as buf tells them: both from one, a tab goes on to the next multiple of four, and characters are as
// wide as a terminal shows them, grapheme by grapheme (Unicode Standard Annexes 11 and 29), so that combining marks,
// control characters and a byte order mark take no room.
import { placeOf } from "../compiler/text/lineIndex.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import type { Span } from "../compiler/text/span.ts";

/** Lines and columns from one; the end is the column after the last character. */
export interface BufRange {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Where a span stands. */
export function bufRange(source: Pick<SourceFile, "text" | "lines">, span: Span): BufRange {
  const start = bufPlace(source, span.start);
  const end = bufPlace(source, span.end);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function bufPlace({ text, lines }: Pick<SourceFile, "text" | "lines">, offset: number) {
  const { line } = placeOf(lines, offset);
  return { line: line + 1, column: 1 + columnsOf(text.slice(lines[line] ?? 0, offset)) };
}

/** What of a grapheme may go on after the characters that were read; `marked`: nothing but marks. */
type Open = "pictograph" | "joined pictograph" | "flag" | "leading jamo" | "later jamo" | "marked" | undefined;

function columnsOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let column = 0;
  let open: Open;
  let pictographWidth = 0;
  for (const character of text) {
    if (character === "\t") {
      column += 4 - (column % 4);
      open = undefined;
    } else if (character === joiner || extending.test(character)) {
      if (open === "pictograph" || open === "joined pictograph") {
        const width = character === asText ? 1 : character === asEmoji ? 2 : pictographWidth;
        column += width - pictographWidth;
        pictographWidth = width;
        open = character === joiner ? "joined pictograph" : "pictograph";
      } else if (open !== undefined) {
        open = "marked";
      }
    } else if (control.test(character) && !prepended.test(character)) {
      open = undefined;
    } else if (open !== undefined && spacingMark.test(character)) {
      open = "marked";
    } else if (flagLetter.test(character)) {
      if (open !== "flag") column += 2;
      open = open === "flag" ? "marked" : "flag";
    } else if (pictograph.test(character)) {
      if (open !== "joined pictograph") {
        pictographWidth = shownAsEmoji.test(character) ? 2 : 1;
        column += pictographWidth;
      }
      open = "pictograph";
    } else {
      const isOfSyllable =
        open === "leading jamo" ? hangul.test(character) : open === "later jamo" && laterJamo.test(character);
      if (!isOfSyllable) column += widthOf(character);
      open = leadingJamo.test(character) ? "leading jamo" : isOfSyllable ? "later jamo" : undefined;
    }
  }
  return column;
}

const joiner = "\u200d";
// Variation selectors, which say how the character before them is shown.
const asText = "\ufe0e";
const asEmoji = "\ufe0f";

const extending = /[\p{Grapheme_Extend}\p{Emoji_Modifier}]/u;
const control = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
// Signs that stand around the characters that follow.
const prepended = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u;
const spacingMark = /[\p{Mc}\u0e33\u0eb3]/u;
const flagLetter = /\p{Regional_Indicator}/u;
const pictograph = /\p{Extended_Pictographic}/u;
const shownAsEmoji = /\p{Emoji_Presentation}/u;
// A last consonant follows a vowel only.
const hangul = /[\u1100-\u11a7\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7c6]/u;
const leadingJamo = /[\u1100-\u115f\ua960-\ua97c]/u;
const laterJamo = /[\u1160-\u11ff\ud7b0-\ud7fb]/u;

function widthOf(character: string): number {
  if (character === "\u2e3a" || character === "\u2e3b") return character === "\u2e3a" ? 3 : 4;
  return wide.test(character) ? 2 : 1;
}

// East_Asian_Width Wide or Fullwidth, without pictographs.
const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u3247\u3250-\u4dbf\u4e00-\ua4c6\ua960-\ua97c\uac00-\ud7a3\uf900-\ufad9\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18d08}\u{1aff0}-\u{1b2fb}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]/u;
