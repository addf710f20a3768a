// Earlier versions of a folder, as `protodial.breaking.against` names them.
import { statSync, watch } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Against, readAgainst } from "./against.ts";
import { archiveFiles } from "./archives.ts";
import { BaselineError } from "./baselineError.ts";
import { diskFiles, diskPath } from "./diskFiles.ts";
import { commitsOf, GitError, repositoryTop, tagsLike, usualBase } from "./git.ts";
import { filesOfCommit, type PastFiles } from "./gitPast.ts";
import type { DiskWalk } from "./listDisk.ts";
import { unpacked } from "./packed.ts";
import { pathKind, readBytes } from "./syncFiles.ts";

/** Which version is meant. */
export interface FoundBaseline {
  /** Names the version: where two are equal, so are the files. */
  readonly id: string;
  /** How it is told: `v1.2.0 (1a2b3c4d5)`. */
  readonly words: string;
  /** `pause` is called after each little step. */
  readonly open: (pause: () => Promise<void>) => Promise<OpenBaseline | ImageBaseline>;
}

/** An earlier version that is told by descriptors. */
export interface ImageBaseline {
  /** Of the image, not compressed any more. */
  readonly image: Uint8Array;
  readonly form: Extract<Against, { readonly kind: "image" }>["form"];
}

/** An earlier version of a folder. Its files have the uris that they have now, or would have. */
export interface OpenBaseline {
  /** The folder that stands for the one asked about: the same, but of another folder as version that one. */
  readonly folderUri: string;
  readonly read: (uri: string) => Promise<Uint8Array | undefined>;
  readonly list: (folderUri: string, walk: DiskWalk) => Promise<readonly string[]>;
  /** Uris of the files that are known to be different now, or gone. */
  readonly changed: readonly string[];
}

/**
 * Finds an earlier version of the folder of a `file:` uri. `against`: as on the command line, or a pattern of tags (`v*`, of
 * which the highest version in the history of HEAD counts); where it is empty, the commit at which the work on HEAD began.
 * Undefined where there is nothing to compare with: no repository, or no commit in it.
 * @throws {GitError | BaselineError} when what is named is not there, or cannot be read; `open` too.
 */
export async function findBaseline(folderUri: string, against: string): Promise<FoundBaseline | undefined> {
  const folder = diskPath(folderUri);
  if (folder === undefined) return undefined;
  const asked = against === "" ? undefined : readAgainst(folder, against);
  switch (asked?.kind) {
    case "folder": {
      const other = path.join(asked.folder, asked.subfolder);
      return { id: other, words: other, open: async () => folderBaseline(other) };
    }
    case "archive":
      return { ...ofFile(asked.file, against), open: async () => archiveBaseline(folder, asked) };
    case "image":
      return { ...ofFile(asked.file ?? "-", against), open: async () => imageBaseline(asked) };
    case "file":
      throw new BaselineError(`\`${against}\` is a single file: name the folder that it is in`);
    case "server":
      throw new BaselineError(
        `\`${against}\` is a server: compare with it on the command line, \`protodial breaking\``,
      );
    case "git":
      if (path.resolve(asked.repository) !== path.join(repositoryTop(folder) ?? "", ".git") || asked.subfolder !== "")
        throw new BaselineError(`\`${against}\` is not the repository of the folder: compare with a folder of it`);
      return ofHistory(folder, against, asked.revisions);
    case "revision":
      return ofHistory(folder, against, asked.revisions);
    case undefined:
      return ofHistory(folder, against, []);
  }
}

// A file that is written again is another version.
function ofFile(file: string, against: string): Pick<FoundBaseline, "id" | "words"> {
  const written = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return { id: `${against} ${written}`, words: file };
}

async function ofHistory(
  folder: string,
  against: string,
  revisions: readonly string[],
): Promise<FoundBaseline | undefined> {
  const top = repositoryTop(folder);
  if (top === undefined) {
    if (against === "") return undefined;
    throw new GitError(`there is no folder \`${against}\`, and the folder is in no git repository`);
  }
  const found = against === "" ? await usual(top) : await named(top, against, revisions);
  if (found === undefined) return undefined;
  const { commit, words } = found;
  return {
    id: commit,
    words,
    open: async pause => commitBaseline(uriOf(folder), await filesOfCommit(top, commit, { wanted: isWanted, pause })),
  };
}

function imageBaseline({ file, form, compression }: Extract<Against, { readonly kind: "image" }>): ImageBaseline {
  const content = file === undefined ? undefined : readBytes(file);
  if (file === undefined || content === undefined) throw new BaselineError(`\`${file ?? "-"}\` cannot be read`);
  return { image: unpacked(content, compression, file), form };
}

// The archive stands for the folder that it holds.
function archiveBaseline(folder: string, asked: Extract<Against, { readonly kind: "archive" }>): OpenBaseline {
  const base = path.join(asked.file, asked.subfolder);
  const contents = new Map<string, Uint8Array>();
  const changed: string[] = [];
  for (const [name, content] of archiveFiles(asked.file, asked.form)) {
    const parts = name.split("/").slice(asked.strip);
    const file = path.join(asked.file, ...parts);
    if (parts.length === 0 || !isWanted(file)) continue;
    contents.set(file, content);
    const now = path.join(folder, path.relative(base, file));
    if (file.endsWith(".proto") && !isContent(now, content)) changed.push(uriOf(now));
  }
  if (![...contents.keys()].some(file => file.endsWith(".proto")))
    throw new BaselineError(`\`${asked.file}\` holds no \`.proto\` file`);
  const past = { contents, files: new Set(contents.keys()) };
  return { ...commitBaseline(uriOf(base), past), changed };
}

