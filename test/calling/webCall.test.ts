// Connect and gRPC-Web, against the library's own server: one that speaks both, over HTTP/1.1 and HTTP/2.
import http from "node:http";
import http2 from "node:http2";
import net from "node:net";
import type { DescMethod, Message } from "@bufbuild/protobuf";
import { Code, ConnectError, type ConnectRouter } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { googleRpcTypes } from "../../server/src/calling/googleRpc.ts";
import { echoRequest, entries, performCall } from "./support/performCall.ts";
import { echoProto, registryOf } from "./support/schema.ts";
import { type Certificates, listen, makeCertificates } from "./support/servers.ts";

const running: { stop: () => void }[] = [];
afterEach(() => {
  for (const server of running.splice(0)) server.stop();
});

interface Context {
  readonly requestHeader: Headers;
  readonly responseHeader: Headers;
  readonly responseTrailer: Headers;
}

/** The echo service: `fail` in the metadata is the number of the code to fail with, `wait` waits for ever. */
function routes(router: ConnectRouter): void {
  const service = registryOf(echoProto).getService("test.v1.Echo");
  if (service === undefined) throw new Error("no service");
  const seen = ({ requestHeader, responseHeader, responseTrailer }: Context) => {
    responseHeader.set("seen-agent", requestHeader.get("user-agent") ?? "");
    responseHeader.set("seen-token", requestHeader.get("token") ?? "");
    responseTrailer.set("after", "all");
    const code = requestHeader.get("fail");
    if (code === null) return;
    const desc = googleRpcTypes().getMessage("google.rpc.ErrorInfo");
    const details = desc === undefined ? [] : [{ desc, value: { reason: "TESTED", domain: "a.example" } }];
    throw new ConnectError("as asked", Number(code) as Code, { "because-of": "you" }, details);
  };
  async function* each(input: AsyncIterable<Message>): AsyncGenerator<Message> {
    for await (const message of input) yield message;
  }
  const method = (name: string): DescMethod => {
    const found = service.methods.find(one => one.name === name);
    if (found === undefined) throw new Error(name);
    return found;
  };
  const rpc = (name: string, run: unknown) => router.rpc(method(name) as never, run as never);
  rpc("Unary", async (message: Message, context: Context) => {
    seen(context);
    if (context.requestHeader.has("wait")) await new Promise(() => undefined);
    return message;
  });
  rpc("Server", async function* (message: Message, context: Context) {
    for (let i = 0; i < 3; i += 1) yield message;
    seen(context);
  });
  rpc("Client", async (input: AsyncIterable<Message>, context: Context) => {
    seen(context);
    let last: Message | undefined;
    for await (const message of input) last = message;
    return last;
  });
  rpc("Both", (input: AsyncIterable<Message>, context: Context) => {
    seen(context);
    return each(input);
  });
}

type Listener = Parameters<typeof http.createServer>[1];

async function server(version: "1.1" | "2" = "1.1") {
  const adapter = connectNodeAdapter({ routes });
  const made = version === "2" ? http2.createServer(adapter) : http.createServer(adapter as Listener);
  const listening = await listen(made);
  running.push(listening);
  return listening;
}

