// A repository with one file that has changed in ways that break, and what the command says of it.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { protodial } from "./commandLine.ts";
import { git } from "./git.ts";
import { tempFolder } from "./tempFolder.ts";

export const before = `syntax = "proto3";
package shop.v1;
message Item {
  string name = 1;
  int32 amount = 2;
  bool sold = 3;
}
`;
export const after = before.replace("int32 amount", "string amount").replace("  bool sold = 3;\n", "");
/** What buf and the command find between both. */
export const found = ["shop/v1/shop.proto:3:1 FIELD_NO_DELETE", "shop/v1/shop.proto:5:3 FIELD_SAME_TYPE"];

/** A repository in which files are committed. */
export function repository(files: Readonly<Record<string, string>> = { "shop/v1/shop.proto": before }): string {
  const folder = tempFolder(files);
  git(folder, ["init", "-q", "-b", "main", "."]);
  commit(folder);
  return folder;
}

/** Commits all that there is. */
export function commit(folder: string): void {
  git(folder, ["add", "-A"]);
  git(folder, ["commit", "-q", "-m", "a commit"]);
}

/** Writes a file below a folder. */
export function write(folder: string, name: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
}

/** A repository in which the file has changed since it was committed. */
export function changed(): string {
  const folder = repository();
  write(folder, "shop/v1/shop.proto", after);
  return folder;
}

interface Row {
  readonly path?: string;
  readonly start_line: number;
  readonly start_column: number;
  readonly type: string;
}

/** `path:line:column RULE` for each line of JSON, sorted. */
export function rowsOf(stdout: string): readonly string[] {
  const rows = stdout
    .split("\n")
    .filter(Boolean)
    .map((line): Row => JSON.parse(line));
  return rows.map(one => `${one.path ?? "-"}:${one.start_line}:${one.start_column} ${one.type}`).sort();
}

/** Runs the command and gives its rows; the exit code must fit them. */
export async function breaking(folder: string, ...args: readonly string[]): Promise<readonly string[]> {
  const ran = await protodial(["breaking", "--format", "json", ...args], { cwd: folder });
  const rows = rowsOf(ran.stdout);
  expect(ran.code, ran.stderr).toBe(rows.length > 0 ? 1 : 0);
  return rows;
}
