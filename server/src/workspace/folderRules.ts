import { isListedFile, isSkippedFolder } from "./folderNames.ts";
import { type Glob, glob, withoutBraces } from "./globs.ts";

/** Rules of one ignore file, for all that is below `folder`. */
interface IgnoreFile {
  readonly folder: string;
  readonly prefix: string;
  /** The one that counts most first. */
  readonly patterns: readonly Pattern[];
  /** Counts where this one says nothing. */
  readonly outer: IgnoreFile | undefined;
}

interface Pattern {
  readonly kind: "skip" | "keep";
  readonly onlyFolders: boolean;
  /** `path` is relative to the folder of the ignore file. */
  readonly matches: (path: string, name: string) => boolean;
}

/**
 * What is left out when one workspace folder is listed: what tools put there, what `.gitignore` files say (as in
 * gitignore(5)), and `files.exclude`. A walk adds the ignore files that it comes by. Paths are relative to that folder,
 * with `/`, without one at either end; the folder itself is "".
 */
export class FolderRules {
  readonly #excluded: readonly Glob[];
  readonly #ignoreFiles = new Map<string, IgnoreFile | undefined>();
  // What follows for folders from the ignore files, as long as those are the same.
  readonly #innermostOf = new Map<string, IgnoreFile | undefined>();
  readonly #walked = new Map<string, boolean>();
  readonly #links = new Map<string, string>();

  /** `excluded`: patterns of `files.exclude`. */
  constructor(excluded: readonly string[]) {
    const globs = excluded.flatMap(withoutBraces).map(pattern => glob(pattern.replace(/^\/|\/$/g, "")));
    this.#excluded = globs.filter(one => one !== undefined);
  }

  /** Whether a file with this name is looked for. */
  readonly isListed = isListedFile;

  /** A repository begins at `folder`: what ignore files above it say does not count in it. */
  beginRepository(folder: string): void {
    this.#set(folder, undefined);
  }

  /** The folder `path` is a link to the folder `target`, where its files are listed. */
  link(path: string, target: string): void {
    this.#links.set(path, target);
  }

  get hasLinks(): boolean {
    return this.#links.size > 0;
  }

  /** The path that a path through links stands for; itself where there are none on the way. */
  behindLinks(path: string): string {
    let real = path;
    // As for the system, so many links are a circle: some may be gone, and nobody has told.
    for (let left = 40; left > 0; left--) {
      const link = ancestors(real).find(folder => this.#links.has(folder));
      if (link === undefined) return real;
      real = [this.#links.get(link), real.slice(link.length + 1)].filter(part => part !== "").join("/");
    }
    return real;
  }

  /** What was told of a folder and those below it is told again. */
  forget(folder: string): void {
    for (const link of [...this.#links.keys()]) {
      if (folder === "" || link === folder || link.startsWith(`${folder}/`)) this.#links.delete(link);
    }
    for (const other of [...this.#ignoreFiles.keys()]) {
      if (folder === "" || other === folder || other.startsWith(`${folder}/`)) this.#ignoreFiles.delete(other);
    }
    this.#innermostOf.clear();
    this.#walked.clear();
  }

  /**
   * Takes an ignore file that stands in `folder`; of several in one folder, and of those above the listed folder, the
   * later counts more. For one above it, `prefix` is the path from there down to the listed folder.
   */
  add(folder: string, text: string, prefix = ""): void {
    const patterns = readPatterns(text);
    const start = prefix === "" ? "" : `${prefix}/`;
    const added: IgnoreFile = { folder, prefix: start, patterns, outer: this.#innermost(folder) };
    // Who opens an ignored folder wants to see what is in it.
    const isOpenedAnyway = ancestors(prefix).some(path => verdict(patterns, path, "folder") === "skip");
    if (!isOpenedAnyway) this.#set(folder, added);
  }

  /** Whether a file or folder is left out, where the folder that it is in is not. */
  skips(path: string, kind: "file" | "folder"): boolean {
    if (kind === "folder" && isSkippedFolder(nameOf(path))) return true;
    if (this.#excluded.length > 0) {
      const parts = path.split("/");
      if (this.#excluded.some(matches => matches(parts))) return true;
    }
    for (let file = this.#innermost(folderOf(path)); file !== undefined; file = file.outer) {
      const below = file.folder === "" ? path : path.slice(file.folder.length + 1);
      const found = verdict(file.patterns, file.prefix + below, kind);
      if (found !== undefined) return found === "skip";
    }
    return false;
  }

  /** Whether a file is listed if there is one: neither it nor a folder above it is left out. */
  lists(path: string): boolean {
    return isListedFile(nameOf(path)) && this.walks(folderOf(path)) && !this.skips(path, "file");
  }

  /** Whether a folder is looked into if there is one. */
  walks(folder: string): boolean {
    if (folder === "") return true;
    const known = this.#walked.get(folder);
    if (known !== undefined) return known;
    const found = this.walks(folderOf(folder)) && !this.skips(folder, "folder");
    this.#walked.set(folder, found);
    return found;
  }

  #set(folder: string, file: IgnoreFile | undefined): void {
    this.#ignoreFiles.set(folder, file);
    this.#innermostOf.clear();
    this.#walked.clear();
  }

  /** The ignore file that counts most in a folder. */
  #innermost(folder: string): IgnoreFile | undefined {
    if (this.#ignoreFiles.has(folder)) return this.#ignoreFiles.get(folder);
    if (folder === "" || this.#innermostOf.has(folder)) return this.#innermostOf.get(folder);
    const found = this.#innermost(folderOf(folder));
    this.#innermostOf.set(folder, found);
    return found;
  }
}

function verdict(patterns: readonly Pattern[], path: string, kind: "file" | "folder"): Pattern["kind"] | undefined {
  const name = nameOf(path);
  return patterns.find(one => !(one.onlyFolders && kind === "file") && one.matches(path, name))?.kind;
}

/** The last line first, for the last that matches counts. */
function readPatterns(text: string): readonly Pattern[] {
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .map(readPattern)
    .filter(one => one !== undefined)
    .reverse();
}

function readPattern(line: string): Pattern | undefined {
  if (line.startsWith("#")) return undefined;
  const kind = line.startsWith("!") ? "keep" : "skip";
  const trimmed = line.slice(kind === "keep" ? 1 : 0).replace(/^((?:[^\\]|\\.)*?) +$/s, "$1");
  const onlyFolders = trimmed.endsWith("/");
  const pattern = onlyFolders ? trimmed.slice(0, -1) : trimmed;
  if (pattern === "") return undefined;
  // One with a slash is a path from the folder of the ignore file, one without is a name at any depth.
  if (!pattern.includes("/")) {
    const matches = matchingName(pattern);
    return matches && { kind, onlyFolders, matches: (_, name) => matches(name) };
  }
  const matches = glob(pattern.replace(/^\//, ""));
  return matches && { kind, onlyFolders, matches: path => matches(path.split("/")) };
}

// Most patterns are plain names or endings, which need no taking apart.
function matchingName(pattern: string): ((name: string) => boolean) | undefined {
  if (/^[^*?[\\]+$/.test(pattern)) return name => name === pattern;
  if (/^\*[^*?[\\]+$/.test(pattern)) return name => name.endsWith(pattern.slice(1));
  // A lone `**` is two stars of one name here.
  const matches = glob(pattern.replace(/\*\*+/g, "*"));
  return matches && (name => matches([name]));
}

function ancestors(path: string): readonly string[] {
  const found: string[] = [];
  for (let at = path; at !== ""; at = folderOf(at)) found.push(at);
  return found;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
