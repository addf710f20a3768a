// The wording of what the lexer finds.
import { preferred, replaceFix } from "../report/fix.ts";
import { type Problem, problem } from "../report/problem.ts";
import { standsForByte } from "../text/looseUtf8.ts";
import type { Span } from "../text/span.ts";

export function noText(at: Span, byteOffset: number): Problem {
  return problem("not-utf8", at, `the file is not UTF-8: ${isNoCharacter(byteOffset)}`, { help: saveAsUtf8 });
}

/** In a comment or a string, where protoc lets it be. */
export function invalidUtf8(at: Span, byteOffset: number): Problem {
  return problem("not-utf8", at, `the file is not all UTF-8: ${isNoCharacter(byteOffset)}`, {
    severity: "warning",
    help: `${saveAsUtf8}: not every tool can read it as it is`,
  });
}

function isNoCharacter(byteOffset: number): string {
  return `byte ${byteOffset} does not belong to any character`;
}

const saveAsUtf8 = "save the file with UTF-8 encoding";

export function strayCommentEnd(at: Span): Problem {
  return problem("invalid-character", at, "this `*/` closes no comment", {
    help: "a comment ends at the first `*/`; remove this one",
    fixes: [preferred({ title: "Remove `*/`", edits: [{ span: at, newText: "" }] })],
  });
}

export function invalidCharacter(at: Span, text: string): Problem {
  const code = text.codePointAt(0) ?? 0;
  const number = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  if (text.startsWith("#")) {
    return problem("invalid-character", at, `unexpected \`${text}\``, {
      help: "a comment begins with `//`",
      fixes: [preferred(replaceFix("Make it a comment of `//`", at, "//"))],
    });
  }
  if (isInvisible(text)) {
    // Most look like a space and stand where one was meant; some have no width.
    const hasWidth = !/[\u00ad\u200b-\u200f\u2060\ufeff]/.test(text);
    return problem("invalid-character", at, `unexpected invisible character ${number}`, {
      help: "only spaces, tabs and line ends are white space; it may come from a web page or a document",
      fixes: [preferred(replaceFix(hasWidth ? "Change to a space" : "Remove it", at, hasWidth ? " " : ""))],
    });
  }
  if (standsForByte(code)) {
    const byte = (code & 0xff).toString(16).toUpperCase();
    return problem("invalid-character", at, `unexpected byte 0x${byte}, which belongs to no character of UTF-8`, {
      help: saveAsUtf8,
    });
  }
  const isControl = code < 32 || code === 127;
  return problem("invalid-character", at, `unexpected ${isControl ? `control character ${number}` : `\`${text}\``}`, {
    help: helpFor(text, code),
    fixes: [{ title: isControl ? "Remove it" : `Remove \`${text}\``, edits: [{ span: at, newText: "" }] }],
  });
}

function helpFor(text: string, code: number): string {
  if (/["'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb]/u.test(text))
    return "strings stand in straight quotes, as `\"` or `'`";
  return code > 127 ? "outside of strings and comments only ASCII characters are allowed" : "remove it";
}

function isInvisible(text: string): boolean {
  return /^[\u00a0\u00ad\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]+$/.test(text);
}

export function braceInHashComment(at: Span): Problem {
  return problem("invalid-character", at, "braces count even in a comment of `#`, and this one has no other", {
    help: "write the comment with `//`",
  });
}

export function unterminatedString(at: Span, quote: string, text: string): Problem {
  // A backslash at the end of the line would make the quote a part of the string.
  const isEscape = at.end > at.start + 1 && text[at.end - 1] === "\\";
  const insertion = { start: isEscape ? at.end - 1 : at.end, end: at.end };
  return problem("unterminated-string", at, `this string has no closing \`${quote}\` on its line`, {
    help: "close it; adjacent strings are joined, so that a long one can be written on several lines",
    fixes: [preferred(replaceFix(`Add \`${quote}\``, insertion, quote))],
  });
}

export function nulInString(at: Span): Problem {
  return problem("invalid-character", at, "a string cannot hold a NUL character as such", {
    help: "write `\\000`",
    fixes: [preferred(replaceFix("Write it as `\\000`", at, "\\000"))],
  });
}

export function invalidEscape(at: Span, why: string): Problem {
  const backslash = { start: at.start, end: at.start + 1 };
  return problem("invalid-escape", at, why, {
    fixes: [replaceFix("Write the backslash twice", backslash, "\\\\")],
    help: "the escapes are \\a \\b \\f \\n \\r \\t \\v \\\\ \\? \\' \\\", octal \\012, hexadecimal \\x0a, and \\u000a or \\U0000000a for a character",
  });
}

export function unterminatedComment(at: Span, text: string): Problem {
  // Most often it was to be a comment of one line.
  const lineEnd = text.indexOf("\n", at.start);
  const end = text.slice(0, lineEnd < 0 ? text.length : lineEnd).trimEnd().length;
  return problem("unterminated-comment", at, "this comment has no closing `*/`", {
    help: "close it with `*/`",
    fixes: [preferred(replaceFix("Add `*/` at the end of its line", { start: end, end }, " */"))],
  });
}

export function nestedComment(at: Span): Problem {
  return problem("nested-comment", at, "`/*` inside of a block comment", {
    help: "block comments cannot be nested; the outer one ends at the first `*/`",
    fixes: [preferred({ title: "Remove `/*`", edits: [{ span: at, newText: "" }] })],
  });
}

export function invalidNumber(at: Span, why: string, better?: string): Problem {
  return problem("invalid-number", at, why, {
    help: better === undefined ? numberHelp(why) : `did you mean \`${better}\`?`,
    fixes: better === undefined ? [] : [preferred(replaceFix(`Change to \`${better}\``, at, better))],
  });
}

function numberHelp(why: string): string {
  if (why.startsWith("a space")) return "numbers end in digits; a name begins with a letter";
  if (why.includes("exponent needs")) return "for example `1e3`";
  if (why.includes("hexadecimal digit")) return "for example `0xff`";
  return why.includes("hexadecimal") ? "write it as a decimal number" : "for example `1.5e3`";
}
