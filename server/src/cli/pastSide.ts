// The side that `breaking --against` compares with.
import path from "node:path";
import type { Ignored } from "../breaking/ignored.ts";
import { lockedFiles } from "../breaking/lockedFiles.ts";
import { isToldByLock } from "../breaking/lockTells.ts";
import { type Against, revision } from "../node/against.ts";
import { archiveFiles } from "../node/archives.ts";
import { baseWords, repositoryTop } from "../node/git.ts";
import { isShallow } from "../node/gitFolders.ts";
import { filesOfLock, lockText } from "../node/lockFile.ts";
import { pathKind } from "../node/syncFiles.ts";
import type { AskedFiles } from "./askedFiles.ts";
import { type Disk, pastDisk, presentDisk } from "./disk.ts";
import { gitPast, repositoryOf, revisionsOf, usualBaseOf } from "./gitPast.ts";
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
  /** Whether it tells what a finding rests on; absent where it tells all. */
  readonly isTold?: Ignored["isTold"];
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
    case "lock":
      return ofLock(asked, against.file);
  }
}

async function ofUsualBase(asked: Asked): Promise<PastTree> {
  const top = repositoryOf(asked.cwd);
  const base = await usualBaseOf(top);
  const past = await ofRevision(asked, [base.commit]);
  const words =
    base.branch === "HEAD" ? `HEAD${lackingHistory(top)}` : `${base.commit.slice(0, 9)}, ${baseWords(base)}`;
  return { ...past, words };
}

// Where all is committed already nothing differs from HEAD: that must not read as if nothing breaks.
function lackingHistory(top: string): string {
  return isShallow(top) ? " (the clone is shallow and lacks what was before: `git fetch --unshallow` gets it)" : "";
}

async function ofRevision({ cwd, files }: Asked, revisions: readonly string[]): Promise<PastTree> {
  const top = repositoryOf(cwd);
  const past = await gitPast(top, revisions);
  if (past === undefined)
    throw new UsageError(
      `there is no file, folder or revision \`${revisions[0]}\` to compare with${lackingHistory(top)}`,
    );
  return {
    words: words(revisions, past.commit),
    tree: await pastFiles(cwd, files, past.disk),
    base: top,
    presentBase: top,
    isSame: past.isSame,
  };
}

async function ofRepository(asked: Asked, against: Extract<Against, { readonly kind: "git" }>): Promise<PastTree> {
  const { repository, revisions, subfolder, submodules } = against;
  const top = path.basename(repository) === ".git" ? path.dirname(repository) : repository;
  const past = await gitPast(top, revisions, submodules);
  if (past === undefined) throw new UsageError(`\`${repository}\` has no revision \`${words(revisions)}\``);
  const isOwn = subfolder === "" && repositoryTop(asked.cwd) === top;
  const shown = words(revisions, past.commit);
  if (isOwn)
    return {
      words: shown,
      tree: await pastFiles(asked.cwd, asked.files, past.disk),
      base: top,
      presentBase: top,
      isSame: past.isSame,
    };
  const base = path.join(top, subfolder);
  return { words: shown, ...(await otherFolder(asked, base, past.disk)), isSame: past.isSame };
}

async function ofFolder(asked: Asked, folder: string): Promise<PastTree> {
  return { words: folder, ...(await otherFolder(asked, folder, presentDisk)), isSame: () => false };
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
  if (![...contents.keys()].some(file => file.endsWith(".proto")))
    throw new UsageError(`\`${against.file}\` holds no \`.proto\` file there`);
  const disk = pastDisk({ contents, files: new Set(contents.keys()), folderLinks: new Map() });
  return { words: against.file, ...(await otherFolder(asked, base, disk)), isSame: () => false };
}

async function ofLock({ cwd, files }: Asked, file: string): Promise<PastTree> {
  const read = lockedFiles(lockText(file));
  if (read.kind === "damaged") throw new UsageError(`\`${file}\` ${read.message}`);
  const tree = await pastFiles(cwd, files, pastDisk(filesOfLock(file, read.files, cwd)));
  return { words: file, tree, base: cwd, presentBase: cwd, isSame: () => false, isTold: isToldByLock };
}

