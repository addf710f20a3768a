// A file that takes long to check: others are answered meanwhile, and nothing is told that is not of its latest text.
import { expect, test } from "vitest";
import type { Diagnostic, DocumentSymbol, Hover } from "vscode-languageserver-types";
import { type LanguageClient, languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const large = "untitled:Large-1";
const small = "untitled:Small-1";
const smallText = 'syntax = "proto3";\n\npackage small;\n\nmessage Point {\n  double latitude = 1;\n}\n';
const atLatitude = { textDocument: { uri: small }, position: { line: 5, character: 10 } };

/** `count` messages; the last one uses a number twice where it is asked for. */
function largeText(lastNumber: 1 | 2, count = 4000): string {
  const messages = Array.from({ length: count }, (_, at) => {
    const fields = [
      `  string name = 1 [deprecated = true];`,
      `  Message${Math.max(0, at - 1)} before = ${at === count - 1 ? lastNumber : 2};`,
      `  map<string, Kind> kinds = 3 [json_name = "kindOf${at}"];`,
    ];
    return `// Message ${at}.\nmessage Message${at} {\n${fields.join("\n")}\n  enum Kind {\n    NONE = 0;\n    SOME = 1;\n  }\n}\n`;
  });
  return `syntax = "proto3";\n\npackage large;\n\n${messages.join("\n")}`;
}

interface Told {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly Diagnostic[];
}

async function started(): Promise<{ client: LanguageClient; told: Told[]; toldOf: (uri: string) => Promise<Told> }> {
  const client = await languageClient(tempFolder({}));
  await client.open(small, "proto", smallText);
  await client.diagnostics(small, () => true);
  const told: Told[] = [];
  const waiting = new Map<string, (one: Told) => void>();
  client.connection.onNotification("textDocument/publishDiagnostics", (one: Told) => {
    told.push(one);
    waiting.get(one.uri)?.(one);
  });
  return { client, told, toldOf: uri => new Promise(resolve => waiting.set(uri, resolve)) };
}

test("a request about another file is answered before the large one is checked", async () => {
  const { client, told, toldOf } = await started();
  const checked = toldOf(large);
  await client.open(large, "proto", largeText(2));
  const hover: Hover | null = await client.connection.sendRequest("textDocument/hover", atLatitude);
  expect(hover).not.toBeNull();
  expect(told.filter(one => one.uri === large)).toEqual([]);
  expect((await checked).diagnostics).toEqual([]);
});

test("requests about the large file itself see all of it", async () => {
  const { client, toldOf } = await started();
  const checked = toldOf(large);
  await client.open(large, "proto", largeText(2));
  const textDocument = { uri: large };
  // `Message0` in the second message.
  const position = { line: 18, character: 6 };
  const [symbols, hover, tokens] = await Promise.all([
    client.connection.sendRequest<DocumentSymbol[]>("textDocument/documentSymbol", { textDocument }),
    client.connection.sendRequest<Hover | null>("textDocument/hover", { textDocument, position }),
    client.connection.sendRequest<{ data: number[] }>("textDocument/semanticTokens/full", { textDocument }),
  ]);
  expect(symbols.map(one => one.name)).toEqual(["large", ...Array.from({ length: 4000 }, (_, at) => `Message${at}`)]);
  expect(symbols.at(-1)?.children?.map(one => one.name)).toEqual(["name", "before", "kinds", "Kind"]);
  expect(JSON.stringify(hover)).toContain("large.Message0");
  expect(tokens.data.length).toBeGreaterThan(4000 * 5);
  expect((await checked).diagnostics).toEqual([]);
});

test("what is told of it is of the text whose version it bears, also where it is edited during its check", async () => {
  const { client, told } = await started();
  await client.open(large, "proto", largeText(1));
  for (const number of [2, 1, 2, 1] as const) {
    await client.change(large, largeText(number));
    // It goes on with the check a little before it is edited again.
    await client.connection.sendRequest("textDocument/hover", atLatitude);
  }
  await expect.poll(() => told.at(-1)?.version, { timeout: 60_000 }).toBe(5);
  for (const { uri, version = 0, diagnostics } of told) {
    expect(uri).toBe(large);
    expect([version, diagnostics.map(one => one.code)]).toEqual([
      version,
      version % 2 === 1 ? ["duplicate-field-number"] : [],
    ]);
  }
  expect(told.map(one => one.version)).toEqual(told.map(one => one.version).sort());
});

test("after an edit by ranges during its check it is told what is wrong now", async () => {
  const { client, toldOf } = await started();
  await client.open(large, "proto", largeText(2));
  await client.connection.sendRequest("textDocument/hover", atLatitude);
  const checked = toldOf(large);
  const range = { start: { line: 7, character: 20 }, end: { line: 7, character: 21 } };
  await client.connection.sendNotification("textDocument/didChange", {
    textDocument: { uri: large, version: 2 },
    contentChanges: [{ range, text: "3" }],
  });
  const { version, diagnostics } = await checked;
  const wanted = version === 2 ? { version, diagnostics } : await toldOf(large);
  expect(wanted.version).toBe(2);
  expect(wanted.diagnostics.map(one => [one.code, one.range.start.line])).toEqual([["duplicate-field-number", 8]]);
});

test("nothing is told of one that is closed during its check", async () => {
  const { client, told, toldOf } = await started();
  await client.open(large, "proto", largeText(1));
  await client.connection.sendRequest("textDocument/hover", atLatitude);
  await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri: large } });
  const other = "untitled:Large-2";
  const checked = toldOf(other);
  await client.open(other, "proto", largeText(1));
  expect((await checked).diagnostics).toHaveLength(1);
  // What had been told before it was closed is taken back.
  expect(told.filter(one => one.uri === large).at(-1)?.diagnostics ?? []).toEqual([]);
});
