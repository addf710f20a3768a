// `protodial call` and `protodial example-server`, as functions: arguments in; stdout, stderr and exit code out.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { ServerCredentials } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addReflection } from "../../server/src/calling/reflectionService.ts";
import { callCommand } from "../../server/src/cli/call.ts";
import type { Command, CommandIo } from "../../server/src/cli/commandIo.ts";
import { exampleServerCommand } from "../../server/src/cli/exampleServer.ts";
import { UsageError } from "../../server/src/cli/usageError.ts";
import { type EchoServer, startEchoServer } from "./support/echoServer.ts";
import { exampleProtoRoot } from "./support/example.ts";
import { descriptorSetOf, echoProto } from "./support/schema.ts";
import { makeCertificates } from "./support/servers.ts";

let folder: string;
let echo: EchoServer;
let address: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "protodial-cli-"));
  writeFileSync(join(folder, "echo.proto"), echoProto["test/v1/echo.proto"]);
  writeFileSync(join(folder, "broken.proto"), 'syntax = "proto3";\nmessage M { string a = 1; string b = 1; }\n');
  writeFileSync(join(folder, "data.json"), '{"count": 1}\n// the second\n{"count": 2}\n');
  echo = await startEchoServer();
  addReflection(echo.server, fromBinary(FileDescriptorSetSchema, descriptorSetOf(echoProto)).file);
  address = `127.0.0.1:${echo.port}`;
});
afterAll(() => {
  echo.stop();
  rmSync(folder, { recursive: true });
});

interface Ran {
  readonly code: number;
  readonly out: readonly unknown[];
  readonly err: string;
}

async function run(
  command: Command,
  args: readonly string[],
  options: {
    stdin?: string;
    typed?: CommandIo["stdinPieces"];
    stop?: AbortSignal;
    onOut?: (text: string) => void;
  } = {},
): Promise<Ran> {
  let out = "";
  let err = "";
  try {
    const code = await command(args, {
      stdout: text => {
        out += text;
        options.onOut?.(String(text));
      },
      stderr: text => {
        err += text;
      },
      stdin: () => Promise.resolve(options.stdin ?? ""),
      stdinBytes: () => Promise.resolve(new Uint8Array()),
      stdinPieces: options.typed ?? typedAtOnce(options.stdin ?? ""),
      env: {},
      cwd: folder,
      ...(options.stop === undefined ? {} : { stop: options.stop }),
    });
    return { code, out: lines(out), err };
  } catch (error) {
    // As `main/cli.ts` does.
    if (error instanceof UsageError) return { code: 2, out: lines(out), err: error.message };
    throw error;
  }
}

function typedAtOnce(text: string): CommandIo["stdinPieces"] {
  return (each, ended) => {
    const typing = setImmediate(() => {
      each(text);
      ended();
    });
    return () => clearImmediate(typing);
  };
}

const lines = (text: string) => text.split("\n").flatMap(line => (line === "" ? [] : [JSON.parse(line)]));
const call = (...args: string[]) => run(callCommand, [address, ...args]);

