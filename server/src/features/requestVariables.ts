// What `{{name}}` in a request document is: for completion, hover and the way to the file that says it.
import { type CompletionItem, CompletionItemKind, type Hover, type Location } from "vscode-languageserver-types";
import { sourceFile } from "../compiler/text/sourceFile.ts";
import { touches } from "../compiler/text/span.ts";
import { type EnvironmentText, environmentsIn, isPrivateFile } from "../requests/environment.ts";
import { isHttpDocument } from "../requests/httpDocument.ts";
import type { JsonNode } from "../requests/json/jsonNodes.ts";
import type { Placeholder } from "../requests/placeholders.ts";
import {
  ownVariable,
  placeholdersOf,
  type RequestDocument,
  requestAt,
  requestName,
} from "../requests/requestDocument.ts";
import { earlierPart } from "../requests/variableAnswers.ts";
import { guardedVariables, madeVariables, variableCommand } from "../requests/variableCommands.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { baseName } from "../workspace/uri.ts";
import { lspRange, offsetAt } from "./lspRange.ts";
import type { PositionParams } from "./params.ts";
import { requestDocumentAt } from "./requestDocumentAt.ts";

/** Whether a place of a request document is in a placeholder, or in one that is begun. */
export function isInVariable(snapshot: Snapshot, params: PositionParams): boolean {
  const document = requestDocumentAt(snapshot, params.textDocument.uri);
  if (document === undefined) return false;
  const offset = offsetAt(document.source, params.position);
  // Of an `.http` file the requests of other kinds are none of ours.
  if (isHttpDocument(document.source.path) && requestAt(document, offset) === undefined) return false;
  return placeholderAt(document, offset) !== undefined || begunAt(document.source.text, offset) !== undefined;
}

/** Names for what stands between the braces: of the environments, of this document, and what is made for a call. */
export function variableItems(
  snapshot: Snapshot,
  { textDocument, position }: PositionParams,
  environments: readonly EnvironmentText[],
): CompletionItem[] {
  const document = requestDocumentAt(snapshot, textDocument.uri);
  if (document === undefined) return [];
  const { source } = document;
  const offset = offsetAt(source, position);
  const start = begunAt(source.text, offset);
  if (start === undefined) return [];
  const end = offset + (/^[\w.$-]*/.exec(source.text.slice(offset, offset + 200))?.[0].length ?? 0);
  const range = lspRange(source, { start, end });
  const closing = source.text.startsWith("}}", end) ? "" : "}}";
  const item = (label: string, detail: string, kind: CompletionItemKind, order: number): CompletionItem => ({
    label,
    detail,
    kind,
    sortText: `${order}${label}`,
    filterText: label,
    textEdit: { range, newText: label.endsWith(" ") ? label : `${label}${closing}` },
  });
  const items = new Map<string, CompletionItem>();
  for (const { name, value } of document.variables) {
    // A variable is not offered as its own value.
    if (value.start > start || start > value.end) {
      items.set(name, item(name, "of this file", CompletionItemKind.Variable, 0));
    }
  }
  for (const { name, file } of environments.flatMap(inFile)) {
    if (!items.has(name)) items.set(name, item(name, file, CompletionItemKind.Variable, 0));
  }
  for (const { name, start: at } of document.requests.flatMap(placeholdersOf)) {
    const isOther = at + 2 !== start && name !== "" && !name.startsWith("$");
    if (isOther && !items.has(name)) items.set(name, item(name, "used elsewhere", CompletionItemKind.Text, 1));
  }
  const made = Object.entries(madeVariables).map(([name, row]) =>
    item(name, row.summary, CompletionItemKind.Function, 2),
  );
  const guarded = Object.entries(guardedVariables).map(([name, says]) =>
    item(`${name} `, says, CompletionItemKind.Function, 3),
  );
  return [...items.values(), ...made, ...guarded];
}

