import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  InsertTextFormat,
} from "vscode-languageserver-types";
import type { FieldDeclaration } from "../compiler/link/declarations.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import type { Span } from "../compiler/text/span.ts";
import type { BodyPlace } from "../requests/bodyPlace.ts";
import { fieldNamed } from "../requests/checkBody.ts";
import { type FieldShape, isList, jsonKey, type SchemaView } from "../requests/schemaView.ts";
import { sampleKey, sampleOf, sampleValue } from "../requests/template.ts";
import { wellKnown } from "../requests/wellKnownTypes.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { documentation, fieldType, isDeprecated } from "./describeSymbol.ts";
import { lspRange } from "./lspRange.ts";
import { declaringFile } from "./requestBodyPlace.ts";
import { fieldMaskItems, wellKnownLiterals } from "./requestWellKnownItems.ts";

type KeyPlace = Extract<BodyPlace, { kind: "key" }>;
type MapKeyPlace = Extract<BodyPlace, { kind: "mapKey" }>;
type ValuePlace = Extract<BodyPlace, { kind: "value" }>;

/** Completion at a place in the body of a request. */
export function bodyItems(
  snapshot: Snapshot,
  source: SourceFile,
  offset: number,
  place: BodyPlace,
  client: { readonly snippets: boolean },
): CompletionItem[] {
  switch (place.kind) {
    case "key":
      return keyItems(source, offset, place, client);
    case "value":
      return valueItems(source, offset, place);
    case "mapKey":
      return mapKeyItems(source, offset, place);
    case "anyType":
      return typeItems(snapshot, source, typedSpan(source.text, place.node?.start ?? offset, offset));
  }
}

