// A snapshot of the schema that a team keeps, and compares later versions with.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { buf, bufEnvironment } from "../support/bufBreaking.ts";
import { protodial } from "../support/commandLine.ts";
import { languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const files = {
  "buf.yaml": "version: v2\nmodules:\n  - path: .\n",
  "shop/v1/shop.proto": `syntax = "proto3";
package shop.v1;
import "google/protobuf/timestamp.proto";
import "shop/v1/options.proto";
message Item {
  option (owner) = "sales";
  string display_name = 1 [json_name = "title"];
  google.protobuf.Timestamp sold_at = 2;
}
`,
  "shop/v1/options.proto": `syntax = "proto3";
package shop.v1;
import "google/protobuf/descriptor.proto";
extend google.protobuf.MessageOptions { string owner = 50001; }
`,
};

async function saved(folder: string, form: "json" | "binpb"): Promise<Buffer> {
  const client = await languageClient(folder);
  const made = await client.request("protodial/snapshot", { folderUri: pathToFileURL(folder).href, form });
  if (made.kind === "refused") throw new Error(made.reason);
  return Buffer.from(made.base64, "base64");
}

it("is the same text from the editor and the command line, a line for each thing", async () => {
  const folder = tempFolder(files);
  const text = (await saved(folder, "json")).toString("utf8");
  expect((await protodial(["build", "-o", "proto.snapshot.json"], { cwd: folder })).code).toBe(0);
  expect(readFileSync(path.join(folder, "proto.snapshot.json"), "utf8")).toBe(text);
  expect(text).toContain('"jsonName": "title"');
  expect(text).toContain('"[shop.v1.owner]": "sales"');
  // What is added shows as what is added.
  const edited = files["shop/v1/shop.proto"].replace("sold_at = 2;", "sold_at = 2;\n  bool gone = 3;");
  writeFileSync(path.join(folder, "shop/v1/shop.proto"), edited);
  const before = new Set(text.split("\n"));
  const after = (await saved(folder, "json")).toString("utf8").split("\n");
  expect(after.filter(line => !before.has(line)).map(line => line.trim())).toEqual([
    '"name": "gone",',
    '"jsonName": "gone"',
  ]);
});

it.each(["json", "binpb"] as const)("can be compared with by buf and by ourselves as %s", async form => {
  const folder = tempFolder(files);
  const name = `proto.snapshot.${form}`;
  writeFileSync(path.join(folder, name), await saved(folder, form));
  // The well-known types are those that each tool comes with.
  const check = () =>
    execFileSync(buf, ["breaking", ".", "--exclude-imports", "--against", name], { cwd: folder, env: bufEnvironment });
  expect(check().toString()).toBe("");
  expect((await protodial(["breaking", "--against", name], { cwd: folder })).stdout).toBe("");
  const edited = files["shop/v1/shop.proto"].replace("display_name = 1", "display_name = 7");
  writeFileSync(path.join(folder, "shop/v1/shop.proto"), edited);
  expect(check).toThrow("Command failed");
  expect((await protodial(["breaking", "--against", name], { cwd: folder })).stdout).toContain("FIELD_NO_DELETE");
});

it("says what stands in the way of one", async () => {
  const folder = tempFolder({ "a.proto": 'syntax = "proto3";\nmessage A { B b = 1; }\n' });
  const client = await languageClient(folder);
  const made = await client.request("protodial/snapshot", { folderUri: pathToFileURL(folder).href, form: "json" });
  expect(made).toEqual({
    kind: "refused",
    reason: "an error stands in the way of a snapshot",
    problems: [expect.stringMatching(/^a\.proto:2:13: /)],
  });
});

it("is written in no form that its name does not say", async () => {
  const folder = tempFolder(files);
  const ran = await protodial(["build", "-o", "old.txtpb"], { cwd: folder });
  expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining("`.json`")]);
});
