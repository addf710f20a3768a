import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openRequest, send, startExampleServer, writeBody } from "../answer.mjs";
import story from "../desktop/story.cjs";
import { openFile, problems, typeLineBelow } from "../editorPage.mjs";
import { removeRequests } from "../workspaces.mjs";

export const title = "a call is made from the text in the editor, saved or not";

/** Without the example's request file, Call writes a new request from the schema. */
export const prepare = removeRequests;

export async function play({ editor }) {
  const path = join(editor.folder, story.protoFile);
  const before = readFileSync(path, "utf8");
  const { belowLine, free } = story.duplicateNumber(before);
  await startExampleServer(editor);
  await openFile(editor, story.protoFile);
  await typeLineBelow(editor, belowLine, `  string unsaved_label = ${free};`);

  const lines = await openRequest(editor, story.calls.make);
  assert.ok(
    lines.some(line => /"unsavedLabel"/.test(line)),
    `the template names the unsaved field:\n${lines.join("\n")}`,
  );
  await writeBody(editor, story.calls.make, { path: "/unsaved", unsavedLabel: "blue" });
  // An unknown field would be a problem here, and would be refused instead of sent. That the server has it not is told too.
  await send(editor, story.calls.make, "OK");
  assert.deepEqual(
    (await problems(editor)).filter(text => !text.includes("it has no field")),
    [],
  );
  assert.equal(readFileSync(path, "utf8"), before, "nothing was saved on the way");
}
