import assert from "node:assert/strict";
import { openRequest, send, writeBody } from "../answer.mjs";
import story from "../desktop/story.cjs";

export const title = "a call with nothing listening says so in words";

export async function play({ editor, picture }) {
  await openRequest(editor, story.calls.make);
  await writeBody(editor, { path: "/nobody" });
  const failed = await send(editor, "UNAVAILABLE");
  const words = await failed.text();
  assert.match(words, /nothing (listens|is listening)|no server|not running/i, `the panel says: ${words}`);
  await picture("call-failure");
}
