// One small damage to a text at a time, as typing and pasting make them.
import { lex } from "../../server/src/compiler/syntax/lexer.ts";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";

/** A text with the tokens from `start` to `end` of the whole one damaged. */
export interface Mutation {
  readonly how: Damage;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export const damages = ["cut", "dropped", "doubled", "swapped", "byte", "nul", "surrogate"] as const;
export type Damage = (typeof damages)[number];

export interface Token {
  readonly start: number;
  readonly end: number;
}

export function tokensOf(text: string): Token[] {
  const { count, starts, ends } = lex(sourceFile("a.proto", text)).tokens;
  return Array.from({ length: count }, (_, at) => ({ start: starts[at] ?? 0, end: ends[at] ?? 0 }));
}

/** Pseudo-random integers below a bound, the same in each run. */
export function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return below => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** `text` with the token at `index` damaged; undefined where there is nothing to swap it with. */
export function mutation(
  text: string,
  tokens: readonly Token[],
  index: number,
  how: Damage,
  pick: (below: number) => number,
): Mutation | undefined {
  const token = tokens[index];
  if (token === undefined) return undefined;
  const { start, end } = token;
  const before = text.slice(0, start);
  const own = text.slice(start, end);
  const after = text.slice(end);
  switch (how) {
    case "cut":
      return { how, start, end: text.length, text: before };
    case "dropped":
      return { how, start, end, text: before + after };
    case "doubled":
      return { how, start, end, text: `${before}${own} ${own}${after}` };
    case "swapped": {
      const next = tokens[index + 1];
      if (next === undefined) return undefined;
      const between = text.slice(end, next.start);
      const swapped = `${text.slice(next.start, next.end)}${between === "" ? " " : between}${own}`;
      return { how, start, end: next.end, text: before + swapped + text.slice(next.end) };
    }
    case "byte":
      return { how, start, end, text: before + String.fromCharCode(pick(256)) + after };
    case "nul":
      return { how, start, end, text: `${before}\0${after}` };
    case "surrogate":
      return { how, start, end, text: before + String.fromCharCode(0xd800 + pick(0x800)) + after };
  }
}
