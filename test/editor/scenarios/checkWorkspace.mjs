import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import story from "../desktop/story.cjs";
import { notifications, openFile, palette, pressButton, problems } from "../editorPage.mjs";
import { until } from "../until.mjs";

export const title =
  "Check Workspace shows the problems of files that nobody has open, until they are mended or cleared";

const right = 'syntax = "proto3";\npackage broken;\nmessage M { string a = 1; }\n';
const wrong = right.replace("a = 1;", "a = 1; string b = 1;");
const message = "field number 1 is already used by `a`";
const count = 3000;

export function prepare(workspace) {
  mkdirSync(join(workspace, "many"));
  for (let at = 0; at < count; at++) {
    const messages = Array.from({ length: 5 }, (_, field) => `message M${field} { string a = ${field + 1}; }\n`);
    writeFileSync(
      join(workspace, `many/f${at}.proto`),
      `syntax = "proto3";\npackage many.f${at};\n${messages.join("")}`,
    );
  }
  mkdirSync(join(workspace, "ignored"));
  writeFileSync(join(workspace, ".gitignore"), "/ignored/\n");
  for (const name of ["broken", "ignored/broken"]) writeFileSync(join(workspace, `${name}.proto`), wrong);
}

export async function play({ editor, picture }) {
  const rows = async () => (await problems(editor)).filter(row => row.includes(message));
  const told = async text => (await notifications(editor)).some(each => each.text.includes(text));
  await openFile(editor, story.protoFile);
  await until("the first code lens, so the extension is at work", () =>
    editor.page.locator(".codelens-decoration a").first().isVisible(),
  );
  assert.deepEqual(await problems(editor), [], "nothing is shown of files that are not open");

  await palette(editor, "Protodial: Check Workspace");
  await until("the progress", () => told("Checking protos"));
  await picture("check-workspace-progress");
  await until("the note at the end", () => told("files checked: 1 error in 1 file."));
  assert.equal((await rows()).length, 1, "the ignored file is not checked");
  await picture("check-workspace");
  await pressButton(editor, "Show Problems");

  writeFileSync(join(editor.folder, "broken.proto"), right);
  await until("the mended problem to vanish", async () => (await rows()).length === 0);

  writeFileSync(join(editor.folder, "broken.proto"), wrong);
  await palette(editor, "Protodial: Check Workspace");
  await until("the problem again", async () => (await rows()).length === 1);
  await palette(editor, "Protodial: Clear Workspace Problems");
  await until("all problems to vanish", async () => (await problems(editor)).length === 0);
}
