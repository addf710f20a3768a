import type { CodeLens } from "vscode-languageserver-types";
import { joined } from "../compiler/link/declaring.ts";
import { headerOf } from "../compiler/syntax/fileHeader.ts";
import type { MethodItem } from "../protocol/requests.ts";
import { streamingOf } from "../requests/prepareCall.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { bundledPath } from "../workspace/uri.ts";
import { lspRange } from "./lspRange.ts";
import type { DocumentParams } from "./params.ts";

/** `▶ Call` above every rpc, whatever streams. */
export function codeLenses(snapshot: Snapshot, { textDocument }: DocumentParams): CodeLens[] {
  if (bundledPath(textDocument.uri) !== undefined) return [];
  // The tree says enough: after each keystroke lenses are asked for anew, and need not wait for links.
  const parsed = snapshot.parsed(textDocument.uri);
  if (parsed === undefined) return [];
  const { packageName } = headerOf(parsed.tree);
  const lenses: CodeLens[] = [];
  for (const service of parsed.tree.members) {
    if (service.kind !== "service" || service.name === undefined) continue;
    for (const method of service.members) {
      if (method.kind !== "method" || method.name === undefined) continue;
      const path = `${joined(packageName, service.name.text)}/${method.name.text}`;
      const command = { title: "▶ Call", command: "protodial.callMethod", arguments: [textDocument.uri, path] };
      lenses.push({ range: lspRange(parsed.source, method.name), command });
    }
  }
  return lenses;
}

/** The rpcs of a file, for a list to pick from. */
export function methodItems(snapshot: Snapshot, uri: string): MethodItem[] {
  const file = snapshot.linked(uri)?.declared;
  if (file === undefined) return [];
  return file.services.flatMap(service =>
    service.methods.map(method => ({
      uri,
      line: lspRange(file.parsed.source, method.nameSpan).start.line,
      method: `${service.fullName}/${method.name}`,
      streaming: streamingOf(method),
    })),
  );
}
