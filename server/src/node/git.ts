// What git knows of the past, read from its objects alone: nothing is fetched, nothing is written, no program of the
// repository's own settings is started.
import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";

/** What git said instead of an answer, or why it could not be asked; to be shown to the user. */
export class GitError extends Error {
  override readonly name = "GitError";
}

/** The top of the repository that a folder is in: the nearest folder with a `.git`, which a worktree has as a file. */
export function repositoryTop(folder: string): string | undefined {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (statSync(path.join(at, ".git"), { throwIfNoEntry: false }) !== undefined) return at;
    if (path.dirname(at) === at) return undefined;
  }
}

/**
 * The commits that revisions (`main`, `HEAD~1`, `v1.2.0`) name; undefined where there is none.
 * @throws {GitError} when git cannot be asked.
 */
export async function commitsOf(top: string, revisions: readonly string[]): Promise<readonly (string | undefined)[]> {
  const askable = revisions.map(one => (/[\n\r\0]/.test(one) || one === "" ? "-" : one));
  const asked = askable.map(one => `${one}^{commit}\n`).join("");
  const answer = await git(top, ["cat-file", "--batch-check=%(objectname) %(objecttype)"], asked);
  return answer
    .toString("utf8")
    .trimEnd()
    .split("\n")
    .map(line => /^([0-9a-f]{40,64}) commit$/.exec(line)?.[1]);
}

/**
 * The best common ancestors of two commits, the latest first: several where each was merged into the other; none where
 * there is none, or a shallow clone ends before it.
 * @throws {GitError} when git cannot be asked.
 */
async function mergeBases(top: string, one: string, other: string): Promise<readonly string[]> {
  const answer = await git(top, ["merge-base", "--all", one, other], "", [0, 1]);
  return answer.toString("latin1").split("\n").filter(Boolean);
}

/** What colleagues have: the commit at which the work on HEAD began. */
export interface UsualBase {
  readonly commit: string;
  /** The branch that it was found by, as `origin/main`; HEAD where there is none. */
  readonly branch: string;
  /** How many commits would do as well: the latest of them is the one, as in `git diff branch...HEAD`. */
  readonly others: number;
}

/** What a base is called: `the merge base with origin/main`. */
export function baseWords({ branch, others }: UsualBase): string {
  if (branch === "HEAD") return "HEAD";
  return others === 0 ? `the merge base with ${branch}` : `the latest of ${others + 1} merge bases with ${branch}`;
}

/**
 * The best common ancestor of HEAD and the default branch, HEAD itself where there is none; undefined before the first
 * commit.
 * @throws {GitError} when git cannot be asked.
 */
