import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startExampleServer } from "../answer.mjs";
import story from "../desktop/story.cjs";
import { goTo, openFile, palette, pick, problems, quickFix, quickPickRows, retypeLine, tabs } from "../editorPage.mjs";
import { until } from "../until.mjs";

export const title = "a change that breaks others is marked while typing, shown beside what it was, listed, and mended";

export async function play({ editor, picture }) {
  const lines = readFileSync(join(editor.folder, story.protoFile), "utf8").split("\n");
  const opening = lines.findIndex(line => /^message MakeDirectoryRequest\b/.test(line));
  const field = lines.findIndex((line, at) => at > opening && /^ {2}string path = 1;/.test(line)) + 1;
  assert.ok(field > 0, "the request has a path");
  const status = text => editor.page.locator(".statusbar-item", { hasText: text }).first();
  const rows = async text => (await problems(editor)).filter(row => row.includes(text));

  await openFile(editor, story.protoFile);
  await until("what the file is compared with", () => status("HEAD").or(status("main")).first().isVisible());
  assert.deepEqual(await problems(editor), [], "nothing breaks what is committed");

  await retypeLine(editor, field, "  string path = 9;");
  const renumbered = "field `path` changed its number from 1 to 9";
  await until("the breaking change", async () => (await rows(renumbered)).length === 1);
  await goTo(editor, field, "  string path = 9".length + 1);
  await picture("breaking-change");

  await palette(editor, "Protodial: Show What It Was Before");
  await until("the file beside what it was", async () => (await tabs(editor)).some(tab => tab.includes("before")));
  await picture("breaking-diff");
  await palette(editor, "View: Close Editor");

  await palette(editor, "Protodial: Compare with…");
  await picture("compare-with");
  await pick(editor, "HEAD");
  const tree = editor.page.locator(".pane", { hasText: "Breaking Changes" });
  await until("the list of changes", () => tree.getByText(renumbered).first().isVisible());
  await picture("breaking-changes");
  await tree.getByText(renumbered).first().click();
  await until("the file beside what it was", async () => (await tabs(editor)).some(tab => tab.includes("before")));
  await palette(editor, "View: Close Editor");
  await goTo(editor, field, "  string path = 9".length + 1);
  const menu = await quickFix(editor, /^Put the number 1 of/);
  await menu.take();
  await until("the breaking change to vanish", async () => (await rows(renumbered)).length === 0);

  // The example server runs the version before the edits.
  await startExampleServer(editor);
  await until("the example server", () => status(`:${story.examplePort}`).isVisible());
  await palette(editor, "Protodial: Compare with…");
  await pick(editor, "A running server…");
  await until("the servers", async () => (await quickPickRows(editor)).some(row => row.includes("grpc://")));
  await picture("compare-with-server");
  await pick(editor, `grpc://localhost:${story.examplePort}`);
  await until("the server in the status bar", () =>
    editor.page.locator("[id$='protodial.baseline']", { hasText: `localhost:${story.examplePort}` }).isVisible(),
  );
  assert.deepEqual(await rows("MakeDirectoryRequest"), [], "nothing breaks what runs");
  await openFile(editor, story.protoFile);
  await retypeLine(editor, field, "  string path = 9;");
  await until("what breaks the running server's clients", async () => (await rows(renumbered)).length === 1);
  await goTo(editor, field, "  string path = 9".length + 1);
  await picture("breaking-server");
}
