import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openRequest, send, writeBody } from "../answer.mjs";
import story from "../desktop/story.cjs";
import { lens, openFile, palette, pick, pressButton, quickPickRows } from "../editorPage.mjs";
import { until } from "../until.mjs";
import { removeRequests, writeSettings } from "../workspaces.mjs";

export const title = "a mock server answers without a server, its lens shows the calls, and one becomes its script";

/** Nothing listens where new requests go at first. */
export function prepare(workspace) {
  removeRequests(workspace);
  writeSettings(workspace, { "protodial.target": "localhost:1" });
}

export async function play({ editor, picture }) {
  await openFile(editor, story.protoFile);
  await palette(editor, "Protodial: Start Mock Server");
  await pick(editor, "This file");
  // Whatever port was free.
  const shown = editor.page.locator(".statusbar-item", { hasText: /mock localhost:\d+/ });
  await shown.waitFor();
  await pressButton(editor, "Call It by Default");

  await openRequest(editor, story.calls.list);
  await writeBody(editor, story.calls.list, { path: "/mocked" });
  const listed = await send(editor, story.calls.list, "OK");
  const answer = await until("an answer with entries", async () => {
    const text = (await listed.messages()).join("\n");
    return /"entries"/.test(text) && text;
  });
  assert.match(answer, /"name"/, "each entry has a name");

  await openFile(editor, story.protoFile);
  await lens(editor, "1 mock call", story.calls.list);
  const rows = await until("the calls in a list", async () => {
    const found = await quickPickRows(editor);
    return found.some(row => row.includes("/mocked")) && found;
  });
  assert.ok(
    rows.some(row => row.includes("OK")),
    `the status is shown:\n${rows.join("\n")}`,
  );
  await picture("mock-calls");
  const row = editor.page.locator(".quick-input-list .monaco-list-row").first();
  await row.hover();
  await row.locator("a.action-label").first().click();

  const script = join(editor.folder, story.protoFile.replace(/\.proto$/, ".mock.json"));
  const rules = await until("the call in the script", () => {
    if (!existsSync(script)) return undefined;
    const { methods } = JSON.parse(readFileSync(script, "utf8"));
    return methods["directories.v1.Directories/ListDirectory"];
  });
  assert.deepEqual(rules[0].match, { path: "/mocked" });
  assert.ok(rules[0].answer.entries.length > 0);
  await picture("mock-script");
}
