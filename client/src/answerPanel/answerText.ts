// All that was received in a call, as one text: to copy, and to compare with an earlier answer.
import type { CallMessageRow } from "../../../server/src/protocol/call.ts";
import type { Server } from "../server.ts";
import type { EndedCall } from "./retry.ts";

const rowsAtOnce = 200;
/** In UTF-16 units: no one reads more, and an editor shows no more. */
const longestText = 32 * 1024 * 1024;

/** The received messages as JSON, one below the other. Of more than an editor can show, the beginning. */
export async function receivedText(server: Server, { started: { call } }: EndedCall): Promise<string> {
  const texts: string[] = [];
  let length = 0;
  for (let from = 0; ; from += rowsAtOnce) {
    const page = await server.request("protodial/callMessages", { call, from, count: rowsAtOnce });
    for (const row of page.rows.filter(one => one.direction === "received")) {
      const text = await wholeText(server, call, row);
      texts.push(text);
      length += text.length;
      if (length > longestText)
        return [...texts, `// … cut after message ${row.index + 1} of ${page.total}`].join("\n");
    }
    if (page.rows.length === 0 || from + rowsAtOnce >= page.total) return texts.join("\n");
  }
}

/** The status, and what was received: what two answers to one request may differ in. Comments are for JSON with comments. */
export async function comparableText(server: Server, answer: EndedCall): Promise<string> {
  const status = answer.event?.status;
  const message = status?.message.split("\n").filter(line => line !== "") ?? [];
  const head = [
    status === undefined ? "// not ended" : `// ${status.name} (${status.number})`,
    ...message.map(line => `// ${line}`),
    ...(status?.details ?? []),
  ];
  return `${[...head, await receivedText(server, answer)].join("\n")}\n`;
}

async function wholeText(server: Server, call: string, row: CallMessageRow): Promise<string> {
  if (!row.cut) return row.json;
  const { json } = await server.request("protodial/callMessageBody", { call, index: row.index });
  return json;
}
