// What files are compared with, as it comes, changes and goes: other folders and repositories, images, worktrees.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import type { Diagnostic } from "vscode-languageserver-types";
import type { FolderBaseline } from "../../server/src/protocol/requests.ts";
import { buf, bufEnvironment } from "../support/bufBreaking.ts";
import { git } from "../support/git.ts";
import { type LanguageClient, languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const shop = `syntax = "proto3";

package shop.v1;

message Item {
  string name = 1;
  int32 amount = 2;
}
`;
const edited = shop.replace("int32 amount", "string amount");
const name = "shop/v1/shop.proto";
const gone = shop.replace("shop.v1", "gone.v1");

function repository(files: Readonly<Record<string, string>>): string {
  const folder = tempFolder(files);
  git(folder, ["init", "-q", "-b", "main", "."]);
  commit(folder, "Sell items");
  return folder;
}

function commit(folder: string, message: string): void {
  git(folder, ["add", "-A"]);
  git(folder, ["commit", "-q", "-m", message]);
}

function uriIn(folder: string, file: string): string {
  return pathToFileURL(path.join(folder, file)).href;
}

function comparing(folder: string, against: string): Promise<LanguageClient> {
  return languageClient(folder, { settings: { breaking: { against } } });
}

/** Waits for what the client is told of the only folder. */
function told(client: LanguageClient, wanted: (state: FolderBaseline) => boolean): Promise<FolderBaseline> {
  return new Promise(resolve => {
    client.connection.onNotification("protodial/baselines", ({ folders }: { folders: readonly FolderBaseline[] }) => {
      const [state] = folders;
      if (state !== undefined && wanted(state)) resolve(state);
    });
  });
}

async function rules(client: LanguageClient, uri: string, expected: readonly string[]): Promise<void> {
  const isRule = ({ code }: Diagnostic) => /^[A-Z_0-9]+$/.test(String(code));
  await client.diagnostics(uri, found => {
    const codes = found.filter(isRule).map(one => String(one.code));
    return JSON.stringify(codes.sort()) === JSON.stringify([...expected].sort());
  });
}

async function changes(client: LanguageClient, folder: string): Promise<readonly (readonly [string, ...string[]])[]> {
  const { packages } = await client.request("protodial/breakingChanges", { folderUri: pathToFileURL(folder).href });
  return packages.map(one => [one.name, ...one.changes.map(change => change.rule)] as const);
}

it("tells what a commit is about", async () => {
  const client = await languageClient(repository({ [name]: shop }));
  const state = await told(client, one => one.state === "read");
  expect(state).toMatchObject({ kind: "commit", detail: "Sell items" });
  expect(state.words).toMatch(/^main \([0-9a-f]{9}\)$/);
});

it("tells of files that another folder has, though nobody has opened them, and follows that folder", async () => {
  const before = tempFolder({ [name]: shop, "gone/v1/gone.proto": gone });
  const folder = tempFolder({ [name]: edited });
  const client = await comparing(folder, before);
  expect((await told(client, one => one.state === "read")).kind).toBe("folder");
  expect(await changes(client, folder)).toEqual([
    ["gone.v1", "FILE_NO_DELETE"],
    ["shop.v1", "FIELD_SAME_TYPE"],
  ]);
  const uri = uriIn(folder, name);
  await client.open(uri, "proto", edited);
  await rules(client, uri, ["FIELD_SAME_TYPE"]);
  writeFileSync(path.join(before, name), edited);
  await rules(client, uri, []);
  mkdirSync(path.join(before, "new/v1"), { recursive: true });
  writeFileSync(path.join(before, "new/v1/new.proto"), shop.replace("shop.v1", "new.v1"));
  await told(client, one => one.state === "read");
});

it("follows an image that is written anew, and keeps what it was while it is none", async () => {
  const folder = tempFolder({ "buf.yaml": "version: v2\n", [name]: shop, "gone/v1/gone.proto": gone });
  const build = () => execFileSync(buf, ["build", ".", "-o", "old.binpb"], { cwd: folder, env: bufEnvironment });
  build();
  rmSync(path.join(folder, "gone"), { recursive: true });
  const client = await comparing(folder, "old.binpb");
  const uri = uriIn(folder, name);
  await client.open(uri, "proto", edited);
  await rules(client, uri, ["FIELD_SAME_TYPE"]);
  expect(await changes(client, folder)).toEqual([
    ["gone.v1", "FILE_NO_DELETE"],
    ["shop.v1", "FIELD_SAME_TYPE"],
  ]);
  const old = told(client, one => one.state === "old");
  writeFileSync(path.join(folder, "old.binpb"), "no image");
  expect(await old).toMatchObject({ words: "old.binpb", problem: expect.stringContaining("no descriptor image") });
  await client.change(uri, edited.replace("name", "title"));
  await rules(client, uri, ["FIELD_SAME_NAME", "FIELD_SAME_TYPE"]);
  writeFileSync(path.join(folder, name), edited);
  build();
  await rules(client, uri, ["FIELD_SAME_NAME"]);
});

it("compares with a folder of another repository, and follows its branch", async () => {
  const other = repository({ [`proto/${name}`]: shop, "proto/gone/v1/gone.proto": gone });
  const folder = tempFolder({ [name]: edited });
  const client = await comparing(folder, `${other}/.git#branch=main,subdir=proto`);
  const state = await told(client, one => one.state === "read");
  expect(state).toMatchObject({ kind: "commit", detail: "Sell items", words: expect.stringContaining("main (") });
  expect(await changes(client, folder)).toEqual([
    ["gone.v1", "FILE_NO_DELETE"],
    ["shop.v1", "FIELD_SAME_TYPE"],
  ]);
  const uri = uriIn(folder, name);
  await client.open(uri, "proto", edited);
  await rules(client, uri, ["FIELD_SAME_TYPE"]);
  writeFileSync(path.join(other, `proto/${name}`), edited);
  commit(other, "Count in words");
  await rules(client, uri, []);
});

it("follows a worktree: its commits, and branches that move elsewhere", async () => {
  const top = repository({ [name]: shop });
  const folder = path.join(tempFolder(), "work");
  git(top, ["worktree", "add", "-q", "-b", "work", folder]);
  const client = await comparing(folder, "HEAD");
  const uri = uriIn(folder, name);
  await client.open(uri, "proto", edited);
  await rules(client, uri, ["FIELD_SAME_TYPE"]);
  writeFileSync(path.join(folder, name), edited);
  commit(folder, "Count in words");
  await rules(client, uri, []);
  git(folder, ["reset", "-q", "--soft", "HEAD~1"]);
  await rules(client, uri, ["FIELD_SAME_TYPE"]);
  const ofMain = await comparing(folder, "main");
  await ofMain.open(uri, "proto", edited);
  await rules(ofMain, uri, ["FIELD_SAME_TYPE"]);
  writeFileSync(path.join(top, name), edited);
  commit(top, "Count in words");
  await rules(ofMain, uri, []);
});

it("follows a branch of the server that is fetched, or pushed to", async () => {
  const server = tempFolder();
  git(server, ["init", "-q", "--bare", "-b", "main", "."]);
  const folder = repository({ [name]: shop });
  git(folder, ["remote", "add", "origin", server]);
  git(folder, ["push", "-q", "-u", "origin", "main"]);
  const client = await languageClient(folder);
  expect((await told(client, one => one.state === "read")).words).toMatch(/^origin\/main /);
  const uri = uriIn(folder, name);
  await client.open(uri, "proto", edited);
  await rules(client, uri, ["FIELD_SAME_TYPE"]);
  writeFileSync(path.join(folder, name), edited);
  commit(folder, "Count in words");
  git(folder, ["push", "-q"]);
  await rules(client, uri, []);
});

it("says of a shallow clone what it lacks", async () => {
  const top = repository({ [name]: shop });
  git(top, ["tag", "v1.0.0"]);
  writeFileSync(path.join(top, name), edited);
  commit(top, "Count in words");
  const folder = path.join(tempFolder(), "clone");
  git(top, ["clone", "-q", "--depth", "1", "--no-tags", pathToFileURL(top).href, folder]);
  const client = await comparing(folder, "v1.0.0");
  const state = await told(client, one => one.state === "failed");
  expect(state.problem).toContain("`git fetch --unshallow`");
});

it("compares with a lock of protolock, as it is written anew", async () => {
  const field = (id: number, called: string, type: string) => ({ id, name: called, type });
  const lock = (amount: string) => {
    const messages = [{ name: "Item", fields: [field(1, "name", "string"), field(2, "amount", amount)] }];
    return JSON.stringify({
      definitions: [{ protopath: "shop:/:v1:/:shop.proto", def: { messages, package: { name: "shop.v1" } } }],
    });
  };
  const folder = tempFolder({ [name]: shop, "proto.lock": lock("int32") });
  const client = await comparing(folder, "proto.lock");
  await client.open(uriIn(folder, name), "proto", edited);
  await rules(client, uriIn(folder, name), ["FIELD_SAME_TYPE"]);
  writeFileSync(path.join(folder, "proto.lock"), lock("string"));
  await rules(client, uriIn(folder, name), []);
});

it("says which of several merge bases counts", async () => {
  const folder = repository({ [name]: shop });
  git(folder, ["branch", "work"]);
  writeFileSync(path.join(folder, name), shop.replace("amount", "count"));
  commit(folder, "Count items");
  git(folder, ["checkout", "-q", "work"]);
  const [tree, parent] = git(folder, ["rev-parse", "HEAD^{tree}", "HEAD"]).split("\n");
  const who = "Test <test@localhost> 978307200 +0000";
  const earlier = `tree ${tree}\nparent ${parent}\nauthor ${who}\ncommitter ${who}\n\nWork\n`;
  const worked = git(folder, ["hash-object", "-t", "commit", "-w", "--stdin"], earlier).trim();
  git(folder, ["reset", "-q", "--hard", worked]);
  git(folder, ["merge", "-q", "-m", "Take what is new", "main"]);
  git(folder, ["checkout", "-q", "main"]);
  git(folder, ["merge", "-q", "-m", "Take the work", worked]);
  git(folder, ["checkout", "-q", "work"]);
  const client = await languageClient(folder);
  const state = await told(client, one => one.state === "read");
  expect(state.words).toMatch(/^main \([0-9a-f]{9}\)$/);
  expect(state.detail).toMatch(/^Count items\nIt is the latest of 2 merge bases with main: /);
  const uri = uriIn(folder, name);
  await client.open(uri, "proto", shop);
  await rules(client, uri, ["FIELD_SAME_NAME"]);
});

it("offers what is kept beside the files, in a repository and outside of one", async () => {
  const files = { [name]: shop, "proto.lock": "{}", "proto.snapshot.json": "{}" };
  const kept = ["proto.snapshot.json", "proto.lock"];
  for (const [folder, expected] of [
    [tempFolder(files), kept],
    [repository(files), ["", "HEAD", ...kept]],
    [tempFolder({ [name]: shop }), []],
  ] as const) {
    const client = await comparing(folder, "off");
    const folderUri = pathToFileURL(folder).href;
    const { choices } = await client.request("protodial/baselineChoices", { folderUri });
    expect(choices.map(one => one.against)).toEqual(expected);
  }
});
