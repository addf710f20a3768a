import { type CompletionItem, CompletionItemKind, type CompletionList } from "vscode-languageserver-types";
import type { Span } from "../compiler/text/span.ts";
import { defaultSettings } from "../protocol/settings.ts";
import { isHttpDocument } from "../requests/httpDocument.ts";
import { knownHeaders, optionValues } from "../requests/offeredValues.ts";
import { type RequestDocument, type RequestLine, requestAt } from "../requests/requestDocument.ts";
import { requestOptions } from "../requests/requestOptions.ts";
import { editorSchema, type KnownSchema, needsOf, type SchemaOfRequest } from "../requests/requestSchema.ts";
import { sampleMessage } from "../requests/template.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { bundledPath } from "../workspace/uri.ts";
import { lspRange, offsetAt } from "./lspRange.ts";
import { isNeeds, type Needs } from "./needs.ts";
import type { PositionParams } from "./params.ts";
import { bodyItems } from "./requestBodyCompletion.ts";
import { requestPlace } from "./requestBodyPlace.ts";
import { requestDocumentAt } from "./requestDocumentAt.ts";

/** What the client can take. */
export interface CompletionClient {
  readonly snippets: boolean;
}

/** Completion in a request document: rpcs, options, headers, and the body by its schema. */
export function requestCompletion(
  snapshot: Snapshot,
  { textDocument, position }: PositionParams,
  client: CompletionClient,
  schemaOf: SchemaOfRequest = editorSchema,
): CompletionList | Needs | null {
  const document = requestDocumentAt(snapshot, textDocument.uri);
  if (document === undefined) return null;
  const offset = offsetAt(document.source, position);
  const found = itemsAt(snapshot, textDocument.uri, { document, offset, client, schemaOf });
  return isNeeds(found) ? found : { isIncomplete: false, items: found };
}

interface Asked {
  readonly document: RequestDocument;
  readonly offset: number;
  readonly client: CompletionClient;
  readonly schemaOf: SchemaOfRequest;
}

