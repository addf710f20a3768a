import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import story from "../desktop/story.cjs";
import { completions, hover, openFile, outline, press, save, takeCompletion, typeLineBelow } from "../editorPage.mjs";
import { until } from "../until.mjs";

export const title = "hover tells a type, the outline is a tree, and completion writes a type";

export async function play({ editor, picture }) {
  const path = join(editor.folder, story.protoFile);
  const mistake = story.duplicateNumber(readFileSync(path, "utf8"));
  await openFile(editor, story.protoFile);

  const rows = await until("an outline that is a tree", async () => {
    const shown = await outline(editor);
    return shown.some(row => row.level === 2) && shown;
  });
  const service = rows.findIndex(row => row.level === 1 && row.label === "Directories");
  assert.ok(service >= 0, `the service stands on the first level: ${JSON.stringify(rows)}`);
  assert.deepEqual(
    rows
      .slice(service + 1, service + 3)
      .map(row => [row.level, row.label])
      .sort(),
    [
      [2, "ListDirectory"],
      [2, "MakeDirectory"],
    ],
  );

  const told = await hover(editor, story.calls.make, "MakeDirectoryRequest");
  assert.match(told, /message\s+(directories\.v1\.)?MakeDirectoryRequest/);
  await picture("hover");

  await typeLineBelow(editor, mistake.belowLine, "  MakeDirectoryRes");
  const offered = await completions(editor);
  assert.ok(offered.includes("MakeDirectoryResponse"), `offered: ${offered}`);
  await takeCompletion(editor, "MakeDirectoryResponse");
  await press(editor, "Escape");
  await save(editor);
  await until("the completed type in the file", () => /^ {2}MakeDirectoryResponse$/m.test(readFileSync(path, "utf8")));
}
