// Breaking changes while a file is edited, against real histories of git.
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import type { CodeAction, Diagnostic } from "vscode-languageserver-types";
import { buf, bufEnvironment } from "../support/bufBreaking.ts";
import { git } from "../support/git.ts";
import { type LanguageClient, languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const before = `syntax = "proto3";

package shop.v1;

message Item {
  string name = 1;
  int32 amount = 2;
  bool sold = 3;
}

service Shop {
  rpc Buy(Item) returns (Item);
}
`;

function repository(files: Readonly<Record<string, string>>): string {
  const folder = tempFolder(files);
  git(folder, ["init", "-q", "-b", "main", "."]);
  commit(folder, "first");
  return folder;
}

function commit(folder: string, message: string): void {
  git(folder, ["add", "-A"]);
  git(folder, ["commit", "-q", "-m", message]);
}

function uriIn(folder: string, name: string): string {
  return pathToFileURL(path.join(folder, name)).href;
}

const isRule = ({ code }: Diagnostic) => /^[A-Z_0-9]+$/.test(String(code));

/** What is marked: the rule, how severe, and the text under it. */
function marked(text: string, found: readonly Diagnostic[]): readonly string[] {
  const lines = text.split("\n");
  return found.filter(isRule).map(({ code, severity, range }) => {
    const { start, end } = range;
    return `${code} ${severity} ${start.line + 1}: ${lines[start.line]?.slice(start.character, end.character)}`;
  });
}

async function rules(client: LanguageClient, uri: string, expected: readonly string[]): Promise<readonly Diagnostic[]> {
  return client.diagnostics(uri, found => {
    const codes = found.filter(isRule).map(one => String(one.code));
    return JSON.stringify(codes.sort()) === JSON.stringify([...expected].sort());
  });
}

it("marks what an unsaved edit breaks of what is committed, and takes it back", async () => {
  const folder = repository({ "shop/v1/shop.proto": before });
  const client = await languageClient(folder);
  const uri = uriIn(folder, "shop/v1/shop.proto");
  const after = before
    .replace("  string name = 1;", "  string title = 1;")
    .replace("int32 amount", "string amount")
    .replace("  bool sold = 3;\n", "")
    .replace("returns (Item)", "returns (stream Item)");
  await client.open(uri, "proto", after);
  const found = await rules(client, uri, [
    "FIELD_NO_DELETE",
    "FIELD_SAME_NAME",
    "FIELD_SAME_TYPE",
    "RPC_SAME_SERVER_STREAMING",
  ]);
  expect(marked(after, found)).toEqual([
    "FIELD_NO_DELETE 1 5: Item",
    "FIELD_SAME_NAME 2 6: title",
    "FIELD_SAME_TYPE 1 7: string",
    "RPC_SAME_SERVER_STREAMING 1 11: Buy",
  ]);
  await client.change(uri, before);
  await rules(client, uri, []);
});

it("shows what was there before", async () => {
  const folder = repository({ "shop/v1/shop.proto": before });
  const client = await languageClient(folder);
  const uri = uriIn(folder, "shop/v1/shop.proto");
  await client.open(uri, "proto", before.replace("int32 amount", "string amount"));
  const [found] = (await rules(client, uri, ["FIELD_SAME_TYPE"])).filter(isRule);
  const earlier = found?.relatedInformation?.[0]?.location;
  expect(earlier?.range.start).toEqual({ line: 6, character: 8 });
  expect(earlier?.uri).toMatch(/^protodial-earlier:.*shop\.proto\?/);
  expect(await client.request("protodial/earlierFile", { uri: earlier?.uri ?? "" })).toEqual({ text: before });
});

it("reserves what is deleted, by a fix after which nothing breaks the wire or JSON", async () => {
  const folder = repository({ "shop/v1/shop.proto": before });
  const client = await languageClient(folder);
  const uri = uriIn(folder, "shop/v1/shop.proto");
  const after = before.replace("  bool sold = 3;\n", "");
  await client.open(uri, "proto", after);
  const [found] = (await rules(client, uri, ["FIELD_NO_DELETE"])).filter(isRule);
  const range = found?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const actions: CodeAction[] = await client.connection.sendRequest("textDocument/codeAction", {
    textDocument: { uri },
    range,
    context: { diagnostics: found === undefined ? [] : [found] },
  });
  expect(actions.map(one => one.title)).toEqual([
    "Reserve the number 3 and the name `sold`",
    "Restore the field `sold` as deprecated",
    "Allow it with a comment: `protodial:allow FIELD_NO_DELETE`",
  ]);
  const [edit] = actions[0]?.edit?.changes?.[uri] ?? [];
  expect(edit?.newText).toBe('\n  reserved 3;\n  reserved "sold";');
});

it("compares with the commit at which the work began, not with what others did since", async () => {
  const folder = repository({ "shop/v1/shop.proto": before });
  git(folder, ["checkout", "-q", "-b", "work"]);
  git(folder, ["checkout", "-q", "main"]);
  writeFileSync(
    path.join(folder, "shop/v1/shop.proto"),
    before.replace("  bool sold", "  bool gone = 4;\n  bool sold"),
  );
  commit(folder, "of a colleague");
  git(folder, ["checkout", "-q", "work"]);
  const client = await languageClient(folder);
  const uri = uriIn(folder, "shop/v1/shop.proto");
  await client.open(uri, "proto", before.replace("int32 amount", "string amount"));
  await rules(client, uri, ["FIELD_SAME_TYPE"]);
});

it("compares with another version when the settings name one", async () => {
  const folder = repository({ "shop/v1/shop.proto": before.replace("  bool sold = 3;\n", "") });
  git(folder, ["tag", "v1.0.0"]);
  writeFileSync(path.join(folder, "shop/v1/shop.proto"), before);
  commit(folder, "second");
  const client = await languageClient(folder, { settings: { breaking: { against: "v*" } } });
  const uri = uriIn(folder, "shop/v1/shop.proto");
  await client.open(uri, "proto", before.replace("  bool sold = 3;\n", "").replace("int32 amount", "string amount"));
  await rules(client, uri, ["FIELD_SAME_TYPE"]);
});

it("tells nothing where it is off, where nothing is committed, and where the folder is not trusted", async () => {
  const after = before.replace("int32 amount = 2", "string amount = 0");
  const uri = "shop/v1/shop.proto";
  const off = repository({ [uri]: before });
  const plain = tempFolder({ [uri]: before });
  for (const [folder, options] of [
    [off, { settings: { breaking: { against: "off" } } }],
    [off, { trusted: false }],
    [plain, {}],
  ] as const) {
    const client = await languageClient(folder, options);
    await client.open(uriIn(folder, uri), "proto", after);
    const found = await client.diagnostics(uriIn(folder, uri), all => all.length > 0);
    expect(found.filter(isRule)).toEqual([]);
  }
});

it("lists all that a folder breaks, also of files that are gone", async () => {
  const folder = repository({ "shop/v1/shop.proto": before, "old/v1/old.proto": before.replace("shop", "old") });
  rmSync(path.join(folder, "old"), { recursive: true });
  writeFileSync(path.join(folder, "shop/v1/shop.proto"), before.replace("int32 amount", "string amount"));
  const client = await languageClient(folder);
  const uri = uriIn(folder, "shop/v1/shop.proto");
  await client.open(uri, "proto", before.replace("int32 amount", "string amount"));
  await rules(client, uri, ["FIELD_SAME_TYPE"]);
  const { packages } = await client.request("protodial/breakingChanges", { folderUri: pathToFileURL(folder).href });
  expect(packages.map(one => [one.name, one.step, one.changes.map(change => change.rule)])).toEqual([
    ["old.v1", "major", ["FILE_NO_DELETE"]],
    ["shop.v1", "major", ["FIELD_SAME_TYPE"]],
  ]);
});

it("keeps what is marked with each edit, where the edit moves it", async () => {
  const folder = repository({ "shop/v1/shop.proto": before });
  const client = await languageClient(folder);
  const uri = uriIn(folder, "shop/v1/shop.proto");
  let text = before.replace("  string name = 1;", "  string title = 1;");
  await client.open(uri, "proto", text);
  await rules(client, uri, ["FIELD_SAME_NAME"]);
  const told: { readonly version: number; readonly marks: readonly string[] }[] = [];
  client.connection.onNotification("textDocument/publishDiagnostics", ({ version, diagnostics }) => {
    told.push({ version, marks: marked(text, diagnostics) });
  });
  const line = "  string more = 4;\n";
  for (let edit = 0; edit < 5; edit++) {
    const version = edit + 2;
    const place = { line: 5, character: 0 };
    text = text.replace("  string title", `${line.replace("4", String(edit + 4))}  string title`);
    const contentChanges = [{ range: { start: place, end: place }, text: line.replace("4", String(edit + 4)) }];
    await client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges,
    });
    while (told.at(-1)?.version !== version) await new Promise(resolve => setTimeout(resolve, 5));
    expect(told.at(-1)?.marks).toEqual([`FIELD_SAME_NAME 2 ${7 + edit}: title`]);
  }
});