function itemsAt(
  snapshot: Snapshot,
  uri: string,
  { document, offset, client, schemaOf }: Asked,
): CompletionItem[] | Needs {
  const { text } = document.source;
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  const request = requestAt(document, offset);
  const { line } = request ?? {};
  if (request === undefined && isHttpDocument(uri)) {
    return /^G\w*$/.test(before) ? [requestLineItem(document, lineStart, offset)] : [];
  }
  if (line === undefined || offset < line.start) {
    if (/^(#|\/\/)/.test(before)) return optionItems(document, before, offset);
    return /^\w*$/.test(before) ? [requestLineItem(document, lineStart, offset)] : [];
  }
  if (request !== undefined && lineStart <= line.start) {
    const schema = schemaOf(snapshot, uri, request);
    return rpcItems(schema.kind === "schema" ? schema : undefined, document, line, offset);
  }
  if (request === undefined || offset < request.body.start) {
    const value = /^([\w.-]+):[ \t]*([^{}]*)$/.exec(before);
    const span = { start: offset - (value?.[2] ?? before).length, end: offset };
    if (value !== null) return headerValueItems(document, value[1] ?? "", span);
    return /^[\w-]*$/.test(before) ? headerItems(document, span) : [];
  }
  const place = requestPlace(snapshot, uri, document, offset, schemaOf);
  if (place === undefined || isNeeds(place)) return place ?? [];
  const { body, schema } = place;
  if (body !== undefined && schema.kind === "schema") {
    return bodyItems(schema.snapshot, document.source, offset, body, client);
  }
  const input = place.rpc?.view.input(place.rpc.method);
  if (place.rpc === undefined || input === undefined || !/^\s*\{?\s*$/.test(before)) return [];
  const range = lspRange(document.source, { start: offset - before.trim().length, end: offset });
  return [
    {
      label: `{ … } ${input.name}`,
      detail: "a message with all fields",
      kind: CompletionItemKind.Struct,
      filterText: "{",
      textEdit: { range, newText: sampleMessage(place.rpc.view, input) },
    },
  ];
}

function requestLineItem(document: RequestDocument, start: number, end: number): CompletionItem {
  return {
    label: "GRPC",
    detail: "GRPC host:port/pkg.Service/Method",
    kind: CompletionItemKind.Keyword,
    textEdit: { range: lspRange(document.source, { start, end }), newText: "GRPC " },
  };
}

function optionItems(document: RequestDocument, before: string, offset: number): CompletionItem[] {
  const value = /@([\w-]+)\s+(\S*)$/.exec(before);
  if (value !== null) {
    const key = value[1] ?? "";
    const form = requestOptions[key]?.form ?? "";
    const range = lspRange(document.source, { start: offset - (value[2] ?? "").length, end: offset });
    const values = Object.hasOwn(optionValues, key) ? (optionValues[key] ?? []) : form === "" ? [] : [form];
    return values.map((label, at) => ({
      label,
      kind: CompletionItemKind.Value,
      sortText: String(at),
      textEdit: { range, newText: label },
    }));
  }
  const key = /^(?:#+|\/\/+)\s*(@[\w-]*)?$/.exec(before);
  if (key === null) return [];
  const range = lspRange(document.source, { start: offset - (key[1] ?? "").length, end: offset });
  return Object.entries(requestOptions).map(([name, { form, summary }]) => ({
    label: `@${name}`,
    detail: form,
    documentation: summary,
    kind: CompletionItemKind.Property,
    textEdit: { range, newText: form === "" ? `@${name}` : `@${name} ` },
  }));
}

// Behind the target every rpc is offered whole, of the bundled files to those who begin to write it; behind a service,
// its own ones.
function rpcItems(
  schema: KnownSchema | undefined,
  document: RequestDocument,
  line: RequestLine,
  offset: number,
): CompletionItem[] | Needs {
  const before = document.source.text.slice(line.start, offset);
  const typed = /^GRPC\s+(.*)$/.exec(before)?.[1];
  if (typed === undefined) return [];
  if (!typed.replace(/\{\{[^}]*\}\}|^\w+:\/+/g, "").includes("/")) {
    return targetItems(document, line, { start: offset - typed.length, end: offset });
  }
  if (schema === undefined) return [];
  const { snapshot } = schema;
  if (!snapshot.indexed) return needsOf(schema, { files: [], index: true });
  const [last = "", service = ""] = typed.split("/").reverse();
  const end = Math.max(line.end, offset);
  const items: CompletionItem[] = [];
  const seen = new Set<string>();
  for (const file of snapshot.outlinesWithBundled()) {
    const isBundled = bundledPath(file.uri) !== undefined;
    for (const { fullName, name } of file.outline.symbols("method")) {
      const owner = fullName.slice(0, -name.length - 1);
      const isOwn = owner === service;
      const newText = isOwn ? name : `${owner}/${name}`;
      const isBegun = isOwn || (last !== "" && newText.startsWith(last));
      if (seen.has(fullName) || (isBundled && !isBegun)) continue;
      seen.add(fullName);
      const range = lspRange(document.source, { start: offset - last.length, end });
      items.push({
        label: newText,
        detail: isOwn ? owner : "",
        kind: CompletionItemKind.Method,
        sortText: `${isOwn ? 0 : 1}${newText}`,
        textEdit: { range, newText },
      });
    }
  }
  const own = items.filter(one => one.detail !== "");
  return own.length > 0 ? own : items;
}

// The targets of the other requests, or the one that most servers begin with.
function targetItems(document: RequestDocument, line: RequestLine, span: Span): CompletionItem[] {
  const others = document.requests.flatMap(one =>
    one.line === undefined || one.line === line ? [] : one.line.target.text,
  );
  const targets = new Set(others.filter(target => target !== ""));
  if (targets.size === 0) targets.add(defaultSettings.target);
  const range = lspRange(document.source, span);
  return [...targets].map(label => ({
    label,
    kind: CompletionItemKind.Value,
    textEdit: { range, newText: `${label}/` },
  }));
}

function headerItems(document: RequestDocument, span: Span): CompletionItem[] {
  const range = lspRange(document.source, span);
  return knownHeaders.map(({ key, says }) => ({
    label: key,
    detail: says,
    kind: CompletionItemKind.Property,
    textEdit: { range, newText: key === "authorization" ? `${key}: Bearer ` : `${key}: ` },
  }));
}

function headerValueItems(document: RequestDocument, key: string, span: Span): CompletionItem[] {
  const known = knownHeaders.find(one => one.key === key.toLowerCase())?.values ?? [];
  const elsewhere = document.requests.flatMap(({ headers }) =>
    headers
      .filter(one => one.key.text.toLowerCase() === key.toLowerCase() && one.start > span.end)
      .map(one => one.value.text),
  );
  const range = lspRange(document.source, span);
  return [...new Set([...known, ...elsewhere])].map((label, at) => ({
    label,
    kind: CompletionItemKind.Value,
    sortText: String(at),
    textEdit: { range, newText: label },
  }));
}
