import { type FileHeader, headerOf } from "../compiler/syntax/fileHeader.ts";
import type {
  EnumNode,
  ExtendNode,
  FileMember,
  MapFieldNode,
  MessageMember,
  MessageNode,
  Name,
  OptionNode,
  OptionValue,
  TypeName,
} from "../compiler/syntax/nodes.ts";
import type { ParsedFile } from "../compiler/syntax/parsedFile.ts";
import { placeOf } from "../compiler/text/lineIndex.ts";
import { Remembered } from "../compiler/text/remembered.ts";
import type { Span } from "../compiler/text/span.ts";
import { OutlineUses, UseCollector } from "./outlineUses.ts";

/** What is kept of a file that nobody has open: enough to find it, not enough to compile it. */
export interface FileOutline {
  readonly uri: string;
  /** The path by which other files import it. */
  readonly path: string;
  readonly packageName: string;
  readonly imports: readonly string[];
  /** Those of `imports` that are passed on to whoever imports this file. */
  readonly publicImports: readonly string[];
  /** In the order of the text. Fields and oneofs are left out. */
  readonly symbols: readonly OutlineSymbol[];
  readonly uses: OutlineUses;
}

export interface OutlineSymbol {
  readonly kind: "message" | "enum" | "enumValue" | "service" | "method" | "extension";
  readonly name: string;
  /** With package and enclosing scopes, no leading dot. */
  readonly fullName: string;
  /** Zero-based place of the name, in UTF-16 units. */
  readonly line: number;
  readonly column: number;
}

/** The package and the import paths of a file. */
export function header(parsed: ParsedFile): FileHeader {
  const known = headers.get(parsed);
  if (known !== undefined) return known;
  const made = headerOf(parsed.tree);
  headers.set(parsed, made);
  return made;
}

const headers = new Remembered<ParsedFile, FileHeader>();

/** Makes the outline of a tree. It holds on to nothing of the tree or the text. */
export function outline(parsed: ParsedFile, uri: string, path: string): FileOutline {
  const { packageName, imports } = header(parsed);
  const sketch = new Sketch(parsed);
  for (const member of parsed.tree.members) sketch.fileMember(member, packageName);
  const names = compact({
    packageName,
    imports,
    publicImports: publicImports(parsed),
    symbols: sketch.found.map(one => one.fullName),
    uses: sketch.uses.names,
  });
  return {
    uri,
    path,
    packageName: names.packageName,
    imports: names.imports,
    publicImports: names.publicImports,
    symbols: sketch.found.map(({ kind, line, column }, at) => new Found(kind, names.symbols[at] ?? "", line, column)),
    uses: new OutlineUses(names.uses, sketch.uses.places),
  };
}

function publicImports(parsed: ParsedFile): string[] {
  const { members } = parsed.tree;
  return members.flatMap(one => {
    const path = one.kind === "import" && one.modifier?.word === "public" ? one.path?.text : undefined;
    return path === undefined ? [] : [path];
  });
}

class Found implements OutlineSymbol {
  constructor(
    readonly kind: OutlineSymbol["kind"],
    readonly fullName: string,
    readonly line: number,
    readonly column: number,
  ) {}

  get name(): string {
    return this.fullName.slice(this.fullName.lastIndexOf(".") + 1);
  }
}

// A slice of a text keeps the whole text alive in V8. Written out and read again, names stand on their own.
function compact<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value));
}

class Sketch {
  readonly found: { kind: OutlineSymbol["kind"]; fullName: string; line: number; column: number }[] = [];
  readonly uses = new UseCollector();
  readonly #parsed: ParsedFile;

  constructor(parsed: ParsedFile) {
    this.#parsed = parsed;
  }

