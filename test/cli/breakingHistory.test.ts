// Histories as people and tools make them: what the command reads of the past, and what it says is not there.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { after, before, breaking, changed, commit, found, repository, rowsOf, write } from "../support/changedShop.ts";
import { protodial } from "../support/commandLine.ts";
import { git } from "../support/git.ts";
import { tempFolder } from "../support/tempFolder.ts";

it("works in worktrees and shallow clones, and says what a shallow clone lacks", async () => {
  const folder = repository();
  write(folder, "shop/v1/shop.proto", before.replace("bool sold", "bool gone"));
  commit(folder);
  const tree = path.join(tempFolder(), "tree");
  git(folder, ["worktree", "add", "-q", "-b", "other", tree, "HEAD~1"]);
  write(tree, "shop/v1/shop.proto", after);
  expect(await breaking(tree, "--against", "HEAD")).toEqual(found);
  const shallow = path.join(tempFolder(), "shallow");
  git(folder, ["clone", "-q", "--depth", "1", `file://${folder}`, shallow]);
  write(shallow, "shop/v1/shop.proto", after);
  expect(await breaking(shallow, "--against", "HEAD")).toEqual(found);
  const ran = await protodial(["breaking", "--against", "HEAD~1"], { cwd: shallow });
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain("there is no file, folder or revision `HEAD~1` to compare with");
});

it("asks which is meant where a name is a branch and a tag, and takes each where it is said", async () => {
  const folder = repository();
  git(folder, ["tag", "v1"]);
  git(folder, ["checkout", "-q", "-b", "v1"]);
  write(folder, "shop/v1/shop.proto", after);
  commit(folder);
  const ran = await protodial(["breaking", "--against", "v1"], { cwd: folder });
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain("write `refs/heads/v1` or `refs/tags/v1`");
  expect(await breaking(folder, "--against", "refs/heads/v1")).toEqual([]);
  expect(await breaking(folder, "--against", "refs/tags/v1")).toEqual(found);
  expect(await breaking(folder, "--against", ".git#branch=v1")).toEqual([]);
  expect(await breaking(folder, "--against", ".git#tag=v1")).toEqual(found);
});

it("reads local files by their uris, and bare repositories", async () => {
  const folder = changed();
  const bare = path.join(tempFolder(), "bare.git");
  git(folder, ["clone", "-q", "--bare", ".", bare]);
  expect(await breaking(folder, "--against", `file://${folder}/.git#branch=main`)).toEqual(found);
  expect(await breaking(folder, "--against", bare)).toEqual(found);
  expect(await breaking(folder, "--against", `file://${bare}#subdir=shop`)).toEqual(["-:1:1 FILE_NO_DELETE", ...found]);
});

it("reads submodules that are checked out, by buf's words only where it is asked to, and says which is lacking", async () => {
  const part = repository();
  write(part, "shop/v1/shop.proto", after);
  commit(part);
  const folder = repository({ "own.proto": 'syntax = "proto3";\n' });
  git(folder, ["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", part, "part"]);
  git(path.join(folder, "part"), ["checkout", "-q", "HEAD~1"]);
  commit(folder);
  git(path.join(folder, "part"), ["checkout", "-q", "main"]);
  const told = found.map(one => `part/${one}`);
  expect(await breaking(folder)).toEqual(told);
  expect(await breaking(folder, "--against", ".git")).toEqual([]);
  expect(await breaking(folder, "--against", ".git#recurse_submodules=true")).toEqual(told);
  rmSync(path.join(folder, "part"), { recursive: true });
  const ran = await protodial(["breaking", "--against", ".git#recurse_submodules=true"], { cwd: folder });
  expect(ran.code).toBe(2);
  expect(ran.stderr).toMatch(/the submodule `.*part` lacks [0-9a-f]{12}: `git submodule update --init`/);
});

it("follows links to folders as on the disk", async () => {
  const folder = repository({ "shared/shop.proto": before });
  mkdirSync(path.join(folder, "proto"));
  symlinkSync("../shared", path.join(folder, "proto/shared"));
  symlinkSync("/etc", path.join(folder, "outside"));
  symlinkSync("round", path.join(folder, "round"));
  commit(folder);
  write(folder, "shared/shop.proto", after);
  const inFolder = (name: string) => found.map(one => one.replace("shop/v1", name));
  expect(await breaking(folder)).toEqual(inFolder("shared"));
  expect(await breaking(path.join(folder, "proto"))).toEqual(inFolder("shared"));
  expect(await breaking(folder, "proto")).toEqual(inFolder("proto/shared"));
});

it("reads what Git LFS keeps where it is there, starts no filter, and takes line ends of the machine for the same", async () => {
  const folder = repository();
  const id = createHash("sha256").update(before).digest("hex");
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${id}\nsize ${before.length}\n`;
  write(folder, "shop/v1/shop.proto", pointer);
  commit(folder);
  write(folder, "shop/v1/shop.proto", after);
  write(folder, ".gitattributes", "*.proto filter=odd text eol=crlf\n");
  for (const key of ["smudge", "clean", "process"]) git(folder, ["config", `filter.odd.${key}`, "touch started"]);
  const ran = await protodial(["breaking"], { cwd: folder });
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain("`shop/v1/shop.proto` is kept by Git LFS, and not here in that version");
  write(folder, `.git/lfs/objects/${id.slice(0, 2)}/${id.slice(2, 4)}/${id}`, before);
  expect(await breaking(folder)).toEqual(found);
  write(folder, "shop/v1/shop.proto", before.replaceAll("\n", "\r\n"));
  expect(await breaking(folder)).toEqual([]);
  expect(await breaking(folder, "--against", "HEAD~1")).toEqual([]);
  expect(readdirSync(folder)).not.toContain("started");
});

it("goes by the folder, whatever the environment says, and says that a shallow clone may lack the merge base", async () => {
  const folder = changed();
  const other = repository();
  const env = { GIT_DIR: path.join(other, ".git"), GIT_OBJECT_DIRECTORY: path.join(other, "none") };
  const ran = await protodial(["breaking", "--format", "json"], { cwd: folder, env });
  expect(rowsOf(ran.stdout)).toEqual(found);
  commit(folder);
  const shallow = path.join(tempFolder(), "shallow");
  git(folder, ["clone", "-q", "--depth", "1", `file://${folder}`, shallow]);
  git(shallow, ["checkout", "-q", "--detach"]);
  for (const name of ["refs/heads/main", "refs/remotes/origin/main", "refs/remotes/origin/HEAD"])
    git(shallow, ["update-ref", "--no-deref", "-d", name]);
  const said = await protodial(["breaking"], { cwd: shallow });
  expect(said.code).toBe(0);
  expect(said.stderr).toContain("compared with HEAD (the clone is shallow");
});

it("follows links to files, and says what a partial clone lacks", async () => {
  const folder = repository();
  mkdirSync(path.join(folder, "proto"));
  symlinkSync("../shop/v1/shop.proto", path.join(folder, "proto/shop.proto"));
  commit(folder);
  write(folder, "shop/v1/shop.proto", after);
  expect(await breaking(path.join(folder, "proto"))).toEqual(found.map(one => one.replace("shop/v1/", "")));
  commit(folder);
  git(folder, ["config", "uploadpack.allowFilter", "true"]);
  const partial = path.join(tempFolder(), "partial");
  git(folder, ["clone", "-q", "--filter=blob:none", `file://${folder}`, partial]);
  const ran = await protodial(["breaking", "--against", "HEAD~1"], { cwd: partial });
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain("as a partial clone does: `git fetch --refetch --no-filter` gets all");
});