export async function usualBase(top: string): Promise<UsualBase | undefined> {
  const [head, ...branches] = await commitsOf(top, ["HEAD", ...defaultBranches]);
  if (head === undefined) return undefined;
  const at = branches.findIndex(one => one !== undefined);
  const [commit, ...others] = at < 0 ? [] : await mergeBases(top, head, branches[at] ?? head);
  if (commit === undefined) return { commit: head, branch: "HEAD", others: 0 };
  return {
    commit,
    others: others.length,
    branch: (defaultBranches[at] ?? "HEAD").replace(/^refs\/(heads|remotes)\//, ""),
  };
}

// What was fetched comes first: of the own branch nobody else knows.
const defaultBranches: readonly string[] = [
  "refs/remotes/origin/HEAD",
  "refs/remotes/origin/main",
  "refs/remotes/origin/master",
  "refs/heads/main",
  "refs/heads/master",
  "refs/heads/trunk",
  "refs/remotes/origin/develop",
  "refs/heads/develop",
];

/**
 * Full names of the tags like `pattern` that are part of the history of `commit`, the highest version first.
 * @throws {GitError} when git cannot be asked.
 */
export async function tagsLike(top: string, pattern: string, commit: string): Promise<readonly string[]> {
  const answer = await git(top, [
    "for-each-ref",
    "--sort=-version:refname",
    "--format=%(refname)",
    `--merged=${commit}`,
    `refs/tags/${pattern}`,
  ]);
  return answer.toString("utf8").split("\n").filter(Boolean);
}

/** What a commit holds; paths are from the top of the repository, with `/`. */
export interface CommitTree {
  /** Ids of the contents of files. A link to a file counts as that file. */
  readonly blobs: ReadonlyMap<string, string>;
  /** The folders that links to folders lead to. */
  readonly folderLinks: ReadonlyMap<string, string>;
  /** The commits of submodules. */
  readonly submodules: ReadonlyMap<string, string>;
}

/**
 * What a commit holds, of files those that `wanted` says yes to. Links that lead out of the repository are left out.
 * @throws {GitError} when git cannot be asked.
 */
export async function treeOf(top: string, commit: string, wanted: (path: string) => boolean): Promise<CommitTree> {
  const answer = await git(top, ["ls-tree", "-r", "-z", "--full-tree", commit]);
  const blobs = new Map<string, string>();
  const links = new Map<string, string>();
  const submodules = new Map<string, string>();
  for (let at = 0; at < answer.length; ) {
    const end = answer.indexOf(0, at);
    const tab = answer.indexOf(9, at);
    const name = answer.toString("utf8", tab + 1, end);
    const [mode = "", , id = ""] = answer.toString("latin1", at, tab).split(" ");
    if (mode === "120000") links.set(name, id);
    else if (mode === "160000") submodules.set(name, id);
    else if (wanted(name)) blobs.set(name, id);
    at = end + 1;
  }
  const contents = await readBlobs(top, [...links.values()]);
  const targets = new Map([...links].map(([name, id]) => [name, new TextDecoder().decode(contents.get(id))]));
  const folderLinks = new Map<string, string>();
  for (const name of links.keys()) {
    const target = behindLinks(name, targets);
    const blob = target === undefined ? undefined : blobs.get(target);
    if (blob !== undefined && wanted(name)) blobs.set(name, blob);
    else if (target !== undefined && blob === undefined) folderLinks.set(name, target);
  }
  return { blobs, folderLinks, submodules };
}

// As many links as a system follows before it takes them for a circle.
const mostLinks = 40;

/** Where a path leads through links; undefined when that is out of the repository, or round in a circle. */
function behindLinks(name: string, targets: ReadonlyMap<string, string>): string | undefined {
  let real = name;
  for (let left = mostLinks; left > 0; left--) {
    const parts = real.split("/");
    const length = parts.findIndex((_, at) => targets.has(parts.slice(0, at + 1).join("/"))) + 1;
    if (length === 0) return real;
    const target = targets.get(parts.slice(0, length).join("/")) ?? "";
    real = path.posix.join(...parts.slice(0, length - 1), target, ...parts.slice(length)).replace(/\/$/, "");
    if (path.posix.isAbsolute(target) || real === ".." || real.startsWith("../")) return undefined;
  }
  return undefined;
}

/**
 * The contents of blobs by id. One that is missing is left out.
 * @throws {GitError} when git cannot be asked, or one is missing in a partial clone.
 */
export async function readBlobs(top: string, ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  // An answer is there twice for a moment, in the pieces that came and as a whole.
  for (let at = 0; at < ids.length; at += blobsAtOnce) {
    for (const [id, content] of await someBlobs(top, ids.slice(at, at + blobsAtOnce))) contents.set(id, content);
  }
  return contents;
}

const blobsAtOnce = 500;

async function someBlobs(top: string, ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  const answer = await git(top, ["cat-file", "--batch"], ids.map(id => `${id}\n`).join(""));
  for (let at = 0; at < answer.length; ) {
    const lineEnd = answer.indexOf(10, at);
    const [id = "", type, length] = answer.toString("latin1", at, lineEnd).split(" ");
    at = lineEnd + 1;
    if (type !== "blob") continue;
    contents.set(id, answer.subarray(at, at + Number(length)));
    at += Number(length) + 1;
  }
  return contents;
}

/**
 * The first line of what a commit says of itself; undefined where it says nothing.
 * @throws {GitError} when git cannot be asked.
 */
export async function subjectOf(top: string, commit: string): Promise<string | undefined> {
  const content = (await git(top, ["cat-file", "commit", commit])).toString("utf8");
  const message = content.slice(content.indexOf("\n\n") + 2).trimStart();
  return message.split("\n", 1)[0]?.trim() || undefined;
}

/** Says that contents are missing, and how to get them. */
export function lacking(what: string): string {
  return `the repository lacks ${what}, as a partial clone does: \`git fetch --refetch --no-filter\` gets all`;
}

// Programs that the settings of a repository name are not to be started, and what is missing is not to be fetched.
const readOnly = ["--no-optional-locks", "--no-pager", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false"];

// What of the environment says which repository is meant.
const ofAnotherRepository: readonly string[] = [
  ...["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"],
  ...["GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE", "GIT_REPLACE_REF_BASE", "GIT_PREFIX"],
];

async function git(
  top: string,
  args: readonly string[],
  input = "",
  expected: readonly number[] = [0],
): Promise<Buffer> {
  // A hook of git names the repository that it is in; here the folder alone counts.
  const env = { ...process.env };
  for (const name of ofAnotherRepository) delete env[name];
  const child = spawn("git", ["-C", top, ...readOnly, ...args], {
    // Windows looks for programs in the current folder first: that must not be one which came with the repository.
    cwd: path.dirname(process.execPath),
    shell: false,
    windowsHide: true,
    // Older ones do not know that they are not to fetch: no protocol is allowed to them.
    env: {
      ...env,
      GIT_NO_LAZY_FETCH: "1",
      GIT_ALLOW_PROTOCOL: "",
      GIT_TERMINAL_PROMPT: "0",
      GIT_OPTIONAL_LOCKS: "0",
      LC_ALL: "C",
    },
  });
  const parts: Buffer[] = [];
  const said: Buffer[] = [];
  child.stdout.on("data", part => parts.push(part));
  child.stderr.on("data", part => said.push(part));
  // Whoever ends before it has read everything says why on its own.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", error =>
      reject(
        new GitError(
          "code" in error && error.code === "ENOENT" ? "`git` is not installed, or not on the path" : error.message,
        ),
      ),
    );
    child.on("close", resolve);
  });
  if (code === null || !expected.includes(code)) {
    const words = Buffer.concat(said).toString("utf8").trim();
    if (words.includes("from promisor remote")) throw new GitError(lacking("contents of that version"));
    throw new GitError(`git ${args[0]} failed: ${words === "" ? `it ended with ${code}` : words}`);
  }
  return Buffer.concat(parts);
}
