import { describe, expect, it } from "vitest";
import { mayRunTwice } from "../../client/src/answerPanel/retry.ts";
import { violationsOf } from "../../client/src/answerPanel/violations.ts";
import { errorDetail, safeLink } from "../../client/webview/errorDetails.ts";
import { timingPhases, timingText } from "../../client/webview/timingBar.ts";
import { phaseText } from "../../client/webview/words.ts";
import type { CallEvent, CallStatus } from "../../server/src/protocol/call.ts";

const detail = (type: string, fields: object) =>
  errorDetail(JSON.stringify({ "@type": `type.googleapis.com/${type}`, ...fields }));

describe("what a server adds to a failure", () => {
  it("is told in words for each type of error_details.proto", () => {
    const told = [
      detail("google.rpc.BadRequest", {
        fieldViolations: [{ field: "path", description: "must not be empty", reason: "EMPTY" }],
      }),
      detail("google.rpc.RetryInfo", { retryDelay: "1.500s" }),
      detail("google.rpc.QuotaFailure", { violations: [{ subject: "user:7", description: "too many folders" }] }),
      detail("google.rpc.ErrorInfo", { reason: "NO_DISK", domain: "example.com", metadata: { disk: "sda" } }),
      detail("google.rpc.LocalizedMessage", { locale: "de", message: "kein Platz" }),
      detail("google.rpc.PreconditionFailure", {
        violations: [{ type: "TOS", subject: "x", description: "accept it" }],
      }),
      detail("google.rpc.ResourceInfo", { resourceType: "folder", resourceName: "/a", description: "is gone" }),
      detail("google.rpc.RequestInfo", { requestId: "r-1" }),
    ].map(({ title, lines }) => [
      title,
      ...lines.map(one => [one.field, one.label, one.text].filter(Boolean).join(" | ")),
    ]);
    expect(told).toEqual([
      ["What is wrong in the request", "path | must not be empty · `EMPTY`"],
      ["Try again later", "wait | 1.5 s"],
      ["What is used up", "user:7 | too many folders"],
      ["Reason", "reason | NO_DISK", "domain | example.com", "disk | sda"],
      ["Message for the user", "de | kein Platz"],
      ["What must hold first", "TOS x | accept it"],
      ["What it is about", "folder | /a", "is gone"],
      ["For the server's people", "request | r-1"],
    ]);
  });

  it("is folded where it is for a search in the server", () => {
    const info = detail("google.rpc.DebugInfo", { detail: "boom", stackEntries: ["at a", "at b"] });
    expect(info.folded).toBe(true);
    expect(info.lines.map(one => one.text)).toEqual(["boom", "at a", "at b"]);
  });

  it("stays JSON where the type is not known, is not in its shape, or cannot be read", () => {
    expect(detail("acme.Trouble", { level: 3 })).toMatchObject({ title: "acme.Trouble", lines: [], folded: false });
    expect(detail("google.rpc.BadRequest", { fieldViolations: "no list" })).toMatchObject({
      title: "google.rpc.BadRequest",
      lines: [],
    });
    expect(errorDetail('{"@type": "cut off')).toMatchObject({ lines: [], json: '{"@type": "cut off' });
  });

  it("has links for a click only where they are https and say where they lead", () => {
    const { lines } = detail("google.rpc.Help", {
      links: [
        { description: "docs", url: "https://example.com/a?b" },
        { description: "trap", url: "javascript:alert(1)" },
      ],
    });
    expect(lines.map(one => one.href)).toEqual(["https://example.com/a?b", undefined]);
    for (const bad of [
      "http://example.com",
      "command:workbench.action.quit",
      "vscode://x/y",
      "https://user:pw@example.com",
      "https://example.com\u0000",
      "https:// example.com",
      "file:///etc/passwd",
      "",
    ]) {
      expect(safeLink(bad), bad).toBeUndefined();
    }
  });

  it("gives the violations of a BadRequest, and nothing of other details", () => {
    const details = [
      { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "1s" },
      { "@type": "type.googleapis.com/google.rpc.BadRequest", fieldViolations: [{ field: "a.b" }, "odd"] },
    ].map(one => JSON.stringify(one));
    expect(violationsOf(details)).toEqual([{ field: "a.b", description: "", reason: "" }]);
  });
});

