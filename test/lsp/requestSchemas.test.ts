// What request documents say with `# @schema server` and `# @schema <revision>`, while they are written.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { CodeLens, CompletionList, Hover, Location, SemanticTokens } from "vscode-languageserver-types";
import { git } from "../support/git.ts";
import { type LanguageClient, languageClient } from "../support/languageClient.ts";
import { reflectingServer } from "../support/reflectingServer.ts";
import { tempFolder } from "../support/tempFolder.ts";

const shop = (field: string, rpc = "Buy(Order) returns (Order)") =>
  `syntax = "proto3";\npackage shop.v1;\nservice Shop { rpc ${rpc}; }\nmessage Order {\n  // What is said of ${field}.\n  string ${field} = 1;\n}\n`;
const lensCommands = ["protodial.sendRequest", "protodial.openStream", "protodial.askSchema"] as const;
const file = "shop/v1/shop.proto";

/** What is asked about a request document, at the end of the first `needle` in its text. */
function asking(client: LanguageClient, uri: string, text: string) {
  const at = (needle: string) => {
    const before = text.slice(0, text.indexOf(needle) + needle.length).split("\n");
    return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  };
  const ask = <Result>(method: string, more: object = {}): Promise<Result> =>
    client.connection.sendRequest(`textDocument/${method}`, { textDocument: { uri }, ...more });
  return {
    said: async (wanted: (messages: readonly string[]) => boolean) =>
      (await client.diagnostics(uri, found => wanted(found.map(one => String(one.message))))).map(one => one.message),
    offered: async (needle: string) =>
      (await ask<CompletionList>("completion", { position: at(needle) })).items.map(one => one.label),
    hovered: async (needle: string) => JSON.stringify(await ask<Hover | null>("hover", { position: at(needle) })),
    definition: (needle: string) => ask<Location | null>("definition", { position: at(needle) }),
    lenses: async () => (await ask<CodeLens[]>("codeLens")).map(one => one.command?.title),
    tokens: async () => (await ask<SemanticTokens>("semanticTokens/full")).data.length / 5,
  };
}

/** The text that a place shows, of a document that the client has to ask for. */
async function shown(client: LanguageClient, place: Location | null): Promise<string> {
  if (place === null) return "nowhere";
  const found = await client.request("protodial/schemaFile", { uri: place.uri });
  const { start, end } = place.range;
  return (found?.text.split("\n")[start.line] ?? "").slice(start.character, end.character);
}

test("a request for a server's schema is told by that as soon as the server was asked, and not by the files here", async () => {
  const { address } = await reflectingServer({ [file]: shop("of_server", "Buy(stream Order) returns (Order)") });
  const folder = tempFolder({
    [file]: shop("of_editor"),
    "http-client.env.json": `{ "dev": { "host": "${address}" } }`,
  });
  const client = await languageClient(folder, { lensCommands });
  const uri = pathToFileURL(path.join(folder, "a.grpc")).href;
  const text = `# @schema server\nGRPC {{host}}/shop.v1.Shop/Buy\n\n{ "ofServer": "", "ofEditor": "" }\n`;
  await client.open(uri, "grpc-request", text);
  const { said, offered, hovered, definition, lenses, tokens } = asking(client, uri, text);
  const [before, ...others] = await said(messages => messages.some(one => one.includes(`\`${address}\``)));
  expect(before).toContain(`the schema of \`${address}\` is not known yet`);
  expect(others).toEqual([]);
  expect(await offered('{ "')).toEqual([]);
  expect(await lenses()).toEqual(["▶ Send", "Ask for schema"]);
  expect(await tokens()).toBe(0);

  expect(await client.request("protodial/askSchema", { uri, line: 1 })).toEqual({ kind: "asked" });
  const [after, ...more] = await said(messages => messages.some(one => one.includes("ofEditor")));
  expect(after).toContain("has no field `ofEditor`");
  expect(more).toEqual([]);
  expect(await offered('{ "')).toEqual(["ofServer"]);
  expect(await hovered('"ofServer')).toContain("string of_server = 1");
  expect(await lenses()).toEqual(["▶ Send all", "Open stream"]);
  expect(await tokens()).toBe(3);
  const place = await definition('"ofServer');
  expect(place?.uri).toMatch(/^protodial-server:/);
  expect(await shown(client, place)).toBe("of_server");
});

test("a request for a revision is told by the files as they were then, and follows a branch", async () => {
  const folder = tempFolder({ [file]: shop("first") });
  const commit = (message: string) => {
    git(folder, ["add", "."]);
    git(folder, ["commit", "-qm", message]);
  };
  git(folder, ["init", "-q", "-b", "trunk"]);
  commit("first");
  git(folder, ["checkout", "-q", "-b", "next"]);
  const client = await languageClient(folder);
  await client.open(pathToFileURL(path.join(folder, file)).href, "proto", shop("typed"));
  const uri = pathToFileURL(path.join(folder, "a.grpc")).href;
  const text = '# @schema  next\nGRPC h:1/shop.v1.Shop/Buy\n\n{ "first": "", "second": "", "typed": "" }\n';
  await client.open(uri, "grpc-request", text);
  const { said, offered, hovered, definition } = asking(client, uri, text);
  const about = (name: string) => (messages: readonly string[]) =>
    messages.length === 2 && !messages.some(one => one.includes(`no field \`${name}\``));
  expect((await said(about("first"))).join()).toMatch(/no field `second`.*no field `typed`/s);
  expect(await offered('{ "')).toEqual(["first"]);
  expect(await hovered('"first')).toContain("What is said of first");
  const place = await definition('"first');
  expect(place?.uri).toMatch(/^protodial-earlier:/);
  expect(await shown(client, place)).toBe("first");

  writeFileSync(path.join(folder, file), shop("second"));
  commit("second");
  expect((await said(about("second"))).join()).toMatch(/no field `first`.*no field `typed`/s);
  expect(await offered('{ "first": "", "')).toEqual(["second"]);

  await client.change(uri, text.replace("@schema  next", "@schema nowhere"));
  const refused = await said(messages => messages.some(one => one.includes("nowhere")));
  expect(refused).toHaveLength(1);
  await client.change(uri, text.replace("@schema  next", "@schema editor"));
  expect((await said(about("typed"))).join()).toMatch(/no field `first`.*no field `second`/s);
});
