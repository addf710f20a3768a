import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import type { FieldDeclarationPlace } from "../../server/src/protocol/bytes.ts";
import { languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

it("tells the bytes of what was sent and what came, each field with its JSON and its line in the editor", async () => {
  const proto = readFileSync("examples/directories/directories/v1/directories.proto", "utf8");
  const folder = tempFolder({ "directories/v1/directories.proto": proto });
  const client = await languageClient(folder);
  const example = await client.request("protodial/startExampleServer", { port: 0 });
  const protoUri = pathToFileURL(path.join(folder, "directories/v1/directories.proto")).href;
  // A line more than on disk.
  const typed = `\n${proto}`;
  await client.open(protoUri, "proto", typed);
  const uri = pathToFileURL(path.join(folder, "a.grpc")).href;
  const rpcs = `GRPC ${example.address}/directories.v1.Directories`;
  await client.open(
    uri,
    "grpc-request",
    `${rpcs}/MakeDirectory\n\n{ "path": "/é" }\n\n###\n${rpcs}/ListDirectory\n\n{ "path": "/" }\n`,
  );
  const call = async (line: number) => {
    const started = await client.request("protodial/call", { uri, line });
    if (started.kind !== "started") throw new Error(started.reason);
    await client.event(started.call, event => event.phase === "done");
    return started;
  };
  const started = await call(0);

  const sent = await client.request("protodial/messageBytes", { call: started.call, index: 0 });
  const bytes = Buffer.from([0x0a, 3, ...Buffer.from("/é")]);
  expect(sent).toMatchObject({ total: bytes.length, from: 0, base64: bytes.toString("base64"), cut: false });
  expect(sent?.fields).toMatchObject([
    { depth: 0, start: 0, tagEnd: 1, valueStart: 2, valueEnd: 5, end: 5, name: "path", value: '"/é"', path: ["path"] },
  ]);
  expect(declared(typed, sent?.fields[0]?.declaration)).toEqual([protoUri, "path"]);

  const list = await call(5);
  const received = await client.request("protodial/messageBytes", { call: list.call, index: 1 });
  const page = await client.request("protodial/callMessages", { call: list.call, from: 1, count: 1 });
  const json = JSON.parse(page.rows[0]?.json ?? "");
  expect(received?.fields.length).toBeGreaterThan(1);
  for (const row of received?.fields ?? []) {
    const value = row.path?.reduce((at, key) => at[key], json);
    // The example server writes defaults too, which JSON does without.
    if (row.value !== "false") expect(value, row.name).toBeDefined();
    expect(declared(typed, row.declaration)).toEqual([protoUri, row.name]);
  }
  const rest = await client.request("protodial/messageBytes", { call: started.call, index: 0, from: 2 });
  expect(rest).toEqual({ total: 5, from: 2, base64: Buffer.from("/é").toString("base64"), fields: [], cut: false });
  expect(await client.request("protodial/messageBytes", { call: started.call, index: 9 })).toBeNull();
});

/** The uri and the text that a place leads to. */
function declared(text: string, place: FieldDeclarationPlace | undefined): [string | undefined, string | undefined] {
  const line = text.split("\n")[place?.range.start.line ?? 0];
  return [place?.uri, line?.slice(place?.range.start.character, place?.range.end.character)];
}
