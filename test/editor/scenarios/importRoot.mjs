import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { goTo, notifications, openFile, pick, problems, quickFix, quickPickRows } from "../editorPage.mjs";
import { until } from "../until.mjs";

export const title = "the fix for an import that is not found sets its root";

const lost = "cannot find the imported file `acme/money/v1/money.proto`";

// What a tool has put into a hidden folder is not looked through without being asked.
export function prepare(workspace) {
  const folder = join(workspace, ".deps/acme/money/v1");
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "money.proto"),
    'syntax = "proto3";\npackage acme.money.v1;\nmessage Money { int64 cents = 1; }\n',
  );
  writeFileSync(
    join(workspace, "price.proto"),
    'syntax = "proto3";\npackage price;\nimport "acme/money/v1/money.proto";\nmessage Price { acme.money.v1.Money net = 1; }\n',
  );
}

export async function play({ editor, picture }) {
  await openFile(editor, "price.proto");
  await until("the problem", async () => (await problems(editor)).some(row => row.includes(lost)));

  await goTo(editor, 3, 12);
  const menu = await quickFix(editor, "Add the import root of");
  await picture("import-root");
  await menu.take();
  await until("the folder to be offered", async () => (await quickPickRows(editor)).some(row => row.includes(".deps")));
  await pick(editor, ".deps");

  await until("the problem to vanish", async () => (await problems(editor)).length === 0);
  const settings = JSON.parse(readFileSync(join(editor.folder, ".vscode/settings.json"), "utf8"));
  assert.deepEqual(settings["protodial.importRoots"], [".deps"]);
  assert.deepEqual(
    (await notifications(editor)).filter(each => each.severity !== "info"),
    [],
  );
}
