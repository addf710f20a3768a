// The outline of a text without its tree, for the thousands of files that nobody has open: declarations are read as they
// stand in files without mistakes, and what is rarer by the parser's own functions. Where anything is not as plain as it
// is in nearly all files, or the parser finds a mistake, this gives up and the tree is asked (`outlineText.ts`). A test
// holds that where it does not give up, both give the same.
import { lexSteps } from "../compiler/syntax/lexer.ts";
import type { FileMember, TypeName } from "../compiler/syntax/nodes.ts";
import { parseLabel, parseMapType } from "../compiler/syntax/parseField.ts";
import { parseImport, parsePackage, parseSyntax } from "../compiler/syntax/parseHeader.ts";
import { parseFieldType, parseMessageName, takeVisibility } from "../compiler/syntax/parseNames.ts";
import { parseCompactOptions, parseOptionStatement } from "../compiler/syntax/parseOption.ts";
import { parseExtensions, parseReserved } from "../compiler/syntax/parseRanges.ts";
import { parseInteger } from "../compiler/syntax/parseValue.ts";
import { TokenStream } from "../compiler/syntax/tokenStream.ts";
import { TokenKind } from "../compiler/syntax/tokens.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import type { Steps } from "../compiler/text/steps.ts";
import { noRow, type Outline, type OutlineKind } from "./outline.ts";
import { OutlineDraft } from "./outlineDraft.ts";

/** The outline of a plain text; undefined for one that is not. */
export function* scanSteps(source: SourceFile): Steps<Outline | undefined> {
  const lexed = yield* lexSteps(source);
  if (lexed.problems.length > 0) return undefined;
  // Everything is told by its line: those of a large text are found in a step of their own.
  if (source.lines.length > linesAStep) yield;
  return yield* new Scan(new TokenStream(source, lexed)).steps();
}

const tokensAStep = 1000;
const linesAStep = 10_000;

// Well below the depth at which the parser gives up.
const deepest = 24;

/** Each method takes what it is called for; false where that does not stand there plainly. */
class Scan {
  readonly #tokens: TokenStream;
  readonly #draft: OutlineDraft;
  readonly #header: FileMember[] = [];
  #depth = 0;

  constructor(tokens: TokenStream) {
    this.#tokens = tokens;
    this.#draft = new OutlineDraft(tokens.source);
  }

  *steps(): Steps<Outline | undefined> {
    const tokens = this.#tokens;
    for (let last = 0; tokens.kind !== TokenKind.End; ) {
      if (!this.#fileMember()) return undefined;
      if (tokens.index - last < tokensAStep) continue;
      last = tokens.index;
      yield;
    }
    return tokens.problems.length > 0 ? undefined : this.#draft.finish(this.#header);
  }

  #fileMember(): boolean {
    const tokens = this.#tokens;
    if (tokens.takeIf(";")) return true;
    takeVisibility(tokens);
    const word = this.#word();
    switch (word) {
      case "syntax":
      case "edition":
        this.#header.push(parseSyntax(tokens, word, tokens.index === 0));
        return true;
      case "package":
        this.#header.push(parsePackage(tokens));
        return true;
      case "import":
        this.#header.push(parseImport(tokens));
        return true;
      case "service":
        return this.#service();
      default:
        return this.#declaration(word, noRow) ?? false;
    }
  }

