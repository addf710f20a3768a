// Edits as a client sends them: ranges, several in one notification, over lines that end in any way.
import { expect, it } from "vitest";
import { TextDocument, type TextDocumentContentChangeEvent } from "vscode-languageserver-textdocument";
import type { Diagnostic, Range } from "vscode-languageserver-types";
import { numbers } from "../fuzz/mutations.ts";
import { languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const text = `syntax = "proto3";

package shop.v1;

// A thing, 漢 😀.
message Item {
  string name = 1;
  int32 amount = 2;
  message Part {
    string label = 1;
  }
}

message Order {
  repeated Item items = 1;
}

service Shop {
  rpc Buy(Order) returns (Item);
}
`;

const pieces = ["", "x", "\n", " = 1;", "\n  bool sold = 3;", "}", "{", "// 😀", '"', "Item", "  string name = 1;\n"];

it.each([
  ["\\n", "\n"],
  ["\\r\\n", "\r\n"],
  ["\\r", "\r"],
])("tells after edits of lines that end in %s what it tells of the text as a whole", async (_, end) => {
  const client = await languageClient(tempFolder({}));
  const pick = numbers(23);
  const uri = "untitled:Edited-1";
  let document = TextDocument.create(uri, "proto", 1, text.replaceAll("\n", end));
  await client.open(uri, "proto", document.getText());
  for (let round = 0; round < 60; round++) {
    const contentChanges = [];
    let after = document;
    for (let count = 0; count <= pick(3); count++) {
      const start = pick(after.getText().length + 1);
      const to = Math.min(after.getText().length, start + pick(6));
      const range: Range = { start: after.positionAt(start), end: after.positionAt(to) };
      // Beyond the end of its line a place means the end.
      if (pick(5) === 0) range.end.character += 100;
      const change = { range, text: (pieces[pick(pieces.length)] ?? "").replaceAll("\n", end) };
      contentChanges.push(change);
      after = TextDocument.update(after, [change], round + 2);
    }
    document = after;
    await client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: round + 2 },
      contentChanges,
    });
    if (round % 10 !== 9) continue;
    const twin = `untitled:Whole-${round}`;
    await client.open(twin, "proto", document.getText());
    const expected = await client.diagnostics(twin, () => true);
    const same = (found: readonly Diagnostic[]) =>
      JSON.stringify(found.map(shown)) === JSON.stringify(expected.map(shown));
    await client.diagnostics(uri, same);
    await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri: twin } });
  }
  expect(document.version).toBe(61);
});

const far = 2 ** 31 - 1;
const wide = `${"  // 漢 😀 and more of it\n".repeat(400)}`;

it.each<[string, TextDocumentContentChangeEvent[]]>([
  ["an end before its start", [{ range: between(6, 4, 5, 3), text: "x" }]],
  ["a place beyond the end of its line", [{ range: between(6, 900, 6, 900), text: "; int32 b = 1" }]],
  ["a place beyond the last line", [{ range: between(18, 0, far, far), text: "message B {" }]],
  ["places before the text", [{ range: between(-5, 3, 0, -8), text: "// first\n" }]],
  ["one half of a character", [{ range: between(4, 13, 4, 14), text: "" }]],
  ["a half put in", [{ range: between(4, 13, 4, 13), text: "\ud83d" }]],
  ["nothing", []],
  ["nothing in the place of nothing", [{ range: between(7, 2, 7, 2), text: "" }]],
  ["the whole text, and then a range of it", [{ text: "message C {}\n" }, { range: between(0, 8, 0, 9), text: "D" }]],
  ["all of it removed", [{ range: between(0, 0, far, 0), text: "" }]],
  [
    "a line feed behind a return",
    [
      { range: between(7, 2, 7, 2), text: "// a\r" },
      { range: between(8, 0, 8, 0), text: "\n" },
    ],
  ],
  [
    "megabytes put in and taken out",
    [
      { range: between(10, 0, 10, 0), text: wide.repeat(300) },
      { range: between(10, 0, 10 + 400 * 299, 0), text: "" },
    ],
  ],
  [
    "thousands of changes",
    Array.from({ length: 3000 }, (_, at) => ({ range: between(6, 2, 6, 2), text: at % 2 ? "/" : "*" })),
  ],
])("an edit of %s gives the text that the client has", async (_, contentChanges) => {
  const client = await languageClient(tempFolder({}));
  for (const end of ["\n", "\r\n"]) {
    const uri = `untitled:Edited-${end.length}`;
    const before = TextDocument.create(uri, "proto", 1, text.replaceAll("\n", end));
    const after = TextDocument.update(TextDocument.create(uri, "proto", 1, before.getText()), contentChanges, 2);
    await client.open(uri, "proto", before.getText());
    await client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: 2 },
      contentChanges,
    });
    // What follows is put where the client has it, which shows all that was before.
    const mark = {
      range: { start: after.positionAt(after.getText().length), end: after.positionAt(far) },
      text: "\nmessage",
    };
    const marked = TextDocument.update(after, [mark], 3);
    await client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: 3 },
      contentChanges: [mark],
    });
    const twin = `untitled:Whole-${end.length}`;
    await client.open(twin, "proto", marked.getText());
    const expected = await client.diagnostics(twin, found => found.length > 0);
    await client.diagnostics(uri, found => JSON.stringify(found.map(shown)) === JSON.stringify(expected.map(shown)));
    const ask = (asked: string) =>
      client.connection.sendRequest("textDocument/documentSymbol", { textDocument: { uri: asked } });
    expect(await ask(uri)).toEqual(await ask(twin));
  }
});

it("edits of a document that is not open, and of one that was closed, are let go", async () => {
  const client = await languageClient(tempFolder({}));
  const uri = "untitled:Edited-1";
  const edit = (version: number) =>
    client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [{ range: between(0, 0, 0, 0), text: "x" }],
    });
  await edit(1);
  await client.open(uri, "proto", "message A {}\n");
  await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  await edit(2);
  await client.open(uri, "proto", "message B {}\n");
  await edit(3);
  await client.diagnostics(uri, found => found.some(({ range }) => range.end.character === 8));
});

function between(line: number, character: number, endLine: number, endCharacter: number): Range {
  return { start: { line, character }, end: { line: endLine, character: endCharacter } };
}

function shown({ code, message, range }: Diagnostic) {
  return [code, message, range];
}
