// What the settings of git say, as far as it concerns what is ignored. The files are read; git itself is not started.
import { homedir } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { readRegularFile } from "./readFile.ts";

/**
 * The ignore file that counts in all repositories of the user: `core.excludesFile` of the settings, of which those of
 * the repository count most, else the customary one. Undefined where the settings say that there is none.
 */
export function userIgnoreFile({ top, git }: Repository): string | undefined {
  const { env } = process;
  const home = join(env.XDG_CONFIG_HOME || join(homedir(), ".config"), "git");
  const own = env.GIT_CONFIG_GLOBAL;
  const ofUser = own === undefined ? [join(home, "config"), join(homedir(), ".gitconfig")] : [own];
  const ofSystem = env.GIT_CONFIG_NOSYSTEM ? [] : [env.GIT_CONFIG_SYSTEM ?? "/etc/gitconfig"];
  let found: string | undefined;
  for (const file of [...ofSystem, ...ofUser, join(git, "config")]) {
    for (const { name, value } of readSettings(file, git)) if (name === "core.excludesfile") found = value;
  }
  if (found === undefined) return join(home, "ignore");
  return found === "" ? undefined : pathNamed(found, top);
}

export interface Repository {
  /** The folder that it is in. */
  readonly top: string;
  /** Git's own folder of it. */
  readonly git: string;
}

interface Setting {
  /** Section, what stands beside it, and key, with dots; section and key in lower case. */
  readonly name: string;
  readonly value: string;
}

// As many as git follows.
const mostIncludes = 10;

/** The settings of a file and of those that it includes, in the order in which they count; the last counts most. */
function* readSettings(file: string, git: string, depth = 0): Iterable<Setting> {
  const bytes = readRegularFile(file);
  if (bytes === undefined) return;
  for (const setting of parseSettings(new TextDecoder().decode(bytes))) {
    yield setting;
    const condition = /^include(?:if\.(.*))?\.path$/s.exec(setting.name);
    if (condition === null || depth >= mostIncludes || !isIncluded(condition[1], git)) continue;
    const included = pathNamed(setting.value, dirname(file));
    if (included !== undefined) yield* readSettings(included, git, depth + 1);
  }
}

/** Of the conditions that git knows: that the repository is in a folder. */
function isIncluded(condition: string | undefined, git: string): boolean {
  if (condition === undefined) return true;
  const folder = /^gitdir:([~/].*\/)(?:\*\*)?$/s.exec(condition)?.[1];
  const path = folder === undefined ? undefined : pathNamed(folder, "/");
  return path !== undefined && `${git.replace(/\\/g, "/")}/`.startsWith(path.replace(/\\/g, "/"));
}

/** A path of the settings; undefined for one that nobody should look at. */
function pathNamed(path: string, base: string): string | undefined {
  if (isOnNetwork(path)) return undefined;
  if (path === "~" || path.startsWith("~/")) return join(homedir(), path.slice(1));
  return isAbsolute(path) ? path : resolve(base, path);
}

/** Whether to look at a path is to sign in somewhere, as on Windows. */
export function isOnNetwork(path: string): boolean {
  return /^[\\/]{2}/.test(path);
}

function parseSettings(text: string): readonly Setting[] {
  const settings: Setting[] = [];
  let section = "";
  // A line goes on where it ends with `\`, other than a comment.
  for (const line of text.replace(/\r\n/g, "\n").match(/[ \t]*[#;][^\n]*|(?:[^\\\n]|\\.)+/gs) ?? []) {
    const head = /^\s*\[\s*([\w.-]+)\s*(?:"((?:[^"\\]|\\.)*)"\s*)?\]/.exec(line);
    if (head !== null) {
      const beside = head[2]?.replace(/\\(.)/g, "$1");
      section = (head[1] ?? "").toLowerCase() + (beside === undefined ? "" : `.${beside}`);
    }
    const setting = /^\s*([A-Za-z][\w-]*)\s*(?:=\s*(.*))?$/s.exec(line.slice(head?.[0].length ?? 0));
    if (setting === null) continue;
    settings.push({ name: `${section}.${setting[1]?.toLowerCase()}`, value: parseValue(setting[2] ?? "") });
  }
  return settings;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", b: "\b", "\n": "" };

function parseValue(text: string): string {
  let value = "";
  let isQuoted = false;
  let end = 0;
  for (const [piece] of text.matchAll(/\\.|./gs)) {
    if (piece === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (piece === "#" || piece === ";")) break;
    else value += piece.startsWith("\\") ? (escapes[piece.slice(1)] ?? piece.slice(1)) : piece;
    // Spaces at the end are not part of it, unless they are quoted.
    if (isQuoted || !/\s/.test(piece)) end = value.length;
  }
  return value.slice(0, end);
}
