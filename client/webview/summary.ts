// The upper part of the page: which call, how it stands, what it ended with, and the buttons.
import type { CallEvent, StartedCall } from "../../server/src/protocol/call.ts";
import { button, element, setText } from "./element.ts";
import { createOutcome } from "./outcome.ts";
import { statusWords } from "./statusWords.ts";
import { createTimingBar } from "./timingBar.ts";
import { announcement, countText, elapsedText, phaseText } from "./words.ts";

export interface Summary {
  readonly root: HTMLElement;
  /** `place`: whether there is an earlier answer to the same request. */
  call(started: Extract<StartedCall, { kind: "started" }>, place: "first" | "earlier"): void;
  event(event: CallEvent): void;
  /** The request was not sent: there is no call, and nothing of the one before is shown. */
  refused(reason: string): void;
  /** The call cannot be followed any more. */
  lost(reason: string): void;
  bytesShown(state: "shown" | "hidden"): void;
}

export interface SummaryActions {
  cancel(): void;
  halfClose(): void;
  sendNext(): void;
  resend(): void;
  copy(): void;
  compare(): void;
  toggleBytes(): void;
  /** A path of a field in the request, which is to be seen there. */
  showField(field: string): void;
}

const tickMs = 100;

export function createSummary(actions: SummaryActions): Summary {
  const method = element("span", { class: "method" });
  const service = element("span", { class: "service" });
  const address = element("span", { class: "address" });
  const cancel = button("Cancel", { class: "primary", testId: "cancel", title: "Cancel the call" }, actions.cancel);
  const sendNext = button(
    "Send next",
    {
      class: "primary",
      testId: "send-next",
      title: "Send the message below those that were sent (in the request: Ctrl+Enter)",
    },
    actions.sendNext,
  );
  const halfClose = button(
    "Half-close",
    { testId: "half-close", title: "Say that no more messages come, and wait for the rest of the answer" },
    actions.halfClose,
  );
  const resend = button(
    "Send again",
    { class: "primary", testId: "resend", title: "Send the request as it stands in the editor now" },
    actions.resend,
  );
  const copy = button("Copy", { testId: "copy", title: "Copy all received messages" }, actions.copy);
  const compare = button(
    "Compare",
    { testId: "compare", title: "Compare with the answer before to the same request" },
    actions.compare,
  );
  const bytes = button(
    "Bytes",
    {
      testId: "show-bytes",
      "aria-pressed": "false",
      "aria-keyshortcuts": "b",
      title: "Show the bytes of the message at the cursor beside its JSON (B in the list)",
    },
    actions.toggleBytes,
  );
  const statusName = element("span", { class: "status-name" });
  const statusNumber = element("span", { class: "status-number" });
  const status = element("span", { class: "status", testId: "status" }, statusName, statusNumber);
  const words = element("span", { class: "words", testId: "words" });
  const elapsed = element("span", { class: "elapsed", testId: "elapsed", title: "From the click to the status" });
  const counts = element("span", { class: "counts", testId: "counts" });
  const unverified = element(
    "span",
    { class: "unverified", testId: "unverified", title: "`# @insecure`: anyone on the way could be the server" },
    "⚠ certificate not verified",
  );
  const timing = createTimingBar();
  const outcome = createOutcome(actions.showField);
  const live = element("div", { class: "only-spoken", role: "status", "aria-live": "polite" });
  const root = element(
    "header",
    { class: "summary" },
    element(
      "div",
      { class: "title" },
      element("h1", {}, method, service),
      element("div", { class: "actions" }, sendNext, halfClose, cancel, resend, copy, compare, bytes),
    ),
    element("div", { class: "facts" }, status, words, elapsed, counts, address, unverified),
    outcome.root,
    timing.root,
    live,
  );
  let ticking: number | undefined;
  let spoken = "";

  /** Between events the time goes on by the page's own clock, from what the last event told. */
  function tickFrom(elapsedMs: number): void {
    const sinceMs = performance.now();
    stopTicking();
    ticking = setInterval(() => setText(elapsed, elapsedText(elapsedMs + performance.now() - sinceMs)), tickMs);
  }

  function stopTicking(): void {
    clearInterval(ticking);
    ticking = undefined;
  }

  function showStatus(kind: "running" | "ok" | "failed", name: string, number?: number): void {
    root.dataset.state = kind;
    setText(statusName, name);
    setText(statusNumber, number === undefined ? "" : String(number));
    setText(words, kind === "failed" && number !== undefined ? statusWords(number) : "");
    cancel.hidden = kind !== "running";
    takeMore(undefined);
    resend.hidden = kind === "running";
    resend.textContent = kind === "failed" ? "Retry" : "Send again";
  }

  /** The buttons of a stream that takes messages are there as long as it does. */
  function takeMore(more: boolean | undefined): void {
    sendNext.hidden = more !== true;
    halfClose.hidden = more !== true;
    cancel.classList.toggle("primary", more !== true);
  }

  function speak(text: string): void {
    if (text !== spoken) live.textContent = text;
    spoken = text;
  }

  function failed(title: string, reason: string): void {
    stopTicking();
    showStatus("failed", title);
    outcome.show({ message: reason });
    speak(`${title}: ${reason}`);
  }

  return {
    root,
    call(started, place) {
      compare.hidden = place === "first";
      copy.hidden = false;
      bytes.hidden = false;
      setText(method, started.method);
      setText(service, started.service);
      service.title = started.service;
      setText(address, started.address);
      setText(counts, "");
      unverified.hidden = started.unverified !== true;
      timing.show(undefined);
      outcome.show({});
      showStatus("running", phaseText(undefined));
      tickFrom(0);
    },
    event(event) {
      setText(counts, `${countText(event.sent)} sent · ${countText(event.received)} received`);
      setText(elapsed, elapsedText(event.elapsedMs));
      speak(announcement(event));
      const end = event.status;
      if (event.phase !== "done" || end === undefined) {
        showStatus("running", phaseText(event));
        takeMore(event.takesMore);
        tickFrom(event.elapsedMs);
        return;
      }
      stopTicking();
      showStatus(end.number === 0 ? "ok" : "failed", end.name, end.number);
      timing.show(event.timing);
      outcome.show(end);
    },
    bytesShown: state => bytes.setAttribute("aria-pressed", String(state === "shown")),
    refused(reason) {
      for (const fact of [method, service, address, counts, elapsed]) setText(fact, "");
      for (const part of [unverified, copy, compare, bytes]) part.hidden = true;
      timing.show(undefined);
      failed("not sent", reason);
    },
    lost: reason => failed("lost", reason),
  };
}
