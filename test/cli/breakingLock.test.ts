// Locks of protolock (`proto.lock`) as what is compared with: what they keep is told as of any other version, and what they
// do not keep is not made up.
import { expect, it } from "vitest";
import { protodial } from "../support/commandLine.ts";
import { tempFolder } from "../support/tempFolder.ts";

const shop = `syntax = "proto3";

package shop.v1;

import "shop/v1/money.proto";
import "google/protobuf/descriptor.proto";

option java_package = "com.shop";
option php_namespace = 'Com\\\\"Shop"';
option go_package = "shop.example/v1";

extend google.protobuf.FieldOptions {
  string unit = 50001;
}

message Item {
  reserved 7, 9 to 11;
  reserved "price";
  message Size {
    int32 width = 1;
    enum Unit {
      UNIT_UNSPECIFIED = 0;
      UNIT_METRE = 1;
    }
    Unit unit = 2;
  }
  string name = 1 [json_name = "title"];
  optional int32 amount = 2;
  Size size = 3;
  map<string, Money> prices = 4;
  repeated int64 codes = 5 [packed = false, jstype = JS_STRING];
  oneof owner {
    string person = 6;
    Kind kind = 8;
  }
}

enum Kind {
  option allow_alias = true;
  KIND_UNSPECIFIED = 0;
  KIND_SHOP = 1;
  KIND_STORE = 1;
  reserved 4;
}

service Shop {
  rpc Buy(Item) returns (stream Item) {
    option idempotency_level = IDEMPOTENT;
  }
}
`;
const money = `syntax = "proto2";

package shop.v1;

option optimize_for = CODE_SIZE;

message Money {
  required int64 units = 1;
  optional string currency = 2 [default = "EUR"];
  extensions 100 to 199;
}
`;

/** As the tool writes it: zeros are left out, of fields with presence in proto2 `optional` is kept. */
const lock = {
  definitions: [
    {
      protopath: "shop:/:v1:/:shop.proto",
      def: {
        enums: [
          {
            name: "Kind",
            enum_fields: [
              { name: "KIND_UNSPECIFIED" },
              { name: "KIND_SHOP", integer: 1 },
              { name: "KIND_STORE", integer: 1 },
            ],
            reserved_ids: [4],
            options: [{ name: "allow_alias", value: "true" }],
          },
          { name: "Size.Unit", enum_fields: [{ name: "UNIT_UNSPECIFIED" }, { name: "UNIT_METRE", integer: 1 }] },
        ],
        messages: [
          { name: "google.protobuf.FieldOptions", fields: [{ id: 50001, name: "unit", type: "string" }] },
          {
            name: "Item",
            fields: [
              { id: 1, name: "name", type: "string", options: [{ name: "json_name", value: "title" }] },
              { id: 2, name: "amount", type: "int32", optional: true },
              { id: 3, name: "size", type: "Size" },
              { id: 5, name: "codes", type: "int64", is_repeated: true },
              { id: 6, name: "person", type: "string", oneof_parent: "owner" },
              { id: 8, name: "kind", type: "Kind", oneof_parent: "owner" },
            ],
            maps: [{ key_type: "string", field: { id: 4, name: "prices", type: "Money" } }],
            reserved_ids: [7, 9, 10, 11],
            reserved_names: ["price"],
            messages: [
              {
                name: "Size",
                fields: [
                  { id: 1, name: "width", type: "int32" },
                  { id: 2, name: "unit", type: "Unit" },
                ],
              },
            ],
          },
        ],
        services: [{ name: "Shop", rpcs: [{ name: "Buy", in_type: "Item", out_type: "Item", out_streamed: true }] }],
        imports: [{ path: "shop/v1/money.proto" }, { path: "google/protobuf/descriptor.proto" }],
        package: { name: "shop.v1" },
        options: [
          { name: "java_package", value: "com.shop" },
          { name: "php_namespace", value: 'Com\\\\"Shop"' },
        ],
      },
    },
    {
      protopath: "shop:/:v1:/:money.proto",
      def: {
        messages: [
          {
            name: "Money",
            fields: [
              { id: 1, name: "units", type: "int64", required: true },
              { id: 2, name: "currency", type: "string", optional: true, options: [{ name: "default", value: "EUR" }] },
            ],
          },
        ],
        package: { name: "shop.v1" },
      },
    },
  ],
};

const files = { "shop/v1/shop.proto": shop, "shop/v1/money.proto": money, "proto.lock": JSON.stringify(lock, null, 2) };

