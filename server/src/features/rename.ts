import type { Range, TextEdit, WorkspaceEdit } from "vscode-languageserver-types";
import type { Declaration, EnumValueDeclaration } from "../compiler/link/declarations.ts";
import { jsonNameOf } from "../compiler/link/generatedNames.ts";
import { type SourceFile, sourceFile } from "../compiler/text/sourceFile.ts";
import type { Span } from "../compiler/text/span.ts";
import { rpcOf } from "../requests/checkRequests.ts";
import { type NameInRequest, namesInRequest } from "../requests/namesInRequest.ts";
import { parseRequests } from "../requests/parseRequests.ts";
import { editorSchema } from "../requests/requestSchema.ts";
import { anyTypes } from "../requests/rpcLookup.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { bundledPath } from "../workspace/uri.ts";
import { lspRange, offsetAt } from "./lspRange.ts";
import { isNeeds, type Needs, needsFiles, needsIndex } from "./needs.ts";
import type { PositionParams } from "./params.ts";
import { isSame } from "./references.ts";
import { requestDeclarationAt } from "./requestDeclarationAt.ts";
import { requestDocumentAt } from "./requestDocumentAt.ts";
import { symbolAt } from "./symbolAt.ts";

export interface RenameParams extends PositionParams {
  readonly newName: string;
}

/** A request document, opened or not. */
export interface RequestText {
  readonly uri: string;
  readonly text: string;
}

/** Why something is not renamed. */
export interface RenameRefusal {
  readonly kind: "refused";
  readonly reason: string;
}

/** What would be renamed at a position. */
export function prepareRename(
  snapshot: Snapshot,
  params: PositionParams,
): { readonly range: Range; readonly placeholder: string } | RenameRefusal | Needs | null {
  const found = namedAt(snapshot, params);
  if (found === undefined || isNeeds(found)) return found ?? null;
  const { declaration, source, span } = found;
  const refusal = refusalOf(snapshot, declaration);
  if (refusal !== undefined) return refusal;
  const at = source.text.slice(span.start, span.end).lastIndexOf(declaration.name);
  // A key in a request is the JSON name, of which the name in the `.proto` file is asked for.
  const start = at < 0 ? span.start : span.start + at;
  const end = at < 0 ? span.end : start + declaration.name.length;
  return { range: lspRange(source, { start, end }), placeholder: declaration.name };
}

/**
 * Renames a message, field, enum, enum value, service or rpc in the `.proto` files of the folders and in `requests`: keys
 * by either name, paths of field masks, `@type`, the request line.
 */
export function rename(
  snapshot: Snapshot,
  params: RenameParams,
  requests: readonly RequestText[],
): WorkspaceEdit | RenameRefusal | Needs | null {
  const found = namedAt(snapshot, params);
  if (found === undefined || isNeeds(found)) return found ?? null;
  const { declaration } = found;
  const refusal = refusalOf(snapshot, declaration) ?? refusalOfName(declaration, params.newName);
  if (refusal !== undefined) return refusal;
  if (!snapshot.indexed) return needsIndex;
  const inProtos = protoEdits(snapshot, declaration, params.newName);
  if (isNeeds(inProtos)) return inProtos;
  const inRequests = requestEdits(snapshot, declaration, params.newName, requests);
  if (isNeeds(inRequests)) return inRequests;
  return { changes: Object.fromEntries([...inProtos, ...inRequests].filter(([, edits]) => edits.length > 0)) };
}

interface Named {
  readonly declaration: Declaration;
  readonly source: SourceFile;
  readonly span: Span;
}

function namedAt(snapshot: Snapshot, { textDocument, position }: PositionParams): Named | Needs | undefined {
  const { uri } = textDocument;
  const document = requestDocumentAt(snapshot, uri);
  if (document !== undefined && snapshot.parsed(uri) === undefined) {
    const found = requestDeclarationAt(snapshot, uri, document, offsetAt(document.source, position), editorSchema);
    if (found === undefined || isNeeds(found)) return found;
    return { declaration: found.declaration, source: document.source, span: found.span };
  }
  const source = snapshot.parsed(uri)?.source;
  const symbol = source && symbolAt(snapshot, uri, offsetAt(source, position));
  if (source === undefined || symbol === undefined || symbol.kind === "scalar" || symbol.kind === "import") {
    return undefined;
  }
  return { declaration: symbol.declaration, source, span: symbol.span };
}

function refusalOf(snapshot: Snapshot, declaration: Declaration): RenameRefusal | undefined {
  const home = snapshot.uriOf(declaration.file.parsed.source);
  if (bundledPath(home) !== undefined) return refused(`\`${declaration.fullName}\` comes with Protodial`);
  const isInside = snapshot.folders.some(folder => home.startsWith(`${folder}/`)) || snapshot.document(home);
  if (!isInside) return refused(`\`${declaration.fullName}\` is declared outside of the workspace`);
  const isGroup = declaration.node?.kind === "group";
  return isGroup ? refused("the name of a group is that of a message and of a field: change it by hand") : undefined;
}

