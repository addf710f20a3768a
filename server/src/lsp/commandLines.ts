// Requests as commands of other tools, and back.
import { filesWithImports } from "../compiler/describe/descriptorSet.ts";
import { lineIndex, offsetOf } from "../compiler/text/lineIndex.ts";
import { sourceFile } from "../compiler/text/sourceFile.ts";
import { requestDocumentAt } from "../features/requestDocumentAt.ts";
import type { CommandText, RequestText, ToCommandParams } from "../protocol/requests.ts";
import { optionOf } from "../requests/callTarget.ts";
import { rpcOf } from "../requests/checkRequests.ts";
import { commandRequest } from "../requests/commandRequest.ts";
import { convertRequests } from "../requests/convertRequests.ts";
import { fileBeside } from "../requests/outsideFiles.ts";
import { parseRequests } from "../requests/parseRequests.ts";
import { prepareCall } from "../requests/prepareCall.ts";
import { type CommandSchema, requestCommand, shellVariable } from "../requests/requestCommand.ts";
import { requestAt } from "../requests/requestDocument.ts";
import { workspaceSchema } from "../requests/requestSchema.ts";
import { guardedKey } from "../requests/variables.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { bundledPath, pathOf } from "../workspace/uri.ts";
import type { ServerContext } from "./context.ts";
import { onCustomRequest } from "./customRequests.ts";
import type { EarlierCalls } from "./earlierAnswers.ts";
import { textNow } from "./prepareRequest.ts";

/** Answers the requests that turn requests into commands or another form, and commands into requests. */
export function registerCommandLines(context: ServerContext, earlier: EarlierCalls): void {
  onCustomRequest(context.connection, "protodial/fromCommand", ({ command }): RequestText => {
    const found = commandRequest(command);
    if (found.kind === "request") return found;
    return { kind: "refused", reason: found.message, start: found.start };
  });
  onCustomRequest(context.connection, "protodial/convertRequests", ({ uri }) => {
    const document = requestDocumentAt(context.snapshot(), uri);
    return document === undefined || document.requests.length === 0 ? null : convertRequests(document);
  });
  onCustomRequest(context.connection, "protodial/toCommand", params => toCommand(context, earlier, params));
}

const mostRounds = 12;

async function toCommand(
  context: ServerContext,
  earlier: EarlierCalls,
  { uri, line, tool }: ToCommandParams,
): Promise<CommandText> {
  const text = context.snapshot().document(uri)?.source.text;
  if (text === undefined) return { kind: "refused", reason: "the request document is not open" };
  const files = new Map<string, string | undefined>();
  const guarded = new Map<string, string | undefined>();
  const given = { nowMs: Date.now(), random: Math.random, answers: await earlier.of(uri), guarded };
  const { environment } = context.settings();
  let snapshot = context.snapshot();
  for (let round = 0; round < mostRounds; round++) {
    const prepared = prepareCall(snapshot, { uri, text, line, environment, files, given });
    switch (prepared.kind) {
      case "needs":
        if (prepared.index) snapshot = await context.indexed();
        if (prepared.files.length > 0) snapshot = await context.loaded(prepared.files);
        break;
      case "needsTexts":
        for (const one of prepared.uris) files.set(one, await textNow(context, one));
        break;
      case "needsValues":
        for (const one of prepared.wanted) guarded.set(guardedKey(one), shellVariable(one));
        break;
      case "wantsSchema": {
        const reason =
          "a command takes its schema from the files of now, and this request another one: take `# @schema` out";
        return { kind: "refused", reason, line };
      }
      case "refused":
        return prepared;
      case "ready": {
        const document = parseRequests(sourceFile(uri, text));
        const written = requestAt(document, offsetOf(lineIndex(text), text, { line, column: 0 }));
        const rpc = written === undefined ? undefined : rpcOf(workspaceSchema(snapshot), uri, written);
        if (written === undefined || rpc?.kind !== "rpc") {
          return { kind: "refused", reason: "the service and the rpc are variables; write them out", line };
        }
        const pemPath = (key: string) => {
          const path = optionOf(written, key);
          const file = path === undefined ? undefined : fileBeside(uri, snapshot.folders, path);
          return file === undefined ? {} : { [key]: pathOf(file) };
        };
        const schema: CommandSchema = {
          path: pathOf(rpc.uri),
          roots: importRoots(snapshot, rpc.uri),
          pem: { ...pemPath("ca"), ...pemPath("cert"), ...pemPath("key") },
        };
        return { kind: "command", text: requestCommand(tool, prepared.request, schema) };
      }
    }
  }
  throw new Error("the command needs more files each time it is prepared");
}

/** The folders that the files of a closure are relative to, the one of `uri` first. Bundled files have none on disk. */
function importRoots(snapshot: Snapshot, uri: string): string[] {
  const { compilation, path } = snapshot.compilation(uri);
  const roots = filesWithImports([path], compilation).flatMap(file => {
    const fileUri = snapshot.uriOf(file.declared.parsed.source);
    const isOnDisk = bundledPath(fileUri) === undefined;
    const full = pathOf(fileUri);
    return isOnDisk && full.endsWith(`/${file.declared.path}`) ? full.slice(0, -file.declared.path.length - 1) : [];
  });
  return [...new Set(roots.reverse())];
}
