// What becomes known while a document is being checked, or after, is counted in what is shown of it in the end.
import { PassThrough } from "node:stream";
import { expect, it, onTestFinished } from "vitest";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { createConnection } from "vscode-languageserver/node";
import type { Diagnostic } from "vscode-languageserver-types";
import type { Platform } from "../../server/src/lsp/context.ts";
import { serve } from "../../server/src/lsp/serve.ts";
import { type HeldFiles, heldFiles } from "../support/heldFiles.ts";

const user = "file:///w/user.proto";
const userText = 'syntax = "proto3";\nimport "item.proto";\nmessage User { Item item = 1; }\n';
const item = 'syntax = "proto3";\nmessage Item {}\n';

/** A server in this process over `files`, whose workspace folder is `/w`. */
async function served(files: HeldFiles) {
  const [up, down] = [new PassThrough(), new PassThrough()];
  const server = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
  serve(server, platformOf(files));
  server.listen();
  const client = createMessageConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const shown = new Map<string, readonly string[]>();
  client.onNotification("textDocument/publishDiagnostics", (told: { uri: string; diagnostics: Diagnostic[] }) => {
    shown.set(
      told.uri,
      told.diagnostics.map(one => String(one.message)),
    );
  });
  client.listen();
  onTestFinished(async () => {
    await client.sendRequest("shutdown");
    client.dispose();
    server.dispose();
  });
  await client.sendRequest("initialize", {
    processId: null,
    rootUri: null,
    workspaceFolders: [{ uri: "file:///w", name: "w" }],
    capabilities: {},
  });
  await client.sendNotification("initialized", {});
  return {
    open: (uri: string, text: string) =>
      client.sendNotification("textDocument/didOpen", {
        textDocument: { uri, languageId: "proto", version: 1, text },
      }),
    tell: (uri: string) => client.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri, type: 2 }] }),
    /** Waits until all open documents have been looked at, and requests answered. */
    rest: async () => {
      for (let turn = 0; turn < 20; turn++)
        await client.sendRequest("textDocument/documentSymbol", { textDocument: { uri: user } });
    },
    shown: (uri: string) => expect.poll(() => shown.get(uri), { timeout: 20_000 }),
  };
}

function platformOf(files: HeldFiles): Platform {
  return {
    files,
    kindOf: undefined,
    watchedFiles: undefined,
    packages: undefined,
    baselines: undefined,
    checkFolders: undefined,
    outlineStore: () => undefined,
    version: "0.0.0",
    startCallWorker: undefined,
    startMock: undefined,
    exampleProtoRoot: undefined,
    problemPages: undefined,
    isTracked: undefined,
    environment: () => undefined,
  };
}

it("a document finds what is in a module that another document has shown", async () => {
  const module = "file:///w/left/out/buf.yaml";
  const files = heldFiles({ [module]: "version: v1\n", "file:///w/left/out/item.proto": item }, "left/");
  const { open, rest, shown } = await served(files);
  await open(user, userText);
  await shown(user).toEqual([expect.stringContaining("cannot find")]);
  const reading = files.hold(module);
  await open("file:///w/left/out/other.proto", 'syntax = "proto3";\n');
  await reading.isRead;
  await rest();
  reading.release();
  await shown(user).toEqual([]);
});

it("a document is told where a name is declared once all files are outlined", async () => {
  const files = heldFiles({ "file:///w/item.proto": item });
  const reading = files.hold("file:///w/item.proto");
  const { open, shown } = await served(files);
  await reading.isRead;
  await open(user, userText.replace('import "item.proto";\n', ""));
  await shown(user).toEqual([expect.not.stringContaining("item.proto")]);
  reading.release();
  await shown(user).toEqual([expect.stringContaining("item.proto")]);
});

it("a file that changes while it is read, of which nobody knew, is read again", async () => {
  const left = "file:///w/left/item.proto";
  const files = heldFiles({ [left]: 'syntax = "proto3";\n' }, "left/");
  const { open, rest, tell, shown } = await served(files);
  const reading = files.hold(left);
  await open(user, userText.replace("item.proto", "left/item.proto"));
  await reading.isRead;
  files.texts.set(left, item);
  await tell(left);
  await rest();
  reading.release();
  await shown(user).toEqual([]);
});