it("allows what a comment allows, and says which comment allows nothing", async () => {
  const folder = repository({ "shop/v1/shop.proto": before });
  const client = await languageClient(folder);
  const uri = uriIn(folder, "shop/v1/shop.proto");
  const after = before
    .replace("message Item", "// protodial:allow FIELD_NO_DELETE nobody has sold anything yet\nmessage Item")
    .replace("  bool sold = 3;\n", "")
    .replace("  int32 amount = 2;", "  // protodial:allow FIELD_SAME_NAME, FIELD_SAME_TIPE\n  string amount = 2;");
  await client.open(uri, "proto", after);
  const found = await rules(client, uri, ["FIELD_SAME_TYPE"]);
  expect(found.filter(one => one.code === "needless-allow").map(one => one.range.start)).toEqual([
    { line: 7, character: 21 },
    { line: 7, character: 38 },
  ]);
  await client.change(uri, after.replace("FIELD_SAME_NAME, FIELD_SAME_TIPE", "FIELD_SAME_TYPE"));
  await rules(client, uri, []);
});

it("says nothing of fields whose types are not known on one of the sides", async () => {
  const types = 'syntax = "proto3";\npackage shop.v1;\nmessage Price {}\nenum Size { NONE = 0; }\n';
  const user = before
    .replace("message", 'import "shop/v1/types.proto";\nmessage')
    .replace("string name", "Price name")
    .replace("bool sold", "Size sold");
  const folder = repository({ "shop/v1/shop.proto": user });
  const client = await languageClient(folder);
  const uri = uriIn(folder, "shop/v1/shop.proto");
  writeFileSync(path.join(folder, "shop/v1/types.proto"), types);
  await client.open(uri, "proto", user.replace("int32 amount", "string amount"));
  await rules(client, uri, ["FIELD_SAME_TYPE"]);
});

