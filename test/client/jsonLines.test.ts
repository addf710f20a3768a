import { describe, expect, it } from "vitest";
import {
  foldedTail,
  jsonLines,
  lineTokens,
  preview,
  visibleLines,
  withVisibleControls,
} from "../../client/webview/jsonLines.ts";

const json = `{
  "a": {
    "b": [
      1,
      2
    ],
    "empty": {}
  },
  "text": "ends with {"
}`;

function shown(folded: readonly number[]): string[] {
  const lines = jsonLines(json);
  return visibleLines(lines, new Set(folded)).map(at => {
    const text = lines[at]?.text ?? "";
    return folded.includes(at) ? text + foldedTail(lines, at) : text;
  });
}

describe("JSON as lines", () => {
  it("folds what a line opens, up to the line that closes it", () => {
    expect(jsonLines(json).map(line => line.foldEnd)).toEqual([9, 7, 5, ...Array(7).fill(undefined)]);
    expect(shown([2])).toEqual([
      "{",
      '  "a": {',
      '    "b": [ … ],',
      '    "empty": {}',
      "  },",
      '  "text": "ends with {"',
      "}",
    ]);
    expect(shown([1, 2])).toEqual(["{", '  "a": { … },', '  "text": "ends with {"', "}"]);
    expect(shown([0])).toEqual(["{ … }"]);
  });

  it("knows how deep each line stands", () => {
    expect(jsonLines(json).map(line => line.depth)).toEqual([0, 1, 2, 3, 3, 2, 2, 1, 1, 0]);
  });

  it("folds to the end where the text was cut", () => {
    const lines = jsonLines('{\n  "a": [\n    1,\n    "in the mid');
    expect(lines.map(line => line.foldEnd)).toEqual([3, 3, undefined, undefined]);
    expect(visibleLines(lines, new Set([1]))).toEqual([0, 1]);
    expect(foldedTail(lines, 1)).toBe(" …");
  });

  it("survives brackets that close what was never opened", () => {
    expect(jsonLines("}\n]\n{").map(line => line.depth)).toEqual([0, 0, 0]);
  });
});

describe("tokens of a line", () => {
  it("tells names from strings, numbers and words", () => {
    expect(lineTokens('  "a\\"b": -1.5e+3, "c": "d: e", true').filter(({ text }) => text.trim() !== "")).toEqual([
      { kind: "name", text: '"a\\"b"' },
      { kind: "punctuation", text: ":" },
      { kind: "number", text: "-1.5e+3" },
      { kind: "punctuation", text: "," },
      { kind: "name", text: '"c"' },
      { kind: "punctuation", text: ":" },
      { kind: "string", text: '"d: e"' },
      { kind: "punctuation", text: "," },
      { kind: "word", text: "true" },
    ]);
  });

  it("loses nothing of any line", () => {
    for (const line of ['"open', '"a\\', "\u0000\u202e😀 漢", '{"a":1}}', "-", "1.2.3", '"\\u12"x', "\\"]) {
      expect(
        lineTokens(line)
          .map(({ text }) => text)
          .join(""),
      ).toBe(line);
    }
  });

  it("reads a line of 200,000 quotes in one pass", () => {
    expect(lineTokens('"'.repeat(200_000)).length).toBe(100_000);
  });
});

describe("text for the eye", () => {
  it("shows control characters and those that turn the direction", () => {
    expect(withVisibleControls("a\u0000b\u202ec\u200bשלום\t漢")).toBe("a\\u0000b\\u202ec\\u200bשלום\t漢");
  });

  it("puts the beginning of a JSON text on one line", () => {
    expect(preview('{\n  "a": 1\n}', 80)).toBe('{ "a": 1 }');
    expect(preview(`{\n  "a": "${"x".repeat(100)}"\n}`, 10)).toBe('{ "a": "xx…');
  });
});
