import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import type { Diagnostic, Position, WorkspaceEdit } from "vscode-languageserver-types";
import { edited } from "../support/fixture.ts";
import { languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const files: Readonly<Record<string, string>> = {
  "shop/v1/shop.proto": `syntax = "proto3";
package shop.v1;
import "google/protobuf/any.proto";
import "google/protobuf/field_mask.proto";
import "shop/v1/item.proto";
service Shop { rpc UpdateItem(UpdateItemRequest) returns (Item); }
message UpdateItemRequest {
  Item item = 1;
  google.protobuf.FieldMask update_mask = 2;
  google.protobuf.Any more = 3;
  map<string, shop.v1.Item.Part> parts = 4;
}
`,
  "shop/v1/item.proto": `syntax = "proto3";
package shop.v1;
// An Item, see Item.
message Item {
  message Part { Kind kind = 1; }
  string display_name = 1;
  Part main_part = 2 [json_name = "main"];
  Kind kind = 3;
}
enum Kind { KIND_UNSPECIFIED = 0; KIND_BOOK = 1; }
`,
  "old/old.proto": `syntax = "proto2";
package old;
import "google/protobuf/descriptor.proto";
enum Colour { RED = 1; GREEN = 2; }
extend google.protobuf.FieldOptions { optional Paint paint = 50001; }
message Paint { optional Colour colour = 1 [default = GREEN]; repeated Colour more = 2; }
message Wall { optional string name = 1 [(paint) = { colour: GREEN more: [RED, GREEN] }, (old.paint).colour = GREEN]; }
`,
  "unopened.grpc": `GRPC h:1/shop.v1.Shop/UpdateItem

{
  "item": { "displayName": "displayName", "display_name": "", "main": { "kind": "KIND_BOOK" }, "mainPart": 1 },
  "updateMask": "displayName,main.kind,kind",
  "more": { "@type": "type.googleapis.com/shop.v1.Item", "displayName": "x" },
  "parts": { "displayName": { "kind": "KIND_BOOK" } }
}

###
GRPC h:1/shop.v1.Shop/UpdateItem

{ "more": { "@type": "x/shop.v1.Item.Part", "kind": "KIND_BOOK" } }
`,
};

function placeOf(path: string, marker: string): Position {
  const text = files[path] ?? "";
  const before = text.slice(0, text.indexOf(marker)).split("\n");
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

async function workspace() {
  const folder = tempFolder(files);
  const client = await languageClient(folder);
  const root = pathToFileURL(folder).href;
  const open = (path: string) =>
    client.open(`${root}/${path}`, path.endsWith(".grpc") ? "grpc-request" : "proto", files[path] ?? "");
  const renamed = async (path: string, marker: string, newName: string) => {
    const edit: WorkspaceEdit = await client.connection.sendRequest("textDocument/rename", {
      textDocument: { uri: `${root}/${path}` },
      position: placeOf(path, marker),
      newName,
    });
    const texts: Record<string, string> = {};
    for (const [uri, edits] of Object.entries(edit.changes ?? {})) {
      const changed = uri.slice(root.length + 1);
      texts[changed] = edited(files[changed] ?? "", edits);
    }
    return texts;
  };
  /** Errors of all files once they have these texts. */
  const errors = async (texts: Readonly<Record<string, string>>) => {
    const again = tempFolder({ ...files, ...texts });
    const other = await languageClient(again);
    const found: Diagnostic[] = [];
    for (const [path, text] of Object.entries({ ...files, ...texts })) {
      const uri = `${pathToFileURL(again).href}/${path}`;
      await other.open(uri, path.endsWith(".grpc") ? "grpc-request" : "proto", text);
      found.push(...(await other.diagnostics(uri, () => true)));
    }
    return found.filter(one => one.severity === 1).map(one => String(one.message));
  };
  return { client, root, open, renamed, errors };
}

describe("renaming in a workspace", () => {
  it("renames a field in request documents that nobody has open: by both names, in masks and in an Any", async () => {
    const { open, renamed } = await workspace();
    await open("shop/v1/item.proto");
    const texts = await renamed("shop/v1/item.proto", "display_name", "full_title");
    expect(Object.keys(texts).sort()).toEqual(["shop/v1/item.proto", "unopened.grpc"]);
    expect(texts["shop/v1/item.proto"]).toContain("string full_title = 1;");
    expect(texts["unopened.grpc"]).toContain('"item": { "fullTitle": "displayName", "full_title": "",');
    expect(texts["unopened.grpc"]).toContain('"updateMask": "fullTitle,main.kind,kind"');
    expect(texts["unopened.grpc"]).toContain('shop.v1.Item", "fullTitle": "x"');
    expect(texts["unopened.grpc"]).toContain('"parts": { "displayName":');
  });

  it("keeps a written JSON name", async () => {
    const { open, renamed } = await workspace();
    await open("shop/v1/item.proto");
    const texts = await renamed("shop/v1/item.proto", "main_part", "first_part");
    expect(texts["shop/v1/item.proto"]).toContain('Part first_part = 2 [json_name = "main"]');
    expect(texts["unopened.grpc"] ?? "").not.toContain("first");
  });

  it("renames messages with the names inside of them, enum values, services and rpcs, and all still compiles", async () => {
    const { open, renamed, errors } = await workspace();
    await open("shop/v1/item.proto");
    await open("shop/v1/shop.proto");
    const item = await renamed("shop/v1/item.proto", "Item {", "Thing");
    expect(item["shop/v1/item.proto"]).toContain("// An Item, see Item.\nmessage Thing {");
    expect(item["shop/v1/shop.proto"]).toContain("map<string, shop.v1.Thing.Part> parts");
    expect(item["shop/v1/shop.proto"]).toContain("returns (Thing);");
    expect(item["unopened.grpc"]).toContain("type.googleapis.com/shop.v1.Thing");
    expect(item["unopened.grpc"]).toContain("x/shop.v1.Thing.Part");
    expect((await errors(item)).filter(one => !/mainPart|already set/.test(one))).toEqual([]);
    const value = await renamed("shop/v1/item.proto", "KIND_BOOK", "KIND_PAPER");
    expect(value["unopened.grpc"]?.match(/KIND_PAPER/g)).toHaveLength(3);
    const rpc = await renamed("shop/v1/shop.proto", "UpdateItem(", "ChangeItem");
    expect(rpc["unopened.grpc"]?.match(/Shop\/ChangeItem\n/g)).toHaveLength(2);
    expect(rpc["shop/v1/shop.proto"]).toContain("rpc ChangeItem(UpdateItemRequest)");
    const service = await renamed("shop/v1/shop.proto", "Shop {", "Store");
    expect(service["unopened.grpc"]?.match(/shop\.v1\.Store\/UpdateItem/g)).toHaveLength(2);
  });

  it("renames what options use, defaults included", async () => {
    const { open, renamed, errors } = await workspace();
    await open("old/old.proto");
    const value = await renamed("old/old.proto", "GREEN = 2", "LIME");
    expect(value["old/old.proto"]).not.toContain("GREEN");
    const paint = await renamed("old/old.proto", "paint = 50001", "coat");
    expect(paint["old/old.proto"]).toContain("[(coat) = { colour");
    expect(paint["old/old.proto"]).toContain("(old.coat).colour");
    const field = await renamed("old/old.proto", "colour = 1", "tone");
    expect(field["old/old.proto"]?.match(/tone/g)).toHaveLength(3);
    for (const texts of [value, paint, field]) {
      expect((await errors(texts)).filter(one => !/mainPart|already set/.test(one))).toEqual([]);
    }
  });

  it("renames from a request, and says why it does not", async () => {
    const { client, root, open, renamed } = await workspace();
    await open("unopened.grpc");
    const texts = await renamed("unopened.grpc", "displayName", "label");
    expect(texts["shop/v1/item.proto"]).toContain("string label = 1;");
    await expect(renamed("unopened.grpc", "displayName", "kind")).rejects.toThrow(
      "`shop.v1.Item.kind` is already declared",
    );
    await expect(renamed("unopened.grpc", "displayName", "a b")).rejects.toThrow("`a b` is not a name");
    await open("shop/v1/shop.proto");
    await expect(renamed("shop/v1/shop.proto", "FieldMask", "Mask")).rejects.toThrow("comes with Protodial");
    const prepared = await client.connection.sendRequest("textDocument/prepareRename", {
      textDocument: { uri: `${root}/unopened.grpc` },
      position: placeOf("unopened.grpc", "displayName"),
    });
    expect(prepared).toMatchObject({ placeholder: "display_name" });
  });
});
