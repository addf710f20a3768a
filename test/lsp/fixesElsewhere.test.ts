import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { CodeAction } from "vscode-languageserver-types";
import { languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const text = 'edition = "2024";\nimport "o.proto";\nmessage A { L l = 1; }\n';

test("a fix may change the file that declares what is used", async () => {
  const folder = tempFolder({ "a.proto": text, "o.proto": 'edition = "2024";\nlocal message L {}\n' });
  const client = await languageClient(folder);
  const uriOf = (name: string) => pathToFileURL(path.join(folder, name)).href;
  await client.open(uriOf("a.proto"), "proto", text);
  const [found] = await client.diagnostics(uriOf("a.proto"), all => all.length > 0);
  expect(found?.code).toBe("not-visible");
  const params = { textDocument: { uri: uriOf("a.proto") }, range: found?.range, context: { diagnostics: [found] } };
  const actions: CodeAction[] = await client.connection.sendRequest("textDocument/codeAction", params);
  const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 5 } };
  expect(actions.map(({ title, edit }) => ({ title, edit }))).toEqual([
    { title: "Export `L` in `o.proto`", edit: { changes: { [uriOf("o.proto")]: [{ range, newText: "export" }] } } },
  ]);
});