describe.each(["connect", "grpc-web"] as const)("%s", protocol => {
  test.each([
    ["Unary", ['{"text":"a"}'], [{ text: "a" }], "1.1"],
    ["Server", ['{"text":"a"}'], [{ text: "a" }, { text: "a" }, { text: "a" }], "1.1"],
    ["Client", ['{"text":"a"}', '{"text":"b"}'], [{ text: "b" }], "1.1"],
    ["Both", ['{"text":"a"}', '{"text":"b"}'], [{ text: "a" }, { text: "b" }], "2"],
  ] as const)("%s", async (method, messages, expected, version) => {
    const { address } = await server(version);
    const metadata = entries({ token: "t" });
    const { status, answers, last } = await performCall(echoRequest(address, { protocol, method, messages, metadata }));
    expect(status).toMatchObject({ name: "OK", verdict: "ran" });
    expect(answers).toEqual(expected);
    expect(last).toMatchObject({ sent: messages.length, received: expected.length });
    expect(last.trailers).toContainEqual({ key: "after", value: "all" });
    if (method === "Server") return;
    expect(last.headers).toContainEqual({ key: "seen-agent", value: "protodial/development" });
    expect(last.headers).toContainEqual({ key: "seen-token", value: "t" });
  });

  test("an error of the server, with its details and trailers", async () => {
    const { address } = await server();
    const { status, last } = await performCall(
      echoRequest(address, { protocol, metadata: entries({ fail: `${Code.NotFound}` }) }),
    );
    expect(status).toMatchObject({ number: 5, name: "NOT_FOUND", message: "as asked", verdict: "ran" });
    expect(status.details.map(one => JSON.parse(one))).toEqual([
      { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "TESTED", domain: "a.example" },
    ]);
    // An error alone is one HTTP answer, which has no trailers in Connect.
    const shown = protocol === "connect" ? last.headers : last.trailers;
    expect(shown).toContainEqual({ key: "because-of", value: "you" });
  });

  test("an error after messages", async () => {
    const { address } = await server();
    const { status, answers } = await performCall(
      echoRequest(address, { protocol, method: "Server", metadata: entries({ fail: `${Code.Aborted}` }) }),
    );
    expect(answers).toHaveLength(3);
    expect(status).toMatchObject({ name: "ABORTED", message: "as asked", verdict: "ran" });
  });

  test("a method that is not there", async () => {
    const listening = await listen(http.createServer(connectNodeAdapter({ routes: () => undefined }) as Listener));
    running.push(listening);
    const { status } = await performCall(echoRequest(listening.address, { protocol }));
    expect(status).toMatchObject({ name: "UNIMPLEMENTED", verdict: "unknown" });
    expect(status.explanation).toMatch(/HTTP status 404/);
  });

  test("a web page", async () => {
    const listening = await listen(
      http.createServer((_, response) => response.setHeader("content-type", "text/html").end("<html></html>")),
    );
    running.push(listening);
    const { status } = await performCall(echoRequest(listening.address, { protocol }));
    expect(status.verdict).toBe("unknown");
    expect(status.explanation).toMatch(/sent `text\/html`/);
  });

  test("nobody listens: it was not sent", async () => {
    const listening = await listen(net.createServer());
    listening.stop();
    const { status, last } = await performCall(echoRequest(listening.address, { protocol }));
    expect(status).toMatchObject({ name: "UNAVAILABLE", verdict: "not-sent" });
    expect(status.explanation).toMatch(/nothing listens on/);
    expect(last.sent).toBe(0);
  });

  test("the connection breaks after the request", async () => {
    const listening = await listen(net.createServer(socket => socket.once("data", () => socket.destroy())));
    running.push(listening);
    const { status } = await performCall(echoRequest(listening.address, { protocol }));
    expect(status).toMatchObject({ verdict: "unknown" });
    expect(status.explanation).toMatch(/may have run it/);
  });

  test("the deadline and the user end it", async () => {
    const { address } = await server();
    const metadata = entries({ wait: "for ever" });
    const late = await performCall(echoRequest(address, { protocol, metadata, deadlineMs: 300 }));
    expect(late.status).toMatchObject({ name: "DEADLINE_EXCEEDED", verdict: "unknown" });
    const cancelled = await performCall(echoRequest(address, { protocol, metadata }), (event, cancel) => {
      if (event.phase === "open") cancel();
    });
    expect(cancelled.status).toMatchObject({ name: "CANCELLED", verdict: "unknown" });
  });

  test("a message that is larger than what is taken", async () => {
    const { address } = await server();
    const messages = [JSON.stringify({ text: "x".repeat(5000) })];
    const { status } = await performCall(echoRequest(address, { protocol, messages, maxAnswerBytes: 4096 }));
    expect(status).toMatchObject({ name: "RESOURCE_EXHAUSTED", verdict: "ran" });
    expect(status.explanation).toMatch(/accepted here \(4 KB\)/);
  });

  test("compressed on its way", async () => {
    const { address } = await server();
    const text = "x".repeat(10_000);
    const { status, answers, last } = await performCall(
      echoRequest(address, { protocol, compression: "gzip", messages: [JSON.stringify({ text })] }),
    );
    expect(status.name).toBe("OK");
    expect(answers).toEqual([{ text }]);
    expect(last.timing?.sentBytes).toBeLessThan(1000);
  });
});

describe("TLS", () => {
  let made: Certificates;
  beforeAll(() => {
    made = makeCertificates();
  });
  test.each(["connect", "grpc-web"] as const)("%s over HTTP/2 where the server has it", async protocol => {
    const { cert, key, ca } = made;
    const listening = await listen(
      http2.createSecureServer({ cert, key, allowHTTP1: true }, connectNodeAdapter({ routes })),
    );
    running.push(listening);
    const { port } = listening;
    const address = `localhost:${port}`;
    const { status, last } = await performCall(echoRequest(address, { protocol, method: "Both", tls: { ca } }));
    expect(status.name).toBe("OK");
    expect(last.timing?.securedMs).toBeGreaterThan(0);
    const untrusted = await performCall(echoRequest(address, { protocol, tls: {} }));
    expect(untrusted.status).toMatchObject({ name: "UNAVAILABLE", verdict: "not-sent" });
    expect(untrusted.status.explanation).toMatch(/not signed by an authority/);
    const unchecked = await performCall(echoRequest(address, { protocol, tls: { insecure: true } }));
    expect(unchecked.status.name).toBe("OK");
    const named = await performCall(
      echoRequest(`127.0.0.1:${port}`, { protocol, tls: { ca, serverName: "localhost" } }),
    );
    expect(named.status.name).toBe("OK");
    const wrong = await performCall(echoRequest(address, { protocol, tls: { ca, serverName: "other.example" } }));
    expect(wrong.status.explanation).toMatch(/not for this name, but for localhost/);
  });
});
