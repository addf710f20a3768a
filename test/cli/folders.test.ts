import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { protodial } from "../support/commandLine.ts";
import { git } from "../support/git.ts";
import { tempFolder } from "../support/tempFolder.ts";

/** A file with one problem, so that who checks it names it. */
const marked = 'syntax = "proto3";\nmessage M { Nowhere a = 1; }\n';

function repository(files: Readonly<Record<string, string>>): string {
  const folder = tempFolder(files);
  git(folder, ["init", "-q"]);
  return folder;
}

/** The files that `protodial check` finds a problem in. */
async function checked(cwd: string, ...args: readonly string[]): Promise<readonly string[]> {
  const ran = await protodial(["check", "--format", "json", ...args], { cwd });
  const rows = ran.stdout.trimEnd().split("\n");
  return [...new Set(rows.filter(row => row !== "").map(row => JSON.parse(row).path))].sort();
}

const tree = {
  ".gitignore": "gen/\n*.tmp.proto\n",
  "a.proto": marked,
  "a.tmp.proto": marked,
  "lib/.gitignore": "!a.tmp.proto\n/old\n",
  "lib/a.tmp.proto": marked,
  "lib/old/a.proto": marked,
  "gen/a.proto": marked,
  "gen/deep/a.proto": marked,
  "node_modules/m/a.proto": marked,
};

test("what git ignores in a folder is left out, as git has it", async () => {
  const folder = repository(tree);
  const kept = git(folder, ["ls-files", "--others", "--exclude-standard", "--", "*.proto"]).trim().split("\n");
  const found = await checked(folder);
  expect(found).toEqual(kept.filter(name => !name.startsWith("node_modules/")).sort());
  expect(found).toEqual(["a.proto", "lib/a.tmp.proto"]);
  expect(await checked(folder, "lib")).toEqual(["lib/a.tmp.proto"]);
});

test("what is named itself counts: files, and folders with all that is in them", async () => {
  const folder = repository(tree);
  expect(await checked(folder, "a.tmp.proto", "lib/old/a.proto")).toEqual(["a.tmp.proto", "lib/old/a.proto"]);
  expect(await checked(folder, "gen")).toEqual(["gen/a.proto", "gen/deep/a.proto"]);
  expect(await checked(path.join(folder, "gen"))).toEqual(["a.proto", "deep/a.proto"]);
});

test("`--no-ignore` takes what git ignores, and nothing that tools put there", async () => {
  const folder = repository(tree);
  expect(await checked(folder, "--no-ignore")).toEqual(
    Object.keys(tree)
      .filter(name => name.endsWith(".proto") && !name.startsWith("node_modules/"))
      .sort(),
  );
});

test("a folder of which git ignores everything is told how to be taken", async () => {
  const folder = repository({ ".gitignore": "*.proto\n", "lib/a.proto": marked });
  const ran = await protodial(["check", "lib"], { cwd: folder });
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain("git ignores all `.proto` files in the folder `lib`; with `--no-ignore` they are taken");
  expect(await checked(folder, "lib", "--no-ignore")).toEqual(["lib/a.proto"]);
  const empty = await protodial(["check", "lib"], { cwd: tempFolder({ "lib/a.txt": "" }) });
  expect(empty.stderr).toContain("there is no `.proto` file in the folder `lib`");
});

test.each([
  ["roots", "--format", "json"],
  ["build", "-o", "-", "--no-source-info"],
  ["generate", "--target", "python", "-o", "out", "--dry-run"],
])("`%s` follows the same rules", async (...args) => {
  const message = (name: string) => `syntax = "proto3";\npackage ${name};\nmessage M${name} {}\n`;
  const folder = repository({
    ".gitignore": "secret.proto\n",
    "plain.proto": message("plain"),
    "secret.proto": message("secret"),
  });
  const of = async (...more: readonly string[]) => {
    const { stdout, stderr } = await protodial([...args, ...more], { cwd: folder });
    return { text: stdout + stderr, files: [...`${stdout}${stderr}`.matchAll(/"files":(\d)/g)].map(one => one[1]) };
  };
  const left = await of();
  const all = await of("--no-ignore");
  if (args[0] === "roots") {
    expect([left.files, all.files]).toEqual([["1"], ["2"]]);
    return;
  }
  expect(left.text).toContain("plain");
  expect(left.text).not.toContain("secret");
  expect(all.text).toContain("secret");
});

test("links to folders are followed once, pipes and sockets that bear the names of files are none", async () => {
  const elsewhere = tempFolder({ "far.proto": marked });
  const folder = tempFolder({
    "a.proto": 'syntax = "proto3";\nimport "pipe.proto";\nmessage A {}\n',
    "lib/b.proto": marked,
  });
  symlinkSync(elsewhere, path.join(folder, "linked"));
  symlinkSync("..", path.join(folder, "lib/up"));
  symlinkSync("nowhere", path.join(folder, "nowhere.proto"));
  mkdirSync(path.join(folder, "folder.proto"));
  execFileSync("mkfifo", [path.join(folder, "pipe.proto")]);
  expect(await checked(folder)).toEqual(["a.proto", "lib/b.proto", "linked/far.proto"]);
});