describe("protodial call", () => {
  test("prints a message as one line of compact JSON", async () => {
    let text = "";
    const ran = await run(
      callCommand,
      [address, "test.v1.Echo/Unary", "-d", '{"text": "a", "bigNumber": 9007199254740993}', "--proto", "echo.proto"],
      { onOut: one => (text += one) },
    );
    expect(ran).toEqual({ code: 0, out: [{ text: "a", bigNumber: "9007199254740993" }], err: "" });
    expect(text).toBe('{"text":"a","bigNumber":"9007199254740993"}\n');
  });
  test("takes the schema from reflection with --reflect, and without any option", async () => {
    for (const option of [["--reflect"], []]) {
      expect(await call("test.v1.Echo/Unary", "-d", '{"count": 5}', ...option)).toEqual({
        code: 0,
        out: [{ count: 5 }],
        err: "",
      });
    }
  });
  test("a stream is a line a message", async () => {
    expect(await call("test.v1.Echo/Server", "-d", '{"count": 5}', "-H", "times: 3")).toMatchObject({
      code: 0,
      out: [{ count: 5 }, { count: 5 }, { count: 5 }],
    });
  });
  test("messages come from a file, from standard input, or from the argument", async () => {
    const expected = { code: 0, out: [{ count: 1 }, { count: 2 }] };
    expect(await call("test.v1.Echo/Both", "-d", "@data.json")).toMatchObject(expected);
    expect(await call("test.v1.Echo/Both", "--data", '{"count": 1} {"count": 2}')).toMatchObject(expected);
    expect(
      await run(callCommand, [address, "test.v1.Echo/Both", "-d", "-"], { stdin: '{"count": 1}\n{"count": 2}' }),
    ).toMatchObject(expected);
  });
  test("to a stream each value is sent as it is typed, and answered before the next one comes", async () => {
    let type: (piece: string) => void = () => undefined;
    let end: () => void = () => undefined;
    let stopped = false;
    const next = ['{"count": 2}', ' {"co', 'unt": 3}', ""];
    const ran = await run(callCommand, [address, "test.v1.Echo/Both", "-d", "-"], {
      typed: (each, ended) => {
        type = each;
        end = ended;
        setImmediate(() => type('{"count": 1}'));
        return () => {
          stopped = true;
        };
      },
      // Who types waits for each answer; a value comes in two pieces.
      onOut: () => {
        const piece = next.shift();
        if (piece === "") return end();
        type(piece ?? "");
        if (piece === ' {"co') type(next.shift() ?? "");
      },
    });
    expect(ran).toEqual({ code: 0, out: [{ count: 1 }, { count: 2 }, { count: 3 }], err: "" });
    expect(stopped).toBe(true);
  });
  test("a value that is wrong ends the stream, with its number and the reason", async () => {
    const args = [address, "test.v1.Echo/Both", "-d", "-"];
    const ran = await run(callCommand, args, { stdin: '{"count": 1} {"cuont": 2} {"count": 3}' });
    expect(ran).toMatchObject({ code: 2, err: expect.stringMatching(/^message 2: .*no field `cuont`/) });
    const open = await run(callCommand, args, { stdin: '{"count": 1} {' });
    expect(open).toMatchObject({ code: 2, err: "the data is not JSON: a bracket is opened and not closed" });
  });
  test("a status other than OK goes to stderr as JSON, after the messages, with exit code 1", async () => {
    const ran = await call(
      "test.v1.Echo/Both",
      "-d",
      '{"count": 1}',
      "-H",
      "status: 5",
      "-H",
      "status-message: no: such",
    );
    expect(ran).toMatchObject({ code: 1, out: [{ count: 1 }] });
    expect(lines(ran.err)).toEqual([
      {
        code: "NOT_FOUND",
        number: 5,
        message: "no: such",
        details: [],
        verdict: "ran",
        proof: "response headers came, which a server sends once it is at work on a call",
      },
    ]);
  });
  test("details are JSON values", async () => {
    // google.rpc.Status { code: 3, details: [ErrorInfo { reason: "WHY" }] }
    const inner = Buffer.concat([Buffer.from([10, 3]), Buffer.from("WHY")]);
    const url = Buffer.from("type.googleapis.com/google.rpc.ErrorInfo");
    const any = Buffer.concat([Buffer.from([10, url.length]), url, Buffer.from([18, inner.length]), inner]);
    const status = Buffer.concat([Buffer.from([8, 3, 26, any.length]), any]).toString("base64");
    const ran = await call("test.v1.Echo/Unary", "-H", "status: 3", "-H", `status-details-bin: ${status}`);
    expect(lines(ran.err)).toMatchObject([
      { code: "INVALID_ARGUMENT", details: [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "WHY" }] },
    ]);
  });
  test("no server: JSON on stderr in words, exit code 1", async () => {
    for (const schema of ["--proto=echo.proto", "--reflect"]) {
      const ran = await run(callCommand, ["127.0.0.1:1", "test.v1.Echo/Unary", schema]);
      expect(ran).toMatchObject({ code: 1, out: [] });
      expect(lines(ran.err)).toMatchObject([
        { code: "UNAVAILABLE", number: 14, verdict: "not-sent", explanation: expect.stringMatching(/nothing listens/) },
      ]);
    }
  });
  test("--deadline ends a call", async () => {
    const ran = await call("test.v1.Echo/Unary", "-H", "wait: forever", "--deadline", "200ms", "--proto", "echo.proto");
    expect(ran.code).toBe(1);
    expect(lines(ran.err)).toMatchObject([{ code: "DEADLINE_EXCEEDED", number: 4, verdict: "unknown" }]);
  });
  test("stopping the command cancels the call", async () => {
    const before = echo.calls.length;
    const stop = new AbortController();
    const running = run(callCommand, [address, "test.v1.Echo/Unary", "-H", "wait: forever", "--proto", "echo.proto"], {
      stop: stop.signal,
    });
    while (echo.calls.length === before) await new Promise(resolve => setTimeout(resolve, 10));
    stop.abort();
    const ran = await running;
    expect(ran.code).toBe(1);
    expect(lines(ran.err)).toMatchObject([{ code: "CANCELLED" }]);
  });
  test("a command that was stopped before it could call cancels too", async () => {
    const ran = await run(
      callCommand,
      [address, "test.v1.Echo/Unary", "-H", "wait: forever", "--proto", "echo.proto"],
      {
        stop: AbortSignal.abort(),
      },
    );
    expect(lines(ran.err)).toMatchObject([{ code: "CANCELLED" }]);
  });
  test("TLS: --ca, --cert, --key, --insecure, --authority and https://", async () => {
    const made = makeCertificates();
    const tls = await startEchoServer(
      "127.0.0.1:0",
      ServerCredentials.createSsl(
        Buffer.from(made.ca),
        [{ cert_chain: Buffer.from(made.cert), private_key: Buffer.from(made.key) }],
        true,
      ),
    );
    try {
      for (const name of ["ca", "clientCert", "clientKey"] as const)
        writeFileSync(join(folder, `${name}.pem`), made[name]);
      const client = [
        "--cert",
        "clientCert.pem",
        "--key",
        "clientKey.pem",
        "--proto",
        "echo.proto",
        "test.v1.Echo/Unary",
      ];
      const ok = { code: 0, out: [{}], err: "" };
      expect(await run(callCommand, [`localhost:${tls.port}`, "--tls", "--ca", "ca.pem", ...client])).toEqual(ok);
      expect(await run(callCommand, [`https://127.0.0.1:${tls.port}`, "--insecure", ...client])).toEqual({
        ...ok,
        err: "note: the server's certificate is not verified (`--insecure`)\n",
      });
      expect(
        await run(callCommand, [`127.0.0.1:${tls.port}`, "--ca", "ca.pem", "--server-name", "localhost", ...client]),
      ).toEqual(ok);
      expect(
        await run(callCommand, [`127.0.0.1:${tls.port}`, "--ca", "ca.pem", "--authority", "localhost", ...client]),
      ).toEqual(ok);
      expect(await run(callCommand, [`localhost:${tls.port}`, ...client])).toMatchObject({
        code: 1,
        err: expect.stringMatching(/not signed by an authority/),
      });
    } finally {
      tls.stop();
    }
  });
  test("a .proto file with errors: its problems, exit code 1", async () => {
    const ran = await call("M/A", "--proto", "broken.proto");
    expect(ran).toMatchObject({
      code: 1,
      out: [],
      err: expect.stringMatching(/^broken\.proto:2:\d+: error: .*\[[a-z-]+\]/),
    });
  });
  describe("wrong use exits with 2 and sends nothing", () => {
    test.each<[string[], RegExp]>([
      [[], /needs a target and a method/],
      [["a:1"], /needs a target and a method/],
      [["a:1", "nonsense"], /write `pkg.Service\/Method`/],
      [["a:1", "a.B/C", "extra"], /`extra` is one argument too many/],
      [["nonsense", "a.B/C"], /no port/],
      [["a:1", "a.B/C", "-d", "{"], /not JSON/],
      [["a:1", "a.B/C", "-d", "@none.json"], /`none.json` cannot be read/],
      [["a:1", "a.B/C", "-H", "novalue"], /write `key: value`/],
      [["a:1", "a.B/C", "--deadline", "soon"], /not a deadline/],
      [["a:1", "a.B/C", "--nope"], /nope/],
      [["a:1", "a.B/C", "--reflect", "--proto", "echo.proto"], /exclude each other/],
      [
        ["a:1", "test.v1.Echo/Unary", "--proto", "echo.proto", "-d", '{"txt": 1}'],
        /no field `txt`; did you mean `text`/,
      ],
      [["a:1", "test.v1.Echo/Both", "--proto", "echo.proto", "-d", '{} {"txt": 1}'], /^message 2: /],
      [["a:1", "test.v1.Echo/Unry", "--proto", "echo.proto"], /no method `Unry`/],
      [["a:1", "a.B/C", "--cert", "none.pem"], /`none.pem` cannot be read/],
    ])("%j", async (args, message) => {
      expect(await run(callCommand, args)).toMatchObject({ code: 2, out: [], err: expect.stringMatching(message) });
    });
  });
});

