// Descriptor sets for tests, made by the real protoc.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type ReadSchema, readSchema } from "../../../server/src/calling/schema.ts";

const protoc = join(import.meta.dirname, "../../../node_modules/protoc/protoc.cjs");

/** The serialised `FileDescriptorSet` of `files` (import path → text) with their imports. */
export function descriptorSetOf(files: Readonly<Record<string, string>>): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "protodial-schema-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const out = join(folder, "set.bin");
    execFileSync(process.execPath, [
      protoc,
      `-I${folder}`,
      "--include_imports",
      `--descriptor_set_out=${out}`,
      ...Object.keys(files),
    ]);
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The types of `files`; throws when they are not usable. */
export function registryOf(
  files: Readonly<Record<string, string>>,
): Extract<ReadSchema, { kind: "schema" }>["registry"] {
  const read = readSchema(descriptorSetOf(files));
  if (read.kind === "wrong") throw new Error(read.message);
  return read.registry;
}

export const echoProto = {
  "test/v1/echo.proto": `
syntax = "proto3";
package test.v1;

import "google/protobuf/any.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";

service Echo {
  rpc Unary(Item) returns (Item);
  rpc Client(stream Item) returns (Item);
  rpc Server(Item) returns (stream Item);
  rpc Both(stream Item) returns (stream Item);
}

enum Color { COLOR_UNSPECIFIED = 0; COLOR_RED = 1; }

message Item {
  string text = 1;
  int64 big_number = 2;
  uint32 count = 3;
  bytes data = 4;
  Color color = 5;
  google.protobuf.Any any = 6;
  google.protobuf.Timestamp at = 7;
  google.protobuf.Duration within = 8;
  google.protobuf.Struct free = 9;
  google.protobuf.Int64Value wrapped = 10;
  repeated int64 numbers = 11;
  map<string, Item> items = 12;
  double ratio = 13;
  google.protobuf.FieldMask mask = 14;
  oneof choice { string left = 15; Item right = 16; }
  repeated Item list = 17;
  google.protobuf.Value value = 18;
}
`,
};
