// The gRPC requests of `.http` files, whatever language the editor takes such a file for.
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { CodeLens, CompletionList, DocumentSymbol, Location, TextEdit } from "vscode-languageserver-types";
import { languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const proto = `syntax = "proto3";
package directories.v1;
service Directories { rpc MakeDirectory(MakeDirectoryRequest) returns (MakeDirectoryResponse); }
message MakeDirectoryRequest { string path = 1; bool parents = 2; }
message MakeDirectoryResponse {}
`;

test("a gRPC request of an `.http` file is checked, completed and sent, and the others are left alone", async () => {
  const folder = tempFolder({
    "directories/v1/directories.proto": proto,
    "http-client.env.json": '{ "dev": { "name": "new" } }',
  });
  const client = await languageClient(folder, { lensCommands: ["protodial.sendRequest"] });
  const { address } = await client.request("protodial/startExampleServer", { port: 0 });
  const text = `@host = ${address}
@root = /{{name}}

### ours
# @no-log
GRPC {{host}}/directories.v1.Directories/MakeDirectory

{ "path": "{{root}}", "parent": true }

> {% client.log("done") %}

### theirs
POST https://localhost/{{nothing}}
Content-Type: application/json

{ "pa
`;
  const uri = `${pathToFileURL(folder).href}/calls.http`;
  await client.open(uri, "http", text);
  const ask = <Result>(method: string, more: object = {}): Promise<Result> =>
    client.connection.sendRequest(`textDocument/${method}`, { textDocument: { uri }, ...more });
  const [problem, ...others] = await client.diagnostics(uri, found => found.length > 0);
  expect(problem?.message).toContain("has no field `parent`");
  expect(others).toEqual([]);
  const lenses = await ask<CodeLens[]>("codeLens");
  expect(lenses.map(one => [one.command?.title, one.range.start.line])).toEqual([["▶ Send", 5]]);

  const offered = async (line: number, character: number) => {
    const list = await ask<CompletionList | null>("completion", { position: { line, character } });
    return (list?.items ?? []).map(one => one.label);
  };
  expect(await offered(7, 29)).toEqual(["parents"]);
  expect(await offered(15, 5)).toEqual([]);
  expect(await offered(12, 27)).toEqual([]);
  expect(await offered(5, 8)).toContain("host");
  const place = await ask<Location[]>("definition", { position: { line: 5, character: 9 } });
  expect(place).toMatchObject([{ uri, range: { start: { line: 0, character: 1 } } }]);
  const options = { tabSize: 2, insertSpaces: true };
  expect(await ask<TextEdit[] | null>("formatting", { options })).toBeNull();
  expect(await ask<DocumentSymbol[]>("documentSymbol")).toEqual([]);
  const converted = await client.request("protodial/convertRequests", { uri });
  expect(converted).toMatchObject({ form: "grpc", text: expect.stringContaining(`GRPC ${address}/directories.v1`) });

  await client.change(uri, text.replace('"parent"', '"parents"'));
  await client.diagnostics(uri, found => found.length === 0);
  const started = await client.request("protodial/call", { uri, line: 5 });
  if (started.kind === "refused") expect.fail(started.reason);
  const { status } = await client.event(started.call, event => event.phase === "done");
  expect(status?.name).toBe("OK");
  const { rows } = await client.request("protodial/callMessages", { call: started.call, from: 0, count: 1 });
  expect(JSON.parse(rows[0]?.json ?? "")).toEqual({ path: "/new", parents: true });
});
