import { headerOf } from "../compiler/syntax/fileHeader.ts";
import type { FileMember, ImportNode, OptionNode, OptionValue } from "../compiler/syntax/nodes.ts";
import { isScalarType } from "../compiler/syntax/scalarTypes.ts";
import { placeOf } from "../compiler/text/lineIndex.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import type { Span } from "../compiler/text/span.ts";
import { standalone } from "../compiler/text/standalone.ts";
import { Outline, type OutlineKind, outlineKinds, symbolWidth } from "./outline.ts";

/** Gathers the outline of one text. Nothing of the text is held on to by what it makes. */
export class OutlineDraft {
  // The empty ones put a line feed before the first and after the last.
  readonly #declared = [""];
  readonly #used = [""];
  readonly #symbols: number[] = [];
  readonly #uses: number[] = [];
  readonly #placesOfTexts = new Map<string, number>();
  #declaredEnd = 1;
  #usedEnd = 1;

  constructor(readonly source: SourceFile) {}

  /** Declares a name that stands at `offset`; gives its row. */
  declare(kind: OutlineKind, name: string, around: number, offset: number): number {
    const row = this.#symbols.length / symbolWidth;
    const { line, column } = placeOf(this.source.lines, offset);
    this.#symbols.push(outlineKinds.indexOf(kind), this.#declaredEnd, around, line, column);
    this.#declared.push(name);
    this.#declaredEnd += name.length + 1;
    return row;
  }

  /** A type, by a name that ends at `end`. Scalar types are no names. */
  useType(text: string, scope: number, end: number): void {
    if (!isScalarType(text)) this.#use(text, scope, end - lastPart(text).length);
  }

  // Plain names in options are noted without a place: what they mean takes more than a name to tell.
  useOptions(options: readonly OptionNode[] | undefined, scope: number): void {
    for (const option of options ?? []) {
      for (const part of option.name?.parts ?? []) {
        if (part.extension) this.#useInBrackets(part.text, part.end, scope);
        else this.#note(part.text);
      }
      if (option.value !== undefined) this.#useValue(option.value, scope);
    }
  }

  /** `header`: the statements that tell package and imports; others among them tell nothing. */
  finish(header: readonly FileMember[]): Outline {
    const places = importsIn(header).flatMap(one => this.#range(one));
    const rows = new Int32Array(this.#symbols.length + this.#uses.length + places.length);
    rows.set(this.#symbols);
    rows.set(this.#uses, this.#symbols.length);
    rows.set(places, this.#symbols.length + this.#uses.length);
    this.#declared.push("");
    this.#used.push("");
    const { packageName, imports } = headerOf({ members: header });
    return new Outline({
      header: {
        packageName: standalone(packageName),
        imports: imports.map(standalone),
        publicImports: publicImports(header).map(standalone),
      },
      declared: this.#declared.join("\n"),
      used: this.#used.join("\n"),
      rows,
      symbolCount: this.#symbols.length / symbolWidth,
    });
  }

  #range({ start, end }: Span): number[] {
    const [from, to] = [placeOf(this.source.lines, start), placeOf(this.source.lines, end)];
    return [from.line, from.column, to.line, to.column];
  }

  #useValue(value: OptionValue, scope: number): void {
    if (value.kind === "list") for (const element of value.elements) this.#useValue(element, scope);
    if (value.kind === "identifier") this.#note(value.text);
    if (value.kind !== "messageValue") return;
    for (const { name, value: inner } of value.fields) {
      if (name.kind === "fieldName") this.#note(name.text);
      else this.#useInBrackets(name.text, name.end, scope);
      if (inner !== undefined) this.#useValue(inner, scope);
    }
  }

  // `(a.b)` or `[a.b]`, with `end` behind the bracket, before which may be spaces.
  #useInBrackets(text: string, end: number, scope: number): void {
    const name = lastPart(text);
    this.#use(text, scope, Math.max(0, this.source.text.lastIndexOf(name, end - 1 - name.length)));
  }

  #use(text: string, scope: number, offset: number): void {
    const { line, column } = placeOf(this.source.lines, offset);
    this.#uses.push(this.#note(text), scope, line, column);
  }

  /** The place of a name that is used somewhere. */
  #note(text: string): number {
    const known = this.#placesOfTexts.get(text);
    if (known !== undefined) return known;
    const place = this.#usedEnd;
    this.#placesOfTexts.set(text, place);
    this.#used.push(text);
    this.#usedEnd += text.length + 1;
    return place;
  }
}

/** The part of a dotted name after its last dot. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

// In the order of `headerOf`.
function importsIn(header: readonly FileMember[]): Span[] {
  const all = header.filter(one => one.kind === "import");
  const isForOptions = (one: ImportNode) => one.modifier?.word === "option";
  const sorted = [...all.filter(one => !isForOptions(one)), ...all.filter(isForOptions)];
  return sorted.flatMap(({ path }) => (path === undefined ? [] : [path]));
}

function publicImports(header: readonly FileMember[]): string[] {
  return header.flatMap(one => {
    const path = one.kind === "import" && one.modifier?.word === "public" ? one.path?.text : undefined;
    return path === undefined ? [] : [path];
  });
}
