import { readFileSync } from "node:fs";
import { fromJsonString } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import { jsonText } from "../../server/src/requests/json/jsonText.ts";
import { parseRequests } from "../../server/src/requests/parseRequests.ts";
import { requestTemplate } from "../../server/src/requests/template.ts";
import { describedByProtoc, link, methodOf } from "./schema.ts";

/** The template for `rpc M` of `proto`, with `$0` at the cursor. */
function template(proto: string, method = "t.S.M"): string {
  const file = link({ "t.proto": proto }, "t.proto");
  const { text, offset } = requestTemplate(methodOf(file, method), file, "localhost:50051");
  return `${text.slice(0, offset)}$0${text.slice(offset)}`;
}

const everything = `syntax = "proto3";
package t;
import "google/protobuf/any.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/empty.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
service S { rpc M(In) returns (In); rpc C(stream Small) returns (Small); rpc E(Nothing) returns (Small); }
message Nothing {}
message Small { string name_of_it = 1; }
enum Kind { KIND_UNSPECIFIED = 0; KIND_FILE = 1; }
message In {
  string text = 1;  // what to say
  bytes raw = 2;
  bool yes = 3;
  int32 small = 4;
  uint64 big = 5;
  double ratio = 6;
  Kind kind = 7;
  Small nested_one = 8;
  repeated Small many = 9;
  repeated int64 numbers = 10;
  map<string, Small> by_name = 11;
  map<bool, int32> flags = 12;
  oneof choice { string first = 13; int32 second = 14; Small third = 15; }
  optional string perhaps = 16;
  google.protobuf.Timestamp at = 17;
  google.protobuf.Duration lasts = 18;
  google.protobuf.FieldMask mask = 19;
  google.protobuf.Any any = 20;
  google.protobuf.Struct struct = 21;
  google.protobuf.Value value = 22;
  google.protobuf.ListValue list = 23;
  google.protobuf.Int64Value wrapped = 24;
  google.protobuf.Empty empty = 25;
  google.protobuf.NullValue null = 26;
  // Parts of this one.
  // Over two lines.
  repeated In parts = 27;
  In parent = 28;
  string given = 29 [json_name = "as"];
}
`;

describe("a new request", () => {
  it("has a value to start from in every field", () => {
    expect(template(everything)).toBe(`### M
GRPC localhost:50051/t.S/M

{
  "text": "$0", // what to say
  "raw": "",
  "yes": false,
  "small": 0,
  "big": "0",
  "ratio": 0,
  "kind": "KIND_FILE",
  "nestedOne": {
    "nameOfIt": ""
  },
  "many": [{
    "nameOfIt": ""
  }],
  "numbers": ["0"],
  "byName": {
    "key": {
      "nameOfIt": ""
    }
  },
  "flags": {
    "true": 0
  },
  "first": "", // or "second", "third"
  "perhaps": "",
  "at": "2026-01-01T00:00:00Z",
  "lasts": "0s",
  "mask": "",
  "any": { "@type": "type.googleapis.com/google.protobuf.Empty" },
  "struct": {},
  "value": null,
  "list": [],
  "wrapped": "0",
  "empty": {},
  "null": null,
  "parts": [],
  "parent": null,
  "as": ""
}
`);
  });

  it("is read by @bufbuild/protobuf with protoc's descriptors as it stands", () => {
    const text = template(everything).replace("$0", "");
    const [request] = parseRequests(sourceFile("a.grpc", text)).requests;
    const [message] = request?.messages ?? [];
    if (message === undefined) throw new Error("no message");
    const registry = describedByProtoc("t.proto", everything);
    const type = registry.getMessage("t.In");
    if (type === undefined) throw new Error("no type");
    const json = jsonText(text, message, () => undefined);
    expect(fromJsonString(type, json, { registry })).toMatchObject({ kind: 1, choice: { case: "first" }, parts: [] });
  });

  it("has two messages where the client streams, and an empty object for a message without fields", () => {
    expect(template(everything, "t.S.C")).toBe(
      '### C\nGRPC localhost:50051/t.S/C\n\n{\n  "nameOfIt": "$0"\n}\n\n{\n  "nameOfIt": ""\n}\n',
    );
    expect(template(everything, "t.S.E")).toBe("### E\nGRPC localhost:50051/t.S/E\n\n{$0}\n");
  });

  it("ends for messages that contain each other, and stays short for wide and deep ones", () => {
    const wide = Array.from({ length: 60 }, (_, at) => `  M${(at + 1) % 5} f${at} = ${at + 1};`).join("\n");
    const messages = Array.from({ length: 5 }, (_, at) => `message M${at} {\n${wide}\n}`).join("\n");
    const text = template(
      `syntax = "proto3"; package t; service S { rpc M(M0) returns (M0); rpc A(A) returns (A); } ${messages}
      message A { B b = 1; repeated B bs = 2; map<string, A> as = 3; } message B { A a = 1; string s = 2; }`,
    );
    expect(text.split("\n").length).toBeLessThan(1000);
    expect(parseRequests(sourceFile("a.grpc", text.replace("$0", ""))).problems).toEqual([]);
  });

  it("writes groups by the name of their field, and required fields like others", () => {
    const text = template(`syntax = "proto2"; package t; service S { rpc M(In) returns (In); }
      message In { required int32 id = 1; optional group Result = 2 { optional string url = 3; } }`);
    expect(text).toBe('### M\nGRPC localhost:50051/t.S/M\n\n{\n  "id": $00,\n  "result": {\n    "url": ""\n  }\n}\n');
  });

  it("is written for an rpc whose request is not found", () => {
    expect(template('syntax = "proto3"; package t; service S { rpc M(Nope) returns (Nope); }')).toBe(
      "### M\nGRPC localhost:50051/t.S/M\n\n{$0}\n",
    );
  });

  it("suits the example service", () => {
    const path = "directories/v1/directories.proto";
    const file = link({ [path]: readFileSync(`examples/directories/${path}`, "utf8") }, path);
    const { text } = requestTemplate(methodOf(file, "directories.v1.Directories.MakeDirectory"), file, "{{host}}");
    expect(text.split("\n").slice(0, 2)).toEqual([
      "### MakeDirectory",
      "GRPC {{host}}/directories.v1.Directories/MakeDirectory",
    ]);
  });
});
