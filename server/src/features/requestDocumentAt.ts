import type { SourceFile } from "../compiler/text/sourceFile.ts";
import { parseRequests } from "../requests/parseRequests.ts";
import type { RequestDocument } from "../requests/requestDocument.ts";
import type { Snapshot } from "../workspace/snapshot.ts";

const parsed = new WeakMap<SourceFile, RequestDocument>();

/** The open request document of a uri, parsed once for each of its texts. */
export function requestDocumentAt(snapshot: Snapshot, uri: string): RequestDocument | undefined {
  const source = snapshot.document(uri)?.source;
  if (source === undefined) return undefined;
  const known = parsed.get(source);
  if (known !== undefined) return known;
  const made = parseRequests(source);
  parsed.set(source, made);
  return made;
}
