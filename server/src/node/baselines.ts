// Earlier versions of a folder, as `protodial.breaking.against` names them.
import { statSync } from "node:fs";
import path from "node:path";
import type { BaselineChoice, BaselineKind } from "../protocol/requests.ts";
import { readAgainst } from "./against.ts";
import { BaselineError } from "./baselineError.ts";
import { diskPath } from "./diskFiles.ts";
import {
  baseWords,
  commitsOf,
  GitError,
  repositoryTop,
  subjectOf,
  tagsLike,
  type UsualBase,
  usualBase,
} from "./git.ts";
import { isShallow } from "./gitFolders.ts";
import {
  archiveBaseline,
  type Commit,
  folderBaseline,
  type ImageBaseline,
  imageBaseline,
  type LockBaseline,
  lockBaseline,
  type OpenBaseline,
  otherCommit,
  ownCommit,
} from "./openBaseline.ts";
import { pathKind } from "./syncFiles.ts";

/** Which version is meant. */
export interface FoundBaseline {
  /** Names the version: where two are equal, so are the files. */
  readonly id: string;
  readonly kind: BaselineKind;
  /** How it is told: `v1.2.0 (1a2b3c4d5)`. */
  readonly words: string;
  /** More of it, as what a commit is about. */
  readonly detail?: string;
  /** `pause` is called after each little step. */
  readonly open: (pause: () => Promise<void>) => Promise<OpenBaseline | ImageBaseline | LockBaseline>;
}

/**
 * Finds an earlier version of the folder of a `file:` uri. `against`: as on the command line, but no server, or a pattern of
 * tags (`v*`, of which the highest version in the history of HEAD counts); where it is empty, the commit at which the work
 * on HEAD began. Undefined where there is nothing to compare with: no repository, or no commit in it.
 * @throws {GitError | BaselineError} when what is named is not there, or cannot be read; `open` too.
 */
export async function findBaseline(folderUri: string, against: string): Promise<FoundBaseline | undefined> {
  const folder = diskPath(folderUri);
  if (folder === undefined) return undefined;
  const asked = against === "" ? undefined : readAgainst(folder, against);
  switch (asked?.kind) {
    case "folder": {
      const other = path.join(asked.folder, asked.subfolder);
      return { id: other, kind: "folder", words: shown(folder, other), open: async () => folderBaseline(other) };
    }
    case "archive":
      return {
        ...ofFile(folder, asked.file, against),
        kind: "archive",
        open: async () => archiveBaseline(folder, asked),
      };
    case "image":
      return { ...ofFile(folder, asked.file ?? "-", against), kind: "image", open: async () => imageBaseline(asked) };
    case "lock":
      return {
        ...ofFile(folder, asked.file, against),
        kind: "image",
        open: async () => lockBaseline(folder, asked.file),
      };
    case "file":
      throw new BaselineError(`\`${against}\` is a single file: name the folder that it is in`);
    case "server":
      throw new BaselineError(`\`${against}\` is a server, which is not read from the disk`);
    case "git":
      return ofRepository(folder, against, asked);
    case "revision":
      return ofHistory(folder, against, asked.revisions);
    case undefined:
      return ofHistory(folder, against, []);
  }
}

// A file that is written again is another version.
function ofFile(folder: string, file: string, against: string): Pick<FoundBaseline, "id" | "words"> {
  const written = statSync(file, { throwIfNoEntry: false });
  return { id: `${against} ${written?.mtimeMs} ${written?.size}`, words: shown(folder, file) };
}

/** As the user would write it. */
function shown(folder: string, file: string): string {
  const relative = path.relative(folder, file);
  return relative.startsWith(path.join("..", "..", "..")) || relative === "" ? file : relative;
}

async function ofRepository(
  folder: string,
  against: string,
  asked: { readonly repository: string; readonly revisions: readonly string[]; readonly subfolder: string },
): Promise<FoundBaseline> {
  const { repository, revisions, subfolder } = asked;
  const top = path.basename(repository) === ".git" ? path.dirname(repository) : repository;
  const found = await named(top, against, revisions);
  const base = path.join(top, subfolder);
  if (base === folder || (subfolder === "" && top === repositoryTop(folder))) return ofCommit(folder, found);
  return {
    ...(await told(found)),
    id: `${base} ${found.commit}`,
    words: `${shown(folder, base)} ${found.words}`,
    open: pause => otherCommit(folder, base, { commit: found, pause }),
  };
}