function refusalOfName(declaration: Declaration, newName: string): RenameRefusal | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(newName)) return refused(`\`${newName}\` is not a name`);
  const fullName = declaration.fullName.slice(0, -declaration.name.length) + newName;
  const other = newName === declaration.name ? undefined : declaration.file.byName.get(fullName);
  return other === undefined ? undefined : refused(`\`${fullName}\` is already declared`);
}

function refused(reason: string): RenameRefusal {
  return { kind: "refused", reason };
}

type Edits = readonly (readonly [uri: string, edits: TextEdit[]])[];

function protoEdits(snapshot: Snapshot, declaration: Declaration, newName: string): Edits | Needs {
  const home = snapshot.uriOf(declaration.file.parsed.source);
  const users = snapshot.outlines().filter(one => one.outline.mentions(declaration.name));
  const uris = [...new Set([home, ...users.map(one => one.uri)])];
  const unread = uris.filter(uri => snapshot.parsed(uri) === undefined);
  if (unread.length > 0) return needsFiles(unread);
  return uris.map(uri => {
    const source = snapshot.parsed(uri)?.source;
    const spans = source === undefined ? [] : wordsMeaning(snapshot, uri, source, declaration);
    return [uri, source === undefined ? [] : spans.map(one => ({ range: lspRange(source, one), newText: newName }))];
  });
}

/** The places in a `.proto` file where its name stands for a declaration. */
function wordsMeaning(snapshot: Snapshot, uri: string, source: SourceFile, declaration: Declaration): Span[] {
  const { text } = source;
  const found: Span[] = [];
  for (const { index } of text.matchAll(new RegExp(`(?<!\\w)${declaration.name}(?!\\w)`, "g"))) {
    const span = { start: index, end: index + declaration.name.length };
    const symbol = symbolAt(snapshot, uri, index);
    const isMeant =
      symbol?.kind === "declaration" || symbol?.kind === "use"
        ? isSame(snapshot, symbol.declaration, declaration) && !/\w/.test(text.slice(span.end, symbol.span.end))
        : declaration.kind === "enumValue" && isDefault(snapshot, uri, span, declaration);
    if (isMeant) found.push(span);
  }
  return found;
}

/** `[default = NAME]`, which is no option that `descriptor.proto` declares. */
function isDefault(snapshot: Snapshot, uri: string, span: Span, value: EnumValueDeclaration): boolean {
  const linked = snapshot.linked(uri);
  if (linked === undefined) return false;
  const { text } = linked.declared.parsed.source;
  if (!/\bdefault\s*=\s*$/.test(text.slice(Math.max(0, span.start - 40), span.start))) return false;
  for (const one of linked.declared.byName.values()) {
    if (one.kind !== "field" || one.typeName === undefined) continue;
    if (one.node.start > span.start || span.end > one.node.end) continue;
    const type = linked.types.get(one.typeName);
    return type !== undefined && isSame(snapshot, type, value.parent);
  }
  return false;
}

function requestEdits(
  snapshot: Snapshot,
  declaration: Declaration,
  newName: string,
  requests: readonly RequestText[],
): Edits | Needs {
  const jsonName = declaration.kind === "field" ? declaration.jsonName : declaration.name;
  const needed = new Set<string>();
  const edits = requests.map(({ uri, text }): Edits[number] => {
    if (!text.includes(declaration.name) && !text.includes(jsonName)) return [uri, []];
    const document = parseRequests(sourceFile(uri, text));
    const names = document.requests.flatMap(request => {
      // A name in another schema is another name.
      const schema = editorSchema(snapshot, uri, request);
      const rpc = schema.kind === "schema" ? rpcOf(schema, uri, request) : undefined;
      if (rpc?.kind === "needs") for (const one of rpc.files) needed.add(one);
      if (rpc?.kind !== "rpc") return [];
      const types = anyTypes(snapshot, rpc.uri, rpc.view, needed);
      return namesInRequest(request, rpc, { text, view: rpc.view, types });
    });
    const meant = names.filter(one => isSame(snapshot, one.declaration, declaration));
    return [
      uri,
      meant.map(one => ({ range: lspRange(document.source, one.span), newText: written(one, text, newName) })),
    ];
  });
  return needed.size > 0 ? needsFiles([...needed]) : edits;
}

/** As the name was written: a field by its name in the `.proto` file, or by its JSON name. */
function written({ declaration, span }: NameInRequest, text: string, newName: string): string {
  if (declaration.kind !== "field" || declaration.extend !== undefined) return newName;
  if (text.slice(span.start, span.end) !== declaration.jsonName) return newName;
  return declaration.jsonNameWritten ? declaration.jsonName : jsonNameOf(newName);
}
