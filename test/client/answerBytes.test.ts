import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { byteRuns, fieldAt, fieldOfPath, tonesOf } from "../../client/webview/byteFields.ts";
import { jsonLines } from "../../client/webview/jsonLines.ts";
import { lineOfPath, pathOfLine } from "../../client/webview/jsonPaths.ts";
import type { MessageBytes, WireFieldRow } from "../../server/src/protocol/bytes.ts";
import type { CallMessageRow } from "../../server/src/protocol/call.ts";
import { type AnswerPageHarness, canDrivePage, startAnswerPages } from "./answerPageHarness.ts";

// directory { path: "/a" entries { name: "x" } entries { name: "y" } } revision: 7, and a field 99 that no schema has.
const hex = "0a0e0a022f6112030a017812030a01793807980601";
const bytes = Uint8Array.from(Buffer.from(hex, "hex"));
const place = (line: number) => ({
  uri: "file:///w/directories.proto",
  range: { start: { line, character: 9 }, end: { line, character: 13 } },
});
function field(start: number, lengths: [number, number, number], changes: Partial<WireFieldRow>): WireFieldRow {
  const [tag, length, value] = lengths;
  const tagEnd = start + tag;
  const valueStart = tagEnd + length;
  const end = valueStart + value;
  return { depth: 0, start, tagEnd, valueStart, valueEnd: end, end, type: "string", value: "", ...changes };
}
const fields: WireFieldRow[] = [
  field(0, [1, 1, 14], { number: 1, name: "directory", type: "Directory", path: ["directory"] }),
  field(2, [1, 1, 2], {
    depth: 1,
    number: 1,
    name: "path",
    value: '"/a"',
    path: ["directory", "path"],
    declaration: place(11),
  }),
  field(6, [1, 1, 3], { depth: 1, number: 2, name: "entries", type: "Entry", path: ["directory", "entries", 0] }),
  field(8, [1, 1, 1], { depth: 2, number: 1, name: "name", value: '"x"', path: ["directory", "entries", 0, "name"] }),
  field(11, [1, 1, 3], { depth: 1, number: 2, name: "entries", type: "Entry", path: ["directory", "entries", 1] }),
  field(13, [1, 1, 1], { depth: 2, number: 1, name: "name", value: '"y"', path: ["directory", "entries", 1, "name"] }),
  field(16, [1, 0, 1], { number: 7, name: "revision", type: "int64", value: "7", path: ["revision"] }),
  field(18, [2, 0, 1], { number: 99, type: "uint64?", value: "1", guesses: ["sint64 -1", "bool true"] }),
];
const json = `{
  "directory": {
    "path": "/a",
    "entries": [
      {
        "name": "x"
      },
      {
        "name": "y"
      }
    ]
  },
  "revision": "7"
}`;

describe("a value, its line and its bytes", () => {
  const lines = jsonLines(json);

  it("has a path on each line, and a line for each path", () => {
    const paths = lines.map((_, at) => pathOfLine(lines, at).join("."));
    expect(paths).toEqual([
      "",
      "directory",
      "directory.path",
      "directory.entries",
      "directory.entries.0",
      "directory.entries.0.name",
      "directory.entries.0",
      "directory.entries.1",
      "directory.entries.1.name",
      "directory.entries.1",
      "directory.entries",
      "directory",
      "revision",
      "",
    ]);
    expect(lineOfPath(lines, ["directory", "entries", 1, "name"])).toBe(8);
    expect(lineOfPath(lines, ["directory", "entries", 1, "more"])).toBe(7);
    expect(lineOfPath(lines, ["nothing"])).toBe(0);
    const odd = jsonLines('{\n  "a\\"b": {\n    "c": "{"\n  },\n  "d": {},\n  "cut": [');
    expect(odd.map((_, at) => pathOfLine(odd, at).join("/"))).toEqual(["", 'a"b', 'a"b/c', 'a"b', "d", "cut"]);
  });

  it("has the field that holds its byte, or the nearest one around its path", () => {
    expect([0, 2, 5, 9, 10, 15, 16, 18].map(at => fieldAt(fields, at))).toEqual([0, 1, 1, 3, 3, 5, 6, 7]);
    expect(fieldAt(fields, 99)).toBeUndefined();
    expect(fieldOfPath(fields, ["directory", "entries", 1, "name"])).toBe(5);
    expect(fieldOfPath(fields, ["directory", "entries"])).toBe(0);
    expect(fieldOfPath(fields, ["revision", "seconds"])).toBe(6);
    expect(fieldOfPath(fields, ["absent"])).toBeUndefined();
    expect(fieldOfPath(fields, [])).toBeUndefined();
  });

  it("has runs that cover every byte once, those inside a message before what is around them", () => {
    const runs = byteRuns(fields, 0, bytes.length);
    expect(runs.map(run => [run.start, run.end])).toEqual(
      runs.map((run, at) => [at === 0 ? 0 : runs[at - 1]?.end, run.end]),
    );
    expect(runs.at(-1)?.end).toBe(bytes.length);
    expect(runs.filter(run => run.part === "value").map(run => [run.field, run.start])).toEqual([
      [1, 4],
      [3, 10],
      [5, 15],
      [6, 17],
      [7, 20],
    ]);
    expect(byteRuns([], 0, 4)).toEqual([{ start: 0, end: 4, part: "value" }]);
    expect(tonesOf(fields)).toEqual([0, 0, 0, 0, 0, 0, 1, 2]);
  });
});

