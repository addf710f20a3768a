import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { CodeAction, Diagnostic } from "vscode-languageserver-types";
import type { InitializationOptions } from "../../server/src/protocol/settings.ts";
import { languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const text = 'syntax = "proto3";\nmessage A {\n  int32 a = 1;\n  int32 b = 1;\n}\n';

async function opened(options: InitializationOptions = {}) {
  const folder = tempFolder({ "a.proto": text });
  const client = await languageClient(folder, options);
  const uri = pathToFileURL(path.join(folder, "a.proto")).href;
  await client.open(uri, "proto", text);
  const found = await client.diagnostics(uri, all => all.length > 0);
  return { client, uri, found };
}

test("a diagnostic links to the file of its page", async () => {
  const { found } = await opened();
  const href = found[0]?.codeDescription?.href ?? "";
  expect(readFileSync(fileURLToPath(href), "utf8")).toContain("`duplicate-field-number`");
});

test("a client that shows pages itself gets its own links, in code actions too", async () => {
  const { client, uri, found } = await opened({ problemPage: "example-page:/{id}.md" });
  const codeDescription = { href: "example-page:/duplicate-field-number.md" };
  expect(found[0]).toMatchObject({ code: "duplicate-field-number", codeDescription });
  const params = { textDocument: { uri }, range: found[0]?.range, context: { diagnostics: found } };
  const actions: CodeAction[] = await client.connection.sendRequest("textDocument/codeAction", params);
  const fixed: Diagnostic[] = actions.flatMap(action => action.diagnostics ?? []);
  expect(fixed).not.toEqual([]);
  expect(fixed.every(one => one.codeDescription?.href === codeDescription.href)).toBe(true);
});