test("protodial example-server says where it listens, serves, and ends when it is stopped", async () => {
  const stop = new AbortController();
  let listening: (text: string) => void = () => undefined;
  const printed = new Promise<string>(resolve => {
    listening = resolve;
  });
  const running = run(exampleServerCommand, ["--port", "0"], { stop: stop.signal, onOut: listening });
  const { address: example, folder: served } = JSON.parse(await printed);
  expect(example).toMatch(/^localhost:\d+$/);
  const made = await run(callCommand, [
    example,
    "directories.v1.Directories/MakeDirectory",
    "-d",
    '{"path": "/lecture"}',
  ]);
  expect(made).toEqual({ code: 0, out: [{}], err: "" });
  const proto = join(exampleProtoRoot, "directories/v1/directories.proto");
  const listed = await run(callCommand, [
    example,
    "directories.v1.Directories/ListDirectory",
    "-d",
    '{"path": "/"}',
    "--proto",
    proto,
  ]);
  expect(listed.out).toEqual([{ entries: expect.arrayContaining([{ name: "lecture", isDirectory: true }]) }]);
  const taken = await run(exampleServerCommand, ["--port", example.split(":")[1]]);
  expect(taken).toMatchObject({ code: 1, err: expect.stringMatching(/already in use/) });
  stop.abort();
  expect((await running).code).toBe(0);
  expect(() => readFileSync(join(served, "readme.txt"))).toThrow(/ENOENT/);
});

test("protodial example-server refuses a port that is none", async () => {
  expect(await run(exampleServerCommand, ["--port", "x"])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/`x` is not a port/),
  });
});

test("after UNIMPLEMENTED the rpc is told that the server has instead", async () => {
  const text = 'syntax = "proto3"; package test.v1; service Echo { rpc Unari(M) returns (M); } message M {}';
  writeFileSync(join(folder, "newer.proto"), text);
  const { code, err } = await run(callCommand, [address, "test.v1.Echo/Unari", "--proto", "newer.proto"]);
  expect(code).toBe(1);
  expect(JSON.parse(err)).toMatchObject({
    code: "UNIMPLEMENTED",
    explanation: expect.stringMatching(/^the server has `test\.v1\.Echo`, but not `Unari`; did you mean `Unary`\?/),
    nearest: "test.v1.Echo/Unary",
  });
});
