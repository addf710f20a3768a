import { readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const proto = 'syntax = "proto3";\npackage a.v1;\nimport "a/v1/b.proto";\nservice S { rpc R(B) returns (B); }\n';
const imported = 'syntax = "proto3";\npackage a.v1;\nmessage B {}\n';

test("stubs are made of the text in the editor, and nothing is written", async () => {
  const folder = tempFolder({ "a/v1/a.proto": proto, "a/v1/b.proto": imported });
  const uri = (name: string) => pathToFileURL(path.join(folder, name)).href;
  const client = await languageClient(folder);
  const { targets } = await client.request("protodial/generateTargets", null);
  expect(targets.map(target => target.name)).toEqual(["python", "typescript", "typescript-grpc"]);

  await client.open(uri("a/v1/b.proto"), "proto", imported.replace("{}", "{ string unsaved = 1; }"));
  const result = await client.request("protodial/generate", { uris: [uri("a")], target: "python", options: {} });
  if (result.kind !== "files") throw new Error(result.reason);
  expect(result.warnings).toEqual([]);
  expect(result.files.map(file => file.path)).toEqual([
    "a/v1/a_pb2.py",
    "a/v1/a_pb2.pyi",
    "a/v1/a_pb2_grpc.py",
    "a/v1/a_pb2_grpc.pyi",
    "a/v1/b_pb2.py",
    "a/v1/b_pb2.pyi",
  ]);
  expect(result.files[5]?.content).toContain("unsaved: str");
  expect(readdirSync(path.join(folder, "a/v1"))).toEqual(["a.proto", "b.proto"]);

  const one = await client.request("protodial/generate", {
    uris: [uri("a/v1/a.proto")],
    target: "typescript",
    options: {},
  });
  expect(one.kind === "files" && one.files.map(file => file.path)).toEqual(["a/v1/a_pb.ts"]);
});

test("an error in a file or in what it imports refuses the whole, with its place", async () => {
  const folder = tempFolder({ "a/v1/a.proto": proto, "a/v1/b.proto": imported });
  const uri = (name: string) => pathToFileURL(path.join(folder, name)).href;
  const client = await languageClient(folder);
  await client.open(uri("a/v1/b.proto"), "proto", imported.replace("{}", "{ int32 x = 1; int32 y = 1; }"));
  const params = { uris: [uri("a/v1/a.proto")], target: "python", options: {} };
  expect(await client.request("protodial/generate", params)).toEqual({
    kind: "refused",
    reason: "an error stands in the way of generating stubs",
    problems: [expect.stringMatching(/^a\/v1\/b\.proto:3:36: /)],
  });
  const unknown = await client.request("protodial/generate", {
    uris: [uri("a/v1/b.proto")],
    target: "cobol",
    options: {},
  });
  expect(unknown.kind).toBe("refused");
  const nothing = await client.request("protodial/generate", { uris: [uri("nowhere")], target: "python", options: {} });
  expect(nothing).toMatchObject({ kind: "refused", reason: "there is no `.proto` file to generate for" });
});
