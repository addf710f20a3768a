// The words of a command as a shell would hand them to the program: bash, PowerShell and what both share. Nothing is run:
// what only a shell could know is refused with its place, but for variables, which a request reads from the environment.

export interface ShellWord {
  /** With `{{$env NAME}}` where the shell would put a variable in. */
  readonly text: string;
  /** Offset in the command. */
  readonly start: number;
}

export type ShellCommand =
  | { readonly kind: "command"; readonly words: readonly ShellWord[]; readonly input: string | undefined }
  | { readonly kind: "wrong"; readonly message: string; readonly start: number };

class NotUnderstood {
  constructor(
    readonly message: string,
    readonly start: number,
  ) {}
}

/** Reads one command; `input` is what it reads from standard input: a here-document, a here-string or an `echo` before it. */
export function shellWords(text: string): ShellCommand {
  try {
    return readCommand(text);
  } catch (error) {
    if (error instanceof NotUnderstood) return { kind: "wrong", message: error.message, start: error.start };
    throw error;
  }
}

function readCommand(text: string): ShellCommand {
  const isPowerShell = /`\r?\n/.test(text) || /^\s*(&\s|PS .*>)/.test(text) || /\.exe\b/.test(text);
  let words: ShellWord[] = [];
  let input: string | undefined;
  let at = text.length - text.replace(/^\s*(PS [^>\n]*>|[$>&])\s+/, "").length;
  while (at < text.length) {
    const rest = text.slice(at);
    const gap = /^(?:[ \t]+|[\\`^][ \t]*\r?\n|#.*)/.exec(rest);
    if (gap !== null) {
      at += gap[0].length;
      continue;
    }
    const here = /^<<-?\s*(['"]?)(\w+)\1([^\n]*)\n/.exec(rest);
    if (here !== null) {
      if ((here[3] ?? "").trim() !== "") throw new NotUnderstood("only the last part of the command reads lines", at);
      const body = rest.slice(here[0].length);
      const end = new RegExp(`^[ \\t]*${here[2]}[ \\t]*\\r?$`, "m").exec(body);
      if (end === null) throw new NotUnderstood(`the lines up to \`${here[2]}\` do not end`, at);
      input = body.slice(0, end.index);
      at += here[0].length + end.index + end[0].length;
      continue;
    }
    if (rest.startsWith("<<<")) {
      at += 3 + (/^\s*/.exec(rest.slice(3))?.[0].length ?? 0);
      const word = readWord(text, at, isPowerShell);
      input = word.text;
      at = word.end;
      continue;
    }
    if (rest.startsWith("|") && !rest.startsWith("||")) {
      input = printed(words, input, at);
      words = [];
      at += 1;
      continue;
    }
    const newline = /^\r?\n/.exec(rest);
    if (newline !== null) {
      if (rest.trim() === "" || words.length === 0) at += newline[0].length;
      else throw new NotUnderstood("a second command stands here", at + newline[0].length);
      continue;
    }
    const sign = /^(?:\|\||&&|[;&<>()])/.exec(rest);
    if (sign !== null) throw new NotUnderstood(`\`${sign[0]}\` is the shell's: paste the command alone`, at);
    const word = readWord(text, at, isPowerShell);
    words.push({ text: word.text, start: at });
    at = word.end;
  }
  return { kind: "command", words, input };
}

/** What a command before `|` prints. */
function printed(words: readonly ShellWord[], input: string | undefined, at: number): string {
  const [name, ...rest] = words.map(one => one.text);
  if (name === "cat" && rest.length === 0 && input !== undefined) return input;
  if (name === "echo" || name === "printf" || name === "Write-Output") {
    return rest.filter(one => !/^-[neE]+$/.test(one) && one !== "%s" && one !== "%s\\n").join(" ");
  }
  throw new NotUnderstood("what stands before `|` is not run: paste its output behind `-d`", at);
}

