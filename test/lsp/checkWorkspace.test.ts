import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { CancellationTokenSource } from "vscode-jsonrpc/node";
import type { Diagnostic } from "vscode-languageserver-types";
import { type LanguageClient, languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const good = 'syntax = "proto3";\npackage a;\nimport "lib/b.proto";\nmessage A { lib.B b = 1; }\n';
const lib = 'syntax = "proto3";\npackage lib;\nmessage B { string name = 1; }\n';
const twice = lib.replace("name = 1;", "name = 1; string other = 1;");
const files = { "a.proto": good, "lib/b.proto": lib, "lib/twice.proto": twice.replaceAll(" B ", " Twice ") };

const none = (found: readonly Diagnostic[]) => found.length === 0;
const some = (found: readonly Diagnostic[]) => found.length > 0;

interface Checked {
  readonly client: LanguageClient;
  readonly folder: string;
  readonly uriOf: (name: string) => string;
}

async function server(...args: Parameters<typeof languageClient>): Promise<Checked> {
  const [folder, options, behaviour] = args;
  const client = await languageClient(folder, options, behaviour);
  return { client, folder, uriOf: name => pathToFileURL(path.join(folder, name)).href };
}

const codes = (found: readonly Diagnostic[]) => found.map(one => one.code);

it("shows the problems of files that nobody has open, and tells how many", async () => {
  const { client, uriOf } = await server(tempFolder(files));
  expect(await client.request("protodial/checkWorkspace", null)).toEqual({
    kind: "checked",
    files: 3,
    errors: 1,
    warnings: 0,
    filesWithProblems: 1,
    text: "3 files checked: 1 error in 1 file.",
  });
  const [found] = await client.diagnostics(uriOf("lib/twice.proto"), some);
  expect(found).toMatchObject({ code: "duplicate-field-number", source: "protodial", range: { start: { line: 2 } } });
  expect(found?.codeDescription?.href).toMatch(/duplicate-field-number\.md$/);
});

it("tells of a workspace without problems, and of one without files", async () => {
  const { client } = await server(tempFolder({ "b.proto": lib }));
  expect(await client.request("protodial/checkWorkspace", null)).toMatchObject({
    text: "1 file checked, no errors or warnings.",
  });
  const empty = await server(tempFolder());
  expect(await empty.client.request("protodial/checkWorkspace", null)).toMatchObject({
    files: 0,
    text: "There are no `.proto` files in the folders that are open.",
  });
});

it("sees imports in a circle and chains of any length as the editor does", async () => {
  const file = (name: string, imported: string) =>
    `syntax = "proto3";\npackage c;\nimport "${imported}.proto";\nmessage M${name} { M${imported} m = 1; }\n`;
  const chain = Object.fromEntries(
    Array.from({ length: 50 }, (_, at) => [`c${at}.proto`, file(`c${at}`, `c${at + 1}`)]),
  );
  const folder = tempFolder({
    "x.proto": file("x", "y"),
    "y.proto": file("y", "x"),
    ...chain,
    "c50.proto": 'syntax = "proto3";\npackage c;\nmessage Mc50 {}\n',
  });
  const { client, uriOf } = await server(folder);
  await client.request("protodial/checkWorkspace", null);
  const shown = codes(await client.diagnostics(uriOf("x.proto"), some));
  await client.open(uriOf("x.proto"), "proto", file("x", "y"));
  await client.connection.sendRequest("textDocument/documentSymbol", { textDocument: { uri: uriOf("x.proto") } });
  expect(codes(await client.diagnostics(uriOf("x.proto"), some))).toEqual(shown);
  expect(await client.request("protodial/checkWorkspace", null)).toMatchObject({ files: 53, filesWithProblems: 2 });
});

it("counts open documents as they stand in the editor, and shows theirs only once", async () => {
  const { client, uriOf } = await server(tempFolder(files));
  const uri = uriOf("lib/b.proto");
  await client.open(uri, "proto", lib.replace("message B", "message Other"));
  await client.diagnostics(uri, none);
  const told: string[] = [];
  client.connection.onNotification("textDocument/publishDiagnostics", (one: { uri: string }) => {
    told.push(one.uri);
  });
  expect(await client.request("protodial/checkWorkspace", null)).toMatchObject({ errors: 2, filesWithProblems: 2 });
  expect(told.sort()).toEqual([uriOf("a.proto"), uriOf("lib/twice.proto")]);
});

it("takes back what is mended on disk, and shows what a changed import breaks", async () => {
  const { client, folder, uriOf } = await server(tempFolder(files));
  await client.request("protodial/checkWorkspace", null);
  await client.diagnostics(uriOf("lib/twice.proto"), some);
  writeFileSync(path.join(folder, "lib/twice.proto"), lib.replace(" B ", " Twice "));
  await client.diagnostics(uriOf("lib/twice.proto"), none);
});

it("shows what is wrong in files that change or come, until it is cleared", async () => {
  const { client, folder, uriOf } = await server(tempFolder({ "a.proto": good, "lib/b.proto": lib }));
  expect(await client.request("protodial/checkWorkspace", null)).toMatchObject({ filesWithProblems: 0 });
  writeFileSync(path.join(folder, "lib/b.proto"), twice);
  expect(codes(await client.diagnostics(uriOf("lib/b.proto"), some))).toEqual(["duplicate-field-number"]);
  writeFileSync(path.join(folder, "come.proto"), twice);
  expect(codes(await client.diagnostics(uriOf("come.proto"), some))).toEqual(["duplicate-field-number"]);
  rmSync(path.join(folder, "come.proto"));
  await client.diagnostics(uriOf("come.proto"), none);
  writeFileSync(path.join(folder, "come.proto"), twice);
  await client.diagnostics(uriOf("come.proto"), some);
});

it("checks what imports a changed file, through others too, and nothing else", async () => {
  const through = 'syntax = "proto3";\npackage c;\nimport "b.proto";\n';
  const { client, folder, uriOf } = await server(
    tempFolder({
      "lib/c.proto": 'syntax = "proto3";\npackage lib;\nmessage C {}\n',
      "b.proto": 'syntax = "proto3";\npackage b;\nimport public "lib/c.proto";\n',
      "a.proto": `${through}message A { lib.C c = 1; }\n`,
      "other/c.proto": twice.replaceAll(" B ", " Other "),
      "other/a.proto": 'syntax = "proto3";\nimport "other/c.proto";\nmessage D { lib.B d = 1; }\n',
    }),
  );
  await client.request("protodial/checkWorkspace", null);
  await client.diagnostics(uriOf("other/a.proto"), some);
  await client.diagnostics(uriOf("other/c.proto"), some);
  let told: string[] = [];
  client.connection.onNotification("textDocument/publishDiagnostics", ({ uri }: { uri: string }) => {
    told.push(uri);
  });
  const isTold = (...names: string[]) => {
    const wait = { timeout: 50_000, interval: 20 };
    return expect.poll(() => [...new Set(told)].sort(), wait).toEqual(names.map(uriOf));
  };

  writeFileSync(path.join(folder, "lib/c.proto"), 'syntax = "proto3";\npackage lib;\nmessage Gone {}\n');
  await isTold("a.proto");
  told = [];
  rmSync(path.join(folder, "lib/c.proto"));
  await isTold("a.proto", "b.proto");
});

it("checks all again when imports lead elsewhere", async () => {
  const modules = (...paths: string[]) => `version: v2\nmodules:\n${paths.map(one => `  - path: ${one}\n`).join("")}`;
  const { client, folder, uriOf } = await server(
    tempFolder({
      "api/a.proto": good,
      "one/lib/b.proto": lib,
      "two/lib/b.proto": lib.replace(" B ", " Other "),
      "buf.yaml": modules("api", "one"),
    }),
  );
  expect(await client.request("protodial/checkWorkspace", null)).toMatchObject({ filesWithProblems: 0 });
  writeFileSync(path.join(folder, "buf.yaml"), modules("api", "two"));
  expect(codes(await client.diagnostics(uriOf("api/a.proto"), some))).toContain("unresolved-type");
});

it("takes back what it showed of a file that goes", async () => {
  const { client, folder, uriOf } = await server(tempFolder(files));
  await client.request("protodial/checkWorkspace", null);
  await client.diagnostics(uriOf("lib/twice.proto"), some);
  rmSync(path.join(folder, "lib"), { recursive: true });
  await client.diagnostics(uriOf("lib/twice.proto"), none);
});

it("leaves open documents to themselves, and shows what is still wrong when they are closed", async () => {
  const { client, uriOf } = await server(tempFolder(files));
  const uri = uriOf("lib/twice.proto");
  await client.request("protodial/checkWorkspace", null);
  await client.diagnostics(uri, some);
  await client.open(uri, "proto", lib);
  await client.diagnostics(uri, none);
  await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  expect(codes(await client.diagnostics(uri, some))).toEqual(["duplicate-field-number"]);
});

it("takes everything back when it is told to, and shows nothing more afterwards", async () => {
  const { client, uriOf } = await server(tempFolder(files));
  await client.request("protodial/checkWorkspace", null);
  await client.diagnostics(uriOf("lib/twice.proto"), some);
  await client.request("protodial/clearWorkspaceProblems", null);
  await client.diagnostics(uriOf("lib/twice.proto"), none);
});

it("shows what is new and takes back what is mended when it is run again", async () => {
  const { client, folder, uriOf } = await server(tempFolder(files));
  await client.request("protodial/checkWorkspace", null);
  await client.diagnostics(uriOf("lib/twice.proto"), some);
  writeFileSync(path.join(folder, "lib/twice.proto"), lib.replace(" B ", " Twice "));
  writeFileSync(path.join(folder, "a.proto"), good.replace("lib.B", "lib.C"));
  expect(await client.request("protodial/checkWorkspace", null)).toMatchObject({ errors: 1 });
  await client.diagnostics(uriOf("lib/twice.proto"), none);
  await client.diagnostics(uriOf("a.proto"), some);
});

it("checks a file that another root hides, as the editor does", async () => {
  const wrong = lib.replace("message B", "message B { reserved 1 to 0; } message C");
  const folder = tempFolder({ "one/x/same.proto": lib, "two/x/same.proto": wrong });
  const settings = { importRoots: [path.join(folder, "one")] };
  const { client, uriOf } = await server(folder, { settings });
  expect(await client.request("protodial/checkWorkspace", null)).toMatchObject({ files: 2, filesWithProblems: 1 });
  const shown = codes(await client.diagnostics(uriOf("two/x/same.proto"), some));
  await client.open(uriOf("two/x/same.proto"), "proto", wrong);
  await client.connection.sendRequest("textDocument/documentSymbol", {
    textDocument: { uri: uriOf("two/x/same.proto") },
  });
  expect(codes(await client.diagnostics(uriOf("two/x/same.proto"), some))).toEqual(shown);
});

it("can be cancelled, by the request and by the progress that it shows", async () => {
  const many = Array.from({ length: 2000 }, (_, at) => [`many/f${at}.proto`, twice.replaceAll(" B ", ` B${at} `)]);
  const { client } = await server(
    tempFolder(Object.fromEntries(many)),
    {},
    { capabilities: { window: { workDoneProgress: true } }, answers: { "window/workDoneProgress/create": () => null } },
  );
  client.connection.onNotification("$/progress", (told: { token: string; value: { kind: string } }) => {
    const { token, value } = told;
    if (value.kind === "begin") void client.connection.sendNotification("window/workDoneProgress/cancel", { token });
  });
  const messages: unknown[] = [];
  client.connection.onNotification("window/showMessage", told => {
    messages.push(told);
  });
  await client.connection.sendRequest("workspace/executeCommand", { command: "protodial/checkWorkspace" });
  expect(messages).toEqual([]);
  const source = new CancellationTokenSource();
  const asked = client.connection.sendRequest("protodial/checkWorkspace", null, source.token);
  source.cancel();
  expect(await asked).toEqual({ kind: "cancelled" });
});

it("tells of its progress", async () => {
  const steps: { kind: string; message?: string; percentage?: number }[] = [];
  const { client } = await server(
    tempFolder(files),
    {},
    { capabilities: { window: { workDoneProgress: true } }, answers: { "window/workDoneProgress/create": () => null } },
  );
  client.connection.onNotification("$/progress", (told: { value: (typeof steps)[number] }) => {
    steps.push(told.value);
  });
  await client.connection.sendRequest("workspace/executeCommand", { command: "protodial/checkWorkspace" });
  expect(steps[0]).toMatchObject({ kind: "begin", title: "Checking protos", cancellable: true });
  expect(steps).toContainEqual({ kind: "report", message: "3 of 3 files", percentage: 100 });
  expect(steps.at(-1)).toMatchObject({ kind: "end" });
  const told: unknown[] = [];
  client.connection.onNotification("protodial/checkProgress", one => {
    told.push(one);
  });
  await client.request("protodial/checkWorkspace", null);
  expect(told.at(-1)).toEqual({ done: 3, total: 3 });
});

it("is a command for any editor", async () => {
  const messages: string[] = [];
  const { client, uriOf } = await server(tempFolder(files));
  client.connection.onNotification("window/showMessage", (told: { message: string }) => {
    messages.push(told.message);
  });
  await client.connection.sendRequest("workspace/executeCommand", { command: "protodial/checkWorkspace" });
  await client.diagnostics(uriOf("lib/twice.proto"), some);
  expect(messages).toEqual(["3 files checked: 1 error in 1 file."]);
  await client.connection.sendRequest("workspace/executeCommand", { command: "protodial/clearWorkspaceProblems" });
  await client.diagnostics(uriOf("lib/twice.proto"), none);
});

it("checks what the client serves where there is no disk", async () => {
  const texts = new Map(Object.entries(files).map(([name, text]) => [`memfs:/w/${name}`, text]));
  texts.set("memfs:/w/.gitignore", "/ignored\n");
  texts.set("memfs:/w/ignored/wrong.proto", "message {");
  const folder = tempFolder();
  const { client } = await server(
    folder,
    { servesFiles: true },
    {
      capabilities: { workspace: { workspaceFolders: true } },
      answers: {
        "protodial/listFiles": ({ uri }: { uri: string }) => ({ uris: uri === "memfs:/w" ? [...texts.keys()] : [] }),
        "protodial/readFile": ({ uri }: { uri: string }) => {
          const text = texts.get(uri);
          return text === undefined ? null : { base64: Buffer.from(text).toString("base64") };
        },
      },
    },
  );
  const event = { added: [{ uri: "memfs:/w", name: "w" }], removed: [{ uri: pathToFileURL(folder).href, name: "t" }] };
  await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", { event });
  expect(await client.request("protodial/checkWorkspace", null)).toMatchObject({ files: 3, errors: 1 });
  await client.diagnostics("memfs:/w/lib/twice.proto", some);
});
