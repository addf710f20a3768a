import { type CallOrigin, type PreparedCall, prepareCall } from "../requests/prepareCall.ts";
import type { KnownSchema } from "../requests/requestSchema.ts";
import { guardedKey } from "../requests/variables.ts";
import type { ServerContext } from "./context.ts";
import type { EarlierCalls } from "./earlierAnswers.ts";
import { guardedValues } from "./guardedValues.ts";
import type { RequestSchemas } from "./requestSchemas.ts";

// What is needed may need more: the index finds a file, which imports others, while a variable needs another file.
const mostRounds = 12;

/** Makes a request ready to be sent, reads what that needs, and asks the user before what is theirs is used. */
export async function prepareRequest(
  context: ServerContext,
  { earlier, schemas }: { readonly earlier: EarlierCalls; readonly schemas: Pick<RequestSchemas, "read"> },
  origin: Omit<CallOrigin, "environment" | "files" | "given" | "schema">,
): Promise<PreparedCall> {
  const files = new Map<string, string | undefined>();
  const guarded = new Map<string, string | undefined>();
  const answers = await earlier.of(origin.uri);
  const given = { nowMs: Date.now(), random: Math.random, answers, guarded };
  const { environment } = context.settings();
  let snapshot = context.snapshot();
  let schema: (() => KnownSchema) | undefined;
  for (let round = 0; round < mostRounds; round++) {
    const prepared = prepareCall(snapshot, {
      ...origin,
      ...(schema === undefined ? {} : { schema: schema() }),
      environment,
      files,
      given,
    });
    switch (prepared.kind) {
      case "needs":
        if (prepared.load !== undefined) {
          await prepared.load(prepared);
          break;
        }
        if (prepared.index) snapshot = await context.indexed();
        if (prepared.files.length > 0) snapshot = await context.loaded(prepared.files);
        break;
      case "wantsSchema": {
        const found = await schemas.read(origin.uri, prepared.wanted);
        if (found.kind === "refused") return { ...found, line: origin.line };
        schema = found.now;
        break;
      }
      case "needsTexts":
        for (const one of prepared.uris) files.set(one, await textNow(context, one));
        break;
      case "needsValues": {
        const { address, wanted } = prepared;
        const found = await guardedValues(context, address, wanted);
        if (found.kind === "denied") {
          const names = wanted.map(one => `\`${guardedKey(one)}\``).join(", ");
          return { kind: "refused", reason: `${names} was not allowed for ${address}`, line: origin.line };
        }
        for (const [key, value] of found.values) guarded.set(key, value);
        break;
      }
      default:
        return prepared;
    }
  }
  throw new Error("the call needs more files each time it is prepared");
}

/** The text of a file as it stands in the editor, else on disk. */
export async function textNow({ snapshot, platform }: Pick<ServerContext, "snapshot" | "platform">, uri: string) {
  return snapshot().document(uri)?.source.text ?? textOf(await platform.files.read(uri));
}

/** A file's content as text. */
export function textOf(content: string | Uint8Array | undefined): string | undefined {
  return content === undefined || typeof content === "string" ? content : new TextDecoder().decode(content);
}
