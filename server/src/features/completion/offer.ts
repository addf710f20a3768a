import { type CompletionItem, CompletionItemKind, InsertTextFormat, type Range } from "vscode-languageserver-types";
import type { LinkedFile } from "../../compiler/link/linkedFile.ts";
import type { SourceFile } from "../../compiler/text/sourceFile.ts";
import type { Span } from "../../compiler/text/span.ts";
import type { Snapshot } from "../../workspace/snapshot.ts";
import type { Place } from "./place.ts";

/** What every kind of completion is worked out from. */
export interface Completing {
  readonly snapshot: Snapshot;
  readonly uri: string;
  /** The text in which the place is. */
  readonly source: SourceFile;
  readonly linked: LinkedFile;
  readonly place: Place;
  /** Where something around the place stands in the document. */
  readonly rangeOf: (span: Span) => Range;
  /** Whether the client takes `$1` in what is inserted. */
  readonly snippets: boolean;
}

/** One thing to offer. */
export interface Offer {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** What is inserted, `label` where absent. */
  readonly text?: string;
  /** Inserted in place of `text` where the client takes snippets: `$1` marks a place to fill in. */
  readonly snippet?: string;
  readonly detail?: string;
  /** Shown behind the label, in a lighter colour. */
  readonly description?: string;
  /** What stands first has the lowest. */
  readonly rank: Rank;
  readonly deprecated?: boolean;
  readonly edits?: CompletionItem["additionalTextEdits"];
  /** Where something else than the word is replaced. */
  readonly replaced?: Place["replaced"];
  /** The full name of what it stands for, where that has a comment to show. */
  readonly fullName?: string;
  /** Has the editor ask again after it is inserted. */
  readonly goesOn?: boolean;
}

/** What comes back with an item whose comment is asked for. */
export interface OfferData {
  readonly uri: string;
  readonly fullName: string;
}

/** Likely things first; within one rank the editor goes by the alphabet. */
export type Rank = 0 | 1 | 2 | 3 | 4 | 5 | 6;

export const Kind = CompletionItemKind;

/** An offer in LSP's shape. */
export function completionItem(completing: Completing, offer: Offer): CompletionItem {
  const { rangeOf, place, snippets } = completing;
  const useSnippet = snippets && offer.snippet !== undefined;
  const newText = (useSnippet ? offer.snippet : offer.text) ?? offer.label;
  const item: CompletionItem = {
    label: offer.label,
    kind: offer.kind,
    sortText: `${offer.rank}${offer.label}`,
    textEdit: { range: rangeOf(offer.replaced ?? place.replaced), newText },
  };
  // The editor filters by what stands in the range, which may be dotted where the label is not.
  if ((offer.text ?? offer.label) !== offer.label) item.filterText = offer.text ?? offer.label;
  if (offer.detail !== undefined) item.detail = offer.detail;
  if (offer.description !== undefined) item.labelDetails = { description: offer.description };
  if (useSnippet) item.insertTextFormat = InsertTextFormat.Snippet;
  if (offer.deprecated === true) item.tags = [1];
  if (offer.edits !== undefined && offer.edits.length > 0) item.additionalTextEdits = offer.edits;
  if (offer.fullName !== undefined) item.data = { uri: completing.uri, fullName: offer.fullName } satisfies OfferData;
  if (offer.goesOn === true) item.command = { title: "Suggest", command: "editor.action.triggerSuggest" };
  return item;
}

/** Whether `name`, or one of the words it is made of, begins with what was typed; upper and lower case are one. */
export function matches(typed: string, name: string): boolean {
  if (typed === "") return true;
  const wanted = typed.toLowerCase();
  const lower = name.toLowerCase();
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
    if (at === 0 || isWordStart(name, at)) return true;
  }
  return false;
}

function isWordStart(name: string, at: number): boolean {
  const before = name[at - 1] ?? "";
  if (!/\w/.test(before) || before === "_") return true;
  return /[a-z0-9]/.test(before) && /[A-Z]/.test(name[at] ?? "");
}
