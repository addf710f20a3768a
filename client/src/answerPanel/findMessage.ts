// A search in the messages of a call, which may be many more than anyone holds: page by page.
import type { CallMessageRow, Direction } from "../../../server/src/protocol/call.ts";
import type { Server } from "../server.ts";

export interface MessageSearch {
  readonly call: string;
  /** Whatever its case. */
  readonly text: string;
  /** The place to begin after, counted among the messages of `direction`. */
  readonly from: number;
  readonly way: "next" | "previous";
  readonly direction?: Direction;
}

const rowsAtOnce = 200;

/**
 * The place of the nearest message with the text, round the end and back to where it began; undefined where there is
 * none, or where `goesOn` says that nobody waits any more.
 */
export async function findMessage(
  server: Pick<Server, "request">,
  search: MessageSearch,
  goesOn: () => boolean,
): Promise<number | undefined> {
  const { call, from, way, direction } = search;
  const only = direction === undefined ? {} : { direction };
  const { total } = await server.request("protodial/callMessages", { call, from: 0, count: 1, ...only });
  const wanted = search.text.toLowerCase();
  for (const [start, end] of ranges(from, total, way)) {
    if (!goesOn()) return undefined;
    const page = await server.request("protodial/callMessages", { call, from: start, count: end - start, ...only });
    const places = page.rows.map((row, at) => ({ row, at: start + at }));
    for (const { row, at } of way === "next" ? places : places.reverse()) {
      if (await holds(server, call, row, wanted)) return at;
    }
  }
  return undefined;
}

/** What to look at one after another, `from` itself last. */
function* ranges(from: number, total: number, way: "next" | "previous"): Generator<[number, number]> {
  if (way === "next") {
    for (let at = from + 1; at < total; at += rowsAtOnce) yield [at, Math.min(at + rowsAtOnce, total)];
    for (let at = 0; at <= Math.min(from, total - 1); at += rowsAtOnce)
      yield [at, Math.min(at + rowsAtOnce, from + 1, total)];
  } else {
    for (let end = Math.min(from, total); end > 0; end -= rowsAtOnce) yield [Math.max(0, end - rowsAtOnce), end];
    for (let end = total; end > from; end -= rowsAtOnce) yield [Math.max(from, end - rowsAtOnce), end];
  }
}

async function holds(
  server: Pick<Server, "request">,
  call: string,
  row: CallMessageRow,
  wanted: string,
): Promise<boolean> {
  if (row.json.toLowerCase().includes(wanted)) return true;
  if (!row.cut) return false;
  const { json } = await server.request("protodial/callMessageBody", { call, index: row.index });
  return json.toLowerCase().includes(wanted);
}
