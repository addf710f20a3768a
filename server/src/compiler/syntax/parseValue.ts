import type { FloatValue, IdentifierValue, IntegerValue, OptionValue, StringValue } from "./nodes.ts";
import { literalBytes, utf8Text } from "./stringLiteral.ts";
import { expected, integerTooLarge, invalidOptionValue, valueIsPath } from "./syntaxProblems.ts";
import type { TokenStream } from "./tokenStream.ts";
import { TokenKind } from "./tokens.ts";

/** Takes one or more adjacent string literals; the current token is the first. */
export function parseString(tokens: TokenStream): StringValue {
  const { start } = tokens;
  let bytes = "";
  let literals = 0;
  while (tokens.kind === TokenKind.String) {
    bytes += literalBytes(tokens.source.text, tokens.start, tokens.endAt(tokens.index), tokens.problems);
    literals++;
    tokens.take();
  }
  return { kind: "string", start, end: tokens.endFrom(start), bytes, text: utf8Text(bytes), literals };
}

/** Takes an integer literal with an optional `-`, undefined where none stands. */
export function parseInteger(tokens: TokenStream): IntegerValue | undefined {
  const negative = tokens.isAt("-");
  if (tokens.kindAt(tokens.index + (negative ? 1 : 0)) !== TokenKind.Integer) return undefined;
  const { start } = tokens;
  if (negative) tokens.take();
  const text = tokens.text();
  const value = integerValue(text);
  if (typeof value === "bigint" && value > 0xffffffffffffffffn && radixOf(text) !== 10)
    tokens.report(integerTooLarge(tokens.span));
  tokens.take();
  return { kind: "integer", start, end: tokens.endFrom(start), value, negative, radix: radixOf(text) };
}

/** Where a value stands: it is that of an option itself, or it is in a message value, which is in the text format. */
export type ValueStyle = "option" | "text";

/** Takes a value that is no message and no list: string, number or identifier, with `-` before the latter two. */
export function parseScalar(tokens: TokenStream, style: ValueStyle): OptionValue | undefined {
  if (tokens.kind === TokenKind.String) return parseString(tokens);
  const { start } = tokens;
  const negative = tokens.isAt("-");
  const kind = tokens.kindAt(tokens.index + (negative ? 1 : 0));
  if (kind === TokenKind.Integer) return parseInteger(tokens);
  if (kind === TokenKind.Float) {
    if (negative) tokens.take();
    const value = Number(tokens.text().replace(/[fF]$/, ""));
    tokens.take();
    return { kind: "float", start, end: tokens.endFrom(start), value, negative } satisfies FloatValue;
  }
  if (kind === TokenKind.Identifier) {
    if (negative) tokens.take();
    const text = tokens.text();
    tokens.take();
    if (tokens.isAt(".") && tokens.isIdentifier(tokens.index + 1)) takePath(tokens, start);
    const value: IdentifierValue = { kind: "identifier", start, end: tokens.endFrom(start), text, negative };
    if (negative && !takesSign(text, style)) {
      tokens.report(
        invalidOptionValue(
          value,
          `\`-\` cannot stand before \`${text}\``,
          "of the names, only `inf` and `nan` take a sign",
        ),
      );
    }
    return value;
  }
  if (negative) tokens.take();
  tokens.report(expected(tokens.missingAt, negative ? "a number after `-`" : "a value", tokens.found));
  return undefined;
}

/** Whether `-` may stand before the name: it is that of a number. */
export function takesSign(name: string, style: ValueStyle): boolean {
  return style === "text" ? /^(inf|infinity|nan)$/i.test(name) : name === "inf" || name === "nan";
}

// `Enum.VALUE`, as other languages have it.
function takePath(tokens: TokenStream, start: number): void {
  const { index } = tokens;
  let last = tokens.span;
  while (tokens.isAt(".") && tokens.isIdentifier(tokens.index + 1)) {
    tokens.take();
    last = tokens.span;
    tokens.take();
  }
  const next = tokens.index;
  const value = tokens.spanFrom(start);
  tokens.index = index;
  tokens.report(valueIsPath(value, last, tokens.source.text));
  tokens.index = next;
}

function radixOf(text: string): 8 | 10 | 16 {
  if (text.length < 2 || text.charCodeAt(0) !== 48) return 10;
  return /[xX]/.test(text.charAt(1)) ? 16 : 8;
}

function integerValue(text: string): number | bigint {
  const radix = radixOf(text);
  if (radix === 10 && text.length <= 15) return Number(text) || 0;
  // `08` is reported, and meant as 8.
  if (radix === 8 && /^0[0-9]{1,14}$/.test(text) && !/^[0-7]+$/.test(text)) return Number(text);
  const digits = radix === 16 ? text.slice(2) : text;
  if (
    !/^[0-9a-fA-F]+$/.test(digits) ||
    (radix === 8 && !/^[0-7]+$/.test(digits)) ||
    (radix === 10 && !/^[0-9]+$/.test(digits))
  )
    return 0;
  const exact = BigInt(radix === 16 ? `0x${digits}` : radix === 8 ? `0o${digits}` : digits);
  return exact <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(exact) : exact;
}
