import type { CompletionItem } from "vscode-languageserver-types";
import type { Declaration } from "../../compiler/link/declarations.ts";
import { findName } from "../../compiler/link/scopes.ts";
import type { Snapshot } from "../../workspace/snapshot.ts";
import { documentation, signature } from "../describeSymbol.ts";
import { type Needs, needsFiles } from "../needs.ts";
import { optionTypes } from "../optionMeanings.ts";
import { linkedFileOf } from "../symbolAt.ts";
import type { OfferData } from "./offer.ts";

/** The item with the comment of what it stands for: worked out for the one item that is looked at. */
export function completionDocumentation(snapshot: Snapshot, item: CompletionItem): CompletionItem | Needs {
  const data = dataOf(item);
  if (data === undefined) return item;
  const near = visible(snapshot, data);
  if (near !== undefined) return documented(snapshot, data.uri, item, near);
  const [far] = snapshot.declarations(data.fullName, data.uri);
  if (far === undefined) return item;
  const linked = snapshot.linked(far.file.uri);
  if (linked === undefined) return needsFiles([far.file.uri]);
  const declaration = linked.declared.byName.get(data.fullName);
  return declaration === undefined ? item : documented(snapshot, far.file.uri, item, declaration);
}

function visible(snapshot: Snapshot, { uri, fullName }: OfferData): Declaration | undefined {
  const linked = snapshot.linked(uri);
  const found = linked === undefined ? undefined : findName(linked.optionNames, fullName);
  if (found !== undefined && found.kind !== "package") return found;
  return optionTypes(snapshot, uri)?.declared.byName.get(fullName);
}

function documented(snapshot: Snapshot, uri: string, item: CompletionItem, declaration: Declaration): CompletionItem {
  const shown = `\`\`\`proto\n${signature(declaration, linkedFileOf(snapshot, uri, declaration))}\n\`\`\``;
  const value = [shown, documentation(declaration)].filter(part => part !== undefined).join("\n\n");
  return { ...item, documentation: { kind: "markdown", value } };
}

function dataOf(item: CompletionItem): OfferData | undefined {
  const data: unknown = item.data;
  if (typeof data !== "object" || data === null) return undefined;
  const uri: unknown = Reflect.get(data, "uri");
  const fullName: unknown = Reflect.get(data, "fullName");
  return typeof uri === "string" && typeof fullName === "string" ? { uri, fullName } : undefined;
}