/** What a placeholder stands for. What a private file says is not shown. */
export function variableHover(
  snapshot: Snapshot,
  { textDocument, position }: PositionParams,
  environments: readonly EnvironmentText[],
): Hover | null {
  const document = requestDocumentAt(snapshot, textDocument.uri);
  if (document === undefined) return null;
  const found = placeholderAt(document, offsetAt(document.source, position));
  if (found === undefined) return null;
  const own = ownVariable(document, found.name, found.start);
  const value =
    found.kind === "dynamic"
      ? describeCommand(found.name)
      : own !== undefined
        ? `${code(own.value.text)}, set in this file`
        : describeVariable(found.name, environments);
  return { contents: { kind: "markdown", value }, range: lspRange(document.source, found) };
}

/** The places in environment files that give a placeholder its value. */
export function variableDefinition(
  snapshot: Snapshot,
  { textDocument, position }: PositionParams,
  environments: readonly EnvironmentText[],
): Location[] {
  const document = requestDocumentAt(snapshot, textDocument.uri);
  if (document === undefined) return [];
  const found = placeholderAt(document, offsetAt(document.source, position));
  const own = found && ownVariable(document, found.name, found.start);
  if (own !== undefined) return [{ uri: textDocument.uri, range: lspRange(document.source, own.nameSpan) }];
  const request = earlierPart(found?.name ?? "")?.request;
  const named = document.requests.find(one => request !== undefined && requestName(one) === request);
  if (named !== undefined) return [{ uri: textDocument.uri, range: lspRange(document.source, named.nameSpan) }];
  return environments.flatMap(file => {
    const source = sourceFile(file.uri, file.text);
    return inFile(file)
      .filter(one => one.name === found?.name)
      .map(one => ({ uri: file.uri, range: lspRange(source, one.key) }));
  });
}

function describeCommand(text: string): string {
  const command = variableCommand(text);
  switch (command.kind) {
    case "made":
      return [command.row.summary, ...(command.row.form === undefined ? [] : [command.row.form])].join("\n\n");
    case "guarded":
      return command.guarded.source === "file" ? "a file" : guardedVariables[`$${command.guarded.source}`];
    case "wrong":
      return [command.message, ...(command.help === undefined ? [] : [command.help])].join("\n\n");
  }
}

function describeVariable(name: string, environments: readonly EnvironmentText[]): string {
  const found = environments.flatMap(inFile).filter(one => one.name === name);
  if (found.length === 0) return `\`${name}\` is in no environment file: write it into \`http-client.env.json\``;
  const rows = found.map(({ environment, file, shown }) => `| ${code(environment)} | ${code(shown)} | ${code(file)} |`);
  return ["| environment | value | file |", "|---|---|---|", ...rows].join("\n");
}

function code(text: string): string {
  const plain = text.replace(/[`|\r\n]/g, " ");
  return `\`${plain.length > 80 ? `${plain.slice(0, 80)}…` : plain}\``;
}

interface Variable {
  readonly name: string;
  readonly environment: string;
  readonly file: string;
  readonly key: JsonNode;
  readonly shown: string;
}

function inFile({ uri, text }: EnvironmentText): Variable[] {
  return environmentsIn(text).flatMap(({ key: environment, table }) =>
    (table?.members ?? []).map(({ key, value }) => ({
      name: key.value,
      environment: environment.value,
      file: baseName(uri),
      key,
      shown: isPrivateFile(uri) ? "•••" : value === undefined ? "" : text.slice(value.start, value.end),
    })),
  );
}

function placeholderAt(document: RequestDocument, offset: number): Placeholder | undefined {
  const request = requestAt(document, offset);
  const ofRequest = request === undefined ? [] : placeholdersOf(request);
  return [...ofRequest, ...document.variables.flatMap(one => one.value.placeholders)].find(one => touches(one, offset));
}

/** Where the name begins whose braces are open before `offset`. */
function begunAt(text: string, offset: number): number | undefined {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const before = text.slice(Math.max(lineStart, offset - 200), offset);
  const begun = /\{\{\s*([\w.$-]*)$/.exec(before);
  return begun === null ? undefined : offset - (begun[1] ?? "").length;
}
