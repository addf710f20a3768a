// What is printed of descriptors is held to protoc: it makes the same descriptors of the text.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createFileRegistry, createRegistry, fromBinary, toJson } from "@bufbuild/protobuf";
import { type FileDescriptorProto, FileDescriptorProtoSchema, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, test } from "vitest";
import { printFiles } from "../../server/src/print/printFile.ts";
import { descriptorSetOf } from "../calling/support/schema.ts";

const folder = path.join(import.meta.dirname, "files");

function printed(files: Readonly<Record<string, string>>) {
  const set = fromBinary(FileDescriptorSetSchema, descriptorSetOf(files));
  const registry = createRegistry(createFileRegistry(set));
  const comparable = (of: readonly FileDescriptorProto[]) =>
    of.map(file => toJson(FileDescriptorProtoSchema, file, { registry }));
  const texts = Object.fromEntries([...printFiles(set.file, registry)]);
  return { texts, files: comparable(set.file), again: () => comparable(readAgain(texts)) };
}

function readAgain(texts: Readonly<Record<string, string>>): readonly FileDescriptorProto[] {
  return fromBinary(FileDescriptorSetSchema, descriptorSetOf(texts)).file;
}

describe("what is printed is read as the same descriptors", () => {
  for (const name of readdirSync(folder)) {
    test(name, () => {
      const { files, again } = printed({ [name]: readFileSync(path.join(folder, name), "utf8") });
      const sorted = (of: readonly unknown[]) => of.map(one => JSON.stringify(one)).sort();
      expect(sorted(again())).toEqual(sorted(files));
    });
  }
});

test("types are named as shortly as their scope allows", () => {
  const { texts } = printed({
    "shop.proto": `syntax = "proto3"; package shop.v1;
      message Order { message Line { Order order = 1; shop.v1.Line other = 2; } Line line = 1; }
      message Line {}
      service Orders { rpc Get(Order) returns (stream Order.Line); }`,
  });
  expect(texts["shop.proto"]).toBe(`syntax = "proto3";

package shop.v1;

service Orders {
  rpc Get(Order) returns (stream Order.Line);
}

message Order {
  Line line = 1;

  message Line {
    Order order = 1;
    v1.Line other = 2;
  }
}

message Line {}
`);
});

test("an option that nobody knows is told in a comment", () => {
  const set = fromBinary(
    FileDescriptorSetSchema,
    descriptorSetOf({
      "a.proto": `syntax = "proto3"; import "google/protobuf/descriptor.proto";
        extend google.protobuf.MessageOptions { string team = 50001; }
        extend google.protobuf.FieldOptions { string unit = 50002; }
        message A { option (team) = "x"; int32 size = 1 [(unit) = "byte"]; }`,
    }),
  );
  const text = printFiles(set.file, createRegistry()).get("a.proto");
  expect(text).toContain("// The option with the number 50001 is not known.");
  expect(text).toContain("int32 size = 1 /* options with the numbers 50002 are not known */;");
});
