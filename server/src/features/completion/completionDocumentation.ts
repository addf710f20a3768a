import type { CompletionItem } from "vscode-languageserver-types";
import type { Declaration } from "../../compiler/link/declarations.ts";
import type { LinkedFile } from "../../compiler/link/linkedFile.ts";
import { findName } from "../../compiler/link/scopes.ts";
import type { Steps } from "../../compiler/text/steps.ts";
import type { Snapshot } from "../../workspace/snapshot.ts";
import { documentation, signature } from "../describeSymbol.ts";
import { linkedAt } from "../linkedAt.ts";
import { type Needs, needsFiles } from "../needs.ts";
import { optionTypes } from "../optionMeanings.ts";
import { linkedFileOf } from "../symbolAt.ts";
import type { OfferData } from "./offer.ts";

/** In steps, the item with the comment of what it stands for: worked out for the one item that is looked at. */
export function* completionDocumentationSteps(snapshot: Snapshot, item: CompletionItem): Steps<CompletionItem | Needs> {
  const data = dataOf(item);
  if (data === undefined) return item;
  const own = (yield* linkedAt(snapshot, data.uri, 0))?.linked;
  const near = own && visible(snapshot, own, data);
  if (own !== undefined && near !== undefined) {
    return documented(item, near, near.file === own.declared ? own : linkedFileOf(snapshot, data.uri, near));
  }
  const [far] = snapshot.declarations(data.fullName, data.uri);
  if (far === undefined) return item;
  const linked = snapshot.linked(far.file.uri);
  if (linked === undefined) return needsFiles([far.file.uri]);
  const declaration = linked.declared.byName.get(data.fullName);
  return declaration === undefined ? item : documented(item, declaration, linked);
}

function visible(snapshot: Snapshot, linked: LinkedFile, { uri, fullName }: OfferData): Declaration | undefined {
  const found = findName(linked.optionNames, fullName);
  if (found !== undefined && found.kind !== "package") return found;
  return optionTypes(snapshot, uri)?.declared.byName.get(fullName);
}

function documented(item: CompletionItem, declaration: Declaration, linked: LinkedFile | undefined): CompletionItem {
  const shown = `\`\`\`proto\n${signature(declaration, linked)}\n\`\`\``;
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
