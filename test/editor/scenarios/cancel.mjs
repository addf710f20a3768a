import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http2";
import { answer, openRequest, writeBody } from "../answer.mjs";
import story from "../desktop/story.cjs";
import { press, webviewFrame } from "../editorPage.mjs";
import { until } from "../until.mjs";
import { removeRequests, writeSettings } from "../workspaces.mjs";

export const title = "Cancel ends a call that a server never answers";

let silent;

/** New requests go to a server that takes every call and answers none. */
export async function prepare(workspace) {
  removeRequests(workspace);
  silent = { server: createServer(), streams: [], sessions: [] };
  silent.server.on("session", session => silent.sessions.push(session));
  silent.server.on("stream", (stream, headers) => {
    stream.on("error", () => {});
    // What kind of server it is may be asked as well.
    if (!headers[":path"].endsWith("/MakeDirectory")) return;
    stream.once("close", () => (silent.closed = true));
    silent.streams.push(stream);
  });
  silent.server.listen(0, "127.0.0.1");
  await once(silent.server, "listening");
  writeSettings(workspace, { "protodial.target": `127.0.0.1:${silent.server.address().port}` });
}

export async function play({ editor }) {
  try {
    await openRequest(editor, story.calls.make);
    await writeBody(editor, story.calls.make, { path: "/silence" });
    await press(editor, "Control+Enter");
    await until("the call to reach the server", () => silent.streams.length > 0);
    const frame = await webviewFrame(editor, '[data-testid="cancel"]');
    await frame.locator('[data-testid="cancel"]').click();
    await answer(editor, story.calls.make, "CANCELLED");
    await until("the server to see the end of the call", () => silent.closed);
    assert.equal(silent.streams.length, 1);
  } finally {
    for (const session of silent.sessions) session.destroy();
    silent.server.close();
  }
}
