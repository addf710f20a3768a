// What is offered where a well-known type of google.protobuf is written in its own JSON form.
import { type CompletionItem, CompletionItemKind } from "vscode-languageserver-types";
import type { MessageDeclaration } from "../compiler/link/declarations.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import type { JsonNode } from "../requests/json/jsonNodes.ts";
import { maskedMessages } from "../requests/maskedMessages.ts";
import { isList, type SchemaView } from "../requests/schemaView.ts";
import { type WellKnown, wellKnown } from "../requests/wellKnownTypes.ts";
import { documentation } from "./describeSymbol.ts";
import { lspRange } from "./lspRange.ts";

export interface OfferedLiteral {
  readonly json: string;
  readonly says: string;
}

/** Values to start from; none for forms that have but one, and for plain messages. */
export function wellKnownLiterals(form: WellKnown | undefined): readonly OfferedLiteral[] {
  switch (form?.kind) {
    case "timestamp":
      return [
        { json: '"{{$now}}"', says: "the time of the call" },
        { json: '"{{$now +1h}}"', says: "an hour after the call" },
        { json: '"2026-01-01T00:00:00Z"', says: "a time in UTC" },
        { json: '"2026-01-01T00:00:00.000+02:00"', says: "a time with an offset" },
      ];
    case "duration":
      return [
        { json: '"1s"', says: "a second" },
        { json: '"0.5s"', says: "half a second" },
        { json: '"60s"', says: "a minute" },
        { json: '"3600s"', says: "an hour" },
        { json: '"86400s"', says: "a day" },
      ];
    case "struct":
      return [{ json: "{}", says: "an object of any JSON" }];
    case "listValue":
      return [{ json: "[]", says: "a list of any JSON" }];
    case "value":
      return ["null", '""', "0", "true", "{}", "[]"].map(json => ({ json, says: "any JSON" }));
    case "wrapper":
      if (form.scalar === "bool") return ["true", "false"].map(json => ({ json, says: "`null` leaves it unset" }));
      return [];
    default:
      return [];
  }
}

/** How deep paths are offered at once: what is deeper is offered behind its dot. */
const deepest = 2;

/** The paths that a field mask in a field of `around` can have, from the comma before the cursor on. */
export function fieldMaskItems(
  source: SourceFile,
  offset: number,
  place: {
    readonly node: JsonNode | undefined;
    readonly around: MessageDeclaration | undefined;
    readonly view: SchemaView;
  },
): CompletionItem[] {
  const { node, around, view } = place;
  const { text } = source;
  const isString = node?.kind === "string" && offset > node.start;
  let start = offset;
  while (isString && /[\w.*`]/.test(text.charAt(start - 1))) start--;
  let end = offset;
  while (isString && /[\w.*`]/.test(text.charAt(end))) end++;
  const behindDot = text.slice(start, offset).split(".").length - 1;
  const range = lspRange(source, { start, end });
  const masked = around === undefined ? [] : maskedMessages(around, view);
  return masked
    .flatMap(message => pathsOf(message, view, behindDot + deepest))
    .map(({ path, field }, at) => {
      const comment = documentation(field);
      return {
        label: path,
        kind: CompletionItemKind.Field,
        sortText: String(at).padStart(5, "0"),
        textEdit: { range, newText: isString ? path : JSON.stringify(path) },
        ...(comment === undefined ? {} : { documentation: { kind: "markdown", value: comment } }),
      };
    });
}

function pathsOf(message: MessageDeclaration, view: SchemaView, depth: number, before = ""): MaskPath[] {
  if (depth === 0) return [];
  return message.fields.flatMap(field => {
    const path = `${before}${field.jsonName}`;
    const shape = view.shapeOf(field);
    const isOpen = shape.kind === "message" && !isList(field) && wellKnown(shape.message.fullName) === undefined;
    const inner = isOpen ? pathsOf(shape.message, view, depth - 1, `${path}.`) : [];
    return [{ path, field }, ...inner];
  });
}

interface MaskPath {
  readonly path: string;
  readonly field: MessageDeclaration["fields"][number];
}
