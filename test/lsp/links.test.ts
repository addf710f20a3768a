// Folders and files that are links, in a real folder under the real server.
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { protodial } from "../support/commandLine.ts";
import { type LanguageClient, languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const proto = (packageName: string, message: string, imported = "", type = "") =>
  [
    'syntax = "proto3";',
    `package ${packageName};`,
    ...(imported === "" ? [] : [`import "${imported}";`]),
    `message ${message} {${type === "" ? "" : ` ${type} f = 1; `}}`,
    "",
  ].join("\n");

/** A folder with these files and links (path → what it leads to, relative to where it stands). */
function linked(files: Readonly<Record<string, string>>, links: Readonly<Record<string, string>>): string {
  const folder = tempFolder(files);
  for (const [name, target] of Object.entries(links)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    symlinkSync(target, path.join(folder, name), /\.proto$/.test(name) ? "file" : "dir");
  }
  return folder;
}

async function openFile(client: LanguageClient, folder: string, name: string): Promise<string> {
  const uri = pathToFileURL(path.join(folder, name)).href;
  await client.open(uri, "proto", readFileSync(path.join(folder, name), "utf8"));
  return uri;
}

test("a folder that is a link to one of the workspace gives the files of that, as they stand in the editor", async () => {
  const folder = linked(
    {
      "a/a.proto": proto("a", "A", "shared/s.proto", "s.S"),
      "b/b.proto": proto("b", "B", "shared/s.proto", "s.S"),
      "real/common/s.proto": proto("s", "S"),
    },
    {
      "a/shared": "../real/common",
      "b/shared": "../a/shared",
      "real/common/up": "..",
      round: "circle",
      circle: "round",
    },
  );
  const client = await languageClient(folder);
  const checked = await client.request("protodial/checkWorkspace", null);
  expect(checked).toMatchObject({ files: 3, errors: 0, warnings: 0 });
  const users = [await openFile(client, folder, "a/a.proto"), await openFile(client, folder, "b/b.proto")];
  for (const uri of users) expect(await client.diagnostics(uri, () => true)).toEqual([]);
  const real = await openFile(client, folder, "real/common/s.proto");
  await client.change(real, proto("s", "Other"));
  for (const uri of users) await client.diagnostics(uri, all => all.some(({ code }) => code === "unresolved-type"));
  await client.change(real, proto("s", "S"));
  for (const uri of users) await client.diagnostics(uri, all => all.length === 0);
  expect(await protodial(["check"], { cwd: folder })).toMatchObject({ code: 0, stdout: "" });
});

test("links that lead out of the workspace are followed, to files alone", async () => {
  const outside = tempFolder({
    "a/v1/a.proto": proto("a.v1", "A", "a/v1/b.proto", "B"),
    "a/v1/b.proto": proto("a.v1", "B"),
  });
  const folder = linked(
    { "m.proto": proto("m", "M", "a/v1/a.proto", "a.v1.A") },
    { proto: outside, "n.proto": path.join(outside, "a/v1/b.proto"), "device.proto": "/dev/zero" },
  );
  const client = await languageClient(folder);
  for (const name of ["m.proto", "proto/a/v1/a.proto"]) {
    const uri = await openFile(client, folder, name);
    expect(await client.diagnostics(uri, () => true)).toEqual([]);
  }
  const checked = await client.request("protodial/checkWorkspace", null);
  expect(checked).toMatchObject({ files: 4, errors: 0 });
});
