// The most imported files of the world resolve in an empty folder, and editors can show them.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { CodeAction, Diagnostic, Hover, Location } from "vscode-languageserver-types";
import { languageClient } from "../support/languageClient.ts";
import { shopProto } from "../support/shopProto.ts";
import { tempFolder } from "../support/tempFolder.ts";

async function openedShop(text: string) {
  const folder = tempFolder();
  const client = await languageClient(folder);
  const uri = pathToFileURL(path.join(folder, "shop/v1/shop.proto")).href;
  await client.open(uri, "proto", text);
  return { client, uri };
}

/** Where `word` begins in `text`. */
function placeOf(text: string, word: string) {
  const before = text.slice(0, text.indexOf(word)).split("\n");
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

test("a file that imports them has no problem", async () => {
  const { client, uri } = await openedShop(shopProto);
  expect(await client.diagnostics(uri, () => true)).toEqual([]);
});

test("definition and hover lead into them", async () => {
  const { client, uri } = await openedShop(shopProto);
  const bundled: readonly (readonly [string, string])[] = [
    ["google.rpc.Status", "google/rpc/status.proto"],
    ["google.api.http", "google/api/annotations.proto"],
    ["buf.validate.field", "buf/validate/validate.proto"],
    ["grpc/health/v1/health.proto", "grpc/health/v1/health.proto"],
  ];
  for (const [word, file] of bundled) {
    const start = placeOf(shopProto, word);
    const position = { ...start, character: start.character + word.length - 1 };
    const params = { textDocument: { uri }, position };
    const place: Location = await client.connection.sendRequest("textDocument/definition", params);
    expect(place.uri).toBe(`protodial:/${file}`);
    expect((await client.request("protodial/bundledFile", { uri: place.uri }))?.text).toContain("package ");
  }
  const position = placeOf(shopProto, "min_len");
  const hover: Hover = await client.connection.sendRequest("textDocument/hover", { textDocument: { uri }, position });
  expect(JSON.stringify(hover.contents)).toContain("must have at least the specified");
});

const isAbout = ({ message }: Diagnostic, name: string) => String(message).includes(name);

test.each([
  ["google/api/annotations.proto", "google.api.http"],
  ["google/api/field_behavior.proto", "google.api.field_behavior"],
  ["google/rpc/status.proto", "google.rpc.Status"],
  ["buf/validate/validate.proto", "buf.validate.field"],
])("the import of %s is a fix where it lacks", async (file, name) => {
  const text = shopProto.replace(`import "${file}";\n`, "");
  const { client, uri } = await openedShop(text);
  const found = await client.diagnostics(uri, all => all.some(one => isAbout(one, name)));
  const lacking = found.find(one => isAbout(one, name));
  const params = { textDocument: { uri }, range: lacking?.range, context: { diagnostics: [lacking] } };
  const [fix]: CodeAction[] = await client.connection.sendRequest("textDocument/codeAction", params);
  const edits = fix?.edit?.changes?.[uri] ?? [];
  expect(edits.map(one => one.newText).join("")).toContain(`import "${file}";`);
});
