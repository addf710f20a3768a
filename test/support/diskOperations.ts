// What people, generators and git do to a folder, as it comes.
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { git } from "./git.ts";
import { tempFolder } from "./tempFolder.ts";

/** Documents that are open all the time, and where in them something stands that other files may declare. */
export const openedFiles = {
  "user.proto": {
    text: 'syntax = "proto3";\nimport "gen/item.proto";\nimport "lib/item.proto";\nmessage User {\n  lib.Item one = 1;\n  gen.Item two = 2;\n}\n',
    at: { line: 4, character: 7 },
  },
  "api/v1/user.proto": {
    text: 'syntax = "proto3";\npackage api.v1;\nimport "api/v1/item.proto";\nimport "lib/deep/part.proto";\nmessage User {\n  Item one = 1;\n  lib.deep.Item two = 2;\n}\n',
    at: { line: 5, character: 3 },
  },
  "gen/user.proto": {
    text: 'syntax = "proto3";\npackage gen;\nimport "gen/sub/other.proto";\nimport "api/item.proto";\nmessage User {\n  gen.sub.Item one = 1;\n  api.Item two = 2;\n}\n',
    at: { line: 5, character: 11 },
  },
} as const;

/** Does something to the folder; says what. The same numbers of `chance` do the same. */
export type Operate = () => string;

/** Operations on `top`, which is made with the opened files in it; `chance` gives a number below another. */
export function diskOperations(top: string, chance: (below: number) => number): Operate {
  const beside = tempFolder();
  const pick = <One>(from: readonly One[]): One => from[chance(from.length)] as One;
  const full = (name: string) => path.join(top, name);
  const anyFolder = () => pick(folders);
  const anyFolderBelow = () => pick(folders.slice(1));
  const anyFile = () => path.join(anyFolder(), pick(names));

  function write(name: string, text: string | Uint8Array): void {
    attempt(() => {
      mkdirSync(path.dirname(full(name)), { recursive: true });
      // Who writes into a pipe waits for a reader.
      if (statSync(full(name), { throwIfNoEntry: false })?.isFIFO() === true) rmSync(full(name));
      writeFileSync(full(name), text);
    });
  }

  function writeProto(name: string, at = name): void {
    const folder = path.dirname(name) === "." ? "" : path.dirname(name);
    const declared = folder.replaceAll("/", ".").replace(/[^a-z0-9.]/g, "_");
    const head = folder === "" ? "" : `package ${declared};\n`;
    const own = `M_${path.basename(name).replace(/\W/g, "_")}_${chance(5)}`;
    write(at, `syntax = "proto3";\n${head}message ${own} {}\nmessage Item {}\n`);
  }

  function remove(name: string): void {
    attempt(() => rmSync(full(name), { recursive: true, force: true }));
  }

  function move(from: string, to: string): void {
    attempt(() => renameSync(from, to));
  }

  function begin(): void {
    mkdirSync(top, { recursive: true });
    for (const [name, { text }] of Object.entries(openedFiles)) write(name, text);
  }

  const operations: Readonly<Record<string, () => string>> = {
    write: () => {
      const file = anyFile();
      writeProto(file);
      return file;
    },
    "write in place": () => {
      const file = anyFile();
      writeProto(file, `${file}.tmp`);
      move(full(`${file}.tmp`), full(file));
      return file;
    },
    append: () => {
      const file = anyFile();
      attempt(() => {
        const isFile = statSync(full(file), { throwIfNoEntry: false })?.isFile() === true;
        if (isFile) for (let at = 0; at < 100; at++) appendFileSync(full(file), `message M_more_${at} {}\n`);
      });
      return file;
    },
    "write bytes": () => {
      const file = anyFile();
      write(file, new Uint8Array([0, 255, 254, 0, 10, 0]));
      return file;
    },
    delete: () => {
      const file = anyFile();
      remove(file);
      return file;
    },
    "delete folder": () => {
      const folder = anyFolderBelow();
      remove(folder);
      return folder;
    },
    move: () => {
      const [from, to] = [anyFile(), anyFile()];
      move(full(from), full(to));
      return `${from} to ${to}`;
    },
    "move folder": () => {
      const [from, to] = [anyFolderBelow(), anyFolderBelow()];
      move(full(from), full(to));
      return `${from} to ${to}`;
    },
    "move folder away or back": () => {
      const folder = anyFolderBelow();
      const away = path.join(beside, folder.replace(/\W/g, "_"));
      if (existsSync(away)) move(away, full(folder));
      else move(full(folder), away);
      return folder;
    },
    copy: () => {
      const [from, to] = [anyFolderBelow(), anyFolderBelow()];
      if (!to.startsWith(from)) attempt(() => cpSync(full(from), full(to), { recursive: true, force: true }));
      return `${from} to ${to}`;
    },
    generate: () => {
      const folder = anyFolderBelow();
      remove(folder);
      for (const name of names) writeProto(path.join(folder, name));
      return folder;
    },
    ignore: () => {
      const folder = pick(["", "", "lib", "gen"]);
      const lines = ["gen/", "lib", "/api/v1", "*.proto", "!item.proto", "deep/", "!/gen/sub"];
      const text = Array.from({ length: chance(3) }, () => pick(lines)).join("\n");
      write(path.join(folder, ".gitignore"), text);
      return `${JSON.stringify(text)} in ${folder}`;
    },
    "put a folder in place of": () => {
      const file = anyFile();
      remove(file);
      writeProto(path.join(file, "item.proto"));
      return file;
    },
    "put a file in place of": () => {
      const folder = anyFolderBelow();
      remove(folder);
      write(folder, "not a folder");
      return folder;
    },
    link: () => {
      const [from, to] = [anyFile(), pick([anyFolderBelow(), "nowhere"])];
      remove(from);
      attempt(() => symlinkSync(full(to), full(from)));
      return `${from} to ${to}`;
    },
    pipe: () => {
      const file = anyFile();
      remove(file);
      attempt(() => execFileSync("mkfifo", [full(file)], { stdio: "ignore" }));
      return file;
    },
    commit: () => {
      const branch = pick(["one", "two"]);
      attempt(() => {
        if (!existsSync(full(".git"))) git(top, ["init", "-q"]);
        git(top, ["add", "-A"]);
        git(top, ["commit", "-q", "--allow-empty", "-m", branch]);
        git(top, ["branch", "-f", branch]);
      });
      return branch;
    },
    checkout: () => {
      const branch = pick(["one", "two"]);
      attempt(() => git(top, ["checkout", "-q", "-f", "--detach", branch]));
      return branch;
    },
    stash: () => {
      const args = pick([
        ["push", "-q", "-u"],
        ["pop", "-q"],
      ]);
      attempt(() => git(top, ["stash", ...args]));
      return args.join(" ");
    },
    "delete and make again": () => {
      rmSync(top, { recursive: true, force: true });
      begin();
      return "the whole";
    },
  };

  begin();
  return () => {
    const [name, operate] = pick(Object.entries(operations));
    return `${name} ${operate()}`;
  };
}

const folders = ["", "lib", "lib/deep", "gen", "gen/sub", "api", "api/v1", "a b%20c/é", "new\nline"];
const names = ["item.proto", "part.proto", "other.proto", "x y%.proto", "ü.proto"];

/** What stands in the way is a part of it. */
function attempt(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Error && ("code" in error || "status" in error))) throw error;
  }
}
