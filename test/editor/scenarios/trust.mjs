import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import story from "../desktop/story.cjs";
import {
  dialogText,
  lens,
  notifications,
  openFile,
  palette,
  press,
  problems,
  retypeLine,
  typeLineBelow,
} from "../editorPage.mjs";
import { until } from "../until.mjs";
import { writeSettings } from "../workspaces.mjs";

export const title = "in a folder that is not trusted diagnostics work and no program is started";

/** Programs that a cloned repository could try to have started: each writes a line when it is. */
export function setTraps(folder) {
  const started = join(folder, "started.log");
  mkdirSync(join(folder, "traps"), { recursive: true });
  for (const name of ["git", "buf", "protoc", "protoc-gen-trap"]) {
    writeFileSync(join(folder, "traps", name), `#!/bin/sh\necho "${name} $*" >> '${started}'\nexit 1\n`, {
      mode: 0o755,
    });
  }
  return { pathFolder: join(folder, "traps"), started };
}

/** Makes the workspace ask for programs in every way it can. */
export function prepare(workspace, { pathFolder }) {
  const plugin = join(pathFolder, "protoc-gen-trap");
  writeFileSync(join(workspace, "buf.gen.yaml"), `version: v2\nplugins:\n  - local: ${plugin}\n    out: generated\n`);
  writeSettings(workspace, {
    "protodial.breaking.against": "main",
    "protodial.plugins": { trap: plugin },
    "protodial.target": "localhost:1",
  });
}

/** What was asked for must end in words about trust. */
async function refused(editor, act, name) {
  await act();
  await until(`${name} to be refused in words`, async () => {
    const dialog = await dialogText(editor);
    const texts = [...(await notifications(editor)).map(each => each.text), ...(dialog ? [dialog] : [])];
    return texts.some(text => /trust/i.test(text));
  });
  await press(editor, "Escape");
  await palette(editor, "Notifications: Clear All Notifications");
}

export async function play({ editor, picture, traps }) {
  await openFile(editor, story.protoFile);
  await until("the sign that the folder is not trusted", () =>
    editor.page.getByText("Restricted Mode").first().isVisible(),
  );
  const mistake = story.duplicateNumber(readFileSync(join(editor.folder, story.protoFile), "utf8"));
  await typeLineBelow(editor, mistake.belowLine, mistake.wrongLine);
  await until("the problem", async () => (await problems(editor)).some(row => row.includes(mistake.message)));
  await retypeLine(editor, mistake.belowLine + 1, mistake.rightLine);
  await until("the problem to vanish", async () => (await problems(editor)).length === 0);

  await refused(editor, () => lens(editor, story.calls.lens, story.calls.make), "Call");
  await refused(editor, () => palette(editor, story.commands.startExampleServer), "the example server");
  await picture("restricted-mode");
  assert.equal(existsSync(traps.started) ? readFileSync(traps.started, "utf8") : "", "", "no program was started");
}
