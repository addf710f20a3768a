// Patterns of paths as gitignore(5) has them. They come from files that anybody may have written, so they are matched
// without going back more than one star, in a time that no pattern can make grow.

/** Whether a path, in parts between its slashes, is what the pattern says. */
export type Glob = (parts: readonly string[]) => boolean;

/** One character of a name, or any number of them. */
type Token = "*" | ((character: string) => boolean);

/** A name between two slashes, or any number of names. */
type Part = "**" | readonly Token[];

/**
 * Reads a pattern: `*` and `?` stay within a name, `**` as a whole name stands for any number of names, and at the end
 * for one at least; `[a-z]`, `[!a-z]`, `[[:digit:]]`, and `\` before what stands for itself. Undefined for a pattern
 * that git takes for none: one that ends within brackets or with `\`.
 */
export function glob(pattern: string): Glob | undefined {
  const parts = readParts(pattern);
  if (parts === undefined) return undefined;
  return names => fits(parts, names, isAnyNames, isName);
}

/** A pattern of the editor's settings (`files.exclude`) as patterns without braces: `{a,b}/c` is `a/c` and `b/c`. */
export function withoutBraces(pattern: string): readonly string[] {
  const made: string[] = [];
  const waiting = [pattern];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    // The innermost braces first, so that no brace stands in an alternative.
    const braces = /\{([^{}]*)\}/.exec(next);
    if (braces === null) made.push(next);
    else for (const one of (braces[1] ?? "").split(",")) waiting.push(next.replace(braces[0], () => one));
    if (made.length + waiting.length > mostAlternatives) return [];
  }
  return made;
}

const mostAlternatives = 1000;

function readParts(pattern: string): readonly Part[] | undefined {
  const parts: Part[] = [];
  let name: Token[] = [];
  let start = 0;
  const endName = (end: number) => {
    const isLast = end === pattern.length;
    if (pattern.slice(start, end) === "**") parts.push(...(isLast ? (["**", ["*"]] as const) : (["**"] as const)));
    else parts.push(name);
    name = [];
    start = end + 1;
  };
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === "/") endName(at);
    else if (character === "*") {
      if (name.at(-1) !== "*") name.push("*");
    } else if (character === "?") name.push(() => true);
    else if (character === "[") {
      const found = readBrackets(pattern, at);
      if (found === undefined) return undefined;
      name.push(found.token);
      at = found.end - 1;
    } else if (character === "\\") {
      at++;
      if (at === pattern.length) return undefined;
      if (pattern[at] === "/") endName(at);
      else name.push(is(pattern.charAt(at)));
    } else name.push(is(character));
  }
  endName(pattern.length);
  return parts;
}

function is(wanted: string): (character: string) => boolean {
  return character => character === wanted;
}

const classes: Readonly<Record<string, RegExp>> = {
  alnum: /[A-Za-z0-9]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  digit: /[0-9]/,
  lower: /[a-z]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /\s/,
  upper: /[A-Z]/,
  xdigit: /[0-9A-Fa-f]/,
};

/** The characters between the brackets that begin at `start`; undefined where they are not closed. */
function readBrackets(pattern: string, start: number): { token: Token; end: number } | undefined {
  const isNegated = pattern[start + 1] === "!" || pattern[start + 1] === "^";
  const first = start + (isNegated ? 2 : 1);
  const tests: ((character: string) => boolean)[] = [];
  let at = first;
  for (; pattern[at] !== "]" || at === first; at++) {
    if (at >= pattern.length) return undefined;
    const named = /^\[:(\w+):\]/.exec(pattern.slice(at, at + 12));
    if (named !== null) {
      const characters = classes[named[1] ?? ""];
      if (characters === undefined) return undefined;
      tests.push(character => characters.test(character));
      at += named[0].length - 1;
      continue;
    }
    if (pattern[at] === "\\") at++;
    const from = pattern.charAt(at);
    if (pattern[at + 1] !== "-" || pattern[at + 2] === "]") {
      tests.push(is(from));
      continue;
    }
    at += pattern[at + 2] === "\\" ? 3 : 2;
    const to = pattern.charAt(at);
    tests.push(character => character >= from && character <= to);
  }
  return { token: character => tests.some(test => test(character)) !== isNegated, end: at + 1 };
}

const isAnyNames = (part: Part) => part === "**";
const isName = (part: Part, name: string) => part !== "**" && fits(part, name, isAnyCharacters, isCharacter);
const isAnyCharacters = (token: Token) => token === "*";
const isCharacter = (token: Token, character: string) => token !== "*" && token(character);

/** Whether `pattern` is all of `items`: on a mismatch the latest star takes one more item, and no earlier one. */
function fits<Element>(
  pattern: readonly Element[],
  items: readonly string[] | string,
  isStar: (element: Element) => boolean,
  isItem: (element: Element, item: string) => boolean,
): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let taken = 0;
  for (let item = items[next]; item !== undefined; item = items[next]) {
    const element = pattern[at];
    if (element !== undefined && isStar(element)) {
      star = at++;
      taken = next;
    } else if (element !== undefined && isItem(element, item)) {
      at++;
      next++;
    } else if (star >= 0) {
      at = star + 1;
      next = ++taken;
    } else return false;
  }
  return pattern.slice(at).every(isStar);
}
