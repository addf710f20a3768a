import * as vscode from "vscode";
import type { SendMessageParams, SentMessage } from "../../../server/src/protocol/requests.ts";
import type { Session } from "../session.ts";
import { openStreamAt, sendAt, tellNotSent } from "./startCall.ts";

/**
 * Sends one message of an open stream. Arguments of the lens: the document's uri, and the zero-based line and character;
 * without them the next message of the stream that is shown.
 */
export async function sendMessage(session: Session, ...args: readonly unknown[]): Promise<void> {
  const [uri, line, character] = args;
  if (typeof uri === "string" && typeof line === "number" && typeof character === "number") {
    const sent = await sendMessageAt(session, { uri, line, character });
    if (sent === "none") await sendAt(session, uri, line);
    return;
  }
  const call = session.answers.shown?.started.call;
  if (call !== undefined) await sendMessageAt(session, { call });
}

/** `none`: no stream was opened from the request there. Whatever else is wrong is told to the user. */
export async function sendMessageAt(session: Session, params: SendMessageParams): Promise<"done" | "none"> {
  const sent = await session.server.request("protodial/sendMessage", params);
  switch (sent.kind) {
    case "none":
      return "none";
    case "sent":
      await session.answers.show(sent.call);
      return "done";
    case "refused":
      await tellNotSent(sent.reason, sent.uri, sent.line);
      return "done";
    case "over":
      await askAgain(session, sent, params);
      return "done";
  }
}

/** A stream that has ended is not opened again behind the user's back: who pressed a key meant the old one. */
async function askAgain(
  session: Session,
  { call, reason }: Extract<SentMessage, { kind: "over" }>,
  params: SendMessageParams,
): Promise<void> {
  const source = session.answers.held.find(one => one.started.call === call)?.source;
  const at = "uri" in params ? params : source;
  const open = "Open Stream";
  const all = "Send All";
  const choice = await vscode.window.showWarningMessage(
    `Not sent: ${reason}.`,
    ...(at === undefined ? [] : [open, all]),
  );
  if (at === undefined) return;
  if (choice === open) await openStreamAt(session, at.uri, at.line);
  if (choice === all) await sendAt(session, at.uri, at.line);
}
