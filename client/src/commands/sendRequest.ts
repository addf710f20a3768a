import type { Session } from "../session.ts";
import { requestMeant } from "./requestMeant.ts";
import { sendMessageAt } from "./sendMessage.ts";
import { sendAt } from "./startCall.ts";

/**
 * Sends a request of a request document, as it stands in the editor. Arguments of the lens: the document's uri and the
 * zero-based line; without them the request at the cursor is meant, and where its stream is open the message there.
 */
export async function sendRequest(session: Session, ...args: readonly unknown[]): Promise<void> {
  const meant = requestMeant(args);
  if (meant === undefined) return;
  const { uri, line, character } = meant;
  const hasStreams = session.answers.held.some(one => one.staysOpen);
  if (character !== undefined && hasStreams) {
    if ((await sendMessageAt(session, { uri, line, character })) === "done") return;
  }
  await sendAt(session, uri, line);
}
