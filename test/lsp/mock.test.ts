// The mock server of the editor, through the built language server: unsaved texts, lenses, scripts, trust.
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { CodeLens } from "vscode-languageserver-types";
import { callCommand } from "../../server/src/cli/call.ts";
import { UsageError } from "../../server/src/cli/usageError.ts";
import { type LanguageClient, languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const notes = `syntax = "proto3";
package notes.v1;
service Notes {
  rpc GetNote(GetNoteRequest) returns (Note);
}
message GetNoteRequest { string id = 1; }
message Note { string id = 1; string title = 2; }
`;

const lensCommands = ["protodial.callMethod", "protodial.showMockCalls"] as const;

interface Called {
  readonly code: number;
  readonly answer: Record<string, unknown>;
}

/** Calls as the command line does, with the server's own reflection. */
async function call(address: string, method: string, request: object): Promise<Called> {
  let [out, err] = ["", ""];
  const args = [address, method, "-d", JSON.stringify(request), "--reflect"];
  const code = await callCommand(args, {
    stdout: text => {
      out += text;
    },
    stderr: text => {
      err += text;
    },
    stdin: () => Promise.resolve(""),
    stdinBytes: () => Promise.resolve(new Uint8Array()),
    stdinPieces: () => () => undefined,
    env: {},
    cwd: tempFolder(),
  }).catch((error: unknown) => {
    // A method that the server does not have.
    if (error instanceof UsageError) return 2;
    throw error;
  });
  return { code, answer: code === 2 ? {} : JSON.parse(out || err) };
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise(resolve => setTimeout(resolve, 30));
  }
}

async function opened(
  files: Record<string, string> = {},
  options = {},
): Promise<{ client: LanguageClient; folder: string; uri: string }> {
  const folder = tempFolder({ "notes.proto": notes, ...files });
  const client = await languageClient(folder, { lensCommands, ...options });
  const uri = pathToFileURL(path.join(folder, "notes.proto")).href;
  await client.open(uri, "proto", notes);
  return { client, folder, uri };
}

test("serves the file as it stands in the editor, and follows what is typed", async () => {
  const { client, uri } = await opened();
  await client.change(uri, notes.replace("string title = 2;", "string title = 2; string author = 3;"));
  const { address, services } = await client.request("protodial/startMockServer", { uris: [uri], port: 0 });
  expect(services).toEqual(["notes.v1.Notes"]);
  const first = await call(address, "notes.v1.Notes/GetNote", { id: "n-1" });
  expect(first.answer).toMatchObject({ id: "n-1", author: expect.stringMatching(/^[A-Z]\w+ [A-Z]\w+$/) });
  // A version with an error does not count.
  await client.change(uri, notes.replace("string title = 2;", "string title = 1;"));
  expect((await call(address, "notes.v1.Notes/GetNote", { id: "n-2" })).answer).toMatchObject({ id: "n-2" });
  await client.change(
    uri,
    notes.replace("rpc GetNote(", "rpc Renamed(GetNoteRequest) returns (Note);\n  rpc GetNote("),
  );
  const renamed = await until(async () => {
    const { code, answer } = await call(address, "notes.v1.Notes/Renamed", { id: "n-3" });
    return code === 0 ? answer : undefined;
  });
  expect(renamed).toMatchObject({ id: "n-3" });
  expect(await client.request("protodial/stopMockServer", null)).toEqual({ stopped: true });
  expect((await call(address, "notes.v1.Notes/GetNote", {})).code).toBe(1);
});

test("a lens tells how many calls an rpc got, and the calls are kept", async () => {
  const { client, uri } = await opened();
  const { address } = await client.request("protodial/startMockServer", { uris: [uri], port: 0 });
  const lenses = (): Promise<CodeLens[]> =>
    client.connection.sendRequest("textDocument/codeLens", { textDocument: { uri } });
  expect((await lenses()).map(one => one.command?.title)).toEqual(["▶ Call"]);
  await call(address, "notes.v1.Notes/GetNote", { id: "a" });
  await call(address, "notes.v1.Notes/GetNote", { id: "b" });
  const found = await until(async () => {
    const lens = (await lenses()).find(one => one.command?.command === "protodial.showMockCalls");
    return lens?.command?.title === "2 mock calls" ? lens : undefined;
  });
  expect(found.command?.arguments).toEqual([uri, "notes.v1.Notes/GetNote"]);
  const { calls } = await client.request("protodial/mockCalls", { method: "notes.v1.Notes/GetNote" });
  expect(calls.map(one => [JSON.parse(one.requests[0] ?? ""), one.status, one.from])).toEqual([
    [{ id: "b" }, "OK", "schema"],
    [{ id: "a" }, "OK", "schema"],
  ]);
});

test("mistakes of a script are diagnostics of its file, which go when it is put right", async () => {
  const script = '{ "methods": { "notes.v1.Notes/GetNote": { "answer": { "titles": "x" } } } }';
  const { client, folder, uri } = await opened({ "notes.mock.json": script });
  const { address } = await client.request("protodial/startMockServer", { uris: [uri], port: 0 });
  const file = path.join(folder, "notes.mock.json");
  const [problem] = await client.diagnostics(pathToFileURL(file).href, found => found.length > 0);
  expect(problem?.message).toContain("`notes.v1.Note` has no field `titles`; did you mean `title`?");
  expect(problem?.range.start).toEqual({ line: 0, character: script.indexOf('"titles"') });
  writeFileSync(file, script.replace("titles", "title"));
  await client.diagnostics(pathToFileURL(file).href, found => found.length === 0);
  expect((await call(address, "notes.v1.Notes/GetNote", {})).answer).toEqual({ title: "x" });
});

test("all services of a folder are served, and files without any are not missed", async () => {
  const { client, folder } = await opened({
    "other/other.proto":
      'syntax = "proto3"; package other; service Other { rpc Get(M) returns (M); } message M { int32 age = 1; }',
    "types.proto": 'syntax = "proto3"; message T {}',
  });
  const { services } = await client.request("protodial/startMockServer", {
    uris: [pathToFileURL(folder).href],
    port: 0,
  });
  expect(services).toEqual(["notes.v1.Notes", "other.Other"]);
});

test("nothing is started in a workspace that is not trusted, nor where nothing can be served", async () => {
  const { client, uri, folder } = await opened(
    { "types.proto": 'syntax = "proto3"; message T {}' },
    { trusted: false },
  );
  await expect(client.request("protodial/startMockServer", { uris: [uri], port: 0 })).rejects.toThrow(/not trusted/);
  await client.connection.sendNotification("protodial/trusted", { trusted: true });
  const types = pathToFileURL(path.join(folder, "types.proto")).href;
  await expect(client.request("protodial/startMockServer", { uris: [types], port: 0 })).rejects.toThrow(
    /no service that can be served/,
  );
  expect(existsSync(path.join(folder, "notes.mock.json"))).toBe(false);
});
