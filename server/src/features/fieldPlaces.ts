import type { Range } from "vscode-languageserver-types";
import { fieldPlace } from "../requests/fieldPlace.ts";
import { parseRequests } from "../requests/parseRequests.ts";
import { requestAt } from "../requests/requestDocument.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { lspRange, offsetAt } from "./lspRange.ts";

export interface FieldPlacesParams {
  readonly uri: string;
  /** Zero-based: any line of the request. */
  readonly line: number;
  /** Paths as a server names fields. */
  readonly fields: readonly string[];
}

/** Where the fields stand in a request of an open document, one range for each; none where there is no such request. */
export function fieldPlaces(snapshot: Snapshot, { uri, line, fields }: FieldPlacesParams): Range[] {
  const source = snapshot.document(uri)?.source;
  if (source === undefined) return [];
  const request = requestAt(parseRequests(source), offsetAt(source, { line, character: 0 }));
  return request === undefined ? [] : fields.map(field => lspRange(source, fieldPlace(request, field)));
}
