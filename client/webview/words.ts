// What the page says, from what it is told.
import type { CallEvent, CallStatus } from "../../server/src/protocol/call.ts";

/** `840 ms`, `2.41 s`, `3 min 05 s` */
export function elapsedText(ms: number): string {
  if (ms < 1000) return `${ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

/** `34 B`, `1.2 kB`, `3.4 MB` */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export function countText(count: number): string {
  return count.toLocaleString("en");
}

/** Whether the call can have run, in a sentence; nothing for a call that went well. */
export function verdictText(status: Pick<CallStatus, "number" | "verdict" | "explanation">): string {
  if (status.number === 0) return "";
  switch (status.verdict) {
    case "ran":
      // With an explanation the status is not the server's own: the call was cancelled, or broke off after messages came.
      return status.explanation === undefined
        ? "The call ran: this status is the server's own answer."
        : "The call ran, at least in part.";
    case "not-sent":
      return "The call did not run: the request was not sent.";
    case "refused":
      return "The call did not run: it was refused before the server's code saw it.";
    case "unknown":
      return "The call may have run, or not. Look before you send it again.";
  }
}

/** What a screen reader is told when the phase changes. */
export function announcement(event: CallEvent): string {
  switch (event.phase) {
    case "connecting":
      return "connecting";
    case "open":
      return "connected, waiting for the answer";
    case "done": {
      const { status } = event;
      if (status === undefined) return "done";
      const received = `${countText(event.received)} ${event.received === 1 ? "message" : "messages"} received`;
      return status.number === 0 ? `OK, ${received}` : `${status.name}: ${status.message}. ${received}`;
    }
  }
}

/** The server words things for lists: lower case, no full stop. Here they stand as a sentence. */
export function sentence(text: string): string {
  if (text === "") return "";
  const begun = /^[a-z]+\b(?![.:/_`])/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?:]$/.test(begun) ? begun : `${begun}.`;
}

export function phaseText(event: CallEvent | undefined): string {
  if (event === undefined || event.phase === "connecting") return "connecting";
  // Whoever writes the messages one by one waits for nothing, and neither does the server.
  if (event.takesMore === true) return "open";
  return event.received > 0 ? "receiving" : "waiting";
}
