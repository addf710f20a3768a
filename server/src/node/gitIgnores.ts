// Where git keeps what it ignores. The files are read; git itself is not started.
import { statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isOnNetwork, type Repository, userIgnoreFile } from "./gitConfig.ts";
import { fromDisk, readRegularFile } from "./readFile.ts";

/** The text of an ignore file, and the path from the folder that it counts for down to the listed folder. */
export interface IgnoreText {
  readonly text: string;
  readonly prefix: string;
}

/**
 * What the repository of a folder ignores, in the files that stand above that folder and in git's own ones, those that
 * count less first. None where the folder is in no repository.
 */
export function ignoredAbove(folder: string): readonly IgnoreText[] {
  const found: IgnoreText[] = [];
  for (let at = folder, prefix = ""; ; ) {
    const git = gitFolder(at);
    if (git !== undefined) return [...ignoredInAll({ top: at, git }, prefix), ...found.reverse()];
    const parent = dirname(at);
    if (parent === at) return [];
    prefix = prefix === "" ? basename(at) : `${basename(at)}/${prefix}`;
    at = parent;
    const text = ignoreText(join(at, ".gitignore"), prefix);
    if (text !== undefined) found.push(text);
  }
}

/** What stands in no file of the work tree: what the user ignores in all repositories, and in this one. */
export function ignoredInAll(repository: Repository, prefix = ""): readonly IgnoreText[] {
  const files = [userIgnoreFile(repository), join(repository.git, "info", "exclude")];
  return files.flatMap(file => (file === undefined ? [] : (ignoreText(file, prefix) ?? [])));
}

/** The text of an ignore file; undefined where there is none. */
export function ignoreText(path: string, prefix = ""): IgnoreText | undefined {
  const bytes = readRegularFile(path);
  return bytes === undefined ? undefined : { text: new TextDecoder().decode(bytes), prefix };
}

/** Git's own folder for a folder that is the top of a repository; undefined for any other. */
export function gitFolder(folder: string): string | undefined {
  const path = join(folder, ".git");
  const found = fromDisk(() => statSync(path, { throwIfNoEntry: false }));
  if (found === undefined) return undefined;
  if (found.isDirectory()) return path;
  // Submodules and further work trees have a file there that says where it is.
  const named = /^gitdir: (.*)$/m.exec(ignoreText(path)?.text ?? "")?.[1];
  if (named === undefined || isOnNetwork(named)) return undefined;
  const git = resolve(folder, named);
  const shared = ignoreText(join(git, "commondir"))?.text.trim();
  return shared === undefined || isOnNetwork(shared) ? git : resolve(git, shared);
}
