import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from "vscode-languageserver";
import { prepareRename, type RenameParams, type RenameRefusal, type RequestText, rename } from "../features/rename.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { type Answering, answerLoaded } from "./answer.ts";
import type { ServerContext } from "./context.ts";
import { requestLanguage } from "./languages.ts";
import { textOf } from "./prepareRequest.ts";

/** Renames across `.proto` files and request documents, opened or not. */
export function registerRename(
  connection: Connection,
  session: Answering & Pick<ServerContext, "snapshot" | "requestFiles" | "platform">,
): void {
  const prepare = answerLoaded(session, "textDocument/prepareRename", prepareRename, "interpreted");
  connection.onPrepareRename(async (params, token) => orRefusal(await prepare(params, token)));
  connection.onRenameRequest(async (params: RenameParams, token: CancellationToken) => {
    const requests = await requestTexts(session);
    const renaming = (snapshot: Snapshot, asked: RenameParams) => rename(snapshot, asked, requests);
    const renamed = answerLoaded(session, "textDocument/rename", renaming, "interpreted");
    return orRefusal(await renamed(params, token));
  });
}

async function requestTexts({
  snapshot,
  requestFiles,
  platform,
}: Pick<ServerContext, "snapshot" | "requestFiles" | "platform">): Promise<RequestText[]> {
  const uris = await requestFiles();
  const open = [...snapshot().documents.values()].filter(one => one.languageId === requestLanguage);
  const unopened = await Promise.all(
    uris.map(async uri => {
      const text = snapshot().document(uri) === undefined ? textOf(await platform.files.read(uri)) : undefined;
      return text === undefined ? [] : [{ uri, text }];
    }),
  );
  return [...open.map(one => ({ uri: one.uri, text: one.source.text })), ...unopened.flat()];
}

function orRefusal<Result extends object>(
  found: Result | RenameRefusal | ResponseError<void> | null,
): Result | ResponseError<void> | null {
  if (found === null || found instanceof ResponseError || !isRefusal(found)) return found;
  return new ResponseError<void>(LSPErrorCodes.RequestFailed, found.reason);
}

function isRefusal<Result extends object>(found: Result | RenameRefusal): found is RenameRefusal {
  return "kind" in found && found.kind === "refused";
}
