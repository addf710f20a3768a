import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { protodial } from "../support/commandLine.ts";
import { tempFolder } from "../support/tempFolder.ts";

const message = (packageName: string, name: string, imports = "") =>
  `syntax = "proto3";\npackage ${packageName};\n${imports === "" ? "" : `import "${imports}";\n`}message ${name} {}\n`;

async function builtPaths(folder: string, ...args: readonly string[]): Promise<readonly string[]> {
  const ran = await protodial(["build", ...args, "-o", "set.binpb"], { cwd: folder });
  expect(ran.stderr.split("\n").filter(line => !line.includes(": warning: "))).toEqual([""]);
  const set = fromBinary(FileDescriptorSetSchema, readFileSync(path.join(folder, "set.binpb")));
  return set.file.map(file => file.name);
}

test("a file bears the path by which the others import it, whatever its package implies", async () => {
  const folder = tempFolder({
    "nasty/opts.proto": message("nasty", "Options"),
    "nasty/a.proto": message("a", "A", "opts.proto"),
    "nasty/b.proto": message("b", "B", "opts.proto"),
  });
  expect(await builtPaths(folder)).toEqual(["opts.proto", "a.proto", "b.proto"]);
});

test("imports by the path of the Go module find the files of the repository", async () => {
  const folder = tempFolder({
    "depot/service/a.proto": message("a", "A", "example.org/team/depot/types/b.proto"),
    "depot/types/b.proto": message("b", "B"),
  });
  const repository = path.join(folder, "depot");
  expect(await builtPaths(repository)).toEqual(["example.org/team/depot/types/b.proto", "service/a.proto"]);
});

test("of two roots that hold a file the first counts, as for protoc", async () => {
  const folder = tempFolder({ "root/sub/a.proto": message("a", "A") });
  expect(await builtPaths(folder, "-I", ".", "-I", "root", "root/sub/a.proto")).toEqual(["root/sub/a.proto"]);
  expect(await builtPaths(folder, "-I", "root", "-I", ".", "root/sub/a.proto")).toEqual(["sub/a.proto"]);
});

test("beside the roots of -I nothing is looked for", async () => {
  const folder = tempFolder({ "a.proto": message("a", "A", "b.proto"), "proto/b.proto": message("b", "B") });
  expect((await protodial(["check", "a.proto"], { cwd: folder })).code).toBe(0);
  const ran = await protodial(["check", "-I", ".", "a.proto"], { cwd: folder });
  expect(ran.stdout).toContain("import-not-found");
  expect(ran.code).toBe(1);
});

test("a file that one of an earlier root hides is wrong use", async () => {
  const folder = tempFolder({ "one/a.proto": message("a", "A"), "two/a.proto": message("a", "A") });
  const ran = await protodial(["check", "-I", "one", "-I", "two", "two/a.proto"], { cwd: folder });
  expect(ran.stderr).toContain("`two/a.proto` is hidden by `one/a.proto`");
  expect(ran.code).toBe(2);
});

test.skipIf(process.platform === "win32")("links in a circle and pipes are passed by", async () => {
  const folder = tempFolder({ "a.proto": message("a", "A") });
  symlinkSync(folder, path.join(folder, "again"));
  symlinkSync("self.proto", path.join(folder, "self.proto"));
  execFileSync("mkfifo", [path.join(folder, "pipe.proto")]);
  expect(await protodial(["check"], { cwd: folder })).toEqual({
    code: 0,
    stdout: "",
    stderr: "1 file checked, 0 problems\n",
  });
});

// The memory of a process is a file that nobody can read from its beginning, not even root, who can enter every folder.
test.skipIf(process.platform !== "linux")("what cannot be read is told, and the rest is checked", async () => {
  const folder = tempFolder({ "a.proto": message("a", "A") });
  symlinkSync("/proc/self/mem", path.join(folder, "secret.proto"));
  const mayLock = process.getuid?.() !== 0;
  if (mayLock) mkdirSync(path.join(folder, "locked"), { mode: 0 });
  const ran = await protodial(["check"], { cwd: folder });
  const locked = mayLock ? "locked:1:1: error: .*\\n" : "";
  expect(ran.stdout).toMatch(new RegExp(`^${locked}secret\\.proto:1:1: error: .* \\[not-readable\\]\\n$`));
  expect(ran.stderr).toBe(`1 file checked, ${mayLock ? 2 : 1} problem${mayLock ? "s" : ""}\n`);
  expect(ran.code).toBe(1);
});

test.skipIf(process.platform !== "linux")("output that has no room ends with 2 and a sentence", () => {
  const folder = tempFolder({ "a.proto": "message {" });
  const cli = path.resolve(import.meta.dirname, "../../dist/cli.js");
  const script = '"$0" "$1" check >/dev/full; echo "exit $?" >&2';
  const ran = execFileSync("sh", ["-c", `(${script}) 2>&1`, process.execPath, cli], { cwd: folder, encoding: "utf8" });
  expect(ran).toMatch(/^protodial(?: check)?: the output cannot be written: .*ENOSPC/m);
  expect(ran).not.toMatch(/^\s+at /m);
  expect(ran).toContain("exit 2");
});

test("a file that is no text is one problem", async () => {
  const folder = tempFolder();
  writeFileSync(path.join(folder, "utf16.proto"), Buffer.from(`\ufeff${message("a", "A")}`, "utf16le"));
  const ran = await protodial(["check"], { cwd: folder });
  expect(ran.stdout).toMatch(/^utf16\.proto:1:1: error: the file is not UTF-8: .* \[not-utf8\]\n$/);
  expect(ran.code).toBe(1);
});
