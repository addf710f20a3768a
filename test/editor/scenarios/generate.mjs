import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { globFiles } from "../workspaces.mjs";
import { answerInput, notifications, openFile, palette, pick, pressButton } from "../editorPage.mjs";
import story from "../desktop/story.cjs";
import { until } from "../until.mjs";

export const title = "Generate Stubs… shows Python stubs and writes them";

export async function play({ editor, picture }) {
  await openFile(editor, story.protoFile);
  await palette(editor, story.commands.generateStubs);
  await pick(editor, /python/i);
  await answerInput(editor, "generated");
  await pressButton(editor, "Write");

  for (const wanted of story.pythonStubs) {
    await until(`${wanted.name} on disk, holding ${wanted.holds}`, () => {
      const path = globFiles(editor.folder).find(each => each.endsWith(`/${wanted.name}`));
      return path && wanted.holds.test(readFileSync(path, "utf8"));
    });
  }
  await picture("generated-stubs");
  assert.deepEqual((await notifications(editor)).filter(each => each.severity === "error"), []);
}
