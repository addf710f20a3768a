import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import {
  type handleServerStreamingCall,
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type UntypedHandleCall,
} from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { describe, expect, it, onTestFinished } from "vitest";
import { languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const proto = `syntax = "proto3";
package echo.v1;
import "echo/v1/parts.proto";
service Echo {
  rpc Unary(Part) returns (Part);
  rpc Gather(stream Part) returns (Part);
  rpc Spread(Part) returns (stream Part);
  rpc Chat(stream Part) returns (stream Part);
}
`;
const parts =
  'syntax = "proto3";\npackage echo.v1;\nmessage Part { string text = 1; int64 number = 2; string added = 3; }\n';
/** As the folder has it: without the field that is typed in the editor only. */
const partsOnDisk = parts.replace(" string added = 3;", "");
const folderFiles = { "echo/v1/echo.proto": proto, "echo/v1/parts.proto": partsOnDisk };

interface Part {
  text: string;
  number: string;
  added: string;
}

/** Serves `echo.v1.Echo` by grpc-js and proto-loader; gives its port. */
async function echoServer(): Promise<number> {
  const root = tempFolder({ "echo/v1/echo.proto": proto, "echo/v1/parts.proto": parts });
  const definition = loadSync("echo/v1/echo.proto", { includeDirs: [root], longs: String, defaults: true });
  loadPackageDefinition(definition);
  const service = definition["echo.v1.Echo"];
  if (service === undefined || "format" in service) throw new Error("no service");
  const spread: handleServerStreamingCall<Part, Part> = call => {
    if (call.request.text === "endless") {
      call.write(call.request);
      return;
    }
    for (let at = 0; at < 3; at++) call.write({ ...call.request, number: String(at) });
    call.end();
  };
  const implementation: Record<string, UntypedHandleCall> = {
    Unary: (
      call: { request: Part; metadata: { get: (key: string) => unknown[] } },
      answer: (error: null, part: Part) => void,
    ) => {
      const text = `${call.request.text} ${call.metadata.get("who").join()}`.trim();
      answer(null, { ...call.request, text });
    },
    Gather: (call: AsyncIterable<Part>, answer: (error: null, part: Part) => void) => {
      void (async () => {
        const texts: string[] = [];
        for await (const part of call) texts.push(part.text);
        answer(null, { text: texts.join("+"), number: "0", added: "" });
      })();
    },
    Spread: spread as UntypedHandleCall,
    Chat: (call: NodeJS.EventEmitter & { write: (part: Part) => void; end: () => void }) => {
      call.on("data", (part: Part) => call.write(part));
      call.on("end", () => call.end());
    },
  };
  const server = new Server();
  server.addService(service, implementation);
  onTestFinished(() => server.forceShutdown());
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}

function uriOf(folder: string, file: string): string {
  return pathToFileURL(path.join(folder, file)).href;
}

describe("a call from the editor", () => {
  it("goes from the rpc to its answer, with the schema as it is typed and not saved", async () => {
    const port = await echoServer();
    const folder = tempFolder(folderFiles);
    const client = await languageClient(folder, { settings: { target: `127.0.0.1:${port}` } });
    const protoUri = uriOf(folder, "echo/v1/echo.proto");
    await client.open(protoUri, "proto", proto);
    await client.open(uriOf(folder, "echo/v1/parts.proto"), "proto", parts);

    const template = await client.request("protodial/requestTemplate", { uri: protoUri, method: "echo.v1.Echo/Unary" });
    expect(template).toEqual({
      kind: "new",
      text: `### Unary\nGRPC 127.0.0.1:${port}/echo.v1.Echo/Unary\n\n{\n  "text": "",\n  "number": "0",\n  "added": ""\n}\n`,
      line: 4,
      column: 11,
    });

    const uri = "untitled:Unary.grpc";
    const text = `### Unary
# @deadline 5s
GRPC 127.0.0.1:${port}/echo.v1.Echo/Unary
who: you

{
  "text": "hello", // a comment
  "number": 9007199254740993,
  "added": "typed, not saved"
}
`;
    await client.open(uri, "grpc-request", text);
    const started = await client.request("protodial/call", { uri, line: 7 });
    if (started.kind !== "started") throw new Error(started.reason);
    expect(started).toMatchObject({
      service: "echo.v1.Echo",
      method: "Unary",
      streaming: "unary",
      address: `127.0.0.1:${port}`,
    });
    const done = await client.event(started.call, event => event.phase === "done");
    expect(done).toMatchObject({ sent: 1, received: 1, status: { number: 0, name: "OK", verdict: "ran" } });

    const page = await client.request("protodial/callMessages", { call: started.call, from: 0, count: 10 });
    expect(page.rows.map(row => [row.direction, JSON.parse(row.json)])).toEqual([
      ["sent", { text: "hello", number: "9007199254740993", added: "typed, not saved" }],
      ["received", { text: "hello you", number: "9007199254740993", added: "typed, not saved" }],
    ]);
    await client.request("protodial/closeCall", { call: started.call });
    const closed = await client.request("protodial/callMessages", { call: started.call, from: 0, count: 10 });
    expect(closed.rows).toEqual([]);
  });

  it("carries streams of all kinds, and ends one that is cancelled", async () => {
    const port = await echoServer();
    const folder = tempFolder(folderFiles);
    const client = await languageClient(folder);
    const uri = "untitled:Streams.grpc";
    const target = `GRPC 127.0.0.1:${port}/echo.v1.Echo`;
    const requests = [
      `### One\n${target}/Gather\n\n{ "text": "a" }\n{ "text": "b" }\n`,
      `### Two\n${target}/Spread\n\n{ "text": "s" }\n`,
      `### Three\n${target}/Chat\n\n{ "text": "x" } { "text": "y" }\n`,
      `### Four\n${target}/Spread\n\n{ "text": "endless" }\n`,
    ];
    const text = requests.join("");
    await client.open(uri, "grpc-request", text);
    const lineOf = (name: string) => text.slice(0, text.indexOf(`### ${name}`)).split("\n").length;

    async function received(name: string): Promise<unknown[]> {
      const started = await client.request("protodial/call", { uri, line: lineOf(name) });
      if (started.kind !== "started") throw new Error(started.reason);
      const done = await client.event(started.call, event => event.phase === "done");
      expect(done.status?.name).toBe("OK");
      const { rows } = await client.request("protodial/callMessages", { call: started.call, from: 0, count: 100 });
      return rows.filter(row => row.direction === "received").map(row => JSON.parse(row.json));
    }
    expect(await received("One")).toEqual([{ text: "a+b" }]);
    expect(await received("Two")).toEqual([{ text: "s" }, { text: "s", number: "1" }, { text: "s", number: "2" }]);
    expect(await received("Three")).toEqual([{ text: "x" }, { text: "y" }]);

    const started = await client.request("protodial/call", { uri, line: lineOf("Four") });
    if (started.kind !== "started") throw new Error(started.reason);
    await client.event(started.call, event => event.received === 1);
    await client.request("protodial/cancelCall", { call: started.call });
    const done = await client.event(started.call, event => event.phase === "done");
    expect(done.status?.name).toBe("CANCELLED");
  });

  it("takes variables from the environment files, the private one first", async () => {
    const port = await echoServer();
    const folder = tempFolder({
      ...folderFiles,
      "http-client.env.json": `{ "dev": { "host": "127.0.0.1:${port}", "who": "public", "n": 5, "quote": "a\\"b" } }`,
      "http-client.private.env.json": '{ "dev": { "who": "private" } }',
    });
    const client = await languageClient(folder);
    const protoUri = uriOf(folder, "echo/v1/echo.proto");
    const template = await client.request("protodial/requestTemplate", { uri: protoUri, method: "echo.v1.Echo/Unary" });
    expect(template.kind === "new" && template.text.split("\n")[1]).toBe("GRPC {{host}}/echo.v1.Echo/Unary");

    const uri = uriOf(folder, "a.grpc");
    const text = 'GRPC {{host}}/echo.v1.Echo/Unary\nwho: {{who}}\n\n{ "text": "<{{quote}}>", "number": {{n}} }\n';
    await client.open(uri, "grpc-request", text);
    const started = await client.request("protodial/call", { uri, line: 0 });
    if (started.kind !== "started") throw new Error(started.reason);
    await client.event(started.call, event => event.phase === "done");
    const { rows } = await client.request("protodial/callMessages", { call: started.call, from: 0, count: 10 });
    expect(JSON.parse(rows.at(-1)?.json ?? "")).toEqual({ text: '<a"b> private', number: "5" });

    await client.change(uri, text.replace("{{who}}", "{{nobody}}"));
    expect(await client.request("protodial/call", { uri, line: 0 })).toEqual({
      kind: "refused",
      reason: "`{{nobody}}` has no value in `http-client.env.json`",
      line: 1,
    });
  });

  it("is refused with a reason and a line, and nothing is sent", async () => {
    const folder = tempFolder({ ...folderFiles, "other/broken.proto": 'syntax = "proto3";\nmessage {{{' });
    const client = await languageClient(folder);
    const uri = "untitled:Refused.grpc";
    await client.open(uri, "grpc-request", "");
    async function refusal(text: string): Promise<unknown> {
      await client.change(uri, text);
      const started = await client.request("protodial/call", { uri, line: 1 });
      return started.kind === "refused" ? [started.line, started.reason] : started;
    }
    expect(await refusal("")).toEqual([1, "no request stands here"]);
    expect(await refusal("### a\nGRPC h:1/echo.v1.Ecco/Unary\n")).toEqual([
      1,
      "no service `echo.v1.Ecco` is found in the workspace",
    ]);
    expect(await refusal("### a\nGRPC h:1/echo.v1.Echo/Unari\n")).toEqual([1, "`echo.v1.Echo` has no rpc `Unari`"]);
    expect(await refusal('### a\nGRPC h:1/echo.v1.Echo/Unary\n\n{\n  "text": 5 }\n')).toEqual([
      4,
      "`text` takes a string, found a number",
    ]);
    expect(await refusal('### a\nGRPC h:1/echo.v1.Echo/Unary\n\n{ "added": "" }\n')).toEqual([
      3,
      "`echo.v1.Part` has no field `added`",
    ]);
    expect(await refusal("### a\nGRPC h:1/echo.v1.Echo/Unary\n\n{} {}\n")).toEqual([
      3,
      "`Unary` takes one message, found 2",
    ]);
    expect(await refusal("### a\n# @ca none.pem\nGRPC https://h:1/echo.v1.Echo/Unary\n")).toEqual([
      1,
      "the file `none.pem` is not found",
    ]);

    const partsUri = uriOf(folder, "echo/v1/parts.proto");
    await client.open(
      partsUri,
      "proto",
      'syntax = "proto3";\npackage echo.v1;\nmessage Part { string text = 1;\n int64 b = 1; }\n',
    );
    const [line, reason] = (await refusal("### a\nGRPC h:1/echo.v1.Echo/Unary\n")) as [number, string];
    expect(line).toBe(1);
    expect(reason).toMatch(/^the schema has an error: echo\/v1\/parts\.proto:4: field number `?1/);
  });

  it("is not made from a workspace without trust, until trust is granted", async () => {
    const folder = tempFolder(folderFiles);
    const client = await languageClient(folder, { trusted: false });
    const uri = "untitled:a.grpc";
    await client.open(uri, "grpc-request", "GRPC 127.0.0.1:1/echo.v1.Echo/Unary\n");
    const refused = await client.request("protodial/call", { uri, line: 0 });
    expect(refused).toEqual({
      kind: "refused",
      reason: "this workspace is not trusted, and nothing is sent or started from it",
    });
    await expect(client.request("protodial/startExampleServer", { port: 0 })).rejects.toThrow("not trusted");
    await client.connection.sendNotification("protodial/trusted", { trusted: true });
    const started = await client.request("protodial/call", { uri, line: 0 });
    if (started.kind !== "started") throw new Error(started.reason);
    const done = await client.event(started.call, event => event.phase === "done");
    expect(done.status).toMatchObject({ name: "UNAVAILABLE", verdict: "not-sent" });
  });
});

describe("request documents in the editor", () => {
  it("finds the request that the folder already has for an rpc", async () => {
    const folder = tempFolder({
      ...folderFiles,
      "echo/calls.grpc": "### A\nGRPC h:1/echo.v1.Echo/Spread\n\n### B\nGRPC h:1/echo.v1.Echo/Unary\n",
    });
    const client = await languageClient(folder);
    const uri = uriOf(folder, "echo/v1/echo.proto");
    const found = await client.request("protodial/requestTemplate", { uri, method: "echo.v1.Echo/Unary" });
    expect(found).toEqual({ kind: "existing", uri: uriOf(folder, "echo/calls.grpc"), line: 4 });
    const fresh = await client.request("protodial/requestTemplate", { uri, method: "echo.v1.Echo/Chat" });
    expect(fresh.kind).toBe("new");
    await client.open("untitled:Chat.grpc", "grpc-request", "\nGRPC h:1/echo.v1.Echo/Chat\n");
    const open = await client.request("protodial/requestTemplate", { uri, method: "echo.v1.Echo/Chat" });
    expect(open).toEqual({ kind: "existing", uri: "untitled:Chat.grpc", line: 1 });
    const gone = await client.request("protodial/requestTemplate", { uri, method: "echo.v1.Echo/Nope" });
    expect(gone).toEqual({ kind: "refused", reason: "`echo.v1.Echo/Nope` is not declared in this file" });
  });

  it("are checked against the schema while both are edited, and mended by quick fixes", async () => {
    const folder = tempFolder(folderFiles);
    const client = await languageClient(folder, { lensCommands: ["protodial.sendRequest"] });
    const uri = uriOf(folder, "a.grpc");
    await client.open(uri, "grpc-request", 'GRPC h:1/echo.v1.Echo/Unary\n\n{ "txet": "" }\n');
    const [found] = await client.diagnostics(uri, all => all.length === 1);
    expect(found).toMatchObject({
      code: "request-unknown-field",
      message: "`echo.v1.Part` has no field `txet`\ndid you mean `text`?",
      range: { start: { line: 2, character: 2 }, end: { line: 2, character: 8 } },
    });
    const actions = await client.connection.sendRequest("textDocument/codeAction", {
      textDocument: { uri },
      range: found?.range,
      context: { diagnostics: [found] },
    });
    expect(actions).toMatchObject([
      { title: "Change to `text`", kind: "quickfix", edit: { changes: { [uri]: [{ newText: '"text"' }] } } },
      { title: "Fill in all fields", kind: "refactor.rewrite" },
    ]);

    const partsUri = uriOf(folder, "echo/v1/parts.proto");
    await client.open(partsUri, "proto", parts.replace("added", "txet"));
    await client.diagnostics(uri, all => all.length === 0);

    expect(await client.connection.sendRequest("textDocument/codeLens", { textDocument: { uri } })).toMatchObject([
      {
        range: { start: { line: 0 } },
        command: { title: "▶ Send", command: "protodial.sendRequest", arguments: [uri, 0] },
      },
    ]);
    expect(await client.connection.sendRequest("textDocument/documentSymbol", { textDocument: { uri } })).toMatchObject(
      [{ name: "Unary", detail: "echo.v1.Echo/Unary" }],
    );
  });

  it("try the built-in example server", async () => {
    const folder = tempFolder();
    const client = await languageClient(folder);
    const example = await client.request("protodial/startExampleServer", { port: 0 });
    const text = `GRPC ${example.address}/directories.v1.Directories/MakeDirectory\n\n{ "path": "/photos" }\n`;
    const protoUri = uriOf(path.resolve("examples/directories"), "directories/v1/directories.proto");
    const { readFileSync } = await import("node:fs");
    await client.open(protoUri, "proto", readFileSync("examples/directories/directories/v1/directories.proto", "utf8"));
    await client.open("untitled:a.grpc", "grpc-request", text);
    const names: (string | undefined)[] = [];
    for (let at = 0; at < 2; at++) {
      const started = await client.request("protodial/call", { uri: "untitled:a.grpc", line: 0 });
      if (started.kind !== "started") throw new Error(started.reason);
      names.push((await client.event(started.call, event => event.phase === "done")).status?.name);
    }
    expect(names).toEqual(["OK", "ALREADY_EXISTS"]);
    expect(await client.request("protodial/stopExampleServer", null)).toEqual({ stopped: true });
    expect(await client.request("protodial/stopExampleServer", null)).toEqual({ stopped: false });
  });

  it("leave no folder behind when the editor goes while the example server runs", async () => {
    const client = await languageClient(tempFolder());
    const { folder } = await client.request("protodial/startExampleServer", { port: 0 });
    expect(existsSync(folder)).toBe(true);
    await client.end();
    expect(existsSync(folder)).toBe(false);
  });
});