it("tells what the `buf.yaml` of a module chooses, and follows it when it changes", async () => {
  const config = `version: v2
modules:
  - path: proto
    breaking:
      use: [WIRE]
      ignore: [proto/shop/draft]
      ignore_only:
        FIELD_WIRE_COMPATIBLE_TYPE: [proto/shop/v1/shop.proto]
  - path: other
`;
  const folder = repository({
    "buf.yaml": config,
    "proto/shop/v1/shop.proto": before,
    "proto/shop/draft/draft.proto": before.replace("shop.v1", "shop.draft"),
    "other/kept/v1/kept.proto": before.replace("shop.v1", "kept.v1"),
  });
  const client = await languageClient(folder);
  const after = before
    .replace("string name", "string title")
    .replace("int32 amount", "string amount")
    .replace("rpc Buy", "rpc Sell");
  const inModule = uriIn(folder, "proto/shop/v1/shop.proto");
  const ofOther = uriIn(folder, "other/kept/v1/kept.proto");
  const ofDraft = uriIn(folder, "proto/shop/draft/draft.proto");
  await client.open(ofOther, "proto", after.replace("shop.v1", "kept.v1"));
  await rules(client, ofOther, ["FIELD_SAME_NAME", "FIELD_SAME_TYPE", "RPC_NO_DELETE"]);
  await client.open(ofDraft, "proto", after.replace("shop.v1", "shop.draft"));
  await client.open(inModule, "proto", after.replace("  bool sold = 3;\n", ""));
  await rules(client, inModule, ["FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED"]);
  await rules(client, ofDraft, []);
  writeFileSync(path.join(folder, "buf.yaml"), config.replace("[WIRE]", "[WIRE_JSON]").replace("/draft", "/none"));
  await rules(client, ofDraft, ["FIELD_SAME_NAME", "FIELD_WIRE_JSON_COMPATIBLE_TYPE"]);
  await rules(client, inModule, [
    "FIELD_NO_DELETE_UNLESS_NAME_RESERVED",
    "FIELD_SAME_NAME",
    "FIELD_WIRE_JSON_COMPATIBLE_TYPE",
  ]);
  const { packages } = await client.request("protodial/breakingChanges", { folderUri: pathToFileURL(folder).href });
  expect(packages.map(one => [one.name, one.changes.length])).toEqual([
    ["kept.v1", 3],
    // Beside the rules of WIRE_JSON, that an rpc is gone.
    ["shop.draft", 3],
    ["shop.v1", 4],
  ]);
  const logged: string[] = [];
  client.connection.onNotification("window/logMessage", ({ message }) => void logged.push(message));
  writeFileSync(path.join(folder, "buf.yaml"), config.replace("[WIRE]", "[WIER]"));
  await rules(client, inModule, ["FIELD_NO_DELETE", "FIELD_SAME_NAME", "FIELD_SAME_TYPE", "RPC_NO_DELETE"]);
  expect(logged).toEqual([expect.stringMatching(/buf\.yaml: .*WIER/)]);
});