  /** What may stand in a file and in a message; undefined where another word stands. */
  #declaration(word: string, scope: number): boolean | undefined {
    const tokens = this.#tokens;
    switch (word) {
      case "message":
        tokens.take();
        return this.#message(this.#declare("message", scope));
      case "enum":
        tokens.take();
        return this.#enum(scope);
      case "extend":
        tokens.take();
        return this.#type(parseMessageName(tokens), scope) && this.#body(() => this.#field(scope, "extension"));
      case "option":
        return this.#option(scope);
      default:
        return undefined;
    }
  }

  #message(row: number | undefined): boolean {
    return row !== undefined && this.#body(() => this.#tokens.takeIf(";") || this.#messageMember(row));
  }

  #messageMember(row: number): boolean {
    const tokens = this.#tokens;
    takeVisibility(tokens);
    const word = this.#word();
    switch (word) {
      case "oneof":
        tokens.take();
        return this.#takeName() && this.#body(() => (tokens.isWord("option") ? this.#option(row) : this.#field(row)));
      case "reserved":
        parseReserved(tokens);
        return true;
      case "extensions":
        this.#draft.useOptions(parseExtensions(tokens).options?.options, row);
        return true;
      default:
        return this.#declaration(word, row) ?? this.#field(row);
    }
  }

  /** A field, map or group; in an `extend` block, where it declares an `extension`, too. */
  #field(scope: number, declares?: "extension"): boolean {
    const tokens = this.#tokens;
    parseLabel(tokens);
    if (tokens.isWord("group")) {
      tokens.take();
      const row = this.#declare("message", scope);
      return this.#number() && this.#options(scope) && this.#message(row);
    }
    const isMap = tokens.isWord("map") && tokens.isCharacter(tokens.index + 1, "<");
    if (!this.#type(isMap ? parseMapType(tokens).value : parseFieldType(tokens), scope)) return false;
    const isNamed = declares === undefined ? this.#takeName() : this.#declare(declares, scope) !== undefined;
    return isNamed && this.#number() && this.#options(scope) && tokens.takeIf(";");
  }

  #enum(scope: number): boolean {
    const tokens = this.#tokens;
    if (this.#declare("enum", scope) === undefined) return false;
    return this.#body(() => {
      if (tokens.takeIf(";")) return true;
      if (tokens.isWord("option")) return this.#option(scope);
      if (tokens.isWord("reserved")) parseReserved(tokens);
      else if (this.#declare("enumValue", scope) === undefined || !this.#number() || !this.#options(scope))
        return false;
      else return tokens.takeIf(";");
      return true;
    });
  }

  #service(): boolean {
    const tokens = this.#tokens;
    tokens.take();
    const row = this.#declare("service", noRow);
    if (row === undefined) return false;
    return this.#body(() => {
      if (tokens.takeIf(";")) return true;
      return tokens.isWord("option") ? this.#option(row) : this.#method(row);
    });
  }

  #method(row: number): boolean {
    const tokens = this.#tokens;
    if (!tokens.isWord("rpc")) return false;
    tokens.take();
    if (this.#declare("method", row) === undefined || !this.#methodType(row) || !tokens.isWord("returns")) return false;
    tokens.take();
    if (!this.#methodType(row)) return false;
    return tokens.takeIf(";") || this.#body(() => tokens.takeIf(";") || (tokens.isWord("option") && this.#option(row)));
  }

  #methodType(row: number): boolean {
    const tokens = this.#tokens;
    if (!tokens.takeIf("(")) return false;
    if (tokens.isWord("stream")) tokens.take();
    return this.#type(parseMessageName(tokens), row) && tokens.takeIf(")");
  }

  #type(type: TypeName | undefined, scope: number): boolean {
    if (type !== undefined) this.#draft.useType(type.text, scope, type.end);
    return type !== undefined;
  }

  #option(scope: number): boolean {
    this.#draft.useOptions([parseOptionStatement(this.#tokens)], scope);
    return true;
  }

  /** `[a = b, c = d]`, or nothing. */
  #options(scope: number): boolean {
    this.#draft.useOptions(parseCompactOptions(this.#tokens)?.options, scope);
    return true;
  }

  #number(): boolean {
    return this.#tokens.takeIf("=") && parseInteger(this.#tokens) !== undefined;
  }

  #body(takeMember: () => boolean): boolean {
    const tokens = this.#tokens;
    if (!tokens.takeIf("{") || this.#depth >= deepest) return false;
    this.#depth++;
    while (!tokens.takeIf("}")) if (!takeMember()) return false;
    this.#depth--;
    return true;
  }

  #declare(kind: OutlineKind, scope: number): number | undefined {
    const tokens = this.#tokens;
    const { start } = tokens;
    const name = this.#word();
    if (name === "") return undefined;
    tokens.take();
    return this.#draft.declare(kind, name, scope, start);
  }

  #takeName(): boolean {
    const isName = this.#tokens.isIdentifier();
    this.#tokens.take();
    return isName;
  }

  /** The current token where it is a word, else the empty string. */
  #word(): string {
    return this.#tokens.isIdentifier() ? this.#tokens.text() : "";
  }
}
