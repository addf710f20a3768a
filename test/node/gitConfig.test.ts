import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, expect, it } from "vitest";
import { diskFiles } from "../../server/src/node/diskFiles.ts";
import { FolderRules } from "../../server/src/workspace/folderRules.ts";
import { git } from "../support/git.ts";
import { tempFolder } from "../support/tempFolder.ts";

const names = ["a.proto", "b.proto", "c.proto", "sub/a.proto", "sub/b.proto"];
const variables = ["GIT_CONFIG_GLOBAL", "XDG_CONFIG_HOME", "HOME", "USERPROFILE", "GIT_CONFIG_NOSYSTEM"];
const before = variables.map(name => [name, process.env[name]] as const);

afterEach(() => {
  for (const [name, value] of before) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
});

interface User {
  readonly home: string;
  readonly write: (name: string, text: string) => string;
}

/** A user with nothing in the home folder, whose settings git and the listing go by until the test ends. */
function user(): User {
  const home = tempFolder();
  for (const name of ["GIT_CONFIG_GLOBAL", "XDG_CONFIG_HOME"]) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, { HOME: home, USERPROFILE: home, GIT_CONFIG_NOSYSTEM: "1" });
  return {
    home,
    write: (name, text) => {
      const file = path.join(home, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    },
  };
}

function repository(folder = tempFolder()): string {
  mkdirSync(path.join(folder, "sub"), { recursive: true });
  for (const name of names) writeFileSync(path.join(folder, name), "");
  git(folder, ["init", "-q"]);
  return folder;
}

/** The files that are listed; they are those that the real git, with the user's settings, does not ignore. */
async function likeGit(folder: string): Promise<readonly string[]> {
  const shown = execFileSync("git", ["ls-files", "-z", "--others", "--cached", "--exclude-standard"], {
    cwd: folder,
    encoding: "utf8",
  });
  const kept = shown.split("\0").filter(name => name.endsWith(".proto"));
  const uris = await diskFiles.list(pathToFileURL(folder).href, new FolderRules([]));
  const listed = uris.map(uri => path.relative(folder, fileURLToPath(uri))).sort();
  expect(listed).toEqual(kept.sort());
  expect(readdirSync(folder).length).toBeGreaterThan(0);
  return listed;
}

it("what the user ignores everywhere is not listed, by the customary file", async () => {
  const { write } = user();
  write(".config/git/ignore", "a.proto\n");
  expect(await likeGit(repository())).toEqual(["b.proto", "c.proto", "sub/b.proto"]);
});

it("by the customary file where XDG_CONFIG_HOME says", async () => {
  const { write, home } = user();
  process.env.XDG_CONFIG_HOME = path.join(home, "settings");
  write(".config/git/ignore", "b.proto\n");
  write("settings/git/ignore", "a.proto\n");
  expect(await likeGit(repository())).toEqual(["b.proto", "c.proto", "sub/b.proto"]);
});

it.each([
  ["a plain value", "[core]\n\texcludesFile = ~/mine\n"],
  ["an absolute path in quotes, with a comment", '[user]\nname = x\n[Core] EXCLUDESFILE = "HOME/mi"ne # b.proto\n'],
  ["a line that goes on, and comments that do not", "; x\\\n[core]\n\texcludesfile = HOME\\\n/mine\n# y \\\n"],
  ["lines that end as on Windows", "[core]\r\n\texcludesFile = ~/mine\r\n"],
  ["the last of several", "[core]\n\texcludesFile = ~/other\n[core]\n\texcludesFile = ~/mine\n"],
  ["a file that is included", "[include]\n\tpath = more\n"],
  ["a file that is included for a folder", '[includeIf "gitdir:HOME/work/"]\n\tpath = ~/more\n'],
])("by the settings: %s", async (_, text) => {
  const { home, write } = user();
  write(".gitconfig", text.replace("HOME", home));
  write(".config/git/ignore", "c.proto\n");
  write("more", "[core]\n\texcludesFile = ~/mine\n");
  write("mine", "a.proto\n");
  write("other", "b.proto\n");
  expect(await likeGit(repository(path.join(home, "work/one")))).toEqual(["b.proto", "c.proto", "sub/b.proto"]);
});

it("by what is included for a folder in that folder alone", async () => {
  const { home, write } = user();
  write(".gitconfig", '[includeIf "gitdir:~/work/"]\n\tpath = ~/more\n');
  write("more", "[core]\n\texcludesFile = ~/mine\n");
  write("mine", "a.proto\n");
  expect(await likeGit(repository(path.join(home, "play/one")))).toEqual(names);
});

it("by the settings of the repository, which count most, and by no file where they name none", async () => {
  const { write } = user();
  write(".config/git/config", "[core]\n\texcludesFile = ~/mine\n");
  write("mine", "a.proto\n");
  const folder = repository();
  writeFileSync(path.join(folder, "here"), "b.proto\n");
  git(folder, ["config", "core.excludesFile", path.join(folder, "here")]);
  expect(await likeGit(folder)).toEqual(["a.proto", "c.proto", "sub/a.proto"]);
  git(folder, ["config", "core.excludesFile", ""]);
  expect(await likeGit(folder)).toEqual(names);
});

it("the files of the repository count more, in a work tree of its own too", async () => {
  const { write } = user();
  write(".config/git/ignore", "a.proto\n/sub/b.proto\n");
  const folder = repository();
  writeFileSync(path.join(folder, ".gitignore"), "!/a.proto\n");
  writeFileSync(path.join(folder, ".git/info/exclude"), "!/sub/a.proto\n");
  expect(await likeGit(folder)).toEqual(["a.proto", "b.proto", "c.proto", "sub/a.proto"]);
  git(folder, ["add", "-f", ".gitignore"]);
  git(folder, ["commit", "-q", "-m", "one"]);
  const other = path.join(tempFolder(), "tree");
  git(folder, ["worktree", "add", "-q", other]);
  for (const name of ["a.proto", "sub/a.proto", "sub/b.proto"]) {
    mkdirSync(path.join(other, "sub"), { recursive: true });
    writeFileSync(path.join(other, name), "");
  }
  expect(await likeGit(other)).toEqual(["a.proto", "sub/a.proto"]);
});

it("files that include each other, and what is no settings file, end", async () => {
  const { home, write } = user();
  write(".gitconfig", "[include]\n\tpath = more\n");
  write("more", `[include]\n\tpath = .gitconfig\n[core\n= \\\n"\n[core]\n\texcludesFile = "${home}`);
  const uris = await diskFiles.list(pathToFileURL(repository()).href, new FolderRules([]));
  expect(uris).toHaveLength(names.length);
});
