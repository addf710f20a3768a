import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import story from "../desktop/story.cjs";
import { goTo, openFile, problems, quickFix, save, typeLineBelow } from "../editorPage.mjs";
import { until } from "../until.mjs";

export const title = "the quick fix gives a duplicate field the next free number";

export async function play({ editor, picture }) {
  const path = join(editor.folder, story.protoFile);
  const before = readFileSync(path, "utf8");
  const mistake = story.duplicateNumber(before);
  await openFile(editor, story.protoFile);
  await typeLineBelow(editor, mistake.belowLine, mistake.wrongLine);
  await until("the problem", async () => (await problems(editor)).some(row => row.includes(mistake.message)));

  await goTo(editor, mistake.belowLine + 1, mistake.wrongLine.indexOf("1") + 1);
  const menu = await quickFix(editor, mistake.fixTitle);
  await picture("quick-fix");
  await menu.take();

  await until("the problem to vanish", async () => (await problems(editor)).length === 0);
  await save(editor);
  const expected = story.withLine(before, mistake.belowLine, mistake.rightLine);
  await until("the file on disk", () => readFileSync(path, "utf8") !== before);
  assert.equal(readFileSync(path, "utf8"), expected);
}