function isContent(file: string, content: Uint8Array): boolean {
  const now = readBytes(file);
  return now !== undefined && Buffer.compare(now, content) === 0;
}

function commitBaseline(folderUri: string, past: PastFiles): OpenBaseline {
  return {
    folderUri,
    read: async uri => bytesAt(past, uri),
    list: async (below, walk) => listed(past, below, walk),
    changed: [...past.contents.keys()].filter(file => file.endsWith(".proto")).map(uriOf),
  };
}

interface Named {
  readonly commit: string;
  readonly words: string;
}

async function usual(top: string): Promise<Named | undefined> {
  const base = await usualBase(top);
  if (base === undefined) return undefined;
  const { commit, branch } = base;
  return { commit, words: branch === "HEAD" ? `HEAD (${short(commit)})` : `${branch} (${short(commit)})` };
}

async function named(top: string, against: string, given: readonly string[]): Promise<Named> {
  const revisions = [...given];
  if (against.includes("*")) {
    const [head] = await commitsOf(top, ["HEAD"]);
    const [tag] = head === undefined ? [] : await tagsLike(top, against, head);
    if (tag === undefined) throw new GitError(`there is no tag like \`${against}\` in the history of HEAD`);
    revisions.splice(0, revisions.length, tag);
  }
  const found = (await commitsOf(top, revisions)).find(one => one !== undefined);
  if (found === undefined) throw new GitError(`there is no folder or revision \`${against}\``);
  return { commit: found, words: `${(revisions[0] ?? against).replace(/^refs\/tags\//, "")} (${short(found)})` };
}

function short(commit: string): string {
  return commit.slice(0, 9);
}

// Of files that are no protos only those that say where imports lead.
function isWanted(name: string): boolean {
  return name.endsWith(".proto") || configNames.has(name.slice(name.lastIndexOf("/") + 1));
}

const configNames: ReadonlySet<string> = new Set(["buf.yaml", "buf.work.yaml", "buf.lock"]);

// What that time did not have may be fetched or made by tools, and kept by nobody.
function bytesAt({ contents }: PastFiles, uri: string): Promise<Uint8Array | undefined> | Uint8Array | undefined {
  const file = diskPath(uri);
  return file === undefined ? undefined : (contents.get(file) ?? diskFiles.read(uri));
}

function listed({ files }: PastFiles, below: string, walk: DiskWalk): readonly string[] {
  const folder = diskPath(below);
  if (folder === undefined) return [];
  return [...files]
    .filter(file => {
      const relative = path.relative(folder, file).split(path.sep).join("/");
      if (relative.startsWith("../") || relative === ".." || path.isAbsolute(relative)) return false;
      if (!walk.isListed(path.basename(file))) return false;
      const folders = relative.split("/").slice(0, -1);
      return !folders.some((_, at) => walk.skips(folders.slice(0, at + 1).join("/"), "folder"));
    })
    .map(uriOf);
}

function folderBaseline(folder: string): OpenBaseline {
  return {
    folderUri: uriOf(folder),
    read: diskFiles.read,
    list: diskFiles.list,
    changed: [],
  };
}

function uriOf(file: string): string {
  return pathToFileURL(file).href;
}

/** Tells when a commit, a checkout or a fetch may have changed what is meant. Ends with the function that it gives. */
export function watchHistory(folderUri: string, onChange: () => void): () => void {
  const folder = diskPath(folderUri);
  const top = folder === undefined ? undefined : repositoryTop(folder);
  const gitFolder = top === undefined ? undefined : path.join(top, ".git");
  if (gitFolder === undefined || pathKind(gitFolder) !== "folder") return () => {};
  // Each of these is written when one of them is done; the index is written all the time.
  const telling = new Set(["HEAD", "ORIG_HEAD", "FETCH_HEAD", "COMMIT_EDITMSG", "packed-refs"]);
  let waiting: NodeJS.Timeout | undefined;
  const watcher = watch(gitFolder, { persistent: false }, (_, name) => {
    if (name === null || !telling.has(name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(onChange, 200);
    waiting.unref();
  });
  watcher.on("error", () => watcher.close());
  return () => {
    clearTimeout(waiting);
    watcher.close();
  };
}

/** Versions that a folder is likely to be compared with, the usual one first; none outside of repositories. */
export async function baselineChoices(folderUri: string): Promise<readonly BaselineChoice[]> {
  const folder = diskPath(folderUri);
  const top = folder === undefined ? undefined : repositoryTop(folder);
  const base = top === undefined ? undefined : await usualBase(top);
  if (top === undefined || base === undefined) return [];
  const [head] = await commitsOf(top, ["HEAD"]);
  if (head === undefined) return [];
  const where = base.branch === "HEAD" ? "HEAD" : `the merge base with ${base.branch}`;
  const choices = [
    { against: "", label: "Where the work began", description: `${where} (${short(base.commit)})` },
    { against: "HEAD", label: "HEAD", description: `what is committed (${short(head)})` },
  ];
  const [highest, ...tags] = (await tagsLike(top, "*", head)).map(one => one.slice("refs/tags/".length));
  if (highest !== undefined && /^v\d/.test(highest))
    choices.push({ against: "v*", label: "The latest release", description: `the highest tag v*: ${highest}` });
  for (const tag of [highest, ...tags].slice(0, mostTags))
    if (tag !== undefined) choices.push({ against: tag, label: tag, description: "tag" });
  return choices;
}

const mostTags = 8;

/** As `protodial.breaking.against` has it, with words. */
export interface BaselineChoice {
  readonly against: string;
  readonly label: string;
  readonly description: string;
}
