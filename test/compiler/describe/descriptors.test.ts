// Descriptors are those of protoc, byte for byte. `inputs` holds files for what real corpora do not show.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fromBinary, toJson } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, test } from "vitest";
import { descriptorSet } from "../../../server/src/compiler/describe/descriptorSet.ts";
import { fileDescriptor } from "../../../server/src/compiler/describe/fileDescriptor.ts";
import { filesOf } from "../../support/problems.ts";
import { compile, runProtoc, type Sources } from "./protoc.ts";

const inputs = path.join(import.meta.dirname, "inputs");
const sources: Sources = Object.fromEntries(
  readdirSync(inputs, { recursive: true, encoding: "utf8" })
    .filter(name => name.endsWith(".proto"))
    .map(name => [name.replaceAll("\\", "/"), readFileSync(path.join(inputs, name))]),
);

describe("a descriptor set equals that of protoc", () => {
  for (const name of Object.keys(sources)) test(name, () => expectSame(sources, [name]));

  test("for all files in one, each after its imports", () => {
    const roots = Object.keys(sources).sort().reverse();
    expectSame(sources, roots);
  });

  test("where imports meet again and options are imported last", () => {
    const texts = files(`
//- top.proto
edition = "2024";
import "left.proto";
import option "only.proto";
import "right.proto";
//- left.proto
edition = "2024";
import public "base.proto";
//- right.proto
edition = "2024";
import "base.proto";
import "left.proto";
//- base.proto
edition = "2024";
//- only.proto
edition = "2024";
`);
    // Plain imports must stand before those for options.
    const top = (texts["top.proto"] ?? "").replace(/(import option.*\n)(import.*\n)/, "$2$1");
    expectSame({ ...texts, "top.proto": top }, ["top.proto"]);
  });
});

describe("every file of the corpus that protoc takes", () => {
  const corpus = path.join(import.meta.dirname, "../../corpus");
  const accepted = readdirSync(corpus, { recursive: true, encoding: "utf8" }).filter(
    name => name.endsWith(".proto") && !/: error\[/.test(problemsBeside(path.join(corpus, name))),
  );

  test("is among many", () => expect(accepted.length).toBeGreaterThan(300));

  for (const topic of new Set(accepted.map(name => path.dirname(name)))) {
    test(topic, () => {
      for (const name of accepted.filter(one => path.dirname(one) === topic)) {
        const texts = files(readFileSync(path.join(corpus, name), "utf8"));
        const roots = Object.keys(texts);
        const expected = runProtoc(texts, roots);
        // Some that only protoc refuses say so, and why; the verdicts are compared elsewhere.
        if (!("errors" in expected)) expectEqual(texts, roots, expected.set);
      }
    });
  }
});

function problemsBeside(proto: string): string {
  return readFileSync(proto.replace(/\.proto$/, ".problems"), "utf8");
}

describe("what is left out on demand", () => {
  const texts = files(`
//- a.proto
syntax = "proto2";
package p;
message A {
  optional int32 some_name = 1;
  optional int32 other = 2 [json_name = "other"];
  extensions 10;
}
extend A { optional int32 more = 10; }
`);

  test("JSON names that are not written, and those of extensions", () => {
    expect(jsonNames("all")).toEqual(["someName", "other", "more"]);
    expect(jsonNames("written")).toEqual([undefined, "other", undefined]);
  });

  test("places and comments", () => {
    const bytes = fileOf(texts, "a.proto", { sourceInfo: "without", jsonNames: "all" });
    const whole = runProtoc(texts, ["a.proto"]);
    if ("errors" in whole) throw new Error(whole.errors);
    const expected = fromBinary(FileDescriptorSetSchema, whole.set);
    for (const file of expected.file) delete file.sourceCodeInfo;
    expect(decoded(wrapped(bytes))).toEqual(toJson(FileDescriptorSetSchema, expected));
  });

  function jsonNames(kind: "all" | "written"): (string | undefined)[] {
    const set = fromBinary(
      FileDescriptorSetSchema,
      wrapped(fileOf(texts, "a.proto", { sourceInfo: "without", jsonNames: kind })),
    );
    const [file] = set.file;
    const fields = [...(file?.messageType[0]?.field ?? []), ...(file?.extension ?? [])];
    return fields.map(field => (field.jsonName === "" ? undefined : field.jsonName));
  }
});

function files(text: string): Record<string, string> {
  return Object.fromEntries(filesOf(text));
}

function fileOf(
  files: Sources,
  name: string,
  options: { readonly sourceInfo: "without"; readonly jsonNames: "all" | "written" },
): Uint8Array {
  const compiled = compile(files);
  const file = compiled.file(name);
  if (file === undefined) throw new Error(`${name} is missing`);
  return fileDescriptor(file, { ...options, optionTypes: compiled.optionTypes() });
}

function wrapped(file: Uint8Array): Uint8Array {
  const length = file.length < 0x80 ? [file.length] : [(file.length & 0x7f) | 0x80, file.length >> 7];
  return Uint8Array.from([10, ...length, ...file]);
}

function expectSame(files: Sources, roots: readonly string[]): void {
  const expected = runProtoc(files, roots);
  if ("errors" in expected) throw new Error(expected.errors);
  expectEqual(files, roots, expected.set);
}

function expectEqual(files: Sources, roots: readonly string[], expected: Uint8Array): void {
  const compiled = compile(files);
  const actual = descriptorSet(roots, compiled, { sourceInfo: "with", jsonNames: "all" });
  if (Buffer.compare(actual, expected) === 0) return;
  // Shows where; two encodings of one content are no equality either.
  expect(decoded(actual)).toEqual(decoded(expected));
  expect(Buffer.from(actual).toString("hex")).toBe(Buffer.from(expected).toString("hex"));
}

function decoded(set: Uint8Array) {
  return toJson(FileDescriptorSetSchema, fromBinary(FileDescriptorSetSchema, set));
}
