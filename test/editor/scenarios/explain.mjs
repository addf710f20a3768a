import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import story from "../desktop/story.cjs";
import { notifications, openFile, problems, shownLines, typeLineBelow } from "../editorPage.mjs";
import { until } from "../until.mjs";

export const title = "the id behind a problem opens its page";

export async function play({ editor, picture }) {
  const mistake = story.duplicateNumber(readFileSync(join(editor.folder, story.protoFile), "utf8"));
  await openFile(editor, story.protoFile);
  await typeLineBelow(editor, mistake.belowLine, mistake.wrongLine);
  await until("the problem", async () => (await problems(editor)).some(row => row.includes(mistake.message)));

  await editor.page.locator(".markers-panel a", { hasText: "duplicate-field-number" }).first().click();
  await until("the page", async () =>
    (await shownLines(editor)).some(line => line.includes("# A field number is used twice")),
  );
  await picture("explain");
  assert.deepEqual(
    (await notifications(editor)).filter(each => each.severity === "error"),
    [],
  );
}
