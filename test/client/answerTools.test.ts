import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ToPage } from "../../client/src/answerPanel/pageProtocol.ts";
import type { CallStatus, Direction } from "../../server/src/protocol/call.ts";
import { call, done, event, ok, picture, row, started, unary } from "./answerCalls.ts";
import { type AnswerPageHarness, canDrivePage, startAnswerPages } from "./answerPageHarness.ts";
import { contrastOf } from "./contrast.ts";

describe.skipIf(!canDrivePage)("the tools of the answer page in Chromium", () => {
  let harness: AnswerPageHarness;
  beforeAll(async () => {
    harness = await startAnswerPages();
  }, 60_000);
  afterAll(() => harness?.close());

  it("shows one direction, finds text in messages that are not here, and goes to the end", async () => {
    const total = 3000;
    const all = Array.from({ length: total }, (_, i) =>
      row(i, `{\n  "line": ${i},\n  "text": "${i === 2500 ? "a needle" : "hay"}"\n}`, {
        direction: i % 3 === 0 ? "sent" : "received",
      }),
    );
    const stream = {
      rows: (from: number, count: number, only?: Direction) =>
        all.filter(one => only === undefined || one.direction === only).slice(from, from + count),
      total,
    };
    const { page, said, complaints, tell } = await harness.open(stream);
    const both = { ...started, started: { ...started.started, streaming: "bidirectional" } } as ToPage;
    await tell(both, event({ phase: "done", rows: total, sent: 1000, received: 2000, status: ok }));
    await page.getByRole("radio", { name: "Sent" }).check();
    await page.getByText('"line": 3,').waitFor();
    await expect.poll(() => page.locator("[data-testid=message][data-direction=received]").count()).toBe(0);
    expect(said.filter(one => one.kind === "pull").at(-1)).toMatchObject({ from: 0, direction: "sent" });
    await page.getByRole("radio", { name: "All" }).check();
    await page.getByText('"line": 1,').first().waitFor();
    await page.getByRole("tree").focus();
    await page.keyboard.press("Control+f");
    await page.keyboard.type('LINE": 1');
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(".line.cursor").innerText()).toContain('"line": 1,');
    await page.getByTestId("search").fill("needle");
    await page.keyboard.press("Enter");
    await expect.poll(() => said.at(-1)).toEqual({ kind: "search", call, text: "needle", from: 1, way: "next" });
    await tell({ kind: "found", call, at: 2500 });
    await expect.poll(() => page.locator(".line.cursor").innerText()).toContain("a needle");
    expect(await page.getByTestId("found").textContent()).toBe("in message 2,501");
    await picture(page, "search");
    await page.getByTestId("to-end").click();
    await page.getByText('"line": 2999').first().waitFor();
    await page.getByTestId("search").fill("nowhere");
    await page.getByTestId("search").press("Shift+Enter");
    await expect.poll(() => said.at(-1)).toMatchObject({ kind: "search", way: "previous", from: 2999 });
    await tell({ kind: "found", call });
    await expect.poll(() => page.getByTestId("found").textContent()).toBe("not found");
    expect(complaints).toEqual([]);
    await page.close();
  }, 60_000);

  it("offers no choice of messages where there is one each way, and keeps its tools in one row", async () => {
    const { page, tell } = await harness.open(unary, "light", { width: 420, height: 600 });
    await tell(started, done());
    await page.getByTestId("search").waitFor();
    expect(await page.getByTestId("filter").isVisible()).toBe(false);
    expect(await page.getByTestId("to-end").isVisible()).toBe(false);
    expect((await page.locator(".tools").boundingBox())?.height).toBeLessThan(40);
    await tell({ ...started, started: { ...started.started, streaming: "server" } } as ToPage, done());
    await expect.poll(() => page.getByTestId("filter").isVisible()).toBe(true);
    expect(await page.getByTestId("to-end").isVisible()).toBe(true);
    await page.close();
  }, 60_000);

  it("leaves the room to the answer: metadata are folded until the reader wants them, and then stay unfolded", async () => {
    const { page, tell } = await harness.open(unary);
    const isOpen = (table: string) => page.getByTestId(table).evaluate(one => one.hasAttribute("open"));
    await tell(started, done());
    await page.getByText("Headers").waitFor();
    expect([await isOpen("headers"), await isOpen("trailers")]).toEqual([false, false]);
    await page.getByText("Headers").click();
    await page.getByRole("row", { name: "x-served-by" }).waitFor();
    await tell(started, event({ phase: "connecting" }), done());
    expect([await isOpen("headers"), await isOpen("trailers")]).toEqual([true, false]);
    await page.close();
  }, 60_000);

  it("keeps its buttons and the status in view where there is little room", async () => {
    const { page, tell } = await harness.open(unary, "light", { width: 280, height: 260 });
    const both = {
      ...started,
      started: { ...started.started, streaming: "bidirectional" },
      hasEarlier: true,
    } as ToPage;
    await tell(both, event({ takesMore: true }));
    await page.getByTestId("send-next").waitFor();
    const seen = async (name: string) => {
      const box = await page.getByTestId(name).boundingBox();
      return box !== null && box.x >= 0 && box.x + box.width <= 280;
    };
    for (const name of ["send-next", "half-close", "cancel", "copy", "show-bytes"]) expect(await seen(name)).toBe(true);
    await tell(started, done());
    await page.getByTestId("trailers").waitFor();
    const status = await page.getByTestId("status").boundingBox();
    const tools = await page.locator(".tools").boundingBox();
    expect((status?.y ?? 260) + (status?.height ?? 0)).toBeLessThanOrEqual(tools?.y ?? 0);
    // What does not fit is reached by scrolling.
    await page.getByTestId("trailers").scrollIntoViewIfNeeded();
    const bottom = async () => {
      const box = await page.getByTestId("trailers").boundingBox();
      return box === null ? 1000 : box.y + box.height;
    };
    await expect.poll(bottom).toBeLessThanOrEqual(260);
    await page.close();
  }, 60_000);

  it("shows bytes beside the message in a low panel, where there is no room below it", async () => {
    const { page, tell } = await harness.open(unary, "light", { width: 610, height: 335 });
    await tell(started, done());
    await page.locator("[data-testid=message] .json").first().waitFor();
    await page.getByTestId("show-bytes").click();
    await page.getByTestId("bytes").waitFor();
    const list = await page.getByRole("tree").boundingBox();
    const bytes = await page.getByTestId("bytes").boundingBox();
    expect(list?.height).toBeGreaterThan(60);
    expect((list?.x ?? 610) + (list?.width ?? 0)).toBeLessThanOrEqual(bytes?.x ?? 0);
    await page.close();
  }, 60_000);

  it("has a name for each control, all of them reached by keys, and text that stands out from what is behind it", async () => {
    const status: CallStatus = {
      number: 14,
      name: "UNAVAILABLE",
      message: "lost",
      details: ['{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"1s"}'],
      verdict: "unknown",
      proof: "it left",
    };
    for (const theme of ["dark", "light", "contrast"] as const) {
      const { page, tell } = await harness.open(unary, theme);
      const insecure = { ...started, started: { ...started.started, unverified: true }, hasEarlier: true } as ToPage;
      await tell(insecure, done({ status }));
      await page.locator("[data-testid=message] .json").first().waitFor();
      const controls = page.locator("button:visible, input:visible, summary:visible, [tabindex='0']:visible");
      const names = await controls.evaluateAll(all =>
        all.map(
          one => one.getAttribute("aria-label") ?? (one.textContent?.trim() || one.closest("label")?.textContent),
        ),
      );
      expect(names.every(name => typeof name === "string" && name !== "")).toBe(true);
      const reached = new Set<string>();
      for (let at = 0; at < 40; at++) {
        await page.keyboard.press("Tab");
        reached.add(
          await page.evaluate(
            "document.activeElement.dataset.testid ?? document.activeElement.getAttribute('role') ?? ''",
          ),
        );
      }
      expect([...reached]).toEqual(
        expect.arrayContaining(["resend", "copy", "compare", "show-bytes", "search", "tree"]),
      );
      for (const selector of ["words", "proof", "verdict", "counts", "unverified", "status"]) {
        expect(await contrastOf(page, `[data-testid=${selector}]`), `${selector} in ${theme}`).toBeGreaterThan(4.5);
      }
      await page.close();
    }
  }, 90_000);
});
