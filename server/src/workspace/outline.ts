import type {
  EnumNode,
  ExtendNode,
  FileMember,
  MapFieldNode,
  MessageMember,
  MessageNode,
  Name,
  OptionNode,
  TypeName,
} from "../compiler/syntax/nodes.ts";
import type { ParsedFile } from "../compiler/syntax/parsedFile.ts";
import { placeOf } from "../compiler/text/lineIndex.ts";

/** What is kept of a file that nobody has open: enough to find it, not enough to compile it. */
export interface FileOutline {
  readonly uri: string;
  /** The path by which other files import it. */
  readonly path: string;
  readonly packageName: string;
  readonly imports: readonly string[];
  /** In the order of the text. Fields and oneofs are left out. */
  readonly symbols: readonly OutlineSymbol[];
  /** Last parts of the names of types and options that the text uses. */
  readonly uses: ReadonlySet<string>;
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
export function header(parsed: ParsedFile): { readonly packageName: string; readonly imports: readonly string[] } {
  let packageName = "";
  const imports: string[] = [];
  for (const member of parsed.tree.members) {
    if (member.kind === "package") packageName = member.name?.text ?? packageName;
    if (member.kind === "import" && member.path !== undefined) imports.push(member.path.text);
  }
  return { packageName, imports };
}

/** Makes the outline of a tree. It holds on to nothing of the tree or the text. */
export function outline(parsed: ParsedFile, uri: string, path: string): FileOutline {
  const { packageName, imports } = header(parsed);
  const sketch = new Sketch(parsed);
  for (const member of parsed.tree.members) sketch.fileMember(member, packageName);
  const names = compact({
    packageName,
    imports,
    symbols: sketch.found.map(one => one.fullName),
    uses: [...sketch.uses],
  });
  return {
    uri,
    path,
    packageName: names.packageName,
    imports: names.imports,
    symbols: sketch.found.map(({ kind, line, column }, at) => new Found(kind, names.symbols[at] ?? "", line, column)),
    uses: new Set(names.uses),
  };
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
  readonly uses = new Set<string>();
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
        this.#options([member]);
        return;
      case "service": {
        const name = this.#add("service", member.name, scope);
        for (const method of member.members) {
          if (method.kind === "option") {
            this.#options([method]);
            continue;
          }
          this.#add("method", method.name, name);
          for (const side of [method.input, method.output]) {
            if (side?.type?.kind === "typeName") this.#use(side.type);
          }
          this.#options(method.members);
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
        this.#use(member.type);
        this.#options(member.options?.options);
        return;
      case "mapField":
        this.#map(member);
        return;
      case "group": {
        const name = this.#add("message", member.name, scope);
        for (const inner of member.members) this.#messageMember(inner, name);
        this.#options(member.options?.options);
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
        this.#options([member]);
        return;
      case "extensions":
        this.#options(member.options?.options);
        return;
      case "reserved":
        return;
    }
  }

  #map(member: MapFieldNode): void {
    this.#use(member.mapType.value);
    this.#options(member.options?.options);
  }

  #enum(node: EnumNode, scope: string): void {
    this.#add("enum", node.name, scope);
    for (const member of node.members) {
      if (member.kind === "enumValue") {
        this.#add("enumValue", member.name, scope);
        this.#options(member.options?.options);
      } else if (member.kind === "option") this.#options([member]);
    }
  }

  #extend(node: ExtendNode, scope: string): void {
    this.#use(node.extendee);
    for (const field of node.members) {
      if (field.kind !== "group") this.#add("extension", field.name, scope);
      this.#messageMember(field, scope);
    }
  }

  #options(options: readonly OptionNode[] | undefined): void {
    for (const option of options ?? []) {
      for (const part of option.name?.parts ?? []) {
        if (part.extension) this.uses.add(lastPart(part.text));
      }
    }
  }

  #use(type: TypeName | undefined): void {
    if (type !== undefined) this.uses.add(lastPart(type.text));
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
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
