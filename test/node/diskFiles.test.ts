import { readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { diskFiles, diskPath } from "../../server/src/node/diskFiles.ts";
import { FolderRules } from "../../server/src/workspace/folderRules.ts";
import { git, ignoredByGit } from "../support/git.ts";
import { tempFolder } from "../support/tempFolder.ts";

/** The files that are listed of a folder, as paths below it. */
async function listed(folder: string, excluded: readonly string[] = []): Promise<string[]> {
  const uris = await diskFiles.list(pathToFileURL(folder).href, new FolderRules(excluded));
  return uris.map(uri => path.relative(folder, fileURLToPath(uri))).sort();
}

function protosBelow(folder: string): string[] {
  const all = readdirSync(folder, { recursive: true }).map(String);
  return all.filter(name => name.endsWith(".proto") && !/(^|\/)\.git\//.test(name)).sort();
}

/** A repository with these files; those that name no text are empty. */
function repository(files: Readonly<Record<string, string>>): string {
  const folder = tempFolder(files);
  git(folder, ["init", "-q"]);
  return folder;
}

/** Compares the listing of `folder` with what the real git leaves of its files; gives the listing. */
async function likeGit(folder: string, top = folder): Promise<string[]> {
  const all = protosBelow(folder);
  const asked = all.map(name => path.relative(top, path.join(folder, name)));
  const ignored = new Set(ignoredByGit(top, asked).map(name => path.relative(folder, path.join(top, name))));
  const found = await listed(folder);
  expect(found).toEqual(all.filter(name => !ignored.has(name)));
  return found;
}

const tree = [
  "a.proto",
  "b.proto",
  "gen/a.proto",
  "gen/keep/a.proto",
  "gen/keep/b.proto",
  "lib/gen/a.proto",
  "lib/a.proto",
  "lib/deep/er/a.proto",
  "lib/deep/er/b.proto",
  "lib/deep/a b.proto",
  "lib/deep/[x].proto",
  "lib/deep/#x.proto",
  "lib/deep/!x.proto",
  "lib/deep/é.proto",
  "out/x1.proto",
  "out/x22.proto",
];
const files = Object.fromEntries(tree.map(name => [name, ""]));

describe("files that git ignores are not listed", () => {
  it.each([
    ["a name at any depth", "gen"],
    ["a folder and not a file", "a.proto/\ngen/\n"],
    ["a path from the top", "/gen\n/lib/a.proto\n"],
    ["a path with a slash in the middle", "lib/gen\n"],
    ["what is taken back", "*.proto\n!a.proto\n!/lib/deep/\n"],
    ["what is taken back inside of a folder that is out", "gen/\n!gen/keep/a.proto\n"],
    ["what is taken back inside of a folder of which all is out", "gen/*\n!gen/keep\ngen/keep/*\n!gen/keep/b.proto\n"],
    ["stars", "*/a.proto\nlib/**/b.proto\nout/**\n**/gen\n"],
    ["one character", "out/x?.proto\n"],
    ["sets of characters", "out/x[0-9].proto\nlib/deep/[!a-z]*.proto\nlib/deep/er/[[:alpha:]].proto\n"],
    ["what is escaped", "\\#x.proto\n\\!x.proto\n\\[x\\].proto\na\\ b.proto\n"],
    ["comments, empty lines and spaces at the end", "# gen\n\n  \ngen   \nlib/a.proto\\ \n"],
    ["lines that end as on Windows", "gen\r\n/a.proto\r\n"],
    ["patterns that are none", "[\ngen/[a-\nlib\\\n/\n!\n"],
    ["names that are not ASCII", "é.proto\n"],
  ])("%s", async (_, text) => {
    await likeGit(repository({ ...files, ".gitignore": text }));
  });

  it("by nested files, the deeper one before the higher one", async () => {
    const folder = repository({
      ...files,
      ".gitignore": "a.proto\n/lib/deep/er\n",
      "lib/.gitignore": "!a.proto\n/gen\n",
      "lib/deep/.gitignore": "!er\n*.proto\n",
      "out/.gitignore": "*\n",
    });
    const found = await likeGit(folder);
    expect(found).toContain("lib/a.proto");
  });

  it("by git's own list, which counts less than the files beside", async () => {
    const folder = repository({ ...files, ".gitignore": "!lib/a.proto\n" });
    writeFileSync(path.join(folder, ".git/info/exclude"), "a.proto\nout\n");
    const found = await likeGit(folder);
    expect(found).toContain("lib/a.proto");
  });

  it("by files above the folder that is open", async () => {
    const folder = repository({
      ...files,
      ".gitignore": "/lib/deep/er\nb.proto\n",
      "lib/.gitignore": "/deep/!x.proto\n",
    });
    await likeGit(path.join(folder, "lib"), folder);
    await likeGit(path.join(folder, "lib/deep"), folder);
  });

  it("but all of a folder that was opened although it is ignored", async () => {
    const folder = repository({ ...files, ".gitignore": "gen/\n" });
    expect(await listed(path.join(folder, "gen/keep"))).toEqual(["a.proto", "b.proto"]);
  });

  it("in a repository within by its own files alone", async () => {
    const folder = repository({ ...files, ".gitignore": "a.proto\n", "lib/deep/.gitignore": "b.proto\n" });
    git(path.join(folder, "lib/deep"), ["init", "-q"]);
    expect(await listed(path.join(folder))).toContain("lib/deep/er/a.proto");
    expect(await listed(path.join(folder))).not.toContain("lib/deep/er/b.proto");
  });

  it("in a further work tree by the list of the repository", async () => {
    const folder = repository({ "a.proto": "", "b.proto": "" });
    git(folder, ["add", "."]);
    git(folder, ["commit", "-q", "-m", "two"]);
    writeFileSync(path.join(folder, ".git/info/exclude"), "new*\n");
    const other = tempFolder();
    git(folder, ["worktree", "add", "-q", "-b", "other", path.join(other, "tree")]);
    writeFileSync(path.join(other, "tree/new.proto"), "");
    expect(await likeGit(path.join(other, "tree"))).toEqual(["a.proto", "b.proto"]);
  });

  it("by files that stand in no repository", async () => {
    const folder = tempFolder({ ...files, ".gitignore": "gen\n" });
    expect(await listed(folder)).toEqual(tree.filter(name => !name.includes("gen/")).sort());
  });

  it("whatever the patterns are", async () => {
    const folder = repository(files);
    const chance = numbers(7);
    const pick = (from: readonly string[]) => from[chance(from.length)] ?? "";
    const pieces = [
      "a",
      "gen",
      "lib",
      "deep",
      ".proto",
      "*",
      "**",
      "/",
      "/",
      "?",
      "[a-l]",
      "[!x]",
      "x",
      "b",
      "out",
      "er",
    ];
    for (let round = 0; round < 60; round++) {
      const line = () => {
        const body = Array.from({ length: 1 + chance(5) }, () => pick(pieces)).join("");
        return `${pick(["", "", "", "!"])}${pick(["", "", "/"])}${body}${pick(["", "", "/", "*", "/**"])}`;
      };
      const text = Array.from({ length: 1 + chance(6) }, line).join("\n");
      writeFileSync(path.join(folder, ".gitignore"), text);
      await likeGit(folder).catch((error: unknown) => {
        throw new Error(`with the patterns\n${text}`, { cause: error });
      });
    }
  });

  it("in no more time than the length of a pattern allows", async () => {
    const folder = repository({
      [`${"a".repeat(200)}.proto`]: "",
      ".gitignore": `${"*a".repeat(100)}b\n${"**/".repeat(100)}b\n`,
    });
    expect(await listed(folder)).toHaveLength(1);
  });
});

describe("folders", () => {
  it("of tools and dependencies are not walked", async () => {
    const folder = tempFolder({
      "a.proto": "",
      "node_modules/x/a.proto": "",
      "lib/node_modules/a.proto": "",
      ".cache/a.proto": "",
      "bazel-out/a.proto": "",
    });
    expect(await listed(folder)).toEqual(["a.proto"]);
  });

  it("that `files.exclude` names are not walked", async () => {
    const folder = tempFolder(files);
    expect(await listed(folder, ["**/gen", "lib/deep/**", "{a,b}.proto", "out/x?.proto"])).toEqual([
      "lib/a.proto",
      "out/x22.proto",
    ]);
  });

  it("that links lead to are walked once, and never round in a circle", async () => {
    const elsewhere = tempFolder({ "far.proto": "", "deep/far.proto": "" });
    const folder = tempFolder({ "a.proto": "", "lib/b.proto": "" });
    symlinkSync(elsewhere, path.join(folder, "linked"));
    symlinkSync(elsewhere, path.join(folder, "again"));
    symlinkSync(folder, path.join(elsewhere, "back"));
    symlinkSync("..", path.join(folder, "lib/up"));
    symlinkSync("/", path.join(folder, "lib/everything"));
    symlinkSync("lib", path.join(folder, "alias"));
    symlinkSync("nowhere", path.join(folder, "nowhere.proto"));
    symlinkSync(path.join(elsewhere, "far.proto"), path.join(folder, "file.proto"));
    const rules = new FolderRules([]);
    const uris = await diskFiles.list(pathToFileURL(folder).href, rules);
    const found = uris.map(uri => path.relative(folder, fileURLToPath(uri))).sort();
    const first = found.some(name => name.startsWith("again/")) ? "again" : "linked";
    // What the others lead to is known by the names it is listed with.
    expect(rules.behindLinks("alias/b.proto")).toBe("lib/b.proto");
    expect(rules.behindLinks("alias/up/lib/up/a.proto")).toBe("a.proto");
    expect(rules.behindLinks("again/deep/far.proto")).toBe(`${first}/deep/far.proto`);
    expect(rules.behindLinks("linked/deep/far.proto")).toBe(`${first}/deep/far.proto`);
    expect(rules.behindLinks("lib/b.proto")).toBe("lib/b.proto");
    rules.link("lib", "alias");
    expect(rules.behindLinks("lib/b.proto")).toMatch(/^(?:lib|alias)\/b\.proto$/);
    rules.forget("");
    expect(rules.behindLinks("alias/b.proto")).toBe("alias/b.proto");
    expect(found).toEqual(
      ["a.proto", `${first}/deep/far.proto`, `${first}/far.proto`, "file.proto", "lib/b.proto"].sort(),
    );
  });

  it("may bear any name", async () => {
    const names = ["a b/c d.proto", "100%/x.proto", "é漢😀/ü.proto", "q?#/h.proto"];
    const folder = tempFolder(Object.fromEntries(names.map(name => [name, ""])));
    expect(await listed(folder)).toEqual([...names].sort());
  });

  it("may vanish, and pipes may bear the names of files", async () => {
    const folder = tempFolder({ "a.proto": "", "b/c.proto": "" });
    const walk = diskFiles.list(pathToFileURL(folder).href, new FolderRules([]));
    rmSync(path.join(folder, "b"), { recursive: true });
    expect((await walk).length).toBeLessThanOrEqual(2);
    expect(await listed(path.join(folder, "nowhere"))).toEqual([]);
  });
});

/** Numbers below a bound, the same ones each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

describe("the path of a uri", () => {
  it("is the one that the uri was made of", () => {
    if (process.platform === "win32") return;
    const names = [
      "a.proto",
      "a-b_c@1.2",
      ".hidden",
      "..a",
      "a..b",
      "é 漢",
      "100%",
      "%41",
      "a#b?c",
      "a\\b",
      "~x+y",
      "tab\t",
    ];
    for (const one of names) {
      for (const other of names) {
        const place = `/folder/${one}/${other}`;
        expect(diskPath(pathToFileURL(place).href)).toBe(place);
      }
    }
    expect(diskPath("file:///a/../b/./c")).toBe("/b/c");
    for (const none of ["file://host/a", "file:///a%2Fb", "untitled:a", "protodial:/a.proto"])
      expect(diskPath(none)).toBeUndefined();
  });
});
