import { describe, expect, it } from "vitest";
import { findMessage } from "../../client/src/answerPanel/findMessage.ts";
import type { Server } from "../../client/src/server.ts";

/** Stands for the language server: `texts` are the messages of a call. */
function serverWith(texts: readonly string[]) {
  const asked: number[] = [];
  const answers: Record<string, (params: { from: number; count: number; index: number }) => unknown> = {
    "protodial/callMessages": ({ from, count }) => {
      asked.push(from);
      const rows = texts
        .map((json, index) => ({
          index,
          direction: "received",
          atMs: 0,
          size: 1,
          json,
          cut: json === "cut",
          notes: [],
        }))
        .slice(from, from + count);
      return { from, rows, total: texts.length };
    },
    "protodial/callMessageBody": () => ({ json: "all of it, with the End" }),
  };
  const request = async (method: string, params: unknown) => answers[method]?.(params as never);
  return { server: { request } as unknown as Pick<Server, "request">, asked };
}

describe("a search in the messages of a call", () => {
  const texts = Array.from({ length: 1000 }, (_, i) => (i === 3 || i === 700 ? "a Needle" : i === 900 ? "cut" : "hay"));
  const look = (text: string, from: number, way: "next" | "previous", goesOn = () => true) =>
    findMessage(serverWith(texts).server, { call: "c", text, from, way }, goesOn);

  it("finds the next and the one before, whatever the case, and goes on round the end", async () => {
    expect(await look("needle", 0, "next")).toBe(3);
    expect(await look("needle", 3, "next")).toBe(700);
    expect(await look("needle", 700, "next")).toBe(3);
    expect(await look("needle", 700, "previous")).toBe(3);
    expect(await look("needle", 3, "previous")).toBe(700);
    expect(await look("needle", 999, "previous")).toBe(700);
    expect(await look("nothing", 5, "next")).toBeUndefined();
    expect(await look("nothing", 5, "previous")).toBeUndefined();
  });

  it("looks through all of a message that was cut", async () => {
    expect(await look("the end", 0, "next")).toBe(900);
  });

  it("ends when nobody waits any more", async () => {
    const { server, asked } = serverWith(texts);
    let pages = 0;
    await findMessage(server, { call: "c", text: "nothing", from: 0, way: "next" }, () => ++pages <= 2);
    expect(asked).toEqual([0, 1, 201]);
  });
});
