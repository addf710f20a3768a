import assert from "node:assert/strict";
import { answer, openRequest, send, startExampleServer, writeBody } from "../answer.mjs";
import story from "../desktop/story.cjs";
import { answerInput, closeSideBar, palette, press, shownLines, squiggles, webviewFrame } from "../editorPage.mjs";
import { until } from "../until.mjs";

export const title =
  "an answer shows its bytes, leads to the schema, marks what is wrong and is compared with the one before";

export async function play({ editor, picture }) {
  await startExampleServer(editor);
  await closeSideBar(editor);
  await openRequest(editor, story.calls.make);
  await writeBody(editor, story.calls.make, { path: "" });
  const failed = await send(editor, story.calls.make, "INVALID_ARGUMENT");
  assert.match(await failed.text(), /Did it run\?/);
  await until("the field in the request to be marked", async () => (await squiggles(editor).count()) > 0);
  await picture("answer-violation");

  await writeBody(editor, story.calls.make, { path: "/bytes" });
  await until("the mark to go with the first edit", async () => (await squiggles(editor).count()) === 0);
  await send(editor, story.calls.make, "OK");
  await openRequest(editor, story.calls.list);
  await writeBody(editor, story.calls.list, { path: "/" });
  await send(editor, story.calls.list, "OK");
  await press(editor, "Control+Enter");
  const listed = await answer(editor, story.calls.list, "OK");
  await until("an earlier answer to compare with", async () => (await listed.part("compare")).join() !== "");
  await listed.part("message");
  const frame = await webviewFrame(editor, '[data-testid="show-bytes"]');
  await frame.locator('[data-testid="show-bytes"]').click();
  await until("the fields on the wire", async () => (await frame.locator(".field-line").count()) > 0);
  for (const [theme, name] of [
    ["Light Modern", "light"],
    ["Dark High Contrast", "contrast"],
    ["Dark Modern", "dark"],
  ]) {
    await palette(editor, "Preferences: Color Theme");
    await answerInput(editor, theme);
    await until(
      `the theme ${theme}`,
      async () =>
        (await frame
          .locator(
            `body.vscode-${theme === "Light Modern" ? "light" : theme === "Dark Modern" ? "dark" : "high-contrast"}`,
          )
          .count()) > 0,
    );
    await picture(`answer-bytes-${name}`);
  }
  await frame.locator(".declared").first().click();
  await until("the declaration in the schema", async () =>
    (await shownLines(editor)).some(line => line.includes("message ListDirectoryResponse")),
  );
  await frame.locator('[data-testid="compare"]').click();
  await editor.page.locator(".monaco-diff-editor").first().waitFor();
  await picture("answer-compare");
}
