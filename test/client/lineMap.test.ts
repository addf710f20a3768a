import { describe, expect, it } from "vitest";
import { lineMap, lineOf, placeOf, scrollSpace } from "../../client/webview/lineMap.ts";

describe("lines of the message list", () => {
  it("gives each message one line while none is open", () => {
    const map = lineMap(100_000, []);
    expect(map.total).toBe(100_000);
    expect(placeOf(map, 99_999)).toEqual({ index: 99_999 });
    expect(lineOf(map, 4711)).toBe(4711);
  });

  it("puts the body of an open message below its own line", () => {
    const map = lineMap(5, [
      { index: 3, lines: 1 },
      { index: 1, lines: 2 },
    ]);
    expect(map.total).toBe(8);
    expect(Array.from({ length: map.total }, (_, line) => placeOf(map, line))).toEqual([
      { index: 0 },
      { index: 1 },
      { index: 1, body: 0 },
      { index: 1, body: 1 },
      { index: 2 },
      { index: 3 },
      { index: 3, body: 0 },
      { index: 4 },
    ]);
    expect([0, 1, 2, 3, 4].map(index => lineOf(map, index))).toEqual([0, 1, 4, 5, 7]);
  });

  it("leaves out an open message that the list does not have", () => {
    expect(lineMap(2, [{ index: 7, lines: 30 }]).total).toBe(2);
  });

  it("finds the same place from every line, for any open messages", () => {
    const map = lineMap(
      60,
      [0, 5, 6, 30, 59].map(index => ({ index, lines: (index % 4) + 1 })),
    );
    for (let line = 0; line < map.total; line++) {
      const { index, body } = placeOf(map, line);
      expect(lineOf(map, index) + (body === undefined ? 0 : body + 1)).toBe(line);
    }
  });
});

describe("the scroll space", () => {
  it("is the list itself while a browser can lay it out", () => {
    const space = scrollSpace(2_000_000, 500);
    expect(space.boxHeight).toBe(2_000_000);
    expect(space.toList(1234)).toBe(1234);
  });

  it("is scaled for a longer list, and reaches its end", () => {
    const height = 200_000_000;
    const space = scrollSpace(height, 500);
    expect(space.boxHeight).toBeLessThan(17_000_000);
    expect(space.toList(0)).toBe(0);
    expect(space.toList(space.boxHeight - 500)).toBeCloseTo(height - 500);
    expect(space.toList(space.toBox(77_000_000))).toBeCloseTo(77_000_000);
  });
});
