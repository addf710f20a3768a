// What belongs to the user – secrets, the process environment, keys outside of the workspace – and goes with a request
// only where the user has said so: for each server once.
import { MessageType, ShowMessageNotification } from "vscode-languageserver";
import { type Guarded, guardedKey, type TakenValue } from "../requests/variables.ts";
import { pathOf } from "../workspace/uri.ts";
import type { ServerContext } from "./context.ts";
import { askClient } from "./customRequests.ts";

export type GuardedValues =
  | { readonly kind: "values"; readonly values: ReadonlyMap<string, string | undefined> }
  | { readonly kind: "denied" };

/** The values of what is wanted, by `guardedKey`; undefined where there is none. Asks the user where that was not done yet. */
export async function guardedValues(
  context: ServerContext,
  address: string,
  wanted: readonly Guarded[],
): Promise<GuardedValues> {
  if (!context.trusted()) return { kind: "denied" };
  const { environment } = context.platform;
  const secrets = context.keepsSecrets()
    ? await fromClient(context, address, wanted)
    : await fromEnvironment(context, address, wanted);
  if (secrets === undefined) return { kind: "denied" };
  const values = new Map<string, string | undefined>();
  for (const one of wanted) {
    const value = one.source === "secret" ? secrets(one.name) : one.source === "env" ? environment(one.name) : "";
    values.set(guardedKey(one), value);
  }
  return { kind: "values", values };
}

/** Files of which it was told that git tracks them. */
const told = new Set<string>();

/** Tells once that a request takes values from a private file which goes along with the repository. */
export function warnOfTracked(
  { connection, platform }: Pick<ServerContext, "connection" | "platform">,
  taken: readonly TakenValue[],
): void {
  for (const { from } of taken) {
    if (from.kind !== "private" || told.has(from.uri) || platform.isTracked?.(from.uri) !== true) continue;
    told.add(from.uri);
    const message = `Git tracks ${pathOf(from.uri)}, which this request takes values from: whoever gets the repository gets them. Take it out with \`git rm --cached\`, and add its name to \`.gitignore\`.`;
    void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
  }
}

type Secrets = (name: string) => string | undefined;

async function fromClient(
  { connection }: ServerContext,
  address: string,
  wanted: readonly Guarded[],
): Promise<Secrets | undefined> {
  const answer = await askClient(connection, "protodial/useValues", { address, wanted });
  return answer.kind === "denied" ? undefined : name => answer.secrets[name];
}

/** What was allowed in this session, for editors that keep no secrets. */
const allowed = new Set<string>();

async function fromEnvironment(
  { connection, platform }: ServerContext,
  address: string,
  wanted: readonly Guarded[],
): Promise<Secrets | undefined> {
  const secrets: Secrets = name => platform.environment(`PROTODIAL_SECRET_${name}`);
  const unasked = wanted.map(one => `${address} ${guardedKey(one)}`).filter(key => !allowed.has(key));
  if (unasked.length === 0) return secrets;
  const allow = { title: "Allow" };
  const names = wanted.map(one => guardedKey(one)).join(", ");
  const answer = await connection.window.showWarningMessage(
    `The request to ${address} uses what is yours: ${names}. Allow it?`,
    allow,
    { title: "Do Not Send" },
  );
  if (answer?.title !== allow.title) return undefined;
  for (const key of unasked) allowed.add(key);
  return secrets;
}
