import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import story from "../desktop/story.cjs";
import { goTo, notifications, openFile, problems, retypeLine, squiggles, typeLineBelow } from "../editorPage.mjs";
import { until } from "../until.mjs";

export const title = "a duplicate field number is marked while typing, and no longer once it is corrected";

export async function play({ editor, picture }) {
  await openFile(editor, story.protoFile);
  await until("the first code lens, so the extension is at work", () =>
    editor.page.locator(".codelens-decoration a").first().isVisible(),
  );
  assert.deepEqual(await problems(editor), [], "the example as it is shipped has no problem");

  const mistake = story.duplicateNumber(readFileSync(join(editor.folder, story.protoFile), "utf8"));
  await typeLineBelow(editor, mistake.belowLine, mistake.wrongLine);
  const shown = await until("the problem in the Problems view", async () => {
    const rows = await problems(editor);
    return rows.find(row => row.includes(mistake.message));
  });
  assert.match(shown, /protodial/i, "the row names its source");
  await until("the squiggle", async () => (await squiggles(editor).count()) > 0);
  await goTo(editor, mistake.belowLine + 1, mistake.wrongLine.length + 1);
  await picture("duplicate-number");

  await retypeLine(editor, mistake.belowLine + 1, mistake.rightLine);
  await until("the problem to vanish", async () => (await problems(editor)).length === 0);
  await until("the squiggle to vanish", async () => (await squiggles(editor).count()) === 0);
  assert.deepEqual(
    (await notifications(editor)).filter(each => each.severity === "error"),
    [],
  );
}
