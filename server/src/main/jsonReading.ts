// JSON that is read while its bytes come: of a message of megabytes, which is a text in quotes for the most part, little is
// left to do when its end is there.
import { isAscii } from "node:buffer";

const [quote, backslash] = [0x22, 0x5c];

// Of the longest escape, `\u1234`, this many follow its backslash.
const longestEscapeRest = 5;

// How far from the end of what has come a place to cut is looked for.
const cutWithin = 4096;

// Stands for a string that is not in the rest.
const mark = "a long string, number ";

/**
 * One JSON text whose bytes (UTF-8) come in pieces of any size. Strings that go beyond a portion are decoded portion by
 * portion; in the rest, which is read at the end, a mark stands for each. What it comes to, or throws, is what `JSON.parse`
 * does with the whole.
 */
export class JsonReading {
  readonly #portionBytes: number;
  readonly #bytes: Buffer[] = [];
  /** Those of them that are not read yet. */
  #unread: Buffer[] = [];
  #size = 0;
  #unreadSize = 0;
  readonly #rest: string[] = [];
  readonly #longStrings: string[][] = [];
  /** Where the reading is: the pieces are those of the long string it is in. */
  #place: { readonly in: "rest" } | { readonly in: "long string"; readonly pieces: string[] } = { in: "rest" };
  #isReadable = true;

  constructor(portionBytes = 65_536) {
    this.#portionBytes = portionBytes;
  }

  /** The number of bytes that have come. */
  get size(): number {
    return this.#size;
  }

  take(bytes: Buffer): void {
    this.#bytes.push(bytes);
    this.#size += bytes.length;
    this.#unreadSize += bytes.length;
    const cut = this.#unreadSize < this.#portionBytes ? undefined : placeToCut(bytes);
    this.#unread.push(bytes.subarray(0, cut));
    if (cut === undefined) return;
    this.#read(joined(this.#unread));
    this.#unread = [bytes.subarray(cut)];
    this.#unreadSize = bytes.length - cut;
  }

  /** What the whole says, once all of it has come. Throws a `SyntaxError` where it is no JSON. */
  value(): unknown {
    // Where it was not read, or not for certain, it is read again as a whole, which also tells best what is wrong.
    return this.#valueOfPortions() ?? JSON.parse(joined(this.#bytes).toString("utf8"));
  }

  #valueOfPortions(): unknown {
    if (this.#rest.length === 0) return undefined;
    this.#read(joined(this.#unread));
    const rest = this.#rest.join("");
    // A key bears no mark that is ever looked up.
    if (!this.#isReadable || this.#place.in !== "rest" || markedKey.test(rest)) return undefined;
    const strings = new Map(this.#longStrings.map((pieces, at) => [`${mark}${at}`, pieces.join("")]));
    return parsed(rest, (_, value) => (typeof value === "string" ? (strings.get(value) ?? value) : value));
  }

  #read(bytes: Buffer): void {
    let restFrom = 0;
    let at = 0;
    while (at < bytes.length) {
      if (this.#place.in === "rest") {
        const opening = bytes.indexOf(quote, at);
        if (opening < 0) break;
        at = opening + 1;
      }
      const closing = closingQuote(bytes, at);
      if (closing === undefined && this.#place.in === "rest") {
        this.#keepRest(bytes.subarray(restFrom, at));
        this.#place = { in: "long string", pieces: [] };
        this.#rest.push(`${mark}${this.#longStrings.length}`);
        this.#longStrings.push(this.#place.pieces);
      }
      if (this.#place.in === "long string") {
        this.#keepPiece(this.#place.pieces, bytes.subarray(at, closing));
        if (closing === undefined) return;
        this.#place = { in: "rest" };
        restFrom = closing;
      }
      at = (closing ?? bytes.length) + 1;
    }
    this.#keepRest(bytes.subarray(restFrom));
  }

  #keepRest(bytes: Buffer): void {
    const text = decoded(bytes);
    // With an escape, too, it might say what a mark does.
    if (text.includes(mark) || text.includes("\\u")) this.#isReadable = false;
    this.#rest.push(text);
  }

  #keepPiece(pieces: string[], bytes: Buffer): void {
    const piece = parsed(`"${decoded(bytes)}"`);
    if (typeof piece === "string") pieces.push(piece);
    else this.#isReadable = false;
  }
}

const markedKey = new RegExp(`${mark}\\d+"\\s*:`);

/** Undefined where it is no JSON. */
function parsed(text: string, revive?: (key: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(text, revive);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The last place, as far as one is looked for, that parts neither an escape nor a character. */
function placeToCut(bytes: Buffer): number | undefined {
  const lowest = Math.max(longestEscapeRest, bytes.length - cutWithin);
  for (let at = bytes.length - 1; at >= lowest; at--) {
    const isInsideCharacter = ((bytes[at] ?? 0) & 0xc0) === 0x80;
    if (!isInsideCharacter && !bytes.subarray(at - longestEscapeRest, at).includes(backslash)) return at;
  }
  return undefined;
}

/** Where the string ends in which `from` is a place between two characters. */
function closingQuote(bytes: Buffer, from: number): number | undefined {
  for (let at = bytes.indexOf(quote, from); at >= 0; at = bytes.indexOf(quote, at + 1)) {
    let backslashes = 0;
    while (at - backslashes > from && bytes[at - backslashes - 1] === backslash) backslashes++;
    if (backslashes % 2 === 0) return at;
  }
  return undefined;
}

// Nearly all is ASCII, which is many times faster to take as such.
function decoded(bytes: Buffer): string {
  return bytes.toString(isAscii(bytes) ? "latin1" : "utf8");
}

function joined(pieces: readonly Buffer[]): Buffer {
  const [first] = pieces;
  return first !== undefined && pieces.length === 1 ? first : Buffer.concat(pieces);
}
