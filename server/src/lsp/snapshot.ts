// All of a folder as a descriptor image, which a team keeps to compare later versions with. The client writes it.
import type { Connection } from "vscode-languageserver";
import { filesWithImports, joinedEntries, setEntry } from "../compiler/describe/descriptorSet.ts";
import type { SnapshotResult } from "../protocol/requests.ts";
import { base64Text } from "../requests/base64.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { normalUri } from "../workspace/uri.ts";
import type { ServerContext } from "./context.ts";
import { onCustomRequest } from "./customRequests.ts";
import { errorsOf, protoUris } from "./generate.ts";

/** Answers `protodial/snapshot`. */
export function registerSnapshot(connection: Connection, context: ServerContext): void {
  onCustomRequest(connection, "protodial/snapshot", ({ folderUri, form }) => image(context, folderUri, form));
}

async function image(context: ServerContext, folderUri: string, form: "json" | "binpb"): Promise<SnapshotResult> {
  const uris = await protoUris(context, [normalUri(folderUri)]);
  if (uris.length === 0) return { kind: "refused", reason: "the folder holds no `.proto` file", problems: [] };
  const snapshot = await context.loaded(uris);
  const problems = errorsOf(snapshot, uris);
  if (problems.length > 0) {
    const count = problems.length === 1 ? "an error stands" : `${problems.length} errors stand`;
    return { kind: "refused", reason: `${count} in the way of a snapshot`, problems };
  }
  const twice = sharedPath(snapshot, uris);
  if (twice !== undefined) {
    const reason = `two files have the import path \`${twice}\`, and an image holds one: open their folders apart`;
    return { kind: "refused", reason, problems: [] };
  }
  const set = entries(snapshot, uris);
  if (form === "binpb") return { kind: "snapshot", base64: base64Text(set) };
  const { imageText } = await import("../breaking/imageText.ts");
  return { kind: "snapshot", base64: base64Text(new TextEncoder().encode(imageText(set))) };
}

function sharedPath(snapshot: Snapshot, uris: readonly string[]): string | undefined {
  const paths = uris.map(uri => snapshot.compilation(uri).path);
  return paths.find((path, at) => paths.indexOf(path) !== at);
}

// Dependencies first, each once: what several import has one import path for all of them.
function entries(snapshot: Snapshot, uris: readonly string[]): Uint8Array {
  const set = new Map<string, Uint8Array>();
  for (const uri of uris) {
    const { compilation, path } = snapshot.compilation(uri);
    const optionTypes = compilation.optionTypes();
    for (const file of filesWithImports([path], compilation)) {
      const name = file.declared.path;
      if (!set.has(name)) set.set(name, setEntry(file, { sourceInfo: "without", jsonNames: "all", optionTypes }));
    }
  }
  return joinedEntries([...set.values()]);
}
