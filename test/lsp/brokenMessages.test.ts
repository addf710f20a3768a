// What comes in on stdin and is no message, or not in one piece: it is refused, and the server hears what comes next.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { builtServer } from "../support/builtServer.ts";

const parseError = -32700;
const invalidRequest = -32600;

interface Answer {
  readonly id?: number | null;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

test.each([
  ["content that is no JSON", framed("{nope"), parseError],
  ["no content", framed(""), parseError],
  [
    "bytes that are no UTF-8",
    Buffer.concat([Buffer.from("Content-Length: 3\r\n\r\n"), Buffer.from([0x22, 0xff, 0x7b])]),
    parseError,
  ],
  ["a header without a length", "Content-Type: text/plain\r\n\r\n{}", parseError],
  ["a length that is no number", "Content-Length: many\r\n\r\n{}", parseError],
  ["a negative length", "Content-Length: -5\r\n\r\n{}", parseError],
  ["a length that nothing has", "Content-Length: 99999999999999\r\n\r\n{}", parseError],
  [
    "a length that is too small",
    `Content-Length: 20\r\n\r\n${JSON.stringify({ jsonrpc: "2.0", method: "initialized" })}`,
    parseError,
  ],
  ["talk", "hello\r\n\r\n", parseError],
  ["null", framed("null"), invalidRequest],
  ["a number", framed("5"), invalidRequest],
  ["a batch", framed(JSON.stringify([{ jsonrpc: "2.0", id: 7, method: "shutdown" }])), invalidRequest],
  ["an object that is nothing", framed("{}"), invalidRequest],
  ["a method that is no text", framed('{"jsonrpc":"2.0","id":7,"method":5}'), invalidRequest],
  ["a request without an id", framed('{"jsonrpc":"2.0","id":null,"method":"shutdown"}'), invalidRequest],
  ["an id that is an object", framed('{"jsonrpc":"2.0","id":{},"method":"shutdown"}'), invalidRequest],
])("%s is refused", async (_, bytes, code) => {
  const server = await rawServer();
  server.write(bytes);
  server.write(request(1, "initialize", { processId: null, rootUri: null, capabilities: {} }));
  const { result } = await server.answer(one => one.id === 1);
  expect(result).toHaveProperty("capabilities");
  expect(server.answers.filter(one => one.id === null).map(one => one.error?.code)).toEqual([code]);
});

test("lines that end in a line feed alone, and megabytes of anything, are stepped over", async () => {
  const server = await rawServer();
  server.write("Content-Length: 2\n\n{}");
  server.write(Buffer.alloc(3_000_000, "x"));
  server.write(request(1, "initialize", { processId: null, rootUri: null, capabilities: {} }));
  expect((await server.answer(one => one.id === 1)).result).toHaveProperty("capabilities");
});

test("parameters that are none end their message alone", async () => {
  const server = await rawServer();
  server.write(request(1, "initialize", { processId: null, rootUri: null, capabilities: {} }));
  const uri = "untitled:a.proto";
  server.write(notification("textDocument/didOpen", { textDocument: { uri, languageId: "proto", version: 1, text } }));
  const textDocument = { uri, version: 2 };
  const change = (contentChanges: unknown) => notification("textDocument/didChange", { textDocument, contentChanges });
  for (const params of [undefined, null, 5, [1, 2], {}]) {
    for (const method of ["didOpen", "didChange", "didClose", "didSave"])
      server.write(notification(`textDocument/${method}`, params));
    for (const method of ["didChangeWatchedFiles", "didChangeConfiguration", "didChangeWorkspaceFolders"])
      server.write(notification(`workspace/${method}`, params));
    server.write(notification("$/cancelRequest", params));
  }
  server.write(
    notification("textDocument/didOpen", { textDocument: { uri: 5, languageId: "proto", version: 1, text } }),
  );
  server.write(
    notification("textDocument/didOpen", { textDocument: { uri: "untitled:b.proto", version: 1, text: 5 } }),
  );
  server.write(notification("workspace/didChangeWatchedFiles", { changes: [{ uri: 5, type: 9 }, null] }));
  for (const changes of [
    5,
    null,
    [null],
    [{}],
    [{ text: 5 }],
    [{ range: {}, text: "x" }],
    [{ range: null, text: "x" }],
  ])
    server.write(change(changes));
  const noText = { range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } } };
  server.write(change([noText]));
  server.write(request(2, "textDocument/hover", null));
  server.write(request(3, "textDocument/hover", { textDocument: { uri }, position: { line: "x" } }));
  server.write(request(4, "textDocument/hover", { textDocument: { uri }, position: { line: -1, character: 1e300 } }));
  server.write(request(5, "textDocument/documentSymbol", { textDocument: { uri } }));
  expect((await server.answer(one => one.id === 5)).result).toMatchObject([{ name: "A", children: [{ name: "a" }] }]);
  expect(server.answers.filter(one => typeof one.id === "number").map(one => one.id)).toEqual(
    expect.arrayContaining([1, 2, 3, 4, 5]),
  );
});

