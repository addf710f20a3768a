import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { seenService, serviceDifferences } from "../../server/src/features/serverDifferences.ts";
import { serverFiles } from "../../server/src/features/serverSchema.ts";
import { serverSnapshot } from "../../server/src/features/serverSnapshot.ts";
import { descriptorSetOf } from "../calling/support/schema.ts";

async function seen(text: string) {
  const set = fromBinary(
    FileDescriptorSetSchema,
    descriptorSetOf({ "a.proto": `syntax = "proto3"; package a; ${text}` }),
  );
  const snapshot = await serverSnapshot("h:1", serverFiles(toBinary(FileDescriptorSetSchema, set)));
  const found = seenService(snapshot, "", "a.S");
  if (found === undefined) throw new Error("no service");
  return found;
}

async function differences(here: string, there: string) {
  return serviceDifferences(await seen(here), await seen(there));
}

test("nothing differs between a schema and itself, however it is written", async () => {
  const text =
    "service S { rpc R(M) returns (stream M); } message M { M m = 1; map<string, E> e = 2; } enum E { Z = 0; }";
  expect(await differences(text, text)).toEqual([]);
});

test("what breaks calls is told first, then data, then what is only there", async () => {
  const here = `service S { rpc R(M) returns (M); rpc New(M) returns (M); rpc Kind(M) returns (stream M); }
    message M { string name = 1; int32 size = 2; repeated string tags = 3; E e = 4; string fresh = 5; }
    enum E { Z = 0; ONE = 1; TWO = 2; }`;
  const there = `service S { rpc R(M) returns (M); rpc Kind(M) returns (M); rpc Old(M) returns (M); }
    message M { string title = 1; string size = 2; string tags = 3; E e = 4; string more = 6; }
    enum E { Z = 0; UNO = 1; THREE = 3; }`;
  expect(await differences(here, there)).toEqual([
    "`New` is not on the server",
    "`Kind` streams in another way on the server",
    "`M.name` (1) is called `title` on the server",
    "`M.size` (2) is `int32` here and `string` on the server",
    "`M.tags` (3) is `repeated string` here and `string` on the server",
    "`E.ONE` (1) is called `UNO` on the server",
    "`E.TWO` (2) is not on the server",
    "`M.fresh` (5) is not on the server",
    "the server also has `E.THREE` (3)",
    "the server also has `M.more` (6)",
    "the server also has `Old`",
  ]);
});
