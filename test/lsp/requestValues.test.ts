// What goes with a request beside its text: secrets, the environment of the process, and what was answered before.
import { describe, expect, it, onTestFinished } from "vitest";
import type { ClientRequests } from "../../server/src/protocol/requests.ts";
import { startEchoServer } from "../calling/support/echoServer.ts";
import { echoProto } from "../calling/support/schema.ts";
import { type LanguageClient, languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

type UseValues = ClientRequests["protodial/useValues"];

const uri = "untitled:Values.grpc";
const secret = 'tr"ès-s3cret-5711';

interface Opened {
  readonly client: LanguageClient;
  readonly target: string;
  /** What the user was asked, in order. */
  readonly asked: UseValues["params"][];
  /** All that came from the server: answers to requests and notifications. */
  readonly told: string[];
}

async function opened(answer: UseValues["result"]): Promise<Opened> {
  const echo = await startEchoServer();
  onTestFinished(() => echo.stop());
  return withServer(`127.0.0.1:${echo.port}`, answer);
}

/** The same with a new language server, which has what is in the environment now. */
function reopened({ target }: Opened): Promise<Opened> {
  return withServer(target, { kind: "allowed", secrets: {} });
}

async function withServer(target: string, answer: UseValues["result"]): Promise<Opened> {
  const asked: UseValues["params"][] = [];
  const told: string[] = [];
  const client = await languageClient(
    tempFolder(echoProto),
    { keepsSecrets: true },
    {
      answers: {
        "protodial/useValues": (params: UseValues["params"]) => {
          asked.push(params);
          return answer;
        },
      },
    },
  );
  return { client, asked, told, target };
}

async function send({ client, told }: Opened, line: number): Promise<string> {
  const started = await client.request("protodial/call", { uri, line });
  told.push(JSON.stringify(started));
  if (started.kind === "refused") return started.reason;
  const { call } = started;
  told.push(JSON.stringify(await client.event(call, one => one.phase === "done")));
  const page = await client.request("protodial/callMessages", { call, from: 0, count: 10 });
  told.push(JSON.stringify(page));
  for (const { index } of page.rows) {
    const { json } = await client.request("protodial/callMessageBody", { call, index });
    const bytes = await client.request("protodial/messageBytes", { call, index });
    told.push(json, JSON.stringify(bytes), Buffer.from(bytes?.base64 ?? "", "base64").toString());
  }
  const received = page.rows.find(one => one.direction === "received");
  return JSON.parse(received?.json ?? "{}").text;
}

describe("a secret in a request", () => {
  it("is asked for with where it goes, arrives, and is in nothing that the server tells", async () => {
    const all = await opened({ kind: "allowed", secrets: { WORD: secret } });
    const text = `GRPC ${all.target}/test.v1.Echo/Unary
x-key: {{$env PROTODIAL_TEST_UNSET}}

{}

### it
GRPC ${all.target}/test.v1.Echo/Unary

{ "text": "<{{$secret WORD}}>" }

### next
GRPC ${all.target}/test.v1.Echo/Unary

{ "text": "{{it.response.text}}!" }
`;
    await all.client.open(uri, "grpc-request", text);
    expect(await send(all, 0)).toBe(
      "the environment variable `PROTODIAL_TEST_UNSET` is not set where the call is made",
    );
    expect(await send(all, 11)).toBe("`it` was not sent yet: send that request first");
    expect(await send(all, 6)).toBe("<••••••>");
    // What was answered holds the secret, and is shown no more where it goes on.
    expect(await send(all, 11)).toBe("<••••••>!");
    expect(all.asked).toEqual([
      { address: all.target, wanted: [{ source: "env", name: "PROTODIAL_TEST_UNSET" }] },
      { address: all.target, wanted: [{ source: "secret", name: "WORD" }] },
    ]);
    const everything = all.told.join("\n") + JSON.stringify(all.client.events);
    expect(everything).not.toContain("s3cret-5711");
    // The stars in the bytes are as many as the secret's bytes, so the message did carry it.
    expect(everything).toContain(`<${"*".repeat(Buffer.from(secret).length)}>`);
  });

  it("of the environment is covered as well, but for what is short, and where it says where the call goes", async () => {
    const all = await opened({ kind: "allowed", secrets: {} });
    const text = `GRPC {{$env PROTODIAL_TEST_HOST}}/test.v1.Echo/Unary

{ "text": "{{$env PROTODIAL_TEST_TOKEN}} {{$env PROTODIAL_TEST_FLAG}}" }
`;
    const env = { PROTODIAL_TEST_HOST: all.target, PROTODIAL_TEST_TOKEN: "t0ken-of-env", PROTODIAL_TEST_FLAG: "1" };
    Object.assign(process.env, env);
    onTestFinished(() => {
      for (const name of Object.keys(env)) delete process.env[name];
    });
    const again = await reopened(all);
    await again.client.open(uri, "grpc-request", text);
    expect(await send(again, 0)).toBe("•••••• 1");
    const told = again.told.join("\n") + JSON.stringify(again.client.events);
    expect(told).not.toContain("t0ken");
    expect(told).toContain(all.target);
  });

  it("goes nowhere without the user's word", async () => {
    const all = await opened({ kind: "denied" });
    await all.client.open(uri, "grpc-request", `GRPC ${all.target}/test.v1.Echo/Unary\nx: {{$secret WORD}}\n`);
    expect(await send(all, 0)).toBe(`\`secret WORD\` was not allowed for ${all.target}`);
    expect(all.client.events).toEqual([]);
  });
});

describe("the answer to an earlier request", () => {
  it("is used by its name, also when its transcript is gone", async () => {
    const all = await opened({ kind: "denied" });
    const text = `### login
GRPC ${all.target}/test.v1.Echo/Unary

{ "text": "token-1" }

###
GRPC ${all.target}/test.v1.Echo/Unary

{ "text": "Bearer {{login.response.text}} {{login.status}}" }
`;
    await all.client.open(uri, "grpc-request", text);
    const started = await all.client.request("protodial/call", { uri, line: 1 });
    if (started.kind === "refused") throw new Error(started.reason);
    await all.client.event(started.call, one => one.phase === "done");
    await all.client.request("protodial/closeCall", { call: started.call });
    expect(await send(all, 6)).toBe("Bearer token-1 OK");
  });
});
