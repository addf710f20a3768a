// The wording of what the lexer finds.
import { type Problem, problem } from "../report/problem.ts";
import type { Span } from "../text/span.ts";

export function invalidUtf8(at: Span, byteOffset: number): Problem {
  return problem("not-utf8", at, `the file is not UTF-8: byte ${byteOffset} does not belong to any character`, {
    help: "save the file with UTF-8 encoding",
  });
}

export function invalidCharacter(at: Span, text: string): Problem {
  const code = text.codePointAt(0) ?? 0;
  const shown =
    code < 32 || code === 127
      ? `control character U+${code.toString(16).toUpperCase().padStart(4, "0")}`
      : `\`${text}\``;
  const help =
    code > 127
      ? "outside of strings and comments only ASCII characters are allowed"
      : text === "#"
        ? "a comment begins with `//`"
        : "remove it";
  return problem("invalid-character", at, `unexpected ${shown}`, {
    help,
    fixes: [{ title: "remove it", edits: [{ span: at, newText: "" }] }],
  });
}

export function braceInHashComment(at: Span): Problem {
  return problem("invalid-character", at, "braces count even in a comment of `#`, and this one has no other", {
    help: "write the comment with `//`",
  });
}

export function unterminatedString(at: Span, quote: string): Problem {
  return problem("unterminated-string", at, `this string has no closing \`${quote}\` on its line`, {
    help: "close it; adjacent strings are joined, so that a long one can be written on several lines",
  });
}

export function nulInString(at: Span): Problem {
  return problem("invalid-character", at, "a string cannot hold a NUL character as such", { help: "write `\\0`" });
}

export function invalidEscape(at: Span, why: string): Problem {
  return problem("invalid-escape", at, why, {
    help: "the escapes are \\a \\b \\f \\n \\r \\t \\v \\\\ \\? \\' \\\", octal \\012, hexadecimal \\x0a, and \\u000a or \\U0000000a for a character",
  });
}

export function unterminatedComment(at: Span): Problem {
  return problem("unterminated-comment", at, "this comment has no closing `*/`", { help: "close it with `*/`" });
}

export function nestedComment(at: Span): Problem {
  return problem("nested-comment", at, "`/*` inside of a block comment", { help: "block comments cannot be nested" });
}

export function invalidNumber(at: Span, why: string, help?: string): Problem {
  return problem("invalid-number", at, why, { help });
}
