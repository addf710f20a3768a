import type { Found, Pair } from "./rule.ts";
import type { FileOptionName, FileShape } from "./shapes.ts";

/** A file is not there any more, or has another path. */
export function fileGone(before: FileShape): Found {
  return { at: { kind: "nowhere" }, message: `file \`${before.path}\` was deleted`, before };
}

/** No file is of the package any more; `before` is one that was. */
export function packageGone(name: string, before: FileShape | undefined): Found {
  return {
    at: { kind: "nowhere" },
    message: name === "" ? "no file is without a package any more" : `package \`${name}\` was deleted`,
    before,
  };
}

/** A file is of another package. */
export function packageChanged({ before, after }: Pair<FileShape>): Found {
  return {
    at: { kind: "statement", file: after, name: "package" },
    message: `the package changed from ${quoted(before.packageName)} to ${quoted(after.packageName)}`,
    before,
  };
}

/** A file is of another syntax. */
export function syntaxChanged({ before, after }: Pair<FileShape>): Found {
  return {
    at: { kind: "statement", file: after, name: "syntax" },
    message: `the syntax changed from ${before.syntax} to ${after.syntax}`,
    before,
  };
}

/** The value in effect of a file's option is another one; an empty one is that of no option. */
export function fileOptionChanged(
  { before, after }: Pair<FileShape>,
  name: FileOptionName,
  values: Pair<string>,
): Found {
  return {
    at: { kind: "option", owner: after, names: [name], else: { kind: "file", file: after } },
    message: `option \`${name}\` changed from ${quoted(values.before)} to ${quoted(values.after)}`,
    before,
  };
}

function quoted(value: string): string {
  return value === "" ? "none" : `\`${value}\``;
}
