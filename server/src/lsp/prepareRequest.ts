import { type CallOrigin, type PreparedCall, prepareCall } from "../requests/prepareCall.ts";
import type { ServerContext } from "./context.ts";

// What is needed may need more: the index finds a file, which imports others, while a variable needs another file.
const mostRounds = 8;

/** Makes a request ready to be sent, and reads what that needs. */
export async function prepareRequest(
  context: ServerContext,
  origin: Omit<CallOrigin, "environment" | "files">,
): Promise<PreparedCall> {
  const files = new Map<string, string | undefined>();
  const { environment } = context.settings();
  let snapshot = context.snapshot();
  for (let round = 0; round < mostRounds; round++) {
    const prepared = prepareCall(snapshot, { ...origin, environment, files });
    switch (prepared.kind) {
      case "needs":
        if (prepared.index) snapshot = await context.indexed();
        if (prepared.files.length > 0) snapshot = await context.loaded(prepared.files);
        break;
      case "needsTexts":
        for (const one of prepared.uris) files.set(one, textOf(await context.platform.files.read(one)));
        break;
      default:
        return prepared;
    }
  }
  throw new Error("the call needs more files each time it is prepared");
}

/** A file's content as text. */
export function textOf(content: string | Uint8Array | undefined): string | undefined {
  return content === undefined || typeof content === "string" ? content : new TextDecoder().decode(content);
}
