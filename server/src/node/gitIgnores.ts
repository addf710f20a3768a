// Where git keeps what it ignores. The files are read; git itself is not started.
import { statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fromDisk, readRegularFile } from "./readFile.ts";

/** The text of an ignore file, and the path from the folder that it counts for down to the listed folder. */
export interface IgnoreText {
  readonly text: string;
  readonly prefix: string;
}

/**
 * What the repository of a folder ignores, in the files that stand above that folder and in git's own one, those that
 * count less first. None where the folder is in no repository.
 */
export function ignoredAbove(folder: string): readonly IgnoreText[] {
  const found: IgnoreText[] = [];
  for (let at = folder, prefix = ""; ; ) {
    const git = gitFolder(at);
    if (git !== undefined) {
      const own = ignoreText(join(git, "info", "exclude"), prefix);
      return [...(own === undefined ? [] : [own]), ...found.reverse()];
    }
    const parent = dirname(at);
    if (parent === at) return [];
    prefix = prefix === "" ? basename(at) : `${basename(at)}/${prefix}`;
    at = parent;
    const text = ignoreText(join(at, ".gitignore"), prefix);
    if (text !== undefined) found.push(text);
  }
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
  if (named === undefined) return undefined;
  const git = resolve(folder, named);
  const shared = ignoreText(join(git, "commondir"))?.text.trim();
  return shared === undefined ? git : resolve(git, shared);
}
