// One declaration of a file by itself, in the place of the one that stood there before.
import type { ParsedMember } from "../syntax/parseMember.ts";
import type { SourceFile } from "../text/sourceFile.ts";
import type { Declaration, DeclaredFile, MessageDeclaration, ServiceDeclaration } from "./declarations.ts";
import { declareService } from "./declare.ts";
import { declareMessage } from "./declareMessage.ts";
import type { Declaring } from "./declaring.ts";

export interface DeclaredPart {
  /** The file as if it had no other declaration, though the names of the others are known. */
  readonly file: DeclaredFile;
  /** All that is declared in the part, by full name. */
  readonly names: ReadonlyMap<string, Declaration>;
  readonly message: MessageDeclaration | undefined;
}

/**
 * Declares `member` of the text `source` as a part of the file `whole`, in which it stands for `replaced`: those full
 * names of `whole` mean nothing any more. Undefined where it has no name.
 */
export function declarePart(
  whole: DeclaredFile,
  source: SourceFile,
  member: ParsedMember,
  replaced: ReadonlySet<string>,
): DeclaredPart | undefined {
  const names = new Map<string, Declaration>();
  const messages: MessageDeclaration[] = [];
  const services: ServiceDeclaration[] = [];
  const problems: DeclaredFile["problems"][number][] = [];
  const innerTypes = new Set(whole.innerTypes);
  const { node } = member;
  const heading = whole.parsed.tree.members.filter(one => isOfHeading(one.kind));
  const file: DeclaredFile = {
    ...whole,
    parsed: { source, ...member, tree: { ...whole.parsed.tree, members: [...heading, node] } },
    messages,
    services,
    enums: [],
    extensions: [],
    innerTypes,
    byName: new NamesOfPart(whole.byName, replaced, names),
    problems,
  };
  const declaring: Declaring = { file, byName: names, innerTypes, problems };
  const scope = { fullName: file.packageName, parent: undefined };
  if (node.kind === "message") {
    const message = declareMessage(declaring, scope, node);
    if (message === undefined) return undefined;
    messages.push(message);
    return { file, names, message };
  }
  const service = declareService(declaring, node);
  if (service === undefined) return undefined;
  services.push(service);
  return { file, names, message: undefined };
}

/** Whether a statement declares nothing. */
export function isOfHeading(kind: string): boolean {
  return kind === "syntax" || kind === "package" || kind === "import" || kind === "option";
}

/** The names of a file in which one declaration has been replaced. */
class NamesOfPart implements ReadonlyMap<string, Declaration> {
  readonly #whole: ReadonlyMap<string, Declaration>;
  readonly #replaced: ReadonlySet<string>;
  readonly #part: ReadonlyMap<string, Declaration>;

  constructor(
    whole: ReadonlyMap<string, Declaration>,
    replaced: ReadonlySet<string>,
    part: ReadonlyMap<string, Declaration>,
  ) {
    this.#whole = whole;
    this.#replaced = replaced;
    this.#part = part;
  }

  get(name: string): Declaration | undefined {
    return this.#part.get(name) ?? (this.#replaced.has(name) ? undefined : this.#whole.get(name));
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  get size(): number {
    return [...this].length;
  }

  *entries(): MapIterator<[string, Declaration]> {
    for (const one of this.#whole) if (!this.#replaced.has(one[0])) yield one;
    yield* this.#part;
  }

  *keys(): MapIterator<string> {
    for (const [name] of this) yield name;
  }

  *values(): MapIterator<Declaration> {
    for (const [, declaration] of this) yield declaration;
  }

  [Symbol.iterator](): MapIterator<[string, Declaration]> {
    return this.entries();
  }

  forEach(visit: (value: Declaration, key: string, map: ReadonlyMap<string, Declaration>) => void): void {
    for (const [name, declaration] of this) visit(declaration, name, this);
  }
}
