/** Kinds of tokens. Punctuation is one token a character: its kind is `Punctuation`, its character stands in the text. */
export const TokenKind = {
  /** Past the last token. */
  End: 0,
  Identifier: 1,
  /** Decimal, octal or hexadecimal integer literal. */
  Integer: 2,
  Float: 3,
  /** One quoted literal. */
  String: 4,
  Punctuation: 5,
  /** Text that is no token (reported by the lexer); the parser steps over it. */
  Unknown: 6,
} as const;
export type TokenKind = (typeof TokenKind)[keyof typeof TokenKind];

/** The tokens of a text as columns; what lies between them is white space and comments. */
export interface Tokens {
  readonly count: number;
  readonly kinds: Uint8Array;
  /** Offsets in UTF-16 units. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}
