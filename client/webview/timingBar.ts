// The timing bar: where the time of a call went, and how much went over the wire.
import type { CallTiming } from "../../server/src/protocol/call.ts";
import { element } from "./element.ts";
import { elapsedText, sizeText } from "./words.ts";

export interface TimingPhase {
  name: string;
  /** For the legend's colour, and told in full where the mouse rests. */
  kind: "resolve" | "connect" | "tls" | "http2" | "send" | "wait" | "receive";
  meaning: string;
  /** From the call's start. */
  fromMs: number;
  toMs: number;
}

const phases = [
  ["resolve", "resolve", "until the address was known", "resolvedMs"],
  ["connect", "connect", "until there was a connection", "connectedMs"],
  ["tls", "TLS", "until the server's certificate was agreed on", "securedMs"],
  ["http2", "HTTP/2", "until the server answered in HTTP/2 and the request left", "leftMs"],
  ["send", "send", "until all of the request had left", "sentMs"],
  ["wait", "first byte", "until the first of the answer came: mostly the server's own time", "answeredMs"],
  ["receive", "receive", "until the status came", "doneMs"],
] as const;

/** The phases that a call went through, in order, without gaps; one that was not reached is left out. */
export function timingPhases(timing: CallTiming): TimingPhase[] {
  const found: TimingPhase[] = [];
  let fromMs = 0;
  for (const [kind, name, meaning, key] of phases) {
    const atMs = timing[key];
    // A stream may be answered before all of it has left; what goes on beside another phase is no phase of its own.
    if (atMs === undefined || atMs < fromMs) continue;
    if (atMs > fromMs || kind === "receive") found.push({ kind, name, meaning, fromMs, toMs: atMs });
    fromMs = atMs;
  }
  return found;
}

/** `connect 0.5 ms, first byte 3 ms`: the bar for those who do not see it. */
export function timingText(timing: CallTiming): string {
  return timingPhases(timing)
    .map(({ name, fromMs, toMs }) => `${name} ${elapsedText(toMs - fromMs)}`)
    .join(", ");
}

export interface TimingBar {
  readonly root: HTMLElement;
  show(timing: CallTiming | undefined): void;
}

export function createTimingBar(): TimingBar {
  const bar = element("div", { class: "bar", role: "img" });
  const legend = element("ul", { class: "legend", "aria-label": "where the time went" });
  const sizes = element("span", { class: "sizes", testId: "sizes" });
  const root = element(
    "div",
    { class: "timing", testId: "timing" },
    bar,
    element("div", { class: "below" }, legend, sizes),
  );
  root.hidden = true;
  return {
    root,
    show(timing) {
      root.hidden = timing === undefined;
      if (timing === undefined) return;
      const shown = timingPhases(timing);
      bar.setAttribute("aria-label", `time: ${timingText(timing)}`);
      bar.replaceChildren(...shown.map(phase => segment(phase, timing.doneMs)));
      legend.replaceChildren(...shown.map(legendItem));
      sizes.textContent = `↑ ${sizeText(timing.sentBytes)} ↓ ${sizeText(timing.receivedBytes)} on the wire`;
      sizes.title = "Messages with their prefixes, compressed where they were";
    },
  };
}

function segment({ kind, name, fromMs, toMs }: TimingPhase, doneMs: number): HTMLElement {
  const made = element("span", { class: "segment", title: `${name}: ${elapsedText(toMs - fromMs)}` });
  made.dataset.kind = kind;
  // Set by script, which the page's policy allows; an attribute it would not.
  made.style.flexGrow = String(doneMs === 0 ? 1 : (toMs - fromMs) / doneMs);
  return made;
}

function legendItem({ kind, name, meaning, fromMs, toMs }: TimingPhase): HTMLElement {
  const made = element("li", { title: meaning }, `${name} `, element("b", {}, elapsedText(toMs - fromMs)));
  made.dataset.kind = kind;
  return made;
}
