// The side that `breaking --against` compares with.
import path from "node:path";
import { type Against, revision } from "../node/against.ts";
import { archiveFiles } from "../node/archives.ts";
import { repositoryTop } from "../node/git.ts";
import { pathKind } from "../node/syncFiles.ts";
import type { AskedFiles } from "./askedFiles.ts";
import { pastDisk } from "./disk.ts";
import { gitPast, hasRevision, repositoryOf, usualBaseOf } from "./gitPast.ts";
import { type ProtoTree, protoTree } from "./protoTree.ts";
import { UsageError } from "./usageError.ts";

/** Files of another time or place, to be compiled. */
export interface PastTree {
  /** How it is told to the user. */
  readonly words: string;
  readonly tree: ProtoTree;
  /** The folder that its paths are compared from, and that from which the paths of now are. */
  readonly base: string;
  readonly presentBase: string;
  /** Whether a file is known to be what it is now. */
  readonly isSame: (file: string) => boolean;
}

type InFiles = Exclude<Against, { readonly kind: "server" | "image" }>;

/** What a command is about: its current folder, and the files it names. */
export interface Asked {
  readonly cwd: string;
  readonly files: AskedFiles;
}

/**
 * Reads the side that is named, as far as it is made of files.
 * @throws {UsageError} when it is not there, or has no `.proto` file.
 */
export async function pastTree(asked: Asked, against: InFiles | undefined): Promise<PastTree> {
  switch (against?.kind) {
    case undefined:
      return ofUsualBase(asked);
    case "revision":
      return ofRevision(asked, against.revisions);
    case "git":
      return ofRepository(asked, against);
    case "folder":
      return ofFolder(asked, path.join(against.folder, against.subfolder));
    case "archive":
      return ofArchive(asked, against);
    case "file":
      return ofFile(asked, against.file);
  }
}

async function ofUsualBase(asked: Asked): Promise<PastTree> {
  const base = await usualBaseOf(repositoryOf(asked.cwd));
  const past = await ofRevision(asked, [base.commit]);
  return {
    ...past,
    words: base.branch === "HEAD" ? "HEAD" : `${base.commit.slice(0, 9)}, the merge base with ${base.branch}`,
  };
}

async function ofRevision({ cwd, files }: Asked, revisions: readonly string[]): Promise<PastTree> {
  const top = repositoryOf(cwd);
  const past = await gitPast(top, revisions);
  if (past === undefined)
    throw new UsageError(`there is no file, folder or revision \`${revisions[0]}\` to compare with`);
  return {
    words: words(revisions, past.commit),
    tree: await protoTree(cwd, files, past.disk),
    base: top,
    presentBase: top,
    isSame: past.isSame,
  };
}

async function ofRepository(asked: Asked, against: Extract<Against, { readonly kind: "git" }>): Promise<PastTree> {
  const { repository, revisions, subfolder } = against;
  const top = path.basename(repository) === ".git" ? path.dirname(repository) : repository;
  const past = await gitPast(top, revisions);
  if (past === undefined) throw new UsageError(`\`${repository}\` has no revision \`${words(revisions)}\``);
  const isOwn = subfolder === "" && repositoryTop(asked.cwd) === top;
  const shown = words(revisions, past.commit);
  if (isOwn)
    return {
      words: shown,
      tree: await protoTree(asked.cwd, asked.files, past.disk),
      base: top,
      presentBase: top,
      isSame: past.isSame,
    };
  const base = path.join(top, subfolder);
  return {
    words: shown,
    tree: await protoTree(base, insteadOf(asked, base), past.disk),
    base,
    presentBase: presentBase(asked),
    isSame: past.isSame,
  };
}

async function ofFolder(asked: Asked, folder: string): Promise<PastTree> {
  return {
    words: folder,
    tree: await protoTree(folder, insteadOf(asked, folder)),
    base: folder,
    presentBase: presentBase(asked),
    isSame: () => false,
  };
}

async function ofArchive(asked: Asked, against: Extract<Against, { readonly kind: "archive" }>): Promise<PastTree> {
  const found = archiveFiles(against.file, against.form);
  const contents = new Map<string, Uint8Array>();
  // The archive stands for the folder that it holds.
  for (const [name, content] of found) {
    const parts = name.split("/").slice(against.strip);
    if (parts.length > 0) contents.set(path.join(against.file, ...parts), content);
  }
  const base = path.join(against.file, against.subfolder);
  const disk = pastDisk({ contents, files: new Set(contents.keys()) });
  return {
    words: against.file,
    tree: await protoTree(base, insteadOf(asked, base), disk),
    base,
    presentBase: presentBase(asked),
    isSame: () => false,
  };
}

async function ofFile(asked: Asked, file: string): Promise<PastTree> {
  const base = path.dirname(file);
  return {
    words: file,
    tree: await protoTree(base, { ...insteadOf(asked, base), paths: [file] }),
    base,
    presentBase: presentBase(asked),
    isSame: () => false,
  };
}

function words([first = ""]: readonly string[], commit = first): string {
  const short = commit.slice(0, 9);
  const name = first.replace(/^refs\/(heads|tags|remotes)\//, "");
  return first === commit ? name : `${name} (${short})`;
}

// All of the other folder, with import roots at the places that they have here.
function insteadOf({ cwd, files }: Asked, base: string): AskedFiles {
  const input = inputFolder(cwd, files.paths);
  const roots = files.roots.map(root => {
    const below = path.relative(input, path.resolve(cwd, root));
    return below.startsWith("..") || path.isAbsolute(below) ? path.resolve(cwd, root) : path.join(base, below);
  });
  return { ...files, paths: ["."], roots };
}

// The folder that a command is about: the one that it names, or the current one.
function presentBase({ cwd, files }: Asked): string {
  return inputFolder(cwd, files.paths);
}

function inputFolder(cwd: string, paths: readonly string[]): string {
  const [only] = paths;
  return paths.length === 1 && only !== undefined && !only.endsWith(".proto") ? path.resolve(cwd, only) : cwd;
}

/**
 * A name that is both a file or folder and a revision must be told apart.
 * @throws {UsageError} with both spellings.
 */
export async function refuseTwoMeanings(cwd: string, text: string): Promise<void> {
  if (/[#\\]|^[./]|\/$|^-$/.test(text) || pathKind(path.resolve(cwd, text)) === undefined) return;
  const top = repositoryTop(cwd);
  if (top === undefined || !(await hasRevision(top, revision(text).revisions))) return;
  throw new UsageError(
    `\`${text}\` is a file or folder and a revision of git: write \`./${text}\` or \`.git#ref=${text}\``,
  );
}
