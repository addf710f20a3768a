// What is known of a call in Connect or gRPC-Web: less than of one in gRPC, for no frame is looked at. What is given to
// the connection counts as left, so that the doubt is on the side of "it may have run".
import type { WebContent } from "./webContent.ts";
import type { WireEvidence } from "./wireRecord.ts";

type Changing<Type> = { -readonly [Key in keyof Type]: Type[Key] };

export interface WebEvidence {
  readonly tried: () => void;
  readonly passed: (stage: "connected" | "secured") => void;
  readonly begun: () => void;
  readonly messageSent: () => void;
  readonly messageReceived: () => void;
  readonly sent: (bytes: number) => void;
  readonly received: (bytes: number) => void;
  readonly answered: (content: WebContent) => void;
  /** The head of the answer, where there was one. */
  readonly content: WebContent | undefined;
  readonly wire: () => WireEvidence;
}

/** An empty record. */
export function webEvidence(): WebEvidence {
  const now: Changing<WireEvidence> = {
    messagesSent: 0,
    messagesReceived: 0,
    begunBytes: 0,
    sentBytes: 0,
    receivedBytes: 0,
  };
  let content: WebContent | undefined;
  return {
    tried: () => {
      now.triedAtMs = performance.now();
    },
    passed: stage => {
      now[stage === "connected" ? "connectedAtMs" : "securedAtMs"] = performance.now();
    },
    begun: () => {
      // Each call has the only request of its connection.
      now.stream = 1;
      now.leftAtMs = performance.now();
    },
    messageSent: () => {
      now.messagesSent += 1;
    },
    messageReceived: () => {
      now.messagesReceived += 1;
    },
    sent: bytes => {
      now.sentBytes += bytes;
    },
    received: bytes => {
      now.receivedBytes += bytes;
    },
    answered: head => {
      content = head;
      now.answeredAtMs ??= performance.now();
    },
    get content() {
      return content;
    },
    wire: () => ({ ...now }),
  };
}
