// Messages between the extension and the answer page.
import type { FieldDeclarationPlace, MessageBytes } from "../../../server/src/protocol/bytes.ts";
import type { CallEvent, CallMessagesPage, Direction, StartedCall } from "../../../server/src/protocol/call.ts";

/** From the extension to the page, several at once and in order. */
export type ToPage =
  /** `hasEarlier`: there is an earlier answer to the same request. */
  | { kind: "call"; started: Extract<StartedCall, { kind: "started" }>; hasEarlier?: true }
  | { kind: "refused"; reason: string }
  | { kind: "event"; event: CallEvent }
  /** The call cannot be followed any more (the language server stopped). */
  | { kind: "lost"; call: string; reason: string }
  | { kind: "messages"; call: string; page: CallMessagesPage; direction?: Direction }
  /** What a search came to: the place among the messages of its direction; absent where nothing was found. */
  | { kind: "found"; call: string; at?: number }
  | { kind: "bytes"; call: string; index: number; bytes: MessageBytes }
  | { kind: "body"; call: string; index: number; json: string };

/** From the page to the extension. */
export type FromPage =
  | { kind: "ready" }
  | { kind: "cancel"; call: string }
  | { kind: "halfClose"; call: string }
  /** Send the next message of the request, which stands below those that were sent. */
  | { kind: "sendNext"; call: string }
  | { kind: "resend" }
  /** `direction`: only messages of that one, among which `from` counts. */
  | { kind: "pull"; call: string; from: number; count: number; direction?: Direction }
  /** Look for the nearest message with `text` after the one at `from`, or before it. */
  | { kind: "search"; call: string; text: string; from: number; way: "next" | "previous"; direction?: Direction }
  | { kind: "pullBody"; call: string; index: number }
  | { kind: "pullBytes"; call: string; index: number; from: number }
  | { kind: "openDeclaration"; place: FieldDeclarationPlace }
  /** Show a field of the request, by its path, in the request document. */
  | { kind: "showField"; call: string; field: string }
  /** Copy all that was received. */
  | { kind: "copyAll" }
  /** Compare with the answer before to the same request. */
  | { kind: "compare" }
  | { kind: "copy"; text: string };
