import assert from "node:assert/strict";
import { openRequest, send, startExampleServer, writeBody } from "../answer.mjs";
import story from "../desktop/story.cjs";
import { closeSideBar, notifications } from "../editorPage.mjs";
import { until } from "../until.mjs";

export const title = "Call makes a directory on the example server and lists it";

export async function play({ editor, picture }) {
  await startExampleServer(editor);
  await closeSideBar(editor);
  const lines = await openRequest(editor, story.calls.make);
  assert.ok(
    lines.some(line => /"path"/.test(line)),
    `the body names the field of the request:\n${lines.join("\n")}`,
  );
  await writeBody(editor, story.calls.make, { path: "/lecture" });
  const made = await send(editor, story.calls.make, "OK");
  assert.match((await made.part("elapsed")).join(), /\d/, "the elapsed time is shown");

  await openRequest(editor, story.calls.list);
  await writeBody(editor, story.calls.list, { path: "/" });
  const listed = await send(editor, story.calls.list, "OK");
  await until("the new directory in the answer", async () =>
    /"name":\s*"lecture"/.test((await listed.messages()).join("\n")),
  );
  await picture("call-answer");
  assert.deepEqual(
    (await notifications(editor)).filter(each => each.severity === "error"),
    [],
  );
}