describe.skipIf(!canDrivePage)("the bytes in Chromium", () => {
  let harness: AnswerPageHarness;
  beforeAll(async () => {
    harness = await startAnswerPages();
  }, 60_000);
  afterAll(() => harness?.close());

  const call = "c1";
  const message: MessageBytes = {
    total: bytes.length,
    from: 0,
    base64: Buffer.from(bytes).toString("base64"),
    fields,
    cut: false,
  };
  const rows: CallMessageRow[] = ["{}", json].map((text, index) => ({
    index,
    direction: index === 0 ? "sent" : "received",
    atMs: index,
    size: text.length,
    json: text,
    cut: false,
    notes: [],
  }));
  const scripted = {
    total: 2,
    rows: (from: number, count: number) => rows.slice(from, from + count),
    bytes: () => message,
  };
  const started = { kind: "started", call, service: "s.S", method: "M", address: "a:1", streaming: "unary" } as const;
  const status = { number: 0, name: "OK", message: "", details: [], verdict: "ran" } as const;
  const event = { call, phase: "done", sent: 1, received: 1, rows: 2, elapsedMs: 3, status } as const;

  it("lead from a value to its bytes, from a byte to its value, and to the .proto file", async () => {
    for (const theme of ["dark", "light", "contrast"] as const) {
      const { page, said, complaints, tell } = await harness.open(scripted, theme, { width: 1000, height: 560 });
      await tell({ kind: "call", started }, { kind: "event", event });
      await page.locator('.json:has-text("revision")').click();
      await page.getByTestId("show-bytes").click();
      const chosen = page.locator('.field-line[aria-selected="true"]');
      await expect.poll(() => chosen.allInnerTexts()).toEqual([expect.stringContaining("revision")]);
      expect(await page.locator(".hex .byte.chosen:not(.ascii .byte)").allInnerTexts()).toEqual(["38", "07"]);
      await page.locator('.hex .byte[data-offset="4"]').first().click();
      await expect.poll(() => page.locator(".line.cursor").innerText()).toContain('"path": "/a"');
      expect(await chosen.innerText()).toContain("path");
      await page.getByRole("tree").focus();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      await expect.poll(() => chosen.innerText()).toContain('"x"');
      await page.getByRole("listbox").focus();
      await page.keyboard.press("Home");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await expect.poll(() => said.at(-1)).toEqual({ kind: "openDeclaration", place: place(11) });
      expect(await page.locator('.field-line:has-text("99")').innerText()).toContain("not in the schema");
      const folder = process.env.PROTODIAL_SCREENSHOTS;
      if (folder) await page.screenshot({ path: `${folder}/bytes-${theme}.png` });
      await page.keyboard.press("Escape");
      expect(await page.getByTestId("bytes").isVisible()).toBe(false);
      await page.keyboard.press("b");
      expect(await page.getByTestId("bytes").isVisible()).toBe(true);
      expect(complaints).toEqual([]);
      await page.close();
    }
  }, 60_000);

  it("come in pages as they are seen", async () => {
    const total = 200_000;
    const paged = {
      ...scripted,
      bytes: (_: number, from: number): MessageBytes => ({
        total,
        from,
        base64: Buffer.alloc(Math.min(65_536, total - from), from / 65_536).toString("base64"),
        fields: [],
        cut: false,
      }),
    };
    const { page, said, tell } = await harness.open(paged);
    await tell({ kind: "call", started }, { kind: "event", event });
    await page.locator('.json:has-text("revision")').click();
    await page.getByTestId("show-bytes").click();
    const view = page.getByRole("group", { name: "bytes in hex" });
    await view.getByText("000000", { exact: true }).waitFor();
    expect(await page.locator(".hex .line").count()).toBeLessThan(60);
    await view.evaluate(element => {
      element.scrollTop = element.scrollHeight;
    });
    await expect.poll(() => page.locator(".hex .byte").last().getAttribute("data-offset")).toBe(String(total - 1));
    expect(said.filter(one => one.kind === "pullBytes").map(one => one.from)).toEqual([0, 3 * 65_536]);
    await page.close();
  }, 60_000);
});