async function ofFile({ cwd, files }: Asked, file: string): Promise<PastTree> {
  const base = path.dirname(file);
  const [only] = files.paths;
  const presentBase = files.paths.length === 1 && only !== undefined ? path.dirname(path.resolve(cwd, only)) : cwd;
  const roots = rootsBelow(base, presentBase, { cwd, files });
  return {
    words: file,
    tree: await protoTree(base, { ...files, paths: [file], roots }),
    base,
    presentBase,
    isSame: () => false,
  };
}

function words([first = ""]: readonly string[], commit = first): string {
  const short = commit.slice(0, 9);
  const name = first.replace(/^refs\/(heads|tags|remotes)\//, "");
  return first === commit ? name : `${name} (${short})`;
}

// All of the other folder, or of it the files that are named; `base` is where it begins.
async function otherFolder(
  asked: Asked,
  base: string,
  disk: Disk,
): Promise<Pick<PastTree, "base" | "presentBase" | "tree">> {
  const { cwd, files } = asked;
  const named = namedAlone(asked);
  const presentBase = named.length > 0 ? baseOfNamed(named, asked, { base, disk }) : inputFolder(cwd, files.paths);
  const paths = named.length > 0 ? named.map(file => path.join(base, path.relative(presentBase, file))) : [base];
  const roots = rootsBelow(base, presentBase, asked);
  return { tree: await pastFiles(base, { ...files, paths, roots }, disk), base, presentBase };
}

// Import roots at the places that they have here.
function rootsBelow(base: string, presentBase: string, { cwd, files }: Asked): readonly string[] {
  return files.roots.map(root => {
    const below = path.relative(presentBase, path.resolve(cwd, root));
    return below.startsWith("..") || path.isAbsolute(below) ? path.resolve(cwd, root) : path.join(base, below);
  });
}

// Files, where a command is about nothing else.
function namedAlone({ cwd, files }: Asked): readonly string[] {
  return files.paths.every(one => one.endsWith(".proto")) ? files.paths.map(one => path.resolve(cwd, one)) : [];
}

// The other folder stands for the current one, or for one on the way to the files.
function baseOfNamed(
  [first = ""]: readonly string[],
  { cwd }: Asked,
  other: { readonly base: string; readonly disk: Disk },
): string {
  const parts = path.relative(cwd, path.dirname(first)).split(path.sep);
  for (let depth = 0; depth <= parts.length; depth++) {
    const folder = path.join(cwd, ...parts.slice(0, depth));
    if (other.disk.pathKind(path.join(other.base, path.relative(folder, first))) === "file") return folder;
  }
  return cwd;
}

// What is new was not there.
async function pastFiles(cwd: string, files: AskedFiles, disk: Disk): Promise<ProtoTree> {
  const asked = files.paths.length === 0 ? ["."] : files.paths;
  const paths = asked.filter(one => {
    const full = path.resolve(cwd, one);
    if (disk.pathKind(full) !== "folder") return !one.endsWith(".proto") || disk.pathKind(full) === "file";
    return disk === presentDisk || disk.folderFiles(full, files.ignored).files.length > 0;
  });
  if (paths.length === 0) return { targets: [], roots: [], unreadable: [], shown: source => source.path };
  return protoTree(cwd, { ...files, paths }, disk);
}

function inputFolder(cwd: string, paths: readonly string[]): string {
  const [only] = paths;
  return paths.length === 1 && only !== undefined && !only.endsWith(".proto") ? path.resolve(cwd, only) : cwd;
}

/**
 * A name that is both a file or folder and a revision, or a branch and a tag, must be told apart.
 * @throws {UsageError} with both spellings.
 */
export async function refuseTwoMeanings(cwd: string, text: string): Promise<void> {
  const top = repositoryTop(cwd);
  if (top === undefined || /[#\\:]|^[./]|\/$|^-$/.test(text)) return;
  if (pathKind(path.resolve(cwd, text)) !== undefined) {
    if (!(await isRevision(top, revision(text).revisions))) return;
    throw new UsageError(
      `\`${text}\` is a file or folder and a revision of git: write \`./${text}\` or \`.git#ref=${text}\``,
    );
  }
  const [branch, tag] = await revisionsOf(top, [`refs/heads/${text}`, `refs/tags/${text}`]);
  if (branch === undefined || tag === undefined || branch === tag) return;
  throw new UsageError(
    `\`${text}\` is a branch and a tag of git: write \`refs/heads/${text}\` or \`refs/tags/${text}\``,
  );
}

async function isRevision(top: string, revisions: readonly string[]): Promise<boolean> {
  return (await revisionsOf(top, revisions)).some(one => one !== undefined);
}
