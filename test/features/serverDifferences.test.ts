import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { methodDifferences, seenService, serviceDifferences } from "../../server/src/features/serverDifferences.ts";
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
  return serviceDifferences(await seen(here), await seen(there)).map(one => one.text);
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
    "`Kind` streams its answers here and does not stream on the server",
    "`M.size` (2) is `int32` here and `string` on the server",
    "`M.tags` (3) is `repeated string` here and `string` on the server",
    "`E.TWO` (2) is not on the server",
    "`M.fresh` (5) is not on the server",
    "`M.name` (1) is called `title` on the server",
    "`E.ONE` (1) is called `UNO` on the server",
    "the server also has `E.THREE` (3)",
    "the server also has `M.more` (6)",
    "the server also has `Old`",
  ]);
});

test("what is only called otherwise, or reads the same, is told as such", async () => {
  const here =
    "service S { rpc R(M) returns (A); } message M { int32 n = 1; string s = 2; sint32 z = 3; } message A {}";
  const there = "service S { rpc R(Q) returns (A); } message Q { int64 n = 1; bytes s = 2; int32 z = 3; } message A {}";
  const told = serviceDifferences(await seen(here), await seen(there));
  expect(told.map(one => `${one.kind}: ${one.text}`)).toEqual([
    "data: `M.z` (3) is `sint32` here and `int32` on the server",
    "name: `M.n` (1) is `int32` here and `int64` on the server",
    "name: `M.s` (2) is `string` here and `bytes` on the server",
    "name: `R` takes `a.M` here and `a.Q` on the server",
  ]);
});

test("each difference knows where it stands here, and what both sides have of it", async () => {
  const here = "service S { rpc R(M) returns (M); rpc New(M) returns (M); } message M { string fresh = 5; }";
  const there = "service S { rpc R(M) returns (M); } message M { string more = 6; }";
  const told = serviceDifferences(await seen(here), await seen(there));
  expect(told.map(one => [one.here.fullName, one.there.fullName])).toEqual([
    ["a.S.New", "a.S"],
    ["a.M.fresh", "a.M"],
    ["a.M", "a.M.more"],
  ]);
});

test("what the server uses and does not describe is no difference", async () => {
  const here = await seen(
    "service S { rpc R(M) returns (M); rpc Other(Gone) returns (M); } message M { Gone g = 1; repeated Inner i = 2; } message Gone {} message Inner {}",
  );
  const there = await seen("service S { rpc R(M) returns (M); } message M {}");
  expect(serviceDifferences(here, there)).toHaveLength(3);
  expect(serviceDifferences(here, { ...there, missing: ["a.Gone", "Inner"] })).toEqual([]);
});

test("one rpc is compared alone", async () => {
  const text = (field: string) =>
    `service S { rpc R(M) returns (A); rpc Q(B) returns (A); } message M { int32 n = 1; } message A {} message B { ${field} b = 1; }`;
  const [here, there] = [await seen(text("int32")), await seen(text("string"))];
  const [first, second] = here.service.methods;
  if (first === undefined || second === undefined) throw new Error("two rpcs");
  expect(methodDifferences(first, here, there)).toEqual([]);
  expect(methodDifferences(second, here, there)).toHaveLength(1);
});