test("messages may come byte by byte, or all at once", async () => {
  const server = await rawServer();
  const open = (uri: string, content: string) =>
    notification("textDocument/didOpen", { textDocument: { uri, languageId: "proto", version: 1, text: content } });
  const initialize = request(1, "initialize", { processId: null, rootUri: null, capabilities: {} });
  const inPieces = initialize + open("untitled:a.proto", `// 漢 😀\n${text}`);
  for (const byte of Buffer.from(inPieces.replaceAll("Content-Length", "content-length"))) {
    server.write(Buffer.from([byte]));
    await sleep(0);
  }
  const ask = (id: number, uri: string) => request(id, "textDocument/documentSymbol", { textDocument: { uri } });
  server.write(ask(2, "untitled:a.proto") + open("untitled:b.proto", text) + ask(3, "untitled:b.proto"));
  const range = { start: { line: 2, character: 0 } };
  expect((await server.answer(one => one.id === 2)).result).toMatchObject([{ name: "A", range }]);
  expect((await server.answer(one => one.id === 3)).result).toMatchObject([{ name: "A" }]);
});

test("the server ends with its stdin", async () => {
  const server = await rawServer();
  server.write(request(1, "initialize", { processId: null, rootUri: null, capabilities: {} }));
  await server.answer(one => one.id === 1);
  server.close();
  await server.exited;
});

const text = 'syntax = "proto3";\nmessage A {\n  int32 a = 1;\n}\n';

function framed(content: string): string {
  return `Content-Length: ${Buffer.byteLength(content)}\r\n\r\n${content}`;
}

function request(id: number, method: string, params: unknown): string {
  return framed(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
}

function notification(method: string, params: unknown): string {
  return framed(JSON.stringify({ jsonrpc: "2.0", method, params }));
}

/** The server's process, whose stdin takes any bytes. */
async function rawServer() {
  const child = spawn(process.execPath, [await builtServer(), "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const exited = once(child, "exit");
  onTestFinished(() => void child.kill("SIGKILL"));
  const answers: Answer[] = [];
  const waiting = new Set<() => void>();
  let come = Buffer.alloc(0);
  child.stdout.on("data", (chunk: Buffer) => {
    come = Buffer.concat([come, chunk]);
    for (;;) {
      const start = come.indexOf("\r\n\r\n") + 4;
      const length = Number(/^Content-Length: (\d+)\r\n\r\n/.exec(come.toString("latin1", 0, Math.max(0, start)))?.[1]);
      // Also where there is no header yet.
      if (!(come.length >= start + length)) break;
      answers.push(JSON.parse(come.toString("utf8", start, start + length)));
      come = come.subarray(start + length);
    }
    for (const look of waiting) look();
  });
  return {
    answers,
    exited,
    write: (bytes: string | Buffer) => void child.stdin.write(bytes),
    close: () => child.stdin.end(),
    answer: (wanted: (answer: Answer) => boolean) =>
      new Promise<Answer>(resolve => {
        const look = () => {
          const found = answers.find(wanted);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}
