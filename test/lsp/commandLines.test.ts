// Requests as commands, which the real `buf curl` runs against a real server, and back.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { startEchoServer } from "../calling/support/echoServer.ts";
import { echoProto } from "../calling/support/schema.ts";
import { languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const uri = "untitled:Command.grpc";
const bin = join(import.meta.dirname, "../../node_modules/.bin");

async function opened() {
  const echo = await startEchoServer();
  onTestFinished(() => echo.stop());
  const folder = tempFolder(
    Object.fromEntries(Object.entries(echoProto).map(([path, text]) => [`proto/${path}`, text])),
  );
  const client = await languageClient(folder, { keepsSecrets: true });
  const target = `127.0.0.1:${echo.port}/test.v1.Echo`;
  const text = `# @deadline 20s
GRPC ${target}/Both
x-token: it's {{$secret TOKEN}}

{ "text": "it's {{$secret WORD}} \\"quoted\\"" }
{ "text": "two" }
`;
  await client.open(uri, "grpc-request", text);
  return { client, folder, target };
}

it("is what `buf curl` runs as it is, with the secrets of the shell", async () => {
  const { client } = await opened();
  const made = await client.request("protodial/toCommand", { uri, line: 1, tool: "buf" });
  if (made.kind === "refused") throw new Error(made.reason);
  expect(made.text).toContain("PROTODIAL_SECRET_WORD");
  const env = {
    ...process.env,
    PATH: `${bin}:${process.env.PATH}`,
    PROTODIAL_SECRET_WORD: "w0rd",
    PROTODIAL_SECRET_TOKEN: "t",
  };
  const ran = await promisify(execFile)("bash", ["-c", made.text], { env });
  const answers = ran.stdout.split(/\n(?=\{)/).map(one => JSON.parse(one).text);
  expect(answers).toEqual(['it\'s w0rd "quoted"', "two"]);
});

it("is a command of grpcurl with its import paths, and the same request when that is read again", async () => {
  const { client, folder, target } = await opened();
  const made = await client.request("protodial/toCommand", { uri, line: 1, tool: "grpcurl" });
  if (made.kind === "refused") throw new Error(made.reason);
  expect(made.text.split(" \\\n  ")).toEqual([
    "grpcurl",
    "-plaintext",
    `-import-path ${folder}/proto`,
    "-proto test/v1/echo.proto",
    "-max-time 20",
    `-H 'x-token: it'\\''s '"$PROTODIAL_SECRET_TOKEN"`,
    `-d '{"text":"it'\\''s '"$PROTODIAL_SECRET_WORD"' \\"quoted\\""}\n{"text":"two"}'`,
    target.replace("/test.v1.Echo", ""),
    "test.v1.Echo/Both\n",
  ]);
  const back = await client.request("protodial/fromCommand", { command: made.text });
  expect(back).toEqual({
    kind: "request",
    text: `### Both
# @deadline 20s
GRPC ${target}/Both
x-token: it's {{$env PROTODIAL_SECRET_TOKEN}}

{"text":"it's {{$env PROTODIAL_SECRET_WORD}} \\"quoted\\""}
{"text":"two"}
`,
  });
});
