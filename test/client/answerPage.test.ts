import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ToPage } from "../../client/src/answerPanel/pageProtocol.ts";
import type { CallStatus } from "../../server/src/protocol/call.ts";
import { answer, call, done, event, ok, picture, request, row, started, unary } from "./answerCalls.ts";
import { type AnswerPageHarness, canDrivePage, startAnswerPages } from "./answerPageHarness.ts";

describe.skipIf(!canDrivePage)("the answer page in Chromium", () => {
  let harness: AnswerPageHarness;
  beforeAll(async () => {
    harness = await startAnswerPages();
  }, 60_000);
  afterAll(() => harness?.close());

  it("says that it is ready, and shows status, message, metadata and time of a unary call", async () => {
    for (const theme of ["dark", "light", "contrast"] as const) {
      const { page, said, complaints, tell } = await harness.open(unary, theme);
      await expect.poll(() => said[0]).toEqual({ kind: "ready" });
      await tell(started, done());
      const received = page.locator("[data-testid=message][data-direction=received]");
      await received.getByText('"/lectures/rpc"').waitFor();
      expect(await page.getByTestId("status").textContent()).toBe("OK0");
      expect(await page.getByTestId("elapsed").textContent()).toBe("12 ms");
      expect(await page.getByTestId("headers").textContent()).toContain("x-served-byexample");
      expect(await page.getByTestId("trailers").textContent()).toContain("x-cost3");
      expect(await page.getByTestId("cancel").isVisible()).toBe(false);
      expect(await page.getByTestId("verdict").isVisible()).toBe(false);
      expect(await received.innerText()).toContain('"size": "4398046511104"');
      await picture(page, `unary-${theme}`);
      expect(complaints).toEqual([]);
      await page.close();
    }
  }, 60_000);

  it("cancels a running call and sends a finished one again", async () => {
    const { page, said, tell } = await harness.open(unary);
    await tell(started, event({ phase: "connecting" }));
    expect(await page.getByTestId("resend").isVisible()).toBe(false);
    await picture(page, "running");
    // The page asks for rows whenever it wants some, so what is said last may be that.
    const asked = () => said.filter(one => one.kind !== "pull");
    await page.getByTestId("cancel").click();
    await expect.poll(() => asked().at(-1)).toEqual({ kind: "cancel", call });
    await tell(done());
    await page.getByTestId("resend").click();
    await expect.poll(() => asked().at(-1)).toEqual({ kind: "resend" });
    await page.close();
  }, 60_000);

  it("tells a failure in words, with whether the call can have run", async () => {
    for (const theme of ["dark", "light"] as const) {
      const { page, tell } = await harness.open({ total: 1, rows: () => [row(0, request)] }, theme);
      const status: CallStatus = {
        number: 14,
        name: "UNAVAILABLE",
        message: "14 UNAVAILABLE: connect ECONNREFUSED 127.0.0.1:50051",
        details: [],
        explanation:
          "Nothing listens on localhost:50051. Start the server, or correct the address in the request line.",
        verdict: "not-sent",
      };
      await tell(started, event({ phase: "done", status, rows: 1, elapsedMs: 4 }));
      expect(await page.getByTestId("status").textContent()).toBe("UNAVAILABLE14");
      expect(await page.getByTestId("explanation").textContent()).toBe(status.explanation);
      expect(await page.getByTestId("verdict").textContent()).toBe("The call did not run: the request was not sent.");
      expect(await page.getByTestId("headers").isVisible()).toBe(false);
      await page.locator("[data-testid=message]").waitFor();
      await picture(page, `failure-${theme}`);
      await page.close();
    }
  }, 60_000);

  it("shows what the server adds, the proof, the time and what is not verified, and asks to see a field", async () => {
    const status: CallStatus = {
      number: 3,
      name: "INVALID_ARGUMENT",
      message: "the directory cannot be made",
      details: [
        {
          "@type": "type.googleapis.com/google.rpc.BadRequest",
          fieldViolations: [{ field: "path", description: "must begin with /" }],
        },
        { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "5s" },
        {
          "@type": "type.googleapis.com/google.rpc.Help",
          links: [
            { description: "the rules for names", url: "https://example.com/names" },
            { description: "more", url: "javascript:alert(1)" },
          ],
        },
        { "@type": "type.googleapis.com/google.rpc.DebugInfo", stackEntries: ["at make (server.py:40)"] },
        { "@type": "type.googleapis.com/acme.Trouble", level: 3 },
      ].map(one => JSON.stringify(one, undefined, 2)),
      verdict: "unknown",
      proof: "the headers left, and the connection was lost before any answer",
    };
    const timing = {
      resolvedMs: 0.3,
      connectedMs: 0.9,
      securedMs: 5,
      settingsMs: 5.6,
      leftMs: 5.9,
      sentMs: 6,
      answeredMs: 18,
      doneMs: 18.4,
      sentBytes: 21,
      receivedBytes: 0,
    };
    for (const theme of ["dark", "light", "contrast"] as const) {
      const { page, said, complaints, tell } = await harness.open({ total: 1, rows: () => [row(0, request)] }, theme);
      const insecure = { ...started, started: { ...started.started, unverified: true } } as ToPage;
      await tell(insecure, event({ phase: "done", status, timing, rows: 1, elapsedMs: 18.4 }));
      expect(await page.getByTestId("words").textContent()).toContain("the request makes no sense to the server");
      expect(await page.getByTestId("verdict").textContent()).toContain("may have run");
      expect(await page.getByTestId("proof").textContent()).toBe(
        "The headers left, and the connection was lost before any answer.",
      );
      expect(await page.getByTestId("resend").textContent()).toBe("Retry");
      expect(await page.getByTestId("unverified").isVisible()).toBe(true);
      expect(await page.getByRole("img", { name: "TLS 4.1 ms" }).count()).toBe(1);
      expect(await page.locator(".segment").count()).toBe(7);
      expect(await page.locator("a").evaluateAll(links => links.map(link => link.getAttribute("href")))).toEqual([
        "https://example.com/names",
      ]);
      expect(await page.getByText("at make (server.py:40)", { exact: true }).isVisible()).toBe(false);
      await page.getByRole("button", { name: "path" }).click();
      await expect.poll(() => said.at(-1)).toEqual({ kind: "showField", call, field: "path" });
      await picture(page, `details-${theme}`);
      expect(complaints).toEqual([]);
      await page.close();
    }
  }, 60_000);

  it("folds objects by mouse and by keys", async () => {
    const { page, tell } = await harness.open(unary);
    await tell(started, done());
    const received = page.locator("[data-testid=message][data-direction=received]");
    await received.locator(".json").first().waitFor();
    const lines = () => received.locator(".json").count();
    const all = await lines();
    await received.locator('.json:has-text("entries") .fold-sign').click();
    await expect.poll(lines).toBe(all - 10);
    expect(await received.innerText()).toContain('"entries": [ … ]');
    await picture(page, "folded");
    await page.getByRole("tree").focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(lines).toBe(all);
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await page.locator('[data-testid=message][data-direction=sent] .json:has-text("path")').waitFor();
    await page.close();
  }, 60_000);

  it("keeps its speed and its place in a stream of 100,000 messages", async () => {
    const total = 100_001;
    const stream = {
      total,
      rows: (from: number, count: number) =>
        Array.from({ length: Math.min(count, total - from) }, (_, i) => row(from + i, `{\n  "line": ${from + i}\n}`)),
    };
    const { page, said, complaints, tell } = await harness.open(stream);
    await tell(
      started,
      event({
        phase: "done",
        rows: total,
        received: total - 1,
        elapsedMs: 2412,
        status: ok,
        headers: [],
        trailers: [],
      }),
    );
    await page.getByText('"line": 3', { exact: false }).first().waitFor();
    expect(await page.locator(".line").count()).toBeLessThan(120);
    const messages = page.getByRole("tree");
    await messages.focus();
    await page.keyboard.press("End");
    await page.getByText('{ "line": 100000 }').waitFor();
    await picture(page, "stream");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator('.json:has-text("100000")').count()).toBe(1);
    await messages.evaluate(list => {
      list.scrollTop = list.scrollHeight / 2;
    });
    await expect.poll(() => page.getByText(/"line": 50\d\d\d/).count()).toBeGreaterThan(5);
    const pulls = said.filter(message => message.kind === "pull");
    expect(pulls.length).toBeLessThan(12);
    expect(Math.max(...pulls.map(pull => pull.count))).toBeLessThanOrEqual(100);
    expect(complaints).toEqual([]);
    await page.close();
  }, 60_000);

  it("follows a running stream at its end, and stays where the reader went", async () => {
    let total = 0;
    const stream = {
      get total() {
        return total;
      },
      rows: (from: number, count: number) =>
        Array.from({ length: Math.max(0, Math.min(count, total - from)) }, (_, i) =>
          row(from + i, `{ "n": ${from + i} }`),
        ),
    };
    const { page, tell } = await harness.open(stream);
    await tell(started);
    for (total = 10; total <= 200; total += 10) await tell(event({ rows: total, received: total - 1 }));
    total = 200;
    await page.getByText('"n": 199').waitFor();
    total = 900;
    await tell(event({ phase: "done", rows: 900, received: 899, status: ok }));
    await page.getByText('"n": 899').waitFor();
    await page.getByRole("tree").focus();
    await page.keyboard.press("Home");
    await page.getByText('"n": 1 }').waitFor();
    total = 1000;
    await tell(event({ rows: 1000, received: 999 }));
    await expect.poll(() => page.getByTestId("counts").textContent()).toContain("999 received");
    expect(await page.getByText('"n": 1 }').isVisible()).toBe(true);
    await page.close();
  }, 60_000);

  it("shows hostile text as text", async () => {
    const hostile = [
      `{\n  "a": "</script><img src=x onerror=alert(1)>",\n  "b": "\u202etxt.exe\u0000"\n}`,
      `{\n  "c": "${"x".repeat(300_000)}"\n}`,
      `{\n  "d": "שלום עולם and مرحبا 漢 😀"\n}`,
      `{"cut": "in the mid`,
    ];
    const { page, complaints, tell, said } = await harness.open({
      total: hostile.length + 1,
      rows: (from, count) =>
        ["{}", ...hostile]
          .map((json, i) => row(i, json, i === 4 ? { cut: true, notes: ["field 9 is unknown: <b>"] } : {}))
          .slice(from, from + count),
      body: () => `{\n  "cut": "in the middle"\n}`,
    });
    const metadata = [{ key: "x-<i>", value: "<script>alert(1)</script>\u202e" }];
    const status: CallStatus = {
      number: 2,
      name: "UNKNOWN",
      message: "<b>bold</b>",
      details: ['{ "@type": "<i>" }'],
      verdict: "ran",
    };
    await tell(
      { ...started, started: { ...started.started, method: "<u>M</u>" } } as ToPage,
      event({ phase: "done", rows: 5, received: 4, headers: metadata, trailers: [], status }),
    );
    await page.getByText("</script><img src=x onerror=alert(1)>").waitFor();
    expect(await page.locator("main img, main script, main b, main i, main u").count()).toBe(0);
    expect(await page.getByText('"\\u202etxt.exe\\u0000"').count()).toBe(1);
    expect(await page.getByText("more characters").textContent()).toContain("298,");
    expect(await page.getByTestId("status-message").textContent()).toBe("<b>bold</b>");
    await page.locator(".more").click();
    await page.getByText('"in the middle"').waitFor();
    expect(said.filter(message => message.kind === "pullBody")).toEqual([{ kind: "pullBody", call, index: 4 }]);
    await picture(page, "hostile");
    expect(complaints).toEqual([]);
    await page.close();
  }, 60_000);

  it("copies the answer, and shows again where the reader was after it was hidden", async () => {
    const { page, said, tell } = await harness.open(unary);
    await tell(started, done());
    const received = page.locator("[data-testid=message][data-direction=received]");
    await received.locator(".json").first().waitFor();
    await page.getByTestId("copy").click();
    await expect.poll(() => said).toContainEqual({ kind: "copyAll" });
    expect(await page.getByTestId("compare").isVisible()).toBe(false);
    await page.getByRole("tree").focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Control+c");
    await expect.poll(() => said).toContainEqual({ kind: "copy", text: answer });
    await received.locator(".head .preview, .head .when").first().click();
    await expect.poll(() => received.locator(".json").count()).toBe(0);
    await expect.poll(() => page.evaluate("JSON.parse(sessionStorage.state).place.open")).toEqual([]);
    await page.reload();
    await tell({ ...started, hasEarlier: true } as ToPage, done());
    await page.getByTestId("compare").click();
    await expect.poll(() => said).toContainEqual({ kind: "compare" });
    await received.locator(".preview").waitFor();
    expect(await received.locator(".json").count()).toBe(0);
    await page.close();
  }, 60_000);

  it("says why a request was refused or lost", async () => {
    const { page, tell } = await harness.open(unary);
    await tell({ kind: "refused", reason: "line 4: `pth` is no field of `MakeDirectoryRequest`" });
    expect(await page.getByTestId("status").textContent()).toBe("not sent");
    expect(await page.getByTestId("status-message").textContent()).toContain("`pth` is no field");
    // Nothing of a call that was shown before is left to be taken for this one's.
    await tell(started, done({ timing: { leftMs: 1, sentMs: 1, doneMs: 2, sentBytes: 5, receivedBytes: 9 } }));
    await page.getByTestId("timing").waitFor();
    await tell({ kind: "refused", reason: "the variable has no value" });
    await page.getByText("the variable has no value").first().waitFor();
    for (const part of ["timing", "counts", "elapsed", "copy", "show-bytes", "headers"]) {
      expect(await page.getByTestId(part).isVisible(), part).toBe(false);
    }
    expect(await page.locator("h1").innerText()).toBe("");
    expect(await page.getByTestId("resend").isVisible()).toBe(true);
    await tell(started, event({}), { kind: "lost", call, reason: "the language server stopped" });
    expect(await page.getByTestId("status").textContent()).toBe("lost");
    expect(await page.getByTestId("cancel").isVisible()).toBe(false);
    await page.close();
  }, 60_000);
});