const bufConfig = "version: v2\nmodules:\n  - path: proto\n";

it.each(["old.binpb", "old.json", "old.txtpb", "old.binpb.gz"])(
  "compares with the image %s that buf has written",
  async name => {
    const folder = tempFolder({ "buf.yaml": bufConfig, "proto/shop/v1/shop.proto": before });
    execFileSync(buf, ["build", folder, "-o", path.join(folder, name)], { env: bufEnvironment });
    const client = await languageClient(folder, { settings: { breaking: { against: name } } });
    const uri = uriIn(folder, "proto/shop/v1/shop.proto");
    const after = before.replace("  bool sold = 3;\n", "").replace("int32 amount", "string amount");
    await client.open(uri, "proto", after);
    const found = await rules(client, uri, ["FIELD_NO_DELETE", "FIELD_SAME_TYPE"]);
    expect(marked(after, found)).toEqual(["FIELD_NO_DELETE 1 5: Item", "FIELD_SAME_TYPE 1 7: string"]);
    // Descriptors have no text to show.
    expect(found.filter(isRule).flatMap(one => one.relatedInformation ?? [])).toEqual([]);
    await client.change(uri, before);
    await rules(client, uri, []);
  },
);

it("finds a file of no module in an image by its import path", async () => {
  const folder = tempFolder({ "api/proto/shop/v1/shop.proto": before });
  execFileSync(buf, ["build", path.join(folder, "api/proto"), "-o", path.join(folder, "old.binpb")], {
    env: bufEnvironment,
  });
  const client = await languageClient(folder, { settings: { breaking: { against: "old.binpb" } } });
  const uri = uriIn(folder, "api/proto/shop/v1/shop.proto");
  await client.open(uri, "proto", before.replace("int32 amount", "string amount"));
  await rules(client, uri, ["FIELD_SAME_TYPE"]);
});

it("compares with an archive, whose texts can be shown", async () => {
  const gone = before.replace("shop.v1", "gone.v1");
  const folder = repository({ "shop/v1/shop.proto": before, "gone/v1/gone.proto": gone });
  git(folder, ["archive", "--prefix=released/", "-o", "old.tar.gz", "HEAD"]);
  rmSync(path.join(folder, "gone"), { recursive: true });
  commit(folder, "second");
  const client = await languageClient(folder, { settings: { breaking: { against: "old.tar.gz#strip_components=1" } } });
  const uri = uriIn(folder, "shop/v1/shop.proto");
  await client.open(uri, "proto", before.replace("int32 amount", "string amount"));
  const [found] = (await rules(client, uri, ["FIELD_SAME_TYPE"])).filter(isRule);
  const earlier = found?.relatedInformation?.[0]?.location.uri ?? "";
  expect(await client.request("protodial/earlierFile", { uri: earlier })).toEqual({ text: before });
  const { packages } = await client.request("protodial/breakingChanges", { folderUri: pathToFileURL(folder).href });
  expect(packages.map(one => [one.name, one.changes.map(change => change.rule)])).toEqual([
    ["gone.v1", ["FILE_NO_DELETE"]],
    ["shop.v1", ["FIELD_SAME_TYPE"]],
  ]);
});

it.each([
  ["old.binpb", "old.binpb` is no descriptor image", { "old.binpb": "no image" }],
  ["old.tar", "old.tar` is no tar archive", { "old.tar": "no archive ".repeat(100) }],
  ["old.zip", "old.zip` is no zip archive", { "old.zip": "no archive" }],
  ["empty.tar", "empty.tar` holds no `.proto` file", { "empty.tar": "\0".repeat(1024) }],
  ["grpc://localhost:1", "nothing listens on", {}],
  ["grpc://localhost", "has no port", {}],
  ["nowhere", "no file or folder `nowhere`", {}],
])("says why it cannot compare with %s", async (against, why, files) => {
  const folder = tempFolder({ "shop/v1/shop.proto": before, ...files });
  const client = await languageClient(folder, { settings: { breaking: { against } } });
  const problem = await new Promise<string | undefined>(resolve => {
    client.connection.onNotification("protodial/baselines", ({ folders }) => {
      if (folders[0]?.state === "failed") resolve(folders[0].problem);
    });
  });
  expect(problem).toContain(why);
});
