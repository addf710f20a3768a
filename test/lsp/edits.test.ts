// Edits as a client sends them: ranges, several in one notification, over lines that end in any way.
import { expect, it } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
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

function shown({ code, message, range }: Diagnostic) {
  return [code, message, range];
}
