// The wording of what can be wrong with the form of a JSON body.
import { type Fix, type Problem, problem } from "../../compiler/report/problem.ts";
import type { Span } from "../../compiler/text/span.ts";
import type { StringFault } from "./jsonTokens.ts";

const id = "request-json";

export function faultyString(text: string, fault: StringFault, span: Span): Problem {
  switch (fault.reason) {
    case "unclosed":
      return problem(id, span, "this string is never closed", {
        help: 'a string ends with `"` on the line it begins on; write a line break as `\\n`',
      });
    case "escape":
      return problem(id, fault, `\`${text.slice(fault.start, fault.end)}\` is not an escape of JSON`, {
        help: "write a backslash as `\\\\`",
        fixes: [insertion("Write the backslash as `\\\\`", fault.start, "\\")],
      });
    case "control":
      return problem(id, fault, "a control character stands in this string", {
        help: "write it as an escape: a tab is `\\t`",
        fixes: [replacement("Write it as an escape", fault, escaped(text.charAt(fault.start)))],
      });
    case "otherQuotes":
      return problem(id, span, 'a string stands in double quotes, `"`', {
        fixes: [replacement("Use double quotes", span, JSON.stringify(text.slice(span.start + 1, span.end - 1)))],
      });
  }
}

export function faultyNumber(text: string, span: Span): Problem {
  const written = text.slice(span.start, span.end);
  if (/^[-+]?(Infinity|NaN)$/.test(written)) return unknownWord(written, span);
  const plain = Number(written.replace(/^\+/, "").replace(/_/g, ""));
  return problem(id, span, `\`${written}\` is not a number of JSON`, {
    fixes: Number.isSafeInteger(plain) ? [replacement(`Write \`${plain}\``, span, String(plain))] : [],
  });
}

export function unknownWord(written: string, span: Span): Problem {
  const word = written.replace(/^\+/, "");
  const literal = ["true", "false", "null"].find(one => one === word.toLowerCase());
  if (literal !== undefined) {
    return problem(id, span, `\`${word}\` is written \`${literal}\` in JSON`, {
      fixes: [replacement(`Write \`${literal}\``, span, literal)],
    });
  }
  return problem(id, span, `\`${word}\` is not a value`, {
    help: "text, names of enum values, `NaN` and `Infinity` stand in double quotes",
    fixes: [replacement("Put it in double quotes", span, JSON.stringify(word))],
  });
}

export function unquotedKey(written: string, span: Span): Problem {
  return problem(id, span, `the key \`${written}\` stands without quotes`, {
    help: "a key stands in double quotes",
    fixes: [replacement("Put it in double quotes", span, JSON.stringify(written))],
  });
}

export function keyExpected(written: string, span: Span): Problem {
  return problem(id, span, `expected a key or \`}\`, found \`${written}\``);
}

export function colonMissing(key: string, span: Span): Problem {
  return problem(id, span, `\`:\` is missing after the key \`${key}\``, {
    fixes: [insertion("Insert `:`", span.end, ":")],
  });
}

export function valueMissing(key: string, span: Span): Problem {
  return problem(id, span, `\`${key}\` has no value`);
}

export function valueExpected(written: string, span: Span): Problem {
  return problem(id, span, `expected a value, found \`${written}\``);
}

export function commaMissing(after: Span): Problem {
  const last = { start: Math.max(after.start, after.end - 1), end: after.end };
  return problem(id, last, "`,` is missing here", { fixes: [insertion("Insert `,`", after.end, ",")] });
}

const nothingFollows = "nothing follows this `,`";

/** Whether a problem is no more than a comma behind the last member or element, as files of settings may have it. */
export function isCommaAtEnd({ message }: Problem): boolean {
  return message === nothingFollows;
}

export function commaTooMany(span: Span): Problem {
  return problem(id, span, nothingFollows, { fixes: [replacement("Remove the comma", span, "")] });
}

export function commaBetweenMessages(span: Span): Problem {
  return problem(id, span, "messages follow one another without a comma", {
    fixes: [replacement("Remove the comma", span, "")],
  });
}

export function neverClosed(bracket: string, span: Span): Problem {
  return problem(id, span, `this \`${bracket}\` is never closed`, {
    help: `insert \`${bracket === "{" ? "}" : "]"}\``,
  });
}

export function closesNothing(bracket: string, span: Span): Problem {
  return problem(id, span, `this \`${bracket}\` closes nothing`, {
    fixes: [replacement(`Remove \`${bracket}\``, span, "")],
  });
}

/** A line that other clients have between messages. */
export function separatorBetweenMessages(span: Span): Problem {
  return problem(id, span, "messages follow one another without a line between", {
    fixes: [replacement("Remove the line", span, "")],
  });
}

export function semicolon(span: Span): Problem {
  return problem(id, span, "members and elements are separated by `,`", {
    fixes: [replacement("Write `,`", span, ",")],
  });
}

export function notABody(written: string, span: Span): Problem {
  if (written === "}" || written === "]") return closesNothing(written, span);
  return problem(id, span, `expected a JSON value, found \`${written}\``, {
    help: "headers stand right below the request line, without an empty line between",
  });
}

export function commentNeverClosed(span: Span): Problem {
  return problem(id, span, "this comment is never closed", { help: "insert `*/`" });
}

export function nestedTooDeeply(span: Span, limit: number): Problem {
  return problem(id, span, `values are nested more than ${limit} deep`, {
    help: "protobuf runtimes refuse such a message",
  });
}

function insertion(title: string, at: number, newText: string): Fix {
  return replacement(title, { start: at, end: at }, newText);
}

function replacement(title: string, span: Span, newText: string): Fix {
  return { title, edits: [{ span: { start: span.start, end: span.end }, newText }], preferred: true };
}

function escaped(character: string): string {
  return JSON.stringify(character).slice(1, -1);
}
