import { type DocumentSymbol, SymbolKind, SymbolTag } from "vscode-languageserver-types";
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
import type { ParsedFile } from "../compiler/syntax/parsedFile.ts";
import type { Span } from "../compiler/text/span.ts";
import { finished, type Steps } from "../compiler/text/steps.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { lspRange } from "./lspRange.ts";
import type { DocumentParams } from "./params.ts";

type Member = FileMember | MessageMember | OneofMember | EnumMember | ExtendMember | ServiceMember;

/** The declarations of a file as a tree: each range holds those of its children. */
export function documentSymbols(snapshot: Snapshot, params: DocumentParams): DocumentSymbol[] {
  return finished(documentSymbolSteps(snapshot, params));
}

/** The same in steps. */
export function* documentSymbolSteps(snapshot: Snapshot, { textDocument }: DocumentParams): Steps<DocumentSymbol[]> {
  const parsed = snapshot.parsed(textDocument.uri);
  const found: DocumentSymbol[] = [];
  for (const member of parsed?.tree.members ?? []) {
    const made = parsed === undefined ? undefined : symbol(parsed, member);
    if (made !== undefined) found.push(made);
    yield;
  }
  return found;
}

function symbols(parsed: ParsedFile, members: readonly Member[]): DocumentSymbol[] {
  return members.map(member => symbol(parsed, member)).filter(one => one !== undefined);
}

function symbol(parsed: ParsedFile, member: Member): DocumentSymbol | undefined {
  switch (member.kind) {
    case "package":
      return member.name === undefined ? undefined : made(parsed, member, member.name, SymbolKind.Package);
    case "message":
      return named(parsed, member, SymbolKind.Struct, "", member);
    case "enum":
      return named(parsed, member, SymbolKind.Enum, "", member);
    case "service":
      return named(parsed, member, SymbolKind.Interface, "", member);
    case "oneof":
      return named(parsed, member, SymbolKind.Struct, "oneof", member);
    case "group":
      return named(parsed, member, SymbolKind.Struct, "group", member);
    case "field":
      return named(parsed, member, SymbolKind.Field, member.type?.text ?? "");
    case "mapField": {
      const { key, value } = member.mapType;
      return named(parsed, member, SymbolKind.Field, `map<${key?.text ?? "?"}, ${value?.text ?? "?"}>`);
    }
    case "enumValue":
      return named(parsed, member, SymbolKind.EnumMember, numberText(parsed, member.number));
    case "method":
      return named(parsed, member, SymbolKind.Method, "");
    case "extend": {
      const { extendee } = member;
      if (extendee === undefined) return undefined;
      const name = { text: `extend ${extendee.text}`, start: extendee.start, end: extendee.end };
      return made(parsed, member, name, SymbolKind.Namespace, "", member);
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
  parsed: ParsedFile,
  node: Span & WithOptions & { readonly name: Name | undefined; readonly kind: string },
  kind: SymbolKind,
  detail: string,
  body?: Body<Member>,
): DocumentSymbol | undefined {
  if (node.name !== undefined) return made(parsed, node, node.name, kind, detail, body);
  // While its name is being changed, what a declaration holds stays in the outline.
  if (body === undefined || body.members.length === 0) return undefined;
  const start = body.body?.start ?? node.start;
  return made(parsed, node, { text: `(${node.kind} without a name)`, start, end: start }, kind, detail, body);
}

function made(
  parsed: ParsedFile,
  node: Span & WithOptions,
  name: Span & { readonly text: string },
  kind: SymbolKind,
  detail = "",
  body?: Body<Member>,
): DocumentSymbol {
  const made: DocumentSymbol = {
    name: name.text,
    kind,
    range: lspRange(parsed.source, node),
    selectionRange: lspRange(parsed.source, name),
  };
  if (detail !== "") made.detail = detail;
  if (saysDeprecated(node)) made.tags = [SymbolTag.Deprecated];
  if (body !== undefined) made.children = symbols(parsed, body.members);
  return made;
}

function numberText(parsed: ParsedFile, number: Span | undefined): string {
  return number === undefined ? "" : parsed.source.text.slice(number.start, number.end);
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
