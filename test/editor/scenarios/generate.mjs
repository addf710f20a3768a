import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import story from "../desktop/story.cjs";
import { notifications, openFile, palette, pick, pressButton, quickPickRows, shownLines } from "../editorPage.mjs";
import { until } from "../until.mjs";
import { globFiles } from "../workspaces.mjs";

export const title = "Generate Stubs… shows Python stubs and writes them";

export async function play({ editor, picture }) {
  await openFile(editor, story.protoFile);
  await palette(editor, story.commands.generateStubs);
  await pick(editor, story.python);
  await pick(editor, /\bgen$/m);
  const offer = await until("the list of what would be written", async () => {
    const rows = await quickPickRows(editor);
    return rows.some(row => /\bWrite \d+ files?\b/.test(row)) && rows;
  });
  assert.equal(
    globFiles(editor.folder).some(path => path.endsWith("_pb2.py")),
    false,
    "nothing is written before it is agreed to",
  );
  await picture("generate-preview");
  for (const { name } of story.pythonStubs)
    assert.ok(
      offer.some(row => row.includes(name)),
      `${name} is listed:\n${offer.join("\n")}`,
    );
  await pick(editor, /\bWrite \d+ files?\b/);

  for (const wanted of story.pythonStubs) {
    await until(`${wanted.name} on disk, holding ${wanted.holds}`, () => {
      const path = globFiles(editor.folder).find(each => each.endsWith(`/${wanted.name}`));
      return path && wanted.holds.test(readFileSync(path, "utf8"));
    });
  }
  await pressButton(editor, "Open");
  await until("a written file in the editor", async () =>
    (await shownLines(editor)).some(line => /^import|^from/.test(line)),
  );
  // The explorer shows where it stands.
  await editor.page
    .locator(".explorer-folders-view .monaco-list-row")
    .filter({ hasText: "directories_pb2_grpc.py" })
    .first()
    .waitFor();
  await picture("generated-stubs");
  assert.deepEqual(
    (await notifications(editor)).filter(each => each.severity === "error"),
    [],
  );
}
