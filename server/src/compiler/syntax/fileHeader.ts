// What the top of a file tells: its package and its imports, without parsing the rest.
import type { SourceFile } from "../text/sourceFile.ts";
import { standalone } from "../text/standalone.ts";
import { finished, type Steps } from "../text/steps.ts";
import type { FileNode } from "./nodes.ts";
import { parseSteps } from "./parseFile.ts";

export interface FileHeader {
  /** Empty where there is none. */
  readonly packageName: string;
  /** Import paths: in the order of the text, but those of `import option` last, as protoc takes them. */
  readonly imports: readonly string[];
}

/** The header of a tree, or of its statements that make one. */
export function headerOf({ members }: Pick<FileNode, "members">): FileHeader {
  let packageName = "";
  const imports: string[] = [];
  const forOptions: string[] = [];
  for (const member of members) {
    if (member.kind === "package") packageName = member.name?.text ?? packageName;
    if (member.kind !== "import" || member.path === undefined) continue;
    if (member.modifier?.word === "option") forOptions.push(member.path.text);
    else imports.push(member.path.text);
  }
  return { packageName, imports: forOptions.length === 0 ? imports : [...imports, ...forOptions] };
}

/**
 * The header of a text, the same as that of its whole tree. Only as much is read as its form is the usual one; where it
 * is not, or where it could go on after the first declaration, the file is parsed.
 */
export function fileHeader(source: SourceFile): FileHeader {
  return finished(fileHeaderSteps(source));
}

/** The same in steps. */
export function* fileHeaderSteps(source: SourceFile): Steps<FileHeader> {
  const { packageName, imports } = (yield* plainHeader(source.text)) ?? headerOf((yield* parseSteps(source)).tree);
  // Headers outlive their texts.
  return { packageName: standalone(packageName), imports: imports.map(standalone) };
}

const statement = new RegExp(
  [
    /(?:syntax|edition)\s*=\s*(?:"\w+"|'\w+')\s*;/,
    /package\s+([\w.]+)\s*;/,
    /import\s+(?:(public|weak|option)\s+)?"([^"\\\n]*)"\s*;/,
    /(option)\s/,
    /(message|enum|service|extend)\s/,
  ]
    .map(form => form.source)
    .join("|"),
  "y",
);

function* plainHeader(text: string): Steps<FileHeader | undefined> {
  let packageName = "";
  const imports: string[] = [];
  const forOptions: string[] = [];
  for (let at = 0; ; ) {
    at = gapEnd(text, at);
    if (at === text.length) break;
    statement.lastIndex = at;
    const found = statement.exec(text);
    if (found === null) return undefined;
    const [whole, name, modifier, path, option, declaration] = found;
    if (option !== undefined) {
      const end = optionEnd(text, at);
      if (end === undefined) return undefined;
      at = end;
      continue;
    }
    if (declaration !== undefined) {
      if ((yield* mayHold(text, "import", at)) || (yield* mayHold(text, "package", at))) return undefined;
      break;
    }
    if (name !== undefined) packageName = name;
    if (path !== undefined) (modifier === "option" ? forOptions : imports).push(path);
    at += whole.length;
  }
  if (!/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$|^$/.test(packageName)) return undefined;
  return { packageName, imports: forOptions.length === 0 ? imports : [...imports, ...forOptions] };
}

/** Where the option statement that begins at `from` ends, undefined where that takes more than counting braces. */
function optionEnd(text: string, from: number): number | undefined {
  let depth = 0;
  const mark = /[;{}#/"']/g;
  mark.lastIndex = from;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    const [what] = found;
    if (what === "{") depth++;
    else if (what === "}") depth--;
    else if (what === ";") {
      if (depth === 0) return mark.lastIndex;
    } else if (what === "#") return undefined;
    else {
      const end = what === "/" ? gapEnd(text, found.index) : stringEnd(text, found.index);
      if (end === undefined || end === found.index) return undefined;
      mark.lastIndex = end;
    }
    if (depth < 0) return undefined;
  }
  return undefined;
}

function stringEnd(text: string, from: number): number | undefined {
  for (let at = from + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === text.charAt(from)) return at + 1;
    if (character === "\n") return undefined;
    if (character === "\\") at++;
  }
  return undefined;
}

/** Where the white space and comments end that begin at `from`. */
function gapEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (" \t\n\v\f\r".includes(text.charAt(at)) && at < text.length) at++;
    const isLine = text.startsWith("//", at);
    if (!isLine && !text.startsWith("/*", at)) return at;
    const end = isLine ? text.indexOf("\n", at) : text.indexOf("*/", at + 2);
    if (end < 0) return text.length;
    at = isLine ? end + 1 : end + 2;
  }
}

// Whether a statement could begin with `word`: after a `;`, a `}` or a comment, or with nothing but space on its line.
function* mayHold(text: string, word: string, from: number): Steps<boolean> {
  for (let start = from; start < text.length; start += searchedAtOnce) {
    // One that goes beyond the end of a portion is found in it, too.
    const portion = text.slice(start, start + searchedAtOnce + word.length - 1);
    for (let at = portion.indexOf(word); at >= 0; at = portion.indexOf(word, at + 1)) {
      if (mayBegin(text, start + at)) return true;
    }
    yield;
  }
  return false;
}

const searchedAtOnce = 200_000;

function mayBegin(text: string, at: number): boolean {
  let before = at - 1;
  while (" \t\v\f\r".includes(text.charAt(before)) && before >= 0) before--;
  return before < 0 || "\n;}".includes(text.charAt(before)) || text.startsWith("*/", before - 1);
}
