// What an editor says beside the rules: what became of things that are gone, and which step of the version a change is.
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import type { CodeAction, Diagnostic } from "vscode-languageserver-types";
import { git } from "../support/git.ts";
import { type LanguageClient, languageClient } from "../support/languageClient.ts";
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

/** Waits until as many breaking changes are marked. */
async function marks(client: LanguageClient, uri: string, count: number): Promise<readonly string[]> {
  return told(await client.diagnostics(uri, found => found.filter(isBreaking).length === count));
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

it("sees a message come into another open file, and go from it", async () => {
  const folder = repository({ "shop/v1/a.proto": head("shop.v1") + item + order, "shop/v1/b.proto": head("shop.v1") });
  const client = await languageClient(folder);
  const [from, to] = [uriIn(folder, "shop/v1/a.proto"), uriIn(folder, "shop/v1/b.proto")];
  await client.open(from, "proto", head("shop.v1") + item + order);
  await client.open(to, "proto", head("shop.v1"));
  await client.change(from, head("shop.v1") + order);
  const waits = (words: string) => client.diagnostics(from, all => told(all).some(one => one.includes(words)));
  await waits("`Item` was deleted");
  await client.change(to, head("shop.v1") + item);
  await waits("`Item` is in `shop/v1/b.proto` now");
  await client.change(to, head("shop.v1"));
  await waits("`Item` was deleted");
  await client.change(from, head("shop.v1") + item + order);
  expect(told(await client.diagnostics(from, all => told(all).length === 0))).toEqual([]);
});

it("follows a file to its new path, and marks there what else has changed", async () => {
  const folder = repository({ "shop/v1/old.proto": head("shop.v1") + item + order });
  const text = head("shop.v1") + item.replace("int32 amount", "string amount") + order;
  renameSync(path.join(folder, "shop/v1/old.proto"), path.join(folder, "shop/v1/new.proto"));
  write(folder, "shop/v1/new.proto", text);
  const client = await languageClient(folder);
  const uri = uriIn(folder, "shop/v1/new.proto");
  await client.open(uri, "proto", text);
  expect(await marks(client, uri, 2)).toEqual([
    expect.stringMatching(/^FILE_NO_DELETE 3: the file was `shop\/v1\/old\.proto` before/),
    expect.stringMatching(/^FIELD_SAME_TYPE 7: /),
  ]);
  const { packages } = await client.request("protodial/breakingChanges", { folderUri: pathToFileURL(folder).href });
  expect(packages.map(one => [one.name, one.changes.map(change => change.rule)])).toEqual([
    ["shop.v1", ["FILE_NO_DELETE", "FIELD_SAME_TYPE"]],
  ]);
});

it("has nothing to say of a file that is new", async () => {
  const folder = repository({ "shop/v1/a.proto": head("shop.v1") + item });
  write(folder, "shop/v1/new.proto", head("shop.v1") + order);
  const client = await languageClient(folder);
  const uri = uriIn(folder, "shop/v1/new.proto");
  const other = uriIn(folder, "shop/v1/a.proto");
  await client.open(uri, "proto", head("shop.v1") + order);
  await client.open(other, "proto", head("shop.v1") + item.replace("int32 amount", "string amount"));
  await marks(client, other, 1);
  const text = head("shop.v1") + order.replace("bool sent", "string sent");
  await client.change(uri, text);
  await client.change(other, head("shop.v1") + item.replace("string name = 1", "string name = 3"));
  await client.diagnostics(other, found => told(found).some(one => one.startsWith("FIELD_NO_DELETE")));
  expect(told(await client.diagnostics(uri, () => true))).toEqual([]);
});

it("says which step of its version each package takes", async () => {
  const old = {
    "broken/v1/a.proto": head("broken.v1") + item,
    "more/v1/a.proto": head("more.v1") + item,
    "words/v1/a.proto": head("words.v1") + item,
    "old/v1/a.proto": head("old.v1") + item,
    "same/v1/a.proto": head("same.v1") + item,
    "gone/v1/a.proto": head("gone.v1") + item,
  };
  const folder = repository(old);
  const broken = old["broken/v1/a.proto"].replace("int32 amount", "string amount").replace("}", "  bool more = 9;\n}");
  write(folder, "broken/v1/a.proto", broken);
  write(folder, "more/v1/a.proto", old["more/v1/a.proto"].replace("}", "  bool more = 9;\n}"));
  write(
    folder,
    "words/v1/a.proto",
    `// Words.\n${old["words/v1/a.proto"].replace("}", "  reserved 100; // again\n}")}`,
  );
  // semver.org, 7: a minor version when something is marked as deprecated.
  write(folder, "old/v1/a.proto", old["old/v1/a.proto"].replace("amount = 2", "amount = 2 [deprecated = true]"));
  write(folder, "new/v1/a.proto", head("new.v1") + order);
  rmSync(path.join(folder, "gone"), { recursive: true });
  const client = await languageClient(folder);
  const uri = uriIn(folder, "broken/v1/a.proto");
  await client.open(uri, "proto", broken);
  await marks(client, uri, 1);
  const { packages } = await client.request("protodial/breakingChanges", { folderUri: pathToFileURL(folder).href });
  expect(packages.map(one => [one.name, one.step, one.changes.length])).toEqual([
    ["broken.v1", "major", 1],
    ["gone.v1", "major", 1],
    ["more.v1", "minor", 0],
    ["new.v1", "minor", 0],
    ["old.v1", "minor", 0],
    ["words.v1", "patch", 0],
  ]);
  const [change] = packages[0]?.changes ?? [];
  expect(change?.help).toMatch(/^breaks the wire: .*Better: /);
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

it.each([
  [true, ["packed-list 6: ", "FIELD_SAME_NAME 7: "]],
  [false, ["FIELD_SAME_NAME 7: "]],
])("tells what no rule looks at where the setting for hints is %s", async (hints, expected) => {
  const text = (packed: boolean, name: string) =>
    `${head("shop.v1")}message Item {\n  repeated int32 sizes = 1 [packed = ${packed}];\n  string ${name} = 2;\n}\n`;
  const folder = repository({ "shop/v1/a.proto": text(true, "name") });
  write(folder, "shop/v1/a.proto", text(false, "label"));
  const client = await languageClient(folder, { settings: { breaking: { hints } } });
  const uri = uriIn(folder, "shop/v1/a.proto");
  await client.open(uri, "proto", text(false, "label"));
  const found = await client.diagnostics(uri, all => told(all).some(one => one.startsWith("FIELD_SAME_NAME")));
  expect(told(found)).toEqual(expected.map(one => expect.stringContaining(one)));
});
