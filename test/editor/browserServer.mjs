// The language server as vscode.dev runs it: the browser bundle in a Worker, spoken to by postMessage.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { repository } from "./workspaces.mjs";

const bundle = () =>
  readFileSync(process.env.PROTODIAL_EDITOR_BROWSER_SERVER ?? join(repository, "dist", "serverBrowser.js"));

const proto = `syntax = "proto3";
message MakeDirectoryRequest {
  string path = 1;
  string label = 1;
}
`;

export const browserServer = {
  title: "the browser's language server reports a duplicate field number from a Worker",

  async play({ browser }) {
    const files = {
      "/": ["text/html", "<!doctype html><title>server</title>"],
      "/server.js": ["text/javascript", bundle()],
    };
    const http = createServer((request, response) => {
      const [contentType, body] = files[request.url] ?? [];
      response.writeHead(body ? 200 : 404, { "content-type": contentType ?? "text/plain" }).end(body);
    }).listen(0, "127.0.0.1");
    await once(http, "listening");
    const page = await browser.newPage();
    const errors = [];
    page.on("pageerror", error => errors.push(error.message));
    page.on(
      "console",
      message => message.type() === "error" && !/favicon/.test(message.location().url) && errors.push(message.text()),
    );
    try {
      await page.goto(`http://127.0.0.1:${http.address().port}/`);
      const published = await page.evaluate(speak, proto);
      assert.deepEqual(
        published.map(each => [each.range.start, each.source, each.message.split("\n")[0]]),
        [[{ line: 3, character: 17 }, "protodial", "field number 1 is already used by `path`"]],
      );
      assert.deepEqual(errors, []);
    } finally {
      await page.close();
      http.close();
    }
  },
};

/** Runs in the page: initialize, open a document, and resolve with the first diagnostics that are published for it. */
function speak(text) {
  const uri = "memfs:/demo.proto";
  return new Promise((resolve, reject) => {
    const worker = new Worker("/server.js");
    worker.onerror = event => reject(new Error(`the worker failed: ${event.message}`));
    setTimeout(() => reject(new Error("no diagnostics within 20 s")), 20_000);
    const send = message => worker.postMessage({ jsonrpc: "2.0", ...message });
    worker.onmessage = ({ data }) => {
      if (data.id === 1 && data.error) return reject(new Error(data.error.message));
      if (data.id === 1) {
        send({ method: "initialized", params: {} });
        send({
          method: "textDocument/didOpen",
          params: { textDocument: { uri, languageId: "proto", version: 1, text } },
        });
      } else if (data.method === "textDocument/publishDiagnostics" && data.params.uri === uri) {
        resolve(data.params.diagnostics);
      } else if (data.id !== undefined && data.method) {
        // The server asks for settings, watchers or files: an editor that has none answers with nothing.
        send({
          id: data.id,
          result: data.method === "workspace/configuration" ? data.params.items.map(() => null) : null,
        });
      }
    };
    send({
      id: 1,
      method: "initialize",
      params: {
        processId: null,
        rootUri: null,
        workspaceFolders: null,
        capabilities: { workspace: { configuration: true } },
      },
    });
  });
}
