import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openRequest, send, startExampleServer, writeBody } from "../answer.mjs";
import story from "../desktop/story.cjs";
import {
  activeTab,
  closeSideBar,
  dialogText,
  lens,
  lensTitles,
  openFile,
  pick,
  press,
  pressButton,
  quickPickRows,
  typeLineBelow,
} from "../editorPage.mjs";
import { until } from "../until.mjs";
import { removeRequests } from "../workspaces.mjs";

export const title = "the lens tells how a server differs, and a request that it would not understand is asked about";

export const prepare = removeRequests;

export async function play({ editor, picture }) {
  await startExampleServer(editor);
  await closeSideBar(editor);
  await openRequest(editor, story.calls.make);
  await writeBody(editor, story.calls.make, { path: "/drift" });
  await send(editor, story.calls.make, "OK");

  await openFile(editor, story.protoFile);
  await told(editor, "no differences");
  const { belowLine, free } = story.duplicateNumber(readFileSync(join(editor.folder, story.protoFile), "utf8"));
  await typeLineBelow(editor, belowLine, `  string label = ${free};`);
  await told(editor, "1 difference");
  await lens(editor, "1 difference", "service Directories");
  const rows = await until("the difference in a list", async () => {
    const found = await quickPickRows(editor);
    return found.some(row => row.includes("is not on the server")) && found;
  });
  assert.ok(
    rows.some(row => row.includes("New Request with the Server's Schema")),
    `the server's schema is offered:\n${rows.join("\n")}`,
  );
  await picture("server-differences");
  await pick(editor, "is not on the server");
  await until("both sides", async () => /↔ here/.test((await activeTab(editor)) ?? ""));
  await picture("server-compared");
  await press(editor, "Control+F4");

  await openRequest(editor, story.calls.make);
  await writeBody(editor, story.calls.make, { path: "/drift2", label: "blue" });
  await press(editor, "Control+Enter");
  const text = await until("a question", () => dialogText(editor));
  assert.match(text, /no field MakeDirectoryRequest\.label/);
  await picture("server-question");
  await pressButton(editor, "Send Anyway");
  await until("the answer", async () => (await dialogText(editor)) === undefined);
}

function told(editor, words) {
  return until(`a lens that tells of ${words}`, async () =>
    (await lensTitles(editor)).some(shown => shown.includes(`· running · ${words}`)),
  );
}
