import { type DocumentSymbol, type Range, SymbolKind, SymbolTag } from "vscode-languageserver-types";
import type {
  Body,
  CompactOptions,
  EnumMember,
  ExtendMember,
  FileMember,
  MessageMember,
  Name,
  OneofMember,
  ServiceMember,
} from "../compiler/syntax/nodes.ts";
import { isInside, type Span } from "../compiler/text/span.ts";
import { finished, type Steps } from "../compiler/text/steps.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { parsedStretches, rangesMoved } from "./linkedAt.ts";
import type { DocumentParams } from "./params.ts";

type Member = FileMember | MessageMember | OneofMember | EnumMember | ExtendMember | ServiceMember;

/** The declarations of a file as a tree: each range holds those of its children. */
export function documentSymbols(snapshot: Snapshot, params: DocumentParams): DocumentSymbol[] {
  return finished(documentSymbolSteps(snapshot, params));
}

/** The same in steps. */
export function* documentSymbolSteps(snapshot: Snapshot, { textDocument }: DocumentParams): Steps<DocumentSymbol[]> {
  const source = snapshot.source(textDocument.uri);
  const found: DocumentSymbol[] = [];
  if (source === undefined) return found;
  for (const stretch of yield* parsedStretches(snapshot, textDocument.uri)) {
    const { parsed, moved } = stretch;
    const rangeOf = rangesMoved(source, moved);
    for (const member of parsed.tree.members) {
      if (!isInside(member, stretch)) continue;
      const made = symbol({ text: parsed.source.text, rangeOf }, member);
      if (made !== undefined) found.push(made);
      yield;
    }
  }
  return found;
}

/** The text of the nodes, and where they stand in the document. */
interface Text {
  readonly text: string;
  readonly rangeOf: (span: Span) => Range;
}

function symbols(text: Text, members: readonly Member[]): DocumentSymbol[] {
  return members.map(member => symbol(text, member)).filter(one => one !== undefined);
}

function symbol(text: Text, member: Member): DocumentSymbol | undefined {
  switch (member.kind) {
    case "package":
      return member.name === undefined ? undefined : made(text, member, member.name, SymbolKind.Package);
    case "message":
      return named(text, member, SymbolKind.Struct, "", member);
    case "enum":
      return named(text, member, SymbolKind.Enum, "", member);
    case "service":
      return named(text, member, SymbolKind.Interface, "", member);
    case "oneof":
      return named(text, member, SymbolKind.Struct, "oneof", member);
    case "group":
      return named(text, member, SymbolKind.Struct, "group", member);
    case "field":
      return named(text, member, SymbolKind.Field, member.type?.text ?? "");
    case "mapField": {
      const { key, value } = member.mapType;
      return named(text, member, SymbolKind.Field, `map<${key?.text ?? "?"}, ${value?.text ?? "?"}>`);
    }
    case "enumValue":
      return named(text, member, SymbolKind.EnumMember, numberText(text, member.number));
    case "method":
      return named(text, member, SymbolKind.Method, "");
    case "extend": {
      const { extendee } = member;
      if (extendee === undefined) return undefined;
      const name = { text: `extend ${extendee.text}`, start: extendee.start, end: extendee.end };
      return made(text, member, name, SymbolKind.Namespace, "", member);
    }
    case "syntax":
    case "import":
    case "option":
    case "extensions":
    case "reserved":
      return undefined;
  }
}

function named(
  text: Text,
  node: Span & WithOptions & { readonly name: Name | undefined; readonly kind: string },
  kind: SymbolKind,
  detail: string,
  body?: Body<Member>,
): DocumentSymbol | undefined {
  if (node.name !== undefined) return made(text, node, node.name, kind, detail, body);
  // While its name is being changed, what a declaration holds stays in the outline.
  if (body === undefined || body.members.length === 0) return undefined;
  const start = body.body?.start ?? node.start;
  return made(text, node, { text: `(${node.kind} without a name)`, start, end: start }, kind, detail, body);
}

function made(
  text: Text,
  node: Span & WithOptions,
  name: Span & { readonly text: string },
  kind: SymbolKind,
  detail = "",
  body?: Body<Member>,
): DocumentSymbol {
  const made: DocumentSymbol = {
    name: name.text,
    kind,
    range: text.rangeOf(node),
    selectionRange: text.rangeOf(name),
  };
  if (detail !== "") made.detail = detail;
  if (saysDeprecated(node)) made.tags = [SymbolTag.Deprecated];
  if (body !== undefined) made.children = symbols(text, body.members);
  return made;
}

function numberText(text: Text, number: Span | undefined): string {
  return number === undefined ? "" : text.text.slice(number.start, number.end);
}

// Both ways of writing options: a statement in the body, and `[…]` behind a field or value.
function saysDeprecated({ options, members }: WithOptions): boolean {
  return options?.options.some(setsDeprecated) === true || members?.some(setsDeprecated) === true;
}

interface WithOptions {
  readonly options?: CompactOptions | undefined;
  readonly members?: readonly Member[];
}

function setsDeprecated(one: Member): boolean {
  if (one.kind !== "option" || one.value?.kind !== "identifier" || one.value.text !== "true") return false;
  return one.name?.parts.length === 1 && one.name.parts[0]?.text === "deprecated";
}