function keyItems(
  source: SourceFile,
  offset: number,
  { object, member, message, view, inAny }: KeyPlace,
  { snippets }: { readonly snippets: boolean },
): CompletionItem[] {
  const { text } = source;
  const span = typedSpan(text, member?.key.start ?? offset, offset);
  const isQuoted = text.charAt(span.start) === '"';
  const others = object.members.filter(one => one !== member).map(one => fieldNamed(message, one.key.value, view));
  const taken = new Set<unknown>(others.flatMap(one => (one === undefined ? [] : [one, one.oneof?.node ?? one])));
  const comma = /^\s*"/.test(text.slice(span.end)) ? "," : "";
  const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", offset - 1) + 1))?.[0] ?? "";
  const range = lspRange(source, span);

  const fields = message.fields.filter(one => !taken.has(one) && !(one.oneof?.node && taken.has(one.oneof.node)));
  const items = wellKnown(message.fullName) === undefined ? fields.map((field, at) => fieldItem(field, at)) : [];
  if (!inAny || object.members.some(one => one !== member && one.key.value === "@type")) return items;
  const newText = member?.colon ? '"@type"' : `"@type": "type.googleapis.com/"${comma}`;
  const filterText = isQuoted ? '"@type"' : "@type";
  return [
    { label: "@type", kind: CompletionItemKind.Property, sortText: "", filterText, textEdit: { range, newText } },
    ...items,
  ];

  function fieldItem(field: FieldDeclaration, at: number): CompletionItem {
    const key = jsonKey(field);
    const linked = declaringFile(view.files, field.file.path);
    const comment = documentation(field);
    const value = snippets ? snippetValue(view, field) : sampleValue(view, field, indent);
    const newText = member?.colon ? JSON.stringify(key) : `${JSON.stringify(key)}: ${value}${comma}`;
    return {
      label: key,
      detail: `${isList(field) ? "repeated " : ""}${fieldType(field, linked)}`,
      kind: CompletionItemKind.Field,
      sortText: String(at).padStart(4, "0"),
      filterText: isQuoted ? JSON.stringify(key) : key,
      textEdit: { range, newText },
      ...(snippets && !member?.colon ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
      ...(comment === undefined ? {} : { documentation: { kind: "markdown", value: comment } }),
      ...(isDeprecated(field) ? { tags: [CompletionItemTag.Deprecated] } : {}),
    };
  }
}

function valueItems(source: SourceFile, offset: number, { node, shape, view, around }: ValuePlace): CompletionItem[] {
  const span = typedSpan(source.text, node?.start ?? offset, offset);
  const isQuoted = source.text.charAt(span.start) === '"';
  const item = (newText: string, kind: CompletionItemKind, more: Partial<CompletionItem> = {}): CompletionItem => ({
    label: newText,
    kind,
    filterText: isQuoted ? newText : newText.replace(/"/g, ""),
    textEdit: { range: lspRange(source, span), newText },
    ...more,
  });
  if (shape.kind === "list") return [item(sampleValue(view, shape.field, ""), CompletionItemKind.Value)];
  if (shape.kind === "enum") {
    return shape.declaration.values.map((value, at) => {
      const comment = documentation(value);
      return item(JSON.stringify(value.name), CompletionItemKind.EnumMember, {
        label: value.name,
        detail: String(value.number ?? ""),
        sortText: String(at).padStart(4, "0"),
        ...(comment === undefined ? {} : { documentation: { kind: "markdown", value: comment } }),
      });
    });
  }
  if (shape.kind === "scalar" && shape.scalar === "bool") {
    return [item("true", CompletionItemKind.Value), item("false", CompletionItemKind.Value)];
  }
  if (node !== undefined && node.kind !== "string") return [];
  if (shape.kind === "map") return sampleItems(view, shape, item);
  if (shape.kind !== "message") return [];
  const form = wellKnown(shape.message.fullName);
  if (form?.kind === "fieldMask") return fieldMaskItems(source, offset, { node, around, view });
  const literals = wellKnownLiterals(form);
  if (literals.length === 0) return sampleItems(view, shape, item);
  return literals.map(({ json, says }, at) =>
    item(json, CompletionItemKind.Value, { detail: says, sortText: String(at) }),
  );
}

function mapKeyItems(source: SourceFile, offset: number, { member, shape }: MapKeyPlace): CompletionItem[] {
  const span = typedSpan(source.text, member?.key.start ?? offset, offset);
  const isQuoted = source.text.charAt(span.start) === '"';
  const keys = shape.key === "bool" ? ["true", "false"] : [sampleKey(shape.key)];
  return keys.map(key => {
    const written = JSON.stringify(key);
    return {
      label: key,
      detail: `a key (\`${shape.key}\`)`,
      kind: CompletionItemKind.Property,
      filterText: isQuoted ? written : key,
      textEdit: { range: lspRange(source, span), newText: member?.colon ? written : `${written}: ` },
    };
  });
}

function sampleItems(
  view: SchemaView,
  shape: FieldShape,
  item: (newText: string, kind: CompletionItemKind) => CompletionItem,
): CompletionItem[] {
  return [item(sampleOf(view, shape), CompletionItemKind.Struct)];
}

function typeItems(snapshot: Snapshot, source: SourceFile, span: Span): CompletionItem[] {
  const range = lspRange(source, span);
  const names = new Set<string>();
  for (const file of snapshot.outlinesWithBundled()) {
    for (const { fullName } of file.outline.symbols("message")) names.add(fullName);
  }
  return [...names].map(name => {
    const newText = `"type.googleapis.com/${name}"`;
    return { label: name, kind: CompletionItemKind.Struct, filterText: newText, textEdit: { range, newText } };
  });
}

function snippetValue(view: SchemaView, field: FieldDeclaration): string {
  const shape = view.shapeOf(field);
  if (isList(field)) return "[$1]";
  if (shape.kind === "map") return "{ $1 }";
  if (shape.kind === "enum") return '"$1"';
  const isPlain = shape.kind === "message" && wellKnown(shape.message.fullName) === undefined;
  if (isPlain) return shape.message.fields.length === 0 ? "{}" : "{ $1 }";
  const sample = sampleOf(view, shape);
  if (sample === '""') return '"$1"';
  const escaped = sample.replace(/[\\$}]/g, "\\$&");
  return /^".*"$/.test(sample) ? `"\${1:${escaped.slice(1, -1)}}"` : `\${1:${escaped}}`;
}

// From the start of what is being typed to the end of its word and quote: a string that is not closed yet would reach to
// the end of the line.
function typedSpan(text: string, start: number, offset: number): Span {
  let end = offset;
  while (/[\w@./-]/.test(text.charAt(end))) end++;
  if (text.charAt(start) === '"' && text.charAt(end) === '"' && end > start) end++;
  return { start, end };
}
