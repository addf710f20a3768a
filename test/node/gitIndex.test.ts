// What git's index knows of files that are checked out, against what git says of it.
import { readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { idsInIndex } from "../../server/src/node/gitIndex.ts";
import { git } from "../support/git.ts";
import { tempFolder } from "../support/tempFolder.ts";

const names = [
  "a.proto",
  "b/c.proto",
  "b/cd.proto",
  "b/c/d é漢😀.proto",
  "b/x y.proto",
  `${"long/".repeat(60)}name.proto`,
];

/** A repository whose files were written long before its index. */
function repository(...options: readonly string[]): string {
  const folder = tempFolder(Object.fromEntries(names.map(name => [name, `// ${name}\n`])));
  git(folder, ["init", "-q", "-b", "main", ...options, "."]);
  for (const name of names) utimesSync(path.join(folder, name), 1_600_000_000.123456, 1_600_000_000.123456);
  git(folder, ["add", "-A"]);
  return folder;
}

function idsByGit(folder: string): ReadonlyMap<string, string> {
  const rows = git(folder, ["ls-files", "-s", "-z"]).split("\0").slice(0, -1);
  return new Map(rows.map(row => [row.slice(row.indexOf("\t") + 1), row.split(" ")[1] ?? ""]));
}

function idsKnown(folder: string, idLength: number): ReadonlyMap<string, string | undefined> {
  const idOf = idsInIndex(folder, idLength);
  return new Map(names.map(name => [name, idOf(name, statSync(path.join(folder, name)))]));
}

it.each([
  ["of version 2", 40, [], ["update-index", "--index-version", "2"]],
  ["of version 3", 40, [], ["update-index", "--skip-worktree", "b/c.proto"]],
  ["of version 4", 40, [], ["update-index", "--index-version", "4"]],
  ["with SHA-256", 64, ["--object-format=sha256"], ["update-index", "--index-version", "4"]],
] as const)("knows the content of files by an index %s", (_, idLength, options, command) => {
  const folder = repository(...options);
  git(folder, command);
  expect(idsKnown(folder, idLength)).toEqual(new Map(names.map(name => [name, idsByGit(folder).get(name)])));
});

it("does not know a file that was written since, be it with as many bytes and the times it had", () => {
  const folder = repository();
  const file = path.join(folder, "a.proto");
  const { atime, mtime } = statSync(file);
  writeFileSync(file, "// A.proto\n");
  utimesSync(file, atime, mtime);
  expect(idsKnown(folder, 40).get("a.proto")).toBeUndefined();
  expect(idsKnown(folder, 40).get("b/c.proto")).toBe(idsByGit(folder).get("b/c.proto"));
});

it("does not trust what was written when the index was", () => {
  const folder = repository();
  const file = path.join(folder, "a.proto");
  const written = statSync(path.join(folder, ".git/index")).mtimeMs / 1000;
  utimesSync(file, written, written);
  git(folder, ["update-index", "--refresh"]);
  const index = statSync(path.join(folder, ".git/index"));
  utimesSync(path.join(folder, ".git/index"), index.atime, statSync(file).mtime);
  expect(idsKnown(folder, 40).get("a.proto")).toBeUndefined();
});

it("knows nothing without an index, and no more than what is sound of a damaged one", () => {
  const folder = repository();
  const known = idsKnown(folder, 40);
  const file = path.join(folder, ".git/index");
  const whole = readFileSync(file);
  for (let length = 0; length < whole.length; length += 37) {
    writeFileSync(file, whole.subarray(0, length));
    for (const [name, id] of idsKnown(folder, 40)) if (id !== undefined) expect(id).toBe(known.get(name));
  }
  git(folder, ["read-tree", "--empty"]);
  expect(new Set(idsKnown(folder, 40).values())).toEqual(new Set([undefined]));
  expect(idsInIndex(tempFolder(), 40)("a.proto", statSync(folder))).toBeUndefined();
});
