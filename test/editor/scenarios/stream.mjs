import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http2";
import { join } from "node:path";
import { answer } from "../answer.mjs";
import {
  closeSideBar,
  focusEditor,
  goTo,
  lens,
  lensTitles,
  notifications,
  openFile,
  press,
  type,
  webviewFrame,
} from "../editorPage.mjs";
import { until } from "../until.mjs";

export const title = "the messages of a stream are sent one by one, while the request is edited";

const proto = `syntax = "proto3";
package chat.v1;
service Chat { rpc Talk(stream Line) returns (stream Line); }
message Line { string text = 1; }
`;
const talk = "rpc Talk";
const headers = { ":status": 200, "content-type": "application/grpc" };

let server;

/** A server that gives every message back, as it stands on the wire. */
export async function prepare(workspace) {
  server = createServer();
  server.on("stream", stream => {
    stream.on("error", () => {});
    stream.respond(headers, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
    stream.pipe(stream);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  writeFileSync(join(workspace, "chat.proto"), proto);
  const request = `### Talk\nGRPC 127.0.0.1:${server.address().port}/chat.v1.Chat/Talk\n\n{ "text": "one" }\n{ "text": "two" }\n`;
  writeFileSync(join(workspace, "chat.grpc"), request);
}

export async function play({ editor, picture }) {
  try {
    await openFile(editor, "chat.grpc");
    await closeSideBar(editor);
    await lens(editor, "Open stream", "GRPC ");
    const frame = async () => webviewFrame(editor, '[data-testid="half-close"]:not([hidden])');
    await frame();
    await until(
      "a lens on each message",
      async () => (await lensTitles(editor)).filter(one => one === "▶ Send").length === 2,
    );
    await lens(editor, "▶ Send", '"two"');
    await received(editor, 1);

    // A message that is written now, and sent by the key.
    await goTo(editor, 5);
    await press(editor, "End");
    await press(editor, "Enter");
    await type(editor, '{ "text": "three" }');
    await press(editor, "Control+Enter");
    await received(editor, 2);
    await picture("stream-open");
    const { messages } = await answer(editor, talk, "");
    assert.deepEqual(
      (await messages()).map(text => /"text":\s*"(\w+)"/.exec(text)?.[1]),
      ["two", "two", "three", "three"],
    );

    await (await frame()).locator('[data-testid="half-close"]').click();
    await answer(editor, talk, "OK");
    await focusEditor(editor);
    await until("the lenses of a request", async () => (await lensTitles(editor)).includes("Open stream"));
    assert.deepEqual(
      (await notifications(editor)).filter(each => each.severity === "error"),
      [],
    );
  } finally {
    server.close();
  }
}

async function received(editor, count) {
  await until(`${count} received`, async () => {
    const frame = await webviewFrame(editor, '[data-testid="counts"]');
    return (await frame.locator('[data-testid="counts"]').innerText()).includes(`${count} received`);
  });
}
