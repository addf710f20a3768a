// What an editor says beside the rules: what became of things that are gone, and what mends a change.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import type { CodeAction, Diagnostic } from "vscode-languageserver-types";
import { git } from "../support/git.ts";
import { languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const head = (name: string) => `syntax = "proto3";\n\npackage ${name};\n\n`;
const item = "message Item {\n  string name = 1;\n  int32 amount = 2;\n}\n";
const order = "message Order {\n  string id = 1;\n  bool sent = 2;\n}\n";

function repository(files: Readonly<Record<string, string>>): string {
  const folder = tempFolder(files);
  git(folder, ["init", "-q", "-b", "main", "."]);
  git(folder, ["add", "-A"]);
  git(folder, ["commit", "-q", "-m", "first"]);
  return folder;
}

function uriIn(folder: string, name: string): string {
  return pathToFileURL(path.join(folder, name)).href;
}

function write(folder: string, name: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
}

const isBreaking = ({ code }: Diagnostic) => /^[A-Z][A-Z_0-9]+$|^packed-list$/.test(String(code));

function told(found: readonly Diagnostic[]): readonly string[] {
  return found.filter(isBreaking).map(({ code, range, message }) => {
    const [first] = String(message).split("\n");
    return `${code} ${range.start.line + 1}: ${first}`;
  });
}

it("says where a message is that has moved into another file", async () => {
  const folder = repository({ "shop/v1/a.proto": head("shop.v1") + item + order, "shop/v1/b.proto": head("shop.v1") });
  write(folder, "shop/v1/a.proto", head("shop.v1") + order);
  write(folder, "shop/v1/b.proto", head("shop.v1") + item);
  const client = await languageClient(folder);
  const uri = uriIn(folder, "shop/v1/a.proto");
  await client.open(uri, "proto", head("shop.v1") + order);
  const found = await client.diagnostics(uri, all => told(all).some(one => one.includes("is in")));
  expect(told(found)).toEqual([
    expect.stringMatching(/^MESSAGE_NO_DELETE 3: message `Item` is in `shop\/v1\/b\.proto` now/),
  ]);
  expect(found.filter(isBreaking).map(one => one.severity)).toEqual([3]);
});

const fixes = [
  ["reserve number and name", "  bool sold = 3;\n", "", "Reserve the number 3 and the name `sold`"],
  ["restore the field as deprecated", "  bool sold = 3;\n", "", "Restore the field `sold` as deprecated"],
  ["put the old number back", "amount = 2", "amount = 7", "Put the number 2 of `amount` back"],
  ["keep the name in JSON", "string my_name = 1", "string title = 1", "Keep the name `myName` in JSON"],
  ["add a new rpc beside the old one", "returns (Item)", "returns (Other)", "Keep the rpc, and make this a new one"],
  ["make it a new field", "int32 amount", "string amount", "Keep the field, and make this a new one"],
  ["allow it with a comment", "int32 amount", "string amount", "Allow it with a comment"],
] as const;

it.each(fixes)("offers to %s, after which it is not told", async (_, old, now, title) => {
  const before = `${head("shop.v1")}message Item {
  string my_name = 1;
  int32 amount = 2;
  bool sold = 3;
}

message Other {}

service Shop {
  rpc Buy(Item) returns (Item);
}
`;
  const json = { "buf.yaml": "version: v2\nbreaking:\n  use: [WIRE_JSON]\n" };
  const folder = repository({ ...json, "shop/v1/shop.proto": before });
  const client = await languageClient(folder);
  const uri = uriIn(folder, "shop/v1/shop.proto");
  const after = before.replace(old, now);
  await client.open(uri, "proto", after);
  const found = await client.diagnostics(uri, all => all.some(isBreaking));
  const [one] = found.filter(isBreaking);
  const range = one?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const actions: readonly CodeAction[] = await client.connection.sendRequest("textDocument/codeAction", {
    textDocument: { uri },
    range,
    context: { diagnostics: found.filter(isBreaking) },
  });
  const action = actions.find(each => each.title.startsWith(title));
  const edits = [...(action?.edit?.changes?.[uri] ?? [])];
  expect(edits).not.toEqual([]);
  const lines = after.split("\n");
  const offset = ({ line, character }: { line: number; character: number }) =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
  let text = after;
  for (const edit of edits.sort((a, b) => offset(b.range.start) - offset(a.range.start)))
    text = text.slice(0, offset(edit.range.start)) + edit.newText + text.slice(offset(edit.range.end));
  await client.change(uri, text);
  // Of a renamed field its name is still another one, which JSON does not see any more.
  const left = title.startsWith("Keep the name") ? ["FIELD_SAME_NAME"] : [];
  const rest = await client.diagnostics(
    uri,
    all => JSON.stringify(all.filter(isBreaking).map(each => each.code)) === JSON.stringify(left),
  );
  expect(rest.filter(each => each.severity === 1)).toEqual([]);
});