describe("the timing bar", () => {
  const bytes = { sentBytes: 10, receivedBytes: 20 };

  it("gives each phase the time since the one before", () => {
    const timing = {
      resolvedMs: 1,
      connectedMs: 3,
      securedMs: 8,
      settingsMs: 9,
      leftMs: 10,
      sentMs: 10.5,
      answeredMs: 30,
      doneMs: 31,
    };
    expect(timingText({ ...timing, ...bytes })).toBe(
      "resolve 1 ms, connect 2 ms, TLS 5 ms, HTTP/2 2 ms, send 0.5 ms, first byte 20 ms, receive 1 ms",
    );
  });

  it("has no connection on a warm channel, and ends where the call ended", () => {
    const warm = timingPhases({ leftMs: 0.2, sentMs: 0.4, answeredMs: 2, doneMs: 2.5, ...bytes });
    expect(warm.map(one => one.kind)).toEqual(["http2", "send", "wait", "receive"]);
    const refused = timingPhases({ resolvedMs: 1, doneMs: 4, ...bytes });
    expect(refused.map(one => one.kind)).toEqual(["resolve", "receive"]);
  });

  it("keeps the order where a stream is answered before all of it is sent", () => {
    const phases = timingPhases({ leftMs: 1, answeredMs: 2, sentMs: 50, doneMs: 60, ...bytes });
    expect(phases.every((one, at) => one.fromMs === (phases[at - 1]?.toMs ?? 0))).toBe(true);
    expect(phases.at(-1)?.toMs).toBe(60);
  });
});

describe("sending a call again", () => {
  const started = {
    kind: "started",
    call: "c",
    service: "s.S",
    method: "M",
    address: "a",
    streaming: "unary",
  } as const;
  const ended = (status: Partial<CallStatus>, repeatable?: true) => {
    const whole: CallStatus = {
      number: 14,
      name: "UNAVAILABLE",
      message: "",
      details: [],
      verdict: "unknown",
      ...status,
    };
    const event: CallEvent = { call: "c", phase: "done", sent: 1, received: 0, rows: 1, elapsedMs: 1, status: whole };
    return { started: { ...started, ...(repeatable && { repeatable }) }, event, lost: undefined };
  };

  it("asks only where the call may have run and the schema does not say that twice does no harm", () => {
    expect(mayRunTwice(ended({}))).toBe(true);
    expect(mayRunTwice(ended({}, true))).toBe(false);
    expect(mayRunTwice(ended({ verdict: "not-sent" }))).toBe(false);
    expect(mayRunTwice(ended({ verdict: "refused" }))).toBe(false);
    expect(mayRunTwice(ended({ verdict: "ran", number: 5 }))).toBe(false);
    expect(mayRunTwice(ended({ number: 0, verdict: "ran" }))).toBe(false);
    expect(mayRunTwice({ started, event: undefined, lost: "the language server stopped" })).toBe(true);
  });
});

describe("how a call stands", () => {
  const base: CallEvent = { call: "c", phase: "open", sent: 1, received: 0, rows: 1, elapsedMs: 5 };

  it("is told from what it waits for: a stream that takes messages waits for the one who writes them", () => {
    expect(phaseText(undefined)).toBe("connecting");
    expect(phaseText({ ...base, phase: "connecting", takesMore: true })).toBe("connecting");
    expect(phaseText(base)).toBe("waiting");
    expect(phaseText({ ...base, received: 2 })).toBe("receiving");
    expect(phaseText({ ...base, received: 2, takesMore: true })).toBe("open");
  });
});