async function ofHistory(
  folder: string,
  against: string,
  revisions: readonly string[],
): Promise<FoundBaseline | undefined> {
  const top = repositoryTop(folder);
  if (top === undefined) {
    if (against === "") return undefined;
    throw new GitError(`there is no file or folder \`${against}\`, and the folder is in no git repository`);
  }
  const found = against === "" ? await usual(top) : await named(top, against, revisions);
  return found === undefined ? undefined : ofCommit(folder, found);
}

async function ofCommit(folder: string, found: Named): Promise<FoundBaseline> {
  return { ...(await told(found)), open: pause => ownCommit(folder, found, pause) };
}

async function told({ top, commit, words, remark }: Named): Promise<Omit<FoundBaseline, "open">> {
  const details = [await subjectOf(top, commit), remark].filter(one => one !== undefined);
  return { id: commit, kind: "commit", words, ...(details.length === 0 ? {} : { detail: details.join("\n") }) };
}

interface Named extends Commit {
  readonly words: string;
  readonly remark?: string;
}

async function usual(top: string): Promise<Named | undefined> {
  const base = await usualBase(top);
  if (base === undefined) return undefined;
  const { commit, branch } = base;
  const words = `${branch} (${short(commit)})`;
  if (base.others > 0) return { top, commit, words, remark: severalBases(base) };
  if (branch !== "HEAD" || !isShallow(top)) return { top, commit, words };
  const remark = `The clone is shallow and ends before the merge base with the default branch: ${unshallow} gets the rest.`;
  return { top, commit, words, remark };
}

function severalBases(base: UsualBase): string {
  return `It is ${baseWords(base)}: each was merged into the other. Any revision can be named instead.`;
}

const unshallow = "`git fetch --unshallow`";

async function named(top: string, against: string, given: readonly string[]): Promise<Named> {
  const revisions = [...given];
  if (against.includes("*")) {
    const [head] = await commitsOf(top, ["HEAD"]);
    const [tag] = head === undefined ? [] : await tagsLike(top, against, head);
    if (tag === undefined)
      throw new GitError(`there is no tag like \`${against}\` in the history of HEAD${lackOf(top)}`);
    revisions.splice(0, revisions.length, tag);
  }
  const found = (await commitsOf(top, revisions)).find(one => one !== undefined);
  if (found === undefined) throw new GitError(`there is no file, folder or revision \`${against}\`${lackOf(top)}`);
  const name = (revisions[0] ?? against).replace(/^refs\/(heads|tags|remotes)\//, "");
  return { top, commit: found, words: found.startsWith(name) ? short(found) : `${name} (${short(found)})` };
}

function lackOf(top: string): string {
  return isShallow(top) ? `; the clone is shallow: ${unshallow} gets all that there is` : "";
}

function short(commit: string): string {
  return commit.slice(0, 9);
}

/** Versions that a folder is likely to be compared with, the usual one first: of its repository, and files kept in it. */
export async function baselineChoices(folderUri: string): Promise<readonly BaselineChoice[]> {
  const folder = diskPath(folderUri);
  if (folder === undefined) return [];
  const kept = keptVersions.filter(one => pathKind(path.join(folder, one.against)) === "file");
  return [...(await choicesOfRepository(folder)), ...kept];
}

const keptVersions: readonly BaselineChoice[] = [
  { against: "proto.snapshot.json", label: "proto.snapshot.json", description: "the snapshot that was saved" },
  { against: "proto.lock", label: "proto.lock", description: "the lock file of protolock" },
];

async function choicesOfRepository(folder: string): Promise<readonly BaselineChoice[]> {
  const top = repositoryTop(folder);
  const base = top === undefined ? undefined : await usualBase(top);
  if (top === undefined || base === undefined) return [];
  const [head] = await commitsOf(top, ["HEAD"]);
  if (head === undefined) return [];
  const choices = [
    { against: "", label: "Where the work began", description: `${baseWords(base)} (${short(base.commit)})` },
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
