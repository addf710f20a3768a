// Calls as the extension tells them to the answer page, for tests of it.
import type { Page } from "playwright-core";
import type { ToPage } from "../../client/src/answerPanel/pageProtocol.ts";
import type { CallEvent, CallMessageRow, CallStatus } from "../../server/src/protocol/call.ts";

export const call = "c1";
export const started: Extract<ToPage, { kind: "call" }> = {
  kind: "call",
  started: {
    kind: "started",
    call,
    service: "directories.v1.Directories",
    method: "MakeDirectory",
    address: "localhost:50051",
    streaming: "unary",
  },
};

export function event(changes: Partial<CallEvent>): ToPage {
  return { kind: "event", event: { call, phase: "open", sent: 1, received: 0, rows: 1, elapsedMs: 3, ...changes } };
}

export function row(index: number, json: string, changes: Partial<CallMessageRow> = {}): CallMessageRow {
  const direction = index === 0 ? "sent" : "received";
  return { index, direction, atMs: index * 1.5, size: json.length, json, cut: false, notes: [], ...changes };
}

export const request = `{
  "path": "/lectures/rpc"
}`;
export const answer = `{
  "directory": {
    "path": "/lectures/rpc",
    "created": "2026-11-22T07:00:00Z",
    "entries": [
      {
        "name": "slides.pdf",
        "size": "4398046511104"
      },
      {
        "name": "notes",
        "isDirectory": true,
        "quota": null
      }
    ]
  },
  "revision": 7
}`;
export const ok: CallStatus = { number: 0, name: "OK", message: "", details: [], verdict: "ran" };
export const done = (changes: Partial<CallEvent> = {}): ToPage =>
  event({
    phase: "done",
    received: 1,
    rows: 2,
    elapsedMs: 12.4,
    headers: [
      { key: "content-type", value: "application/grpc+proto" },
      { key: "x-served-by", value: "example" },
    ],
    trailers: [{ key: "x-cost", value: "3" }],
    status: ok,
    ...changes,
  });

/** Saves a picture where one is asked for, to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.PROTODIAL_SCREENSHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
}

/** The rows of a unary call that went well. */
export const unary = {
  total: 2,
  rows: (from: number, count: number) => [row(0, request), row(1, answer)].slice(from, from + count),
};
