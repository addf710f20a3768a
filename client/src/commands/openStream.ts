import type { Session } from "../session.ts";
import { requestMeant } from "./requestMeant.ts";
import { openStreamAt } from "./startCall.ts";

/** Opens the stream of a request and sends nothing yet. Arguments as those of `sendRequest`. */
export async function openStream(session: Session, ...args: readonly unknown[]): Promise<void> {
  const meant = requestMeant(args);
  if (meant !== undefined) await openStreamAt(session, meant.uri, meant.line);
}
