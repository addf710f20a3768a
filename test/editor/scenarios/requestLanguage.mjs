import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import story from "../desktop/story.cjs";
import {
  completions,
  goTo,
  hover,
  openFile,
  palette,
  press,
  problems,
  quickFix,
  rename,
  save,
  shownLines,
  takeCompletion,
  type,
} from "../editorPage.mjs";
import { until } from "../until.mjs";

export const title = "a request is completed, checked, mended and laid out from the schema, and renamed with it";

const document = "directories.grpc";
/** Of the request for MakeDirectory. */
const bodyLine = 4;

/** A brace typed over a selection would be put around it. */
async function writeBody(editor, body) {
  await goTo(editor, bodyLine);
  await press(editor, "Shift+End");
  await press(editor, "Delete");
  await type(editor, body);
}

export async function play({ editor, picture }) {
  const path = join(editor.folder, document);
  const before = readFileSync(path, "utf8");
  await openFile(editor, document);
  const body = async () => (await shownLines(editor))[bodyLine - 1];

  await writeBody(editor, "{  }");
  await goTo(editor, bodyLine, 3);
  const offered = await completions(editor);
  assert.ok(offered.includes("path"), `the field of the request is offered: ${offered}`);
  assert.ok(!offered.includes("localhost"), `no words of the text are offered: ${offered}`);
  await picture("request-completion");
  await takeCompletion(editor, "path");
  await until("the field to be written", async () => /^\{ "path": "/.test(await body()));
  await press(editor, "Escape");

  await writeBody(editor, '{ "pth": "/photos" }');
  await until("the problem", async () => (await problems(editor)).some(row => row.includes("`pth`")));
  await goTo(editor, bodyLine, 4);
  const menu = await quickFix(editor, /\bpath\b/);
  await picture("request-fix");
  await menu.take();
  await until("the key to be mended", async () => (await body()) === '{ "path": "/photos" }');
  await until("the problem to vanish", async () => (await problems(editor)).length === 0);
  assert.match(await hover(editor, '"/photos"', "path"), /Path of the new directory/);

  await writeBody(editor, '{"path":"/photos"  }');
  await palette(editor, "Format Document");
  await until("the body to be laid out", async () => (await body()) === '{ "path": "/photos" }');
  await save(editor);
  assert.equal(readFileSync(path, "utf8"), before, "the document is as it was");

  const proto = readFileSync(join(editor.folder, story.protoFile), "utf8").split("\n");
  const field = story.lineOf(proto, /^ {2}string path = 1;/);
  await openFile(editor, story.protoFile);
  await goTo(editor, field, proto[field - 1].indexOf("path") + 1);
  await rename(editor, "folder");
  const renamed = before.replace('"path": "/photos"', '"folder": "/photos"');
  await until("the key in the request to follow, and no other", () => readFileSync(path, "utf8") === renamed);
  // The name is another one for who speaks JSON, which is told in the schema; the request is sound.
  assert.ok(!(await problems(editor)).some(row => row.includes("request-unknown-field")));
}
