// Variables of request documents: what is said of those that have no value, how they get one, and environment files.
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import type { CodeAction, Diagnostic, TextEdit } from "vscode-languageserver-types";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import { offsetAt } from "../../server/src/features/lspRange.ts";
import { startEchoServer } from "../calling/support/echoServer.ts";
import { echoProto } from "../calling/support/schema.ts";
import { type LanguageClient, languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const open = "http-client.env.json";
const secret = "http-client.private.env.json";

interface Opened {
  readonly client: LanguageClient;
  readonly folder: string;
  readonly uri: (path: string) => string;
}

async function opened(files: Readonly<Record<string, string>>, environment = ""): Promise<Opened> {
  const folder = tempFolder({ ...echoProto, ...files });
  const client = await languageClient(folder, {
    fixCommands: ["protodial.chooseEnvironment"],
    settings: { environment },
  });
  return { client, folder, uri: path => pathToFileURL(join(folder, path)).href };
}

/** The problems of variables, once there are so many: text and what is said. */
async function told({ client, uri }: Opened, text: string, count: number): Promise<string[]> {
  const found = await client.diagnostics(uri("a.grpc"), all => variablesOf(all).length === count);
  const source = sourceFile("a", text);
  return variablesOf(found).map(one => {
    const [start, end] = [one.range.start, one.range.end].map(place => offsetAt(source, place));
    return `${text.slice(start, end)}: ${String(one.message).replace("\n", " | ")}`;
  });
}

function variablesOf(all: readonly Diagnostic[]): Diagnostic[] {
  return all.filter(one => one.code === "request-variable");
}

async function fixes({ client, uri }: Opened, text: string, at: string): Promise<CodeAction[]> {
  const before = text.slice(0, text.indexOf(at)).split("\n");
  const place = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  return client.connection.sendRequest("textDocument/codeAction", {
    textDocument: { uri: uri("a.grpc") },
    range: { start: place, end: place },
    context: { diagnostics: [] },
  });
}

function edited(text: string, edits: readonly TextEdit[] = []): string {
  const source = sourceFile("a", text);
  return [...edits].reverse().reduce((all, { range, newText }) => {
    return all.slice(0, offsetAt(source, range.start)) + newText + all.slice(offsetAt(source, range.end));
  }, text);
}

function titled(all: readonly CodeAction[], title: string): CodeAction {
  const found = all.find(one => one.title === title);
  if (found === undefined) throw new Error(`no \`${title}\` among ${all.map(one => one.title).join("; ")}`);
  return found;
}

describe("a variable without a value", () => {
  const text = `GRPC {{hst}}/test.v1.Echo/Unary
x-token: {{token}}

{ "text": "{{token}} {{$uuid}} {{logn.response.text}}" }

### login
GRPC {{host}}/test.v1.Echo/Unary
`;

  it("is told at its place, with the name that may be meant, until some file gives it one", async () => {
    const all = await opened({ [open]: '{ "dev": { "host": "h:1" } }' });
    await all.client.open(all.uri("a.grpc"), "grpc-request", text);
    const noToken =
      "{{token}}: `{{token}}` has no value | write `@token = …` above the request, or put it into `http-client.env.json`";
    const noLogin =
      "{{logn.response.text}}: `{{logn.response.text}}` is of a request `logn`, which this document does not have | did you mean `login`?";
    const noHost = "{{hst}}: `{{hst}}` has no value | did you mean `{{host}}`?";
    expect(await told(all, text, 4)).toEqual([noHost, noToken, noToken, noLogin]);

    await all.client.open(all.uri(open), "jsonc", '{ "dev": { "host": "h:1", "token": "t", }, /* more */ }');
    expect(await told(all, text, 2)).toEqual([noHost, noLogin]);
    const found = await fixes(all, text, "hst}}");
    expect(edited(text, titled(found, "Change to `{{host}}`").edit?.changes?.[all.uri("a.grpc")])).toContain(
      "GRPC {{host}}/test",
    );
    const renamed = titled(await fixes(all, text, "logn"), "Change to `{{login.response.text}}`");
    expect(edited(text, renamed.edit?.changes?.[all.uri("a.grpc")])).toContain("{{login.response.text}}");
  });

  it("gets one in the document, in the file that is there, or in a new one", async () => {
    const all = await opened({});
    await all.client.open(all.uri("a.grpc"), "grpc-request", text);
    await told(all, text, 5);
    const found = await fixes(all, text, "host}}");
    const set = titled(found, "Set `host` in this document").edit?.changes?.[all.uri("a.grpc")];
    expect(edited(text, set)).toBe(`@host = localhost:50051\n\n${text}`);
    const made = titled(found, "Create `http-client.env.json` with `host`").edit?.documentChanges;
    const content = '{\n  "local": {\n    "host": "localhost:50051"\n  }\n}\n';
    expect(JSON.stringify(made)).toContain(JSON.stringify(content));
    expect(made?.[0]).toMatchObject({ kind: "create", uri: all.uri(open) });

    const before = '{\n  "dev": { },\n  // far away\n  "prod": {\n    "other": 1\n  }\n}\n';
    await all.client.open(all.uri(open), "jsonc", before);
    const shared = titled(await fixes(all, text, "host}}"), "Add `host` to `$shared` in `http-client.env.json`");
    const after = edited(before, shared.edit?.changes?.[all.uri(open)]);
    expect(after).toBe(before.replace("\n  }\n}", '\n  },\n  "$shared": {\n    "host": "localhost:50051"\n  }\n}'));
  });

  it("is of the chosen environment, which has to be one that there is", async () => {
    const files = { [open]: '{ "dev": { "host": "h:1" }, "prod": { "host": "h:2", "token": "t" } }' };
    const dev = await opened(files, "dev");
    const short = "GRPC {{host}}/test.v1.Echo/Unary\nx: {{token}}\n";
    await dev.client.open(dev.uri("a.grpc"), "grpc-request", short);
    expect(await told(dev, short, 1)).toEqual([
      "{{token}}: `{{token}}` has no value in the environment `dev` | `prod` has it",
    ]);
    const none = await opened(files);
    await none.client.open(none.uri("a.grpc"), "grpc-request", short);
    expect(await told(none, short, 1)).toEqual([
      "{{host}}: `{{host}}` depends on the environment, and none is chosen | choose `dev` or `prod` in the status bar or in the setting `protodial.environment`",
    ]);
    expect(titled(await fixes(none, short, "host"), "Choose the environment `prod`").command).toMatchObject({
      command: "protodial.chooseEnvironment",
      arguments: ["prod"],
    });
    const gone = await opened(files, "staging");
    await gone.client.open(gone.uri("a.grpc"), "grpc-request", short);
    expect(await told(gone, short, 1)).toEqual([
      "{{host}}: the environment `staging` is chosen, which no file has | choose `dev` or `prod` in the status bar or in the setting `protodial.environment`",
    ]);
  });
});

describe("a variable of the document", () => {
  it("has one value in a request, wherever it stands, and may be made of others", async () => {
    const echo = await startEchoServer();
    onTestFinished(() => echo.stop());
    const all = await opened({ [open]: '{ "dev": { "port": "{{number}}", "greeting": "wrong" } }' });
    const text = `### settings
@number = ${echo.port}
@host = 127.0.0.1:{{port}}
@greeting=good day

### it
@id = {{$uuid}}
# @deadline 10s
GRPC {{host}}/test.v1.Echo/Unary

{ "text": "{{greeting}} {{id}} {{id}}" }
`;
    await all.client.open(all.uri("a.grpc"), "grpc-request", text);
    const started = await all.client.request("protodial/call", { uri: all.uri("a.grpc"), line: 8 });
    if (started.kind === "refused") throw new Error(started.reason);
    await all.client.event(started.call, one => one.phase === "done");
    const { rows } = await all.client.request("protodial/callMessages", { call: started.call, from: 0, count: 5 });
    expect(JSON.parse(rows.at(-1)?.json ?? "{}").text).toMatch(/^good day ([\da-f-]{36}) \1$/);
    expect(await told(all, text, 0)).toEqual([]);
  });

  it("counts below, and is not made of itself", async () => {
    const all = await opened({ [open]: '{ "dev": { "x": "{{y}}", "y": "{{x}}", "b": "1" } }' });
    const text = "@a = {{b}}{{c}}\n@c = 1\nGRPC h:1/test.v1.Echo/Unary\nx: {{a}}{{c}}{{d}}\ny: {{x}}\n\n###\n@d = 2\n";
    await all.client.open(all.uri("a.grpc"), "grpc-request", text);
    expect(await told(all, text, 2)).toEqual([
      "{{c}}: `{{c}}` has no value | write `@c = …` above the request, or put it into `http-client.env.json`",
      "{{d}}: `{{d}}` has no value | write `@d = …` above the request, or put it into `http-client.env.json`",
    ]);
    await all.client.change(all.uri("a.grpc"), "GRPC h:1/test.v1.Echo/Unary\ny: {{x}}\n");
    const started = await all.client.request("protodial/call", { uri: all.uri("a.grpc"), line: 0 });
    expect(started).toMatchObject({ kind: "refused", reason: "`x` takes its value from itself: `x` → `y` → `x`" });
  });
});

describe("an environment file", () => {
  async function problems(all: Opened, name: string, text: string, count: number): Promise<string[]> {
    await all.client.open(all.uri(name), "jsonc", text);
    const found = await all.client.diagnostics(all.uri(name), one => one.length === count);
    return found.map(
      one => `${one.range.start.line}:${one.range.start.character} ${String(one.message).split("\n")[0]}`,
    );
  }

  it("may have comments and commas at the end, and is told its mistakes", async () => {
    const all = await opened({});
    const text = `{
  // where it runs
  "host": "h:1",
  "dev": { "a": 1, "a": 2, "two words": 3, "lines": "a\\nb", },
  "$shred": {},
  "dev": {},
}`;
    expect(await problems(all, open, text, 6)).toEqual([
      "2:2 `host` stands outside of an environment",
      "3:2 the environment `dev` stands in this file again below",
      "3:11 `a` stands in this environment again below",
      "3:27 `two words` cannot stand between braces",
      "3:52 the value of `lines` has a line break",
      "4:2 `$shred` is an environment like others",
    ]);
    expect(await problems(all, secret, "[]", 1)).toEqual(["0:0 an environment file is an object of environments"]);
  });

  it("that is private and tracked by git is told so, until it is not", async () => {
    const all = await opened({ [secret]: '{ "dev": { "token": "t" } }\n', "sub/other.txt": "" });
    const git = (...args: string[]) => execFileSync("git", args, { cwd: all.folder, stdio: "pipe" });
    git("init", "-q");
    for (const version of ["2", "4"]) {
      git("add", "-f", ".");
      git("update-index", "--index-version", version);
      expect(await problems(all, secret, '{ "dev": { "token": "t" } }\n', 1)).toEqual([
        "0:0 git tracks this file: whoever gets the repository gets its values",
      ]);
      git("rm", "-q", "--cached", secret);
      await all.client.change(all.uri(secret), '{ "dev": { "token": "u" } }\n');
      await all.client.diagnostics(all.uri(secret), one => one.length === 0);
    }
  });

  it("that is private and tracked is told of when a request is sent with it, once", async () => {
    const echo = await startEchoServer();
    onTestFinished(() => echo.stop());
    const all = await opened({ [secret]: `{ "dev": { "host": "127.0.0.1:${echo.port}" } }` });
    const shown: string[] = [];
    all.client.connection.onNotification("window/showMessage", ({ message }: { message: string }) => {
      shown.push(message);
    });
    for (const args of [
      ["init", "-q"],
      ["add", "-f", secret],
    ])
      execFileSync("git", args, { cwd: all.folder });
    await all.client.open(all.uri("a.grpc"), "grpc-request", "GRPC {{host}}/test.v1.Echo/Unary\n");
    for (let count = 0; count < 2; count++) {
      const started = await all.client.request("protodial/call", { uri: all.uri("a.grpc"), line: 0 });
      expect(started.kind).toBe("started");
    }
    expect(shown).toHaveLength(1);
    expect(shown[0]).toMatch(/^Git tracks .*http-client\.private\.env\.json, which this request takes values from/);
  });

  it("that changes on disk counts for the next edit", async () => {
    const all = await opened({ [open]: "{}" });
    const text = "GRPC {{host}}/test.v1.Echo/Unary\n";
    await all.client.open(all.uri("a.grpc"), "grpc-request", text);
    await told(all, text, 1);
    writeFileSync(join(all.folder, open), '{ "dev": { "host": "h:1" } }');
    await all.client.change(all.uri("a.grpc"), `${text}\n`);
    expect(await told(all, text, 0)).toEqual([]);
    rmSync(join(all.folder, open));
    await all.client.change(all.uri("a.grpc"), text);
    await told(all, text, 1);
  });
});
