import { fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import type { CallRequest } from "../../server/src/protocol/call.ts";
import { type CallOrigin, prepareCall } from "../../server/src/requests/prepareCall.ts";
import { type GivenValues, guardedKey } from "../../server/src/requests/variables.ts";
import { fixture } from "../support/fixture.ts";

const files = `//- a/v1/a.proto
syntax = "proto3";
package a.v1;
import "a/v1/part.proto";
import "google/protobuf/any.proto";
service S { rpc M(Part) returns (Part); rpc Up(stream Part) returns (Part); rpc Down(Part) returns (stream Part); }
//- a/v1/part.proto
syntax = "proto3";
package a.v1;
import "google/protobuf/any.proto";
message Part { string text = 1; int64 number = 2; google.protobuf.Any any = 3; }
//- b/unrelated.proto
syntax = "proto3";
package b;
message Broken { string a = 1; string b = 1 }}}
//- b/held.proto
syntax = "proto3";
package b;
message Held { int32 size = 1; }
//- calls/c.grpc
`;
const line = "GRPC h:1/a.v1.S/M\n\n";

/** What is sent for the first request of `text`, or why nothing is. `outside`: files beside the schema, by path. */
async function prepared(
  text: string,
  outside: Readonly<Record<string, string>> = {},
  more: Partial<CallOrigin> = {},
): Promise<CallRequest | string> {
  const made = await fixture(`${files}${text}$0`);
  let { snapshot } = made;
  const read = new Map<string, string | undefined>();
  const origin = { uri: made.uri, text: made.text, line: 0, environment: "", files: read, ...more };
  for (let round = 0; round < 8; round++) {
    const found = prepareCall(snapshot, origin);
    switch (found.kind) {
      case "ready":
        return found.request;
      case "refused":
        return `${found.line}: ${found.reason}`;
      case "needs":
        snapshot = await made.workspace.loaded(found.files);
        break;
      case "needsTexts":
        for (const uri of found.uris) read.set(uri, outside[uri.slice("file:///work/".length)]);
        break;
      case "needsValues":
        return `${found.address} would get ${found.wanted.map(guardedKey).join(", ")}`;
    }
  }
  throw new Error("it always needs more");
}

function ready(request: CallRequest | string): CallRequest {
  if (typeof request === "string") throw new Error(request);
  return request;
}

describe("a request that is sent", () => {
  it("has the closure of its service and of the types in its Any values, and no broken file beside it", async () => {
    const request = ready(await prepared(`${line}{ "any": { "@type": "type.googleapis.com/b.Held", "size": 1 } }`));
    const set = fromBinary(FileDescriptorSetSchema, Buffer.from(request.schema, "base64"));
    expect(set.file.map(file => file.name)).toEqual([
      "google/protobuf/any.proto",
      "a/v1/part.proto",
      "a/v1/a.proto",
      "b/held.proto",
    ]);
    expect(set.file[1]?.messageType[0]?.field.map(field => field.jsonName)).toEqual(["text", "number", "any"]);
  });

  it("has what a new request puts into an Any, which no file of the schema imports", async () => {
    const request = ready(await prepared(`${line}{ "any": { "@type": "type.googleapis.com/google.protobuf.Empty" } }`));
    const set = fromBinary(FileDescriptorSetSchema, Buffer.from(request.schema, "base64"));
    expect(set.file.map(file => file.name)).toContain("google/protobuf/empty.proto");
  });

  it("has its messages as they are typed, without comments", async () => {
    const text = `GRPC h:1/a.v1.S/Up\n\n{ "number": 9007199254740993 /* big */ }\n// nothing\n{ "text": "\\u0041" }`;
    expect(ready(await prepared(text)).messages).toEqual(['{"number":9007199254740993}', '{"text":"\\u0041"}']);
    expect(ready(await prepared("GRPC h:1/a.v1.S/M")).messages).toEqual(["{}"]);
    expect(ready(await prepared("GRPC h:1/a.v1.S/Up")).messages).toEqual([]);
  });

  it("has its metadata, without what gRPC sets itself", async () => {
    const text = "GRPC h:1/a.v1.S/M\nAuthorization: Bearer x: y\nte: trailers\nx: 1\nx: 2\nb-bin: aGk=\n";
    expect(ready(await prepared(text)).metadata).toEqual([
      { key: "authorization", value: "Bearer x: y" },
      { key: "x", value: "1" },
      { key: "x", value: "2" },
      { key: "b-bin", value: "aGk=" },
    ]);
  });

  it("ends after its deadline, or after one that suits its kind", async () => {
    const deadline = async (text: string) => ready(await prepared(text)).deadlineMs;
    expect(await deadline("# @deadline 1.5s\nGRPC h:1/a.v1.S/M")).toBe(1500);
    expect(await deadline("# @deadline 2m\nGRPC h:1/a.v1.S/Down")).toBe(120_000);
    expect(await deadline("GRPC h:1/a.v1.S/M")).toBe(15_000);
    expect(await deadline("GRPC h:1/a.v1.S/Down")).toBe(600_000);
  });

  it("is spoken and passes as its options say", async () => {
    const manner = async (text: string) => {
      const { protocol, compression, maxAnswerBytes } = ready(await prepared(`${text}GRPC h:1/a.v1.S/M`));
      return { protocol, compression, maxAnswerBytes };
    };
    expect(await manner("# @protocol connect\n# @max-size 512KB\n")).toEqual({
      protocol: "connect",
      maxAnswerBytes: 524_288,
    });
    expect(await manner("# @protocol grpc\n# @compression gzip\n")).toEqual({ compression: "gzip" });
    expect(await prepared("# @max-size large\nGRPC h:1/a.v1.S/M")).toMatch(/`large` is not a size/);
    expect(await prepared("# @compression zip\nGRPC h:1/a.v1.S/M")).toMatch(/`zip` is not available/);
  });

  it("goes where its target and options say", async () => {
    const target = async (text: string) => ready(await prepared(text, pem)).target;
    const pem = { "calls/ca.pem": "CA", "certs/c.pem": "CERT", "certs/c.key": "KEY" };
    expect(await target("GRPC h:1/a.v1.S/M")).toEqual({ address: "h:1", tls: undefined });
    expect(await target("GRPC unix:///run/x.sock/a.v1.S/M")).toEqual({ address: "unix:///run/x.sock", tls: undefined });
    expect(await target("GRPC https://h/a.v1.S/M")).toEqual({ address: "https://h", tls: {} });
    expect(await target("# @tls\n# @insecure\n# @authority name\nGRPC h:1/a.v1.S/M")).toEqual({
      address: "h:1",
      tls: { insecure: true },
      authority: "name",
    });
    expect(
      await target("# @ca ca.pem\n# @cert ../certs/c.pem\n# @key ../certs/c.key\nGRPC https://h:1/a.v1.S/M"),
    ).toEqual({ address: "https://h:1", tls: { ca: "CA", cert: "CERT", key: "KEY" } });
    expect(await prepared("# @tls false\nGRPC https://h:1/a.v1.S/M")).toBe(
      "0: `@tls` and the scheme of `https://h:1` contradict each other",
    );
  });
});

describe("variables of a request", () => {
  const environments = {
    "http-client.env.json": `{
      "$shared": { "service": "a.v1.S" },
      "dev": { "host": "dev:1", "who": "outer" },
      "prod": { "host": "prod:1", "who": "outer" }
    }`,
    "calls/http-client.env.json": '{ "dev": { "who": "inner", "list": [1, { "a": null }], "n": 12 } }',
    "calls/http-client.private.env.json": '{ "dev": { "token": "se\\"cret" } }',
  };
  const text = 'GRPC {{host}}/{{service}}/M\nwho: {{ who }}\n\n{ "text": "<{{token}}>", "number": {{n}} }';

  it("come from the chosen environment, the nearest file and the private one first", async () => {
    const request = ready(await prepared(text, environments, { environment: "dev" }));
    expect(request.target.address).toBe("dev:1");
    expect(request.metadata).toEqual([{ key: "who", value: "inner" }]);
    expect(request.messages).toEqual(['{"text":"<se\\"cret>","number":12}']);
  });

  it("are put in as JSON outside of strings, and checked like what is typed", async () => {
    const given = { "http-client.env.json": '{ "one": { "v": "{ \\"text\\": 5 }", "w": "{" } }' };
    expect(await prepared(`${line}{{v}}`, given)).toBe("2: `text` takes a string, found a number");
    expect(await prepared(`${line}{{w}}`, given)).toBe("2: this `{` is never closed");
  });

  it("are refused where none is chosen and they differ, where they are missing, and where they break the line", async () => {
    expect(await prepared(text, environments)).toBe(
      "0: `{{host}}` differs between the environments `dev`, `prod`: choose one in the setting `protodial.environment`",
    );
    expect(await prepared(text, environments, { environment: "prod" })).toBe(
      "3: `{{token}}` has no value in `http-client.env.json` for the environment `prod`",
    );
    expect(await prepared(text)).toBe("0: `{{host}}` has no value in `http-client.env.json`");
    const breaking = { "http-client.env.json": '{ "one": { "v": "x\\r\\nauthorization: stolen" } }' };
    expect(await prepared("GRPC h:1/a.v1.S/M\nwho: {{v}}\n", breaking)).toBe("1: the value of `v` has a line break");
    expect(await prepared(`${line}{ "text": "{{v}}" }`, breaking)).toMatchObject({
      messages: ['{"text":"x\\r\\nauthorization: stolen"}'],
    });
    expect(await prepared('GRPC h:1/a.v1.S/M\n\n{ "text": "{{$uid}}" }')).toMatch(/^2: `\$uid` is not known: /);
  });
});

describe("what is not of an environment file", () => {
  // 2026-02-28T23:59:58.007Z, a Saturday.
  const nowMs = Date.UTC(2026, 1, 28, 23, 59, 58, 7);
  const given = (more: Partial<GivenValues> = {}): Partial<CallOrigin> => ({
    given: { nowMs, random: Math.random, answers: () => undefined, guarded: new Map(), ...more },
  });
  const sent = async (value: string, more?: Partial<GivenValues>) => {
    const made = await prepared(`${line}{ "text": "{{${value}}}" }`, {}, given(more));
    return typeof made === "string" ? made : JSON.parse(made.messages[0] ?? "").text;
  };

  it("is made for the call: times", async () => {
    expect(await sent("$now")).toBe("2026-02-28T23:59:58.007Z");
    expect(await sent("$isoTimestamp")).toBe(new Date(nowMs).toISOString());
    expect(await sent("$now +2s")).toBe("2026-03-01T00:00:00.007Z");
    expect(await sent("$now unix -1d")).toBe(String(Math.floor(nowMs / 1000) - 86_400));
    expect(await sent("$timestamp")).toBe(String(Math.floor(nowMs / 1000)));
    expect(await sent("$datetime rfc1123")).toBe(new Date(nowMs).toUTCString());
    expect(await sent("$now 'dd.MM.yyyy'")).toBe("28.02.2026");
    for (const at of [0, 951_782_400_000, 4_107_542_399_999, -62_135_596_800_000, 253_402_300_799_999]) {
      expect(await sent("$now", { nowMs: at })).toBe(new Date(at).toISOString());
    }
  });

  it("is made for the call: ids and numbers, another one at each place", async () => {
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(await sent("$uuid")).toMatch(uuid);
    expect(await sent("$random.uuid")).toMatch(uuid);
    const [one, other] = (await sent("$uuid}} {{$uuid")).split(" ");
    expect(one).not.toBe(other);
    expect(Number(await sent("$randomInt"))).toBeLessThan(1000);
    expect(["10", "11"]).toContain(await sent("$random.integer(10, 12)"));
    expect(await sent("$random.alphanumeric(12)")).toMatch(/^[A-Za-z0-9]{12}$/);
  });

  it("says what is not understood of it", async () => {
    expect(await sent("$uuid 4")).toBe("2: `4` is not understood behind `$uuid`: `$uuid` stands alone");
    expect(await sent("$now tomorrow")).toMatch(/^2: `tomorrow` is not understood behind `\$now`: write `\$now`/);
    expect(await sent("$secret")).toBe("2: `$secret` names one thing: write `{{$secret NAME}}`");
  });

  it("is asked for where it is the user's, with where it would go", async () => {
    const environments = { "http-client.env.json": '{ "dev": { "host": "dev:1" } }' };
    const text = "GRPC {{host}}/a.v1.S/M\nauthorization: Bearer {{$secret TOKEN}}\nuser: {{$env USER}}\n";
    expect(await prepared(text, environments, given())).toBe("dev:1 would get secret TOKEN, env USER");
    expect(await prepared("GRPC {{$env HOST}}:1/a.v1.S/M", {}, given())).toBe("{{$env HOST}}:1 would get env HOST");
    const guarded = new Map([
      ["secret TOKEN", "s3cret"],
      ["env USER", "ann"],
    ]);
    expect(ready(await prepared(text, environments, given({ guarded }))).metadata).toEqual([
      { key: "authorization", value: "Bearer s3cret" },
      { key: "user", value: "ann" },
    ]);
    expect(await sent("$secret GONE", { guarded: new Map([["secret GONE", undefined]]) })).toMatch(
      /^2: the secret `GONE` is not set: use `Protodial: Set Secret…`/,
    );
  });

  it("is asked for where it is a key outside of the workspace", async () => {
    const text = "# @cert /home/ann/c.pem\n# @key ../../../home/ann/c.key\nGRPC https://h:1/a.v1.S/M";
    expect(await prepared(text, {}, given())).toBe(
      "https://h:1 would get file file:///home/ann/c.pem, file file:///home/ann/c.key",
    );
  });

  it("is taken from what an earlier request was answered", async () => {
    const last = '{"token":"t","list":[{"id":"9007199254740993"},{"id":"2"}],"n":5}';
    const answer = {
      messages: ['{"token":"old","headers":{"x-own":"field"}}', '{"token":"newer"}'],
      last,
      count: 500,
      headers: [{ key: "x-session", value: "abc" }],
      trailers: [],
      status: "OK",
    };
    const answers = (name: string) => (name === "login" ? answer : undefined);
    expect(await sent("login.response.token", { answers })).toBe("t");
    expect(await sent("login.response.list[0].id", { answers })).toBe("9007199254740993");
    expect(await sent("login.response.list[-1].id", { answers })).toBe("2");
    expect(await sent("login.responses[0].token", { answers })).toBe("old");
    expect(await sent("login.responses[-1].token", { answers })).toBe("t");
    expect(await sent("login.responses[499].n", { answers })).toBe("5");
    expect(await sent("login.responses[0].headers.x-own", { answers })).toBe("field");
    expect(await sent("login.responses[300].token", { answers })).toMatch(
      /^2: this message of `login` was not kept: the first 100 and the last one are/,
    );
    expect(await sent("login.responses[500].token", { answers })).toBe("2: `login` was answered with 500 messages");
    expect(await sent("login.headers.X-Session", { answers })).toBe("abc");
    expect(await sent("login.response.headers.x-session", { answers })).toBe("abc");
    expect(await sent("login.response.headers.x-gone", { answers })).toBe(
      "2: the answer to `login` has no `headers.x-gone`; fields with their default value may be absent",
    );
    expect(await sent("login.status", { answers })).toBe("OK");
    expect(await sent("login.response.gone", { answers })).toBe(
      "2: the answer to `login` has no `gone`; fields with their default value may be absent",
    );
    expect(await sent("other.response.token", { answers })).toBe(
      "2: `other` was not sent yet: send that request first",
    );
    const number = await prepared(`${line}{ "number": {{login.response.n}} }`, {}, given({ answers }));
    expect(ready(number).messages).toEqual(['{"number":5}']);
  });
});
