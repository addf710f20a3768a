// Images of buf and protoc, in every form, have the shapes of the text that they were made of.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { descriptorImage, type ImageForm } from "../../server/src/breaking/descriptorImage.ts";
import { shapeOfDescriptor } from "../../server/src/breaking/shapeOfDescriptor.ts";
import { shapeOfLinked } from "../../server/src/breaking/shapeOfLinked.ts";
import { printedByProtoc, runProtoc } from "../compiler/describe/protoc.ts";
import { buf, writeTree } from "../support/bufBreaking.ts";
import { plainShape } from "../support/plainShape.ts";
import { compileTexts } from "../support/problems.ts";

const api = path.join(import.meta.dirname, "../../node_modules/google-proto-files/google/api");

const texts = new Map([
  ["google/api/annotations.proto", readFileSync(path.join(api, "annotations.proto"), "utf8")],
  ["google/api/http.proto", readFileSync(path.join(api, "http.proto"), "utf8")],
  [
    "books.proto",
    `edition = "2023";
package books.v1;
import "google/api/annotations.proto";
import "google/protobuf/cpp_features.proto";
import "google/protobuf/descriptor.proto";
import "google/protobuf/java_features.proto";
option features.(pb.java).utf8_validation = VERIFY;
option java_package = "books.\\"v1\\"";
option optimize_for = CODE_SIZE;
extend google.protobuf.FieldOptions {
  Book example = 50000;
  double weight = 50001;
  bytes seal = 50002;
}
message Book {
  string title = 1 [features.(pb.cpp).string_type = CORD, (example) = { title: "é\\n\\"x" pages { key: 1 value { } } }];
  map<int32, Page> pages = 2 [(weight) = -inf, (seal) = "\\377\\000"];
  message Page { int32 number = 1; }
  Kind kind = 3;
  string language = 4 [default = "x\\ty\\"", features.utf8_validation = NONE];
  repeated int64 ids = 5 [jstype = JS_STRING, features.repeated_field_encoding = EXPANDED];
  Page last = 6 [features.message_encoding = DELIMITED];
  reserved 100 to max;
  reserved old;
}
enum Kind {
  option allow_alias = true;
  option features.enum_type = CLOSED;
  PAPER = 0;
  SCREEN = 1;
  DISPLAY = 1;
  NEGATIVE = -5;
  reserved 10 to 20, 30;
}
service Books {
  rpc Get(Book) returns (stream Book) {
    option (google.api.http) = { get: "/v1/{title}" additional_bindings { post: "/x" body: "*" } };
    option idempotency_level = NO_SIDE_EFFECTS;
  }
}
`,
  ],
  [
    "old.proto",
    `syntax = "proto2";
package books.old;
message Old {
  required string title = 1;
  optional group Part = 2 { optional int32 number = 1; }
  repeated int32 packed = 3 [packed = true];
  optional float price = 4 [default = -inf];
  optional bytes seal = 5 [default = "\\001\\377"];
  extensions 10 to 20;
}
extend Old { optional string more = 10; }
`,
  ],
  [
    "plain.proto",
    `syntax = "proto3";
package books.plain;
message Plain {
  optional string title = 1;
  oneof either { int32 one = 2; string other = 3; }
  string named = 4 [json_name = "@named"];
}
`,
  ],
]);

const own = ["books.proto", "old.proto", "plain.proto"];
const compiled = compileTexts(texts);
const expected = own.map(name => {
  const linked = compiled.file(name);
  return linked === undefined ? undefined : plainShape(shapeOfLinked(linked, compiled.optionTypes()));
});

const scratch = mkdtempSync(path.join(tmpdir(), "image-"));
beforeAll(() => writeTree(scratch, texts));
afterAll(() => rmSync(scratch, { recursive: true }));

describe("an image has the shapes of its text", () => {
  test.each(["binpb", "json", "txtpb", "yaml"] as const)("from buf as %s", async form => {
    const file = path.join(scratch, `image.${form}`);
    execFileSync(buf, ["build", "-o", file], { cwd: scratch });
    expect(await shapesIn(readFileSync(file), form)).toEqual(expected);
  });

  test("from buf without imports", async () => {
    const file = path.join(scratch, "alone.binpb");
    execFileSync(buf, ["build", "--exclude-imports", "-o", file], { cwd: scratch });
    expect(await shapesIn(readFileSync(file), "binpb")).toEqual(expected);
  });

  test("from protoc", async () => {
    const made = runProtoc(Object.fromEntries(texts), own);
    if ("errors" in made) throw new Error(made.errors);
    expect(await shapesIn(made.set, "binpb")).toEqual(expected);
  });

  test("from protoc as text", async () => {
    const made = runProtoc(Object.fromEntries(texts), ["old.proto", "plain.proto"]);
    if ("errors" in made) throw new Error(made.errors);
    const text = `# proto-message: FileDescriptorSet\n${printedByProtoc(made.set)}`;
    expect(await shapesIn(Buffer.from(text), "txtpb")).toEqual([undefined, ...expected.slice(1)]);
  });
});

describe("what is no image is told", () => {
  test.each<[string, ImageForm, string]>([
    ["{", "json", "JSON"],
    ['{"file": [{"name": 1}]}', "json", "name"],
    ["[]", "json", "decode"],
    ["file: {", "yaml", ""],
    ["file {\n name: 'a.proto'\n  : }\n", "txtpb", "line 2: "],
    ["file { } }", "txtpb", "a `}` too many"],
    ["", "binpb", "it holds no files"],
    ["syntax = 'proto3';", "binpb", ""],
    ["\xff", "json", ""],
  ])("%s as %s", async (content, form, message) => {
    const read = await descriptorImage(Buffer.from(content, "latin1"), form);
    expect(read).toMatchObject({ kind: "damaged" });
    expect("message" in read && read.message).toMatch(/^is no descriptor image: ./);
    expect("message" in read && read.message).toContain(message);
  });
});

async function shapesIn(bytes: Uint8Array, form: ImageForm): Promise<unknown[]> {
  const image = await descriptorImage(bytes, form);
  if (image.kind === "damaged") throw new Error(image.message);
  return own.map(name => {
    const file = image.files.find(one => one.name === name);
    return file === undefined ? undefined : plainShape(shapeOfDescriptor(file));
  });
}