  fileMember(member: FileMember, scope: string): void {
    switch (member.kind) {
      case "message":
        this.#message(member, scope);
        return;
      case "enum":
        this.#enum(member, scope);
        return;
      case "extend":
        this.#extend(member, scope);
        return;
      case "option":
        this.#options([member], scope);
        return;
      case "service": {
        const name = this.#add("service", member.name, scope);
        for (const method of member.members) {
          if (method.kind === "option") {
            this.#options([method], name);
            continue;
          }
          this.#add("method", method.name, name);
          for (const side of [method.input, method.output]) {
            if (side?.type?.kind === "typeName") this.#use(side.type, name);
          }
          this.#options(method.members, name);
        }
        return;
      }
      case "syntax":
      case "package":
      case "import":
        return;
    }
  }

  #message(node: MessageNode, scope: string): void {
    const name = this.#add("message", node.name, scope);
    for (const member of node.members) this.#messageMember(member, name);
  }

  #messageMember(member: MessageMember, scope: string): void {
    switch (member.kind) {
      case "field":
        this.#use(member.type, scope);
        this.#options(member.options?.options, scope);
        return;
      case "mapField":
        this.#map(member, scope);
        return;
      case "group": {
        const name = this.#add("message", member.name, scope);
        for (const inner of member.members) this.#messageMember(inner, name);
        this.#options(member.options?.options, scope);
        return;
      }
      case "oneof":
        for (const inner of member.members) this.#messageMember(inner, scope);
        return;
      case "message":
        this.#message(member, scope);
        return;
      case "enum":
        this.#enum(member, scope);
        return;
      case "extend":
        this.#extend(member, scope);
        return;
      case "option":
        this.#options([member], scope);
        return;
      case "extensions":
        this.#options(member.options?.options, scope);
        return;
      case "reserved":
        return;
    }
  }

  #map(member: MapFieldNode, scope: string): void {
    this.#use(member.mapType.value, scope);
    this.#options(member.options?.options, scope);
  }

  #enum(node: EnumNode, scope: string): void {
    this.#add("enum", node.name, scope);
    for (const member of node.members) {
      if (member.kind === "enumValue") {
        this.#add("enumValue", member.name, scope);
        this.#options(member.options?.options, scope);
      } else if (member.kind === "option") this.#options([member], scope);
    }
  }

  #extend(node: ExtendNode, scope: string): void {
    this.#use(node.extendee, scope);
    for (const field of node.members) {
      if (field.kind !== "group") this.#add("extension", field.name, scope);
      this.#messageMember(field, scope);
    }
  }

  // Plain names in options are noted without a place: what they mean takes more than a name to tell.
  #options(options: readonly OptionNode[] | undefined, scope: string): void {
    for (const option of options ?? []) {
      for (const part of option.name?.parts ?? []) {
        if (part.extension) this.#useAt(part.text, part, scope);
        else this.uses.note(part.text);
      }
      if (option.value !== undefined) this.#value(option.value, scope);
    }
  }

  #value(value: OptionValue, scope: string): void {
    if (value.kind === "list") for (const element of value.elements) this.#value(element, scope);
    if (value.kind === "identifier") this.uses.note(value.text);
    if (value.kind !== "messageValue") return;
    for (const field of value.fields) {
      if (field.name.kind === "fieldName") this.uses.note(field.name.text);
      else this.#useAt(field.name.text, field.name, scope);
      if (field.value !== undefined) this.#value(field.value, scope);
    }
  }

  #use(type: TypeName | undefined, scope: string): void {
    if (type !== undefined) this.#useAt(type.text, type, scope);
  }

  #useAt(text: string, span: Span, scope: string): void {
    const name = lastPart(text);
    const { source } = this.#parsed;
    // The parentheses of an option stand outside its last part.
    const at = source.text.lastIndexOf(name, span.end - name.length);
    const { line, column } = placeOf(source.lines, Math.max(at, span.start));
    this.uses.add(text, scope, line, column);
  }

  #add(kind: OutlineSymbol["kind"], name: Name | undefined, scope: string): string {
    if (name === undefined) return scope;
    const fullName = scope === "" ? name.text : `${scope}.${name.text}`;
    const { line, column } = placeOf(this.#parsed.source.lines, name.start);
    this.found.push({ kind, fullName, line, column });
    return fullName;
  }
}

/** The part of a dotted name after its last dot. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
