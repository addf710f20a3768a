import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const proto = `syntax = "proto3";
package shop.v1;
message Order { string id = 1; repeated Item items = 2; int64 cents = 3; }
message Item { string name = 1; double weight = 2; }
message Empty {}
`;
const elsewhere = 'syntax = "proto3";\npackage other.v1;\nmessage Far { uint32 number = 1; }\n';

/** `id: "o" items { name: "a" } cents: 9007199254740993`, as protoc encodes it. */
const bytes = "0a 01 6f 12 03 0a 01 61 18 81 80 80 80 80 80 80 10";

it("lists the types that bytes may be, those that fit first, and tells what they say as one", async () => {
  const folder = tempFolder({ "shop/v1/shop.proto": proto, "other/v1/far.proto": elsewhere });
  const client = await languageClient(folder);
  const uri = pathToFileURL(path.join(folder, "shop/v1/shop.proto")).href;
  // Typed and not saved.
  await client.open(uri, "proto", proto.replace("cents", "price"));
  const listed = await client.request("protodial/decodeBytes", { text: bytes });
  if (listed.kind !== "types") throw new Error(listed.kind);
  expect(listed.types[0]).toEqual({ name: "shop.v1.Order", known: 4, unknown: 0, problems: 0 });
  expect(listed.types.find(one => one.name === "shop.v1.Item")?.problems).toBeGreaterThan(0);
  expect(listed.others).toContain("other.v1.Far");

  const decoded = await client.request("protodial/decodeBytes", { text: bytes, type: "shop.v1.Order" });
  if (decoded.kind !== "decoded") throw new Error(decoded.kind);
  const json = decoded.text.replace(/^\/\/.*$/gm, "");
  expect(JSON.parse(json)).toEqual({ id: "o", items: [{ name: "a" }], price: "9007199254740993" });
  expect(decoded.text).toMatch(/^\/\/ +0 {2}0a 01 6f +id \(1\): string = "o"$/m);
  expect(decoded.text).toMatch(/^\/\/ +5 {2}0a 01 61 +name \(1\): string = "a"$/m);

  const far = await client.request("protodial/decodeBytes", { base64: "CAU=", type: "other.v1.Far" });
  expect(far.kind === "decoded" && far.text).toContain('"number": 5');
  const raw = await client.request("protodial/decodeBytes", { text: bytes, type: "" });
  expect(raw.kind === "decoded" && raw.text).toMatch(/3: varint = 9007199254740993/);
});

it("says what is wrong with what is no bytes, and shows what is no message", async () => {
  const client = await languageClient(tempFolder({ "shop/v1/shop.proto": proto }));
  expect(await client.request("protodial/decodeBytes", { text: "what?" })).toEqual({
    kind: "wrong",
    reason: "`?` is neither base64 nor hexadecimal",
  });
  expect((await client.request("protodial/decodeBytes", { text: "  " })).kind).toBe("wrong");
  const cut = await client.request("protodial/decodeBytes", { text: "0a 01 6f 12 09 0a", type: "shop.v1.Order" });
  expect(cut.kind === "decoded" && cut.text).toMatch(/"id": "o"[\s\S]*its length is 9 bytes, and only 1 are left/);
});