function readWord(text: string, start: number, isPowerShell: boolean): { text: string; end: number } {
  let word = "";
  let at = start;
  for (; at < text.length && !/[\s|;<>()]/.test(text.charAt(at)); ) {
    const char = text.charAt(at);
    if (char === "'" || text.startsWith("$'", at)) {
      const quoted = isPowerShell
        ? powerShellQuoted(text, at)
        : char === "$"
          ? ansiQuoted(text, at)
          : plainQuoted(text, at);
      word += quoted.text;
      at = quoted.end;
    } else if (char === '"') {
      const quoted = doubleQuoted(text, at, isPowerShell ? "`" : "\\");
      word += quoted.text;
      at = quoted.end;
    } else if (char === "$") {
      const variable = readVariable(text, at);
      word += variable.text;
      at = variable.end;
    } else if (char === "`" && !isPowerShell) {
      throw new NotUnderstood("a command inside of the command is not run", at);
    } else if (char === (isPowerShell ? "`" : "\\")) {
      if (/^\r?\n/.test(text.slice(at + 1))) break;
      word += text.charAt(at + 1);
      at += 2;
    } else {
      word += char;
      at += 1;
    }
  }
  return { text: word, end: at };
}

function plainQuoted(text: string, start: number) {
  const end = text.indexOf("'", start + 1);
  if (end < 0) throw new NotUnderstood("this quote is never closed", start);
  return { text: text.slice(start + 1, end), end: end + 1 };
}

// Old versions of PowerShell hand quotes on only where a backslash stands before them, so people write `\"`.
function powerShellQuoted(text: string, start: number) {
  const match = /'((?:[^']|'')*)'/y;
  match.lastIndex = start;
  const found = match.exec(text);
  if (found === null) throw new NotUnderstood("this quote is never closed", start);
  const inner = (found[1] ?? "").replaceAll("''", "'");
  return { text: /^\s*[{[]\s*\\"/.test(inner) ? inner.replaceAll('\\"', '"') : inner, end: match.lastIndex };
}

const ansiEscapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", e: "\x1b", "0": "\0" };

function ansiQuoted(text: string, start: number) {
  let inner = "";
  for (let at = start + 2; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "'") return { text: inner, end: at + 1 };
    if (char !== "\\") {
      inner += char;
      continue;
    }
    const code = /^(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4}))/.exec(text.slice(at + 1));
    if (code === null) {
      at += 1;
      inner += ansiEscapes[text.charAt(at)] ?? text.charAt(at);
    } else {
      inner += String.fromCharCode(Number.parseInt(code[1] ?? code[2] ?? "", 16));
      at += code[0].length;
    }
  }
  throw new NotUnderstood("this quote is never closed", start);
}

function doubleQuoted(text: string, start: number, mark: "\\" | "`") {
  let inner = "";
  for (let at = start + 1; at < text.length; ) {
    const char = text.charAt(at);
    const next = text.charAt(at + 1);
    if (char === '"') return { text: inner, end: at + 1 };
    if (char === mark && (mark === "`" || /["\\$`\n]/.test(next))) {
      if (next !== "\n") inner += next;
      at += 2;
    } else if (char === "\\" && next === '"') {
      inner += '"';
      at += 2;
    } else if (char === "`") {
      throw new NotUnderstood("a command inside of the command is not run", at);
    } else if (char === "$") {
      const variable = readVariable(text, at);
      inner += variable.text;
      at = variable.end;
    } else {
      inner += char;
      at += 1;
    }
  }
  throw new NotUnderstood("this quote is never closed", start);
}

/** `$NAME`, `${NAME}`, PowerShell's `$env:NAME`: what the environment has when the request is sent. */
function readVariable(text: string, start: number): { text: string; end: number } {
  const rest = text.slice(start);
  const found = /^\$(?:env:)?(?:\{(?:env:)?([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/i.exec(rest);
  if (found !== null) return { text: `{{$env ${found[1] ?? found[2]}}}`, end: start + found[0].length };
  if (rest.startsWith("$(")) throw new NotUnderstood("a command inside of the command is not run", start);
  if (rest.startsWith("${")) throw new NotUnderstood("only a plain variable is understood", start);
  return { text: "$", end: start + 1 };
}
