import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const files = {
  "a.proto": 'syntax = "proto3";\nmessage Kind {}\n',
  "b.proto": 'syntax = "proto3";\nimport "a.proto";\nmessage M { Kind kind = 1; }\n',
};

test("a client is asked to colour anew what imports an edited file", async () => {
  const folder = tempFolder(files);
  const uriOf = (name: string) => pathToFileURL(path.join(folder, name)).href;
  // What the client was asked when: the edit comes between.
  const asked: ("before" | "after")[] = [];
  let now: "before" | "after" = "before";
  let wake = () => {};
  const { open, change, connection, diagnostics } = await languageClient(
    folder,
    {},
    {
      capabilities: { workspace: { semanticTokens: { refreshSupport: true } } },
      answers: {
        "workspace/semanticTokens/refresh": () => {
          asked.push(now);
          wake();
          return null;
        },
      },
    },
  );
  for (const [name, text] of Object.entries(files)) await open(uriOf(name), "proto", text);
  const textDocument = { uri: uriOf("b.proto") };
  const coloured = () =>
    connection.sendRequest<{ data: number[] }>("textDocument/semanticTokens/full", { textDocument });
  await diagnostics(uriOf("b.proto"), found => found.length === 0);
  const before = await coloured();
  now = "after";
  await change(uriOf("a.proto"), 'syntax = "proto3";\nenum Kind { NONE = 0; }\n');
  while (!asked.includes("after")) {
    await new Promise<void>(resolve => {
      wake = resolve;
    });
  }
  expect((await coloured()).data).not.toEqual(before.data);
});
