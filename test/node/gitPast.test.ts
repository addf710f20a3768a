// What of a commit is not the same on disk, asked again and again: most of it is not read a second time.
import { statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { filesOfCommit } from "../../server/src/node/gitPast.ts";
import { git } from "../support/git.ts";
import { tempFolder } from "../support/tempFolder.ts";

const reading = { wanted: (name: string) => name.endsWith(".proto") };

function commitOf(folder: string): string {
  git(folder, ["add", "-A"]);
  git(folder, ["commit", "-q", "-m", "one"]);
  return git(folder, ["rev-parse", "HEAD"]).trim();
}

it("sees a file that was written with as many bytes and the times it had", { timeout: 60_000 }, async () => {
  const folder = tempFolder({ "a.proto": "// one\n", "b.proto": "// b\n" });
  git(folder, ["init", "-q", "-b", "main", "."]);
  const commit = commitOf(folder);
  const changed = async () => [...(await filesOfCommit(folder, commit, reading)).contents.keys()];
  // What was written just now is looked at each time.
  await sleep(2100);
  expect(await changed()).toEqual([]);
  const file = path.join(folder, "a.proto");
  const { atime, mtime } = statSync(file);
  writeFileSync(file, "// two\n");
  utimesSync(file, atime, mtime);
  expect(await changed()).toEqual([file]);
  writeFileSync(file, "// one\n");
  expect(await changed()).toEqual([]);
});

it("compares with each commit anew", async () => {
  const folder = tempFolder({ "a.proto": "// one\n" });
  git(folder, ["init", "-q", "-b", "main", "."]);
  const first = commitOf(folder);
  const file = path.join(folder, "a.proto");
  writeFileSync(file, "// two\n");
  const second = commitOf(folder);
  for (const [commit, expected] of [
    [first, [file]],
    [second, []],
    [first, [file]],
  ] as const) {
    expect([...(await filesOfCommit(folder, commit, reading)).contents.keys()]).toEqual(expected);
  }
});

it("reads contents in portions", { timeout: 60_000 }, async () => {
  const files = Array.from({ length: 1203 }, (_, at) => [`p${at}.proto`, `// ${at}\n`] as const);
  const folder = tempFolder(Object.fromEntries(files));
  git(folder, ["init", "-q", "-b", "main", "."]);
  const commit = commitOf(folder);
  for (const [name] of files) writeFileSync(path.join(folder, name), "// other\n");
  const { contents } = await filesOfCommit(folder, commit, reading);
  const texts = files.map(([name]) => String(Buffer.from(contents.get(path.join(folder, name)) ?? "")));
  expect(texts).toEqual(files.map(([, text]) => text));
});
