// `protodial run`, as a function: a folder with request files and a real server.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../../server/src/cli/run.ts";
import { UsageError } from "../../server/src/cli/usageError.ts";
import { type EchoServer, startEchoServer } from "../calling/support/echoServer.ts";
import { echoProto } from "../calling/support/schema.ts";
import { tempFolder } from "../support/tempFolder.ts";

let echo: EchoServer;
let folder: string;
beforeAll(async () => {
  echo = await startEchoServer();
});
afterAll(() => echo.stop());

function files(given: Readonly<Record<string, string>>): void {
  folder = tempFolder();
  const all = { "proto/test/v1/echo.proto": echoProto["test/v1/echo.proto"], ...given };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text.replaceAll("HOST", `127.0.0.1:${echo.port}`));
  }
}

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  let out = "";
  let err = "";
  const io = {
    stdout: (text: string | Uint8Array) => {
      out += text;
    },
    stderr: (text: string) => {
      err += text;
    },
    stdin: () => Promise.resolve(""),
    stdinBytes: () => Promise.resolve(new Uint8Array()),
    stdinPieces: () => () => undefined,
    env,
    cwd: folder,
  };
  try {
    const code = await runCommand(args, io);
    return {
      code,
      out: out
        .split("\n")
        .filter(Boolean)
        .map((line): unknown => JSON.parse(line)),
      err,
    };
  } catch (error) {
    if (error instanceof UsageError) return { code: 2, out: [], err: error.message };
    throw error;
  }
}

describe("requests of a file", () => {
  test("are sent in their order, with values of the environment, secrets and earlier answers", async () => {
    files({
      "calls/all.grpc": `### first
GRPC {{host}}/test.v1.Echo/Unary

{ "text": "{{$secret WORD}}-{{$env PART}}" }

### second
# @name other
GRPC {{host}}/test.v1.Echo/Unary

{ "text": "<{{first.response.text}}>" }
`,
      "calls/http-client.env.json": '{ "local": { "host": "HOST" } }',
    });
    const all = await run(["calls/all.grpc", "--env", "local", "--secret", "WORD=s3=cret"], { PART: "p" });
    expect(all.out).toMatchObject([{ text: "s3=cret-p" }, { text: "<s3=cret-p>" }]);
    expect(all.code).toBe(0);
    expect(all.err).toBe("### first · test.v1.Echo/Unary\n### other · test.v1.Echo/Unary\n");
    const env = { PROTODIAL_SECRET_WORD: "w", PART: "p" };
    expect((await run(["calls/all.grpc", "--name", "first"], env)).out).toMatchObject([{ text: "w-p" }]);
  });

  test("that cannot be sent are told with their line, and the others are sent all the same", async () => {
    files({
      "a.grpc": `GRPC HOST/test.v1.Echo/Unary

{ "text": "{{gone}}" }

###
GRPC HOST/test.v1.Echo/Unary
authorization: Bearer {{$secret TOKEN}}

###
GRPC HOST/test.v1.Echo/Unary

{ "text": "{{later.response.text}}" }

###
GRPC HOST/test.v1.Echo/Nary

### later
GRPC HOST/test.v1.Echo/Unary

{ "text": "here" }
`,
    });
    const ran = await run(["a.grpc"]);
    expect(ran.code).toBe(1);
    expect(ran.out).toMatchObject([{ text: "here" }]);
    expect(ran.err).toContain("a.grpc:3: not sent: `{{gone}}` has no value in `http-client.env.json`\n");
    expect(ran.err).toContain("a.grpc:7: not sent: the secret `TOKEN` is not set: ");
    expect(ran.err).toContain("a.grpc:12: not sent: `later` was not sent yet: send that request first\n");
    expect(ran.err).toContain("a.grpc:15: not sent: `test.v1.Echo` has no rpc `Nary`");
  });

  test("are the gRPC requests of an .http file", async () => {
    files({
      "a.http": `GET https://example.com/nothing
accept: */*

### echo
GRPC HOST/test.v1.Echo/Unary

{ "text": "http" }
`,
    });
    const ran = await run(["a.http"]);
    expect(ran).toMatchObject({ code: 0, out: [{ text: "http" }], err: "" });
  });

  test("are not looked for where the command is used wrongly", async () => {
    files({ "a.grpc": "### one\nGRPC HOST/test.v1.Echo/Unary\n", "http-client.env.json": '{ "local": {} }' });
    expect(await run(["gone.grpc"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("`gone.grpc` cannot be read"),
    });
    expect((await run(["a.grpc", "--name", "two"])).err).toBe("`a.grpc` has no request `two`: there are `one`");
    expect((await run(["a.grpc", "--env", "prod"])).err).toBe(
      "no `http-client.env.json` beside the file or above has the environment `prod`: there are `local`",
    );
    const wrong = await run(["a.grpc", "--secret", "s3cret"]);
    expect(wrong).toMatchObject({ code: 2, err: "`--secret` is written as NAME=VALUE" });
  });
});
