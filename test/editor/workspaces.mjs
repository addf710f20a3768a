// A workspace is a copy of the example in a git repository of its own, so that a test can spoil it.
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runToEnd } from "./children.mjs";

export const repository = fileURLToPath(new URL("../../", import.meta.url));

const example = process.env.PROTODIAL_EDITOR_EXAMPLE ?? join(repository, "examples", "directories");

export async function copyExample(folder) {
  mkdirSync(folder, { recursive: true });
  cpSync(example, folder, {
    recursive: true,
    filter: path => !/[/\\](node_modules|generated|__pycache__)$/.test(path),
  });
  const git = args =>
    runToEnd("git", ["-c", "user.name=Example", "-c", "user.email=example@localhost", ...args], { cwd: folder });
  await git(["init", "-q", "-b", "main"]);
  await git(["add", "-A"]);
  await git(["commit", "-q", "-m", "The example as it is shipped"]);
  return folder;
}

/** Takes the example's request files away, so that Call has to write a request itself. */
export function removeRequests(workspace) {
  for (const path of globFiles(workspace)) if (path.endsWith(".grpc")) rmSync(path);
}

export function writeSettings(workspace, settings) {
  mkdirSync(join(workspace, ".vscode"), { recursive: true });
  writeFileSync(join(workspace, ".vscode", "settings.json"), `${JSON.stringify(settings, null, 2)}\n`);
}

/** All files below a folder, git's own left out. */
export function globFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !entry.parentPath.includes(`${folder}/.git`))
    .map(entry => join(entry.parentPath, entry.name));
}
