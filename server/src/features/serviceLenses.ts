import type { CodeLens } from "vscode-languageserver-types";
import { joined } from "../compiler/link/declaring.ts";
import { headerOf } from "../compiler/syntax/fileHeader.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { lspRange } from "./lspRange.ts";
import type { DocumentParams } from "./params.ts";

/** A running server as it is told above a service. */
export interface ServiceState {
  readonly address: string;
  /** `localhost:50051 · serving · 2 differences` */
  readonly title: string;
}

/** What is known of running servers, above each service of a file; `statesOf` takes a service's full name. */
export function serviceLenses(
  snapshot: Snapshot,
  { textDocument: { uri } }: DocumentParams,
  statesOf: (service: string) => readonly ServiceState[],
): CodeLens[] {
  // As of those above rpcs, the tree says enough.
  const parsed = snapshot.parsed(uri);
  if (parsed === undefined) return [];
  const { packageName } = headerOf(parsed.tree);
  return parsed.tree.members.flatMap(service => {
    if (service.kind !== "service" || service.name === undefined) return [];
    const range = lspRange(parsed.source, service.name);
    const name = joined(packageName, service.name.text);
    return statesOf(name).map(({ address, title }) => ({
      range,
      command: { title, command: "protodial.showServer", arguments: [uri, name, address] },
    }));
  });
}
