import type { CodeLens } from "vscode-languageserver-types";
import type { MethodItem } from "../protocol/requests.ts";
import { streamingOf } from "../requests/prepareCall.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { bundledPath } from "../workspace/uri.ts";
import { lspRange } from "./lspRange.ts";
import type { DocumentParams } from "./params.ts";

/** `▶ Call` above every rpc, whatever streams. */
export function codeLenses(snapshot: Snapshot, { textDocument }: DocumentParams): CodeLens[] {
  const file = snapshot.linked(textDocument.uri)?.declared;
  if (file === undefined || bundledPath(textDocument.uri) !== undefined) return [];
  return file.services.flatMap(service =>
    service.methods.map(method => ({
      range: lspRange(file.parsed.source, method.nameSpan),
      command: {
        title: "▶ Call",
        command: "protodial.callMethod",
        arguments: [textDocument.uri, `${service.fullName}/${method.name}`],
      },
    })),
  );
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
