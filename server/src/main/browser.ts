// `dist/serverBrowser.js`: the language server in a web worker. Files come from the client, and nothing is called.
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import type { Platform } from "../lsp/context.ts";
import { serve } from "../lsp/serve.ts";
import { version } from "./version.ts";

declare const self: DedicatedWorkerGlobalScope;

const platform: Platform = {
  files: { read: async () => undefined, list: async () => [] },
  kindOf: undefined,
  watchedFiles: undefined,
  baselines: undefined,
  checkFolders: undefined,
  packages: undefined,
  outlineStore: () => undefined,
  version,
  startCallWorker: undefined,
  startMock: undefined,
  exampleProtoRoot: undefined,
  problemPages: undefined,
  isTracked: undefined,
  environment: () => undefined,
};

const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));
serve(connection, platform);
connection.listen();
