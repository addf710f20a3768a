import assert from "node:assert/strict";
import { openRequest, send, writeBody } from "../answer.mjs";
import { freePort } from "../children.mjs";
import story from "../desktop/story.cjs";
import { removeRequests, writeSettings } from "../workspaces.mjs";

export const title = "a call with nothing listening says so in words";

/** New requests go to a port that nobody listens on. */
export async function prepare(workspace) {
  removeRequests(workspace);
  writeSettings(workspace, { "protodial.target": `localhost:${await freePort()}` });
}

export async function play({ editor, picture }) {
  await openRequest(editor, story.calls.make);
  await writeBody(editor, story.calls.make, { path: "/nobody" });
  const failed = await send(editor, story.calls.make, "UNAVAILABLE");
  const words = await failed.text();
  assert.match(words, /nothing (listens|is listening)|no server|not running/i, `the panel says: ${words}`);
  await picture("call-failure");
}