async function broken(
  changed: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<readonly string[]> {
  const cwd = tempFolder({ ...files, ...changed });
  const ran = await protodial(["breaking", "--against", "proto.lock", "--format", "json", ...args], { cwd });
  expect(ran.stderr).toMatch(/^compared with \S*proto\.lock: \d+ breaking changes? in \d+ files? that changed\n$/);
  const rows = ran.stdout.split("\n").filter(Boolean);
  return rows.map(one => JSON.parse(one)).map(({ type, path, start_line }) => `${type} ${path}:${start_line}`);
}

it.each(["FILE", "PACKAGE", "WIRE_JSON", "WIRE", "CSR"])(
  "finds nothing in the files that it was made from, in %s",
  async category => {
    expect(await broken({}, "--category", category, "--hints")).toEqual([]);
  },
);

it("finds what has changed since", async () => {
  const changed = shop
    .replace("reserved 7, 9 to 11;", "reserved 7, 9 to 10;")
    .replace("int32 width = 1", "string width = 1")
    .replace("UNIT_METRE", "UNIT_FOOT")
    .replace('"title"', '"label"')
    .replace("optional int32 amount", "int32 amount")
    .replace("map<string, Money>", "map<string, string>")
    .replace("KIND_STORE", "KIND_SHED")
    .replace("rpc Buy(Item)", "rpc Buy(Money)")
    .replace("com.shop", "org.shop");
  expect(await broken({ "shop/v1/shop.proto": changed })).toEqual([
    "FILE_SAME_JAVA_PACKAGE shop/v1/shop.proto:8",
    "RESERVED_MESSAGE_NO_DELETE shop/v1/shop.proto:16",
    "FIELD_SAME_TYPE shop/v1/shop.proto:20",
    "ENUM_VALUE_SAME_NAME shop/v1/shop.proto:23",
    "FIELD_SAME_JSON_NAME shop/v1/shop.proto:27",
    "FIELD_SAME_CARDINALITY shop/v1/shop.proto:28",
    "FIELD_SAME_TYPE shop/v1/shop.proto:30",
    "ENUM_VALUE_SAME_NAME shop/v1/shop.proto:41",
    "ENUM_VALUE_SAME_NAME shop/v1/shop.proto:42",
    "RPC_SAME_REQUEST_TYPE shop/v1/shop.proto:47",
  ]);
  const cheaper = money
    .replace("required int64 units", "optional int64 units")
    .replace('"EUR"', '"USD"')
    .replace("CODE_SIZE", "SPEED");
  expect(await broken({ "shop/v1/money.proto": cheaper })).toEqual([
    "MESSAGE_SAME_REQUIRED_FIELDS shop/v1/money.proto:7",
    "FIELD_SAME_CARDINALITY shop/v1/money.proto:8",
    "FIELD_SAME_DEFAULT shop/v1/money.proto:9",
  ]);
});

it("takes paths from the folder of the lock, where its files are there", async () => {
  const { "proto.lock": text, ...protos } = files;
  const below = Object.fromEntries(Object.entries(protos).map(([name, content]) => [`api/${name}`, content]));
  const renamed = shop.replace("string person", "string buyer");
  const cwd = tempFolder({ ...below, "api/proto.lock": text, "api/shop/v1/shop.proto": renamed });
  const ran = await protodial(["breaking", "--against", "api/proto.lock"], { cwd });
  expect(ran.stdout).toMatch(/^api\/shop\/v1\/shop\.proto:33:12: error: [^\n]* \[FIELD_SAME_NAME\]$/m);
  expect(ran.code).toBe(1);
});

it.each([
  ["{", /`\S*proto\.lock` is no lock file of protolock: /],
  ["{}", /`\S*proto\.lock` is no lock file of protolock: it has no list of `definitions`\n/],
  ['{"definitions":[]}', /`\S*proto\.lock` is no lock file of protolock: it tells of no file\n/],
  ['{"definitions":[{"protopath":"../a.proto","def":{}}]}', /`\S*proto\.lock` tells of no file below its folder\n/],
])("says what is wrong with %s", async (text, words) => {
  const cwd = tempFolder({ ...files, "proto.lock": text });
  const ran = await protodial(["breaking", "--against", "proto.lock"], { cwd });
  expect(ran.code).toBe(2);
  expect(ran.stderr).toMatch(words);
});

it("makes no sources of what is no name", async () => {
  const odd = {
    definitions: [
      {
        protopath: "shop/v1/money.proto",
        def: {
          messages: [
            { name: "Money {} message Evil", fields: [{ id: 1, name: "a b", type: "int32; int32" }] },
            7,
            null,
          ],
          enums: [{ name: "E;", enum_fields: "none" }],
          package: { name: "shop.v1" },
        },
      },
    ],
  };
  expect(await broken({ "proto.lock": JSON.stringify(odd) }, "shop/v1/money.proto")).toEqual([]);
});

it("takes no block of `extend` for a message that is gone, and asks for no group", async () => {
  const text = `syntax = "proto2";

package p;

message Base {
  extensions 100 to 199;
  optional Base inner = 1;
  extend Base {
    optional string note = 100;
  }
  required group Part = 2 {
  }
}

extend Base {
  optional string more = 101;
}
`;
  const field = (id: number, name: string, type: string) => ({ id, name, type, optional: true });
  const nested = { name: "Base", fields: [field(100, "note", "string")] };
  const messages = [
    { name: "Base", fields: [field(1, "inner", "Base")], messages: [nested] },
    { name: "Base", fields: [field(101, "more", "string")] },
    { name: "Other", fields: [field(1, "base", "Base")] },
  ];
  const definitions = (kept: readonly unknown[]) =>
    JSON.stringify({ definitions: [{ protopath: "p.proto", def: { messages: kept, package: { name: "p" } } }] });
  const other = `${text}\nmessage Other {\n  optional Base base = 1;\n}\n`;
  for (const kept of [messages, messages.filter((_, at) => at !== 1)])
    expect(await broken({ "p.proto": other, "proto.lock": definitions(kept) }, "p.proto")).toEqual([]);
});
