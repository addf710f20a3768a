import { existsSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ExampleServerRun, startExampleServer } from "../../server/src/calling/exampleServer.ts";
import { exampleProtoRoot, exampleSchema } from "./support/example.ts";
import { echoRequest, performCall } from "./support/performCall.ts";

let server: ExampleServerRun;
let schema: string;
beforeAll(async () => {
  schema = exampleSchema().toString("base64");
  server = await startExampleServer({ protoRoot: exampleProtoRoot, schema, port: 0 });
});
afterAll(() => server.stop());

function call(method: string, path: string) {
  return performCall({
    ...echoRequest(server.address),
    schema,
    service: "directories.v1.Directories",
    method,
    messages: [JSON.stringify({ path })],
  });
}

test("makes a real directory and lists it", async () => {
  const made = await call("MakeDirectory", "/lecture");
  expect(made.status).toMatchObject({ name: "OK", verdict: "ran" });
  expect(made.answers).toEqual([{}]);
  expect(statSync(join(server.folder, "lecture")).isDirectory()).toBe(true);
  const listed = await call("ListDirectory", "/");
  expect(listed.answers).toEqual([
    {
      entries: [
        { name: "directory", isDirectory: true },
        { name: "lecture", isDirectory: true },
        { name: "readme.txt" },
      ],
    },
  ]);
});

test("a path is below the root, with or without a slash before it", async () => {
  expect((await call("MakeDirectory", "directory/name")).status.name).toBe("OK");
  expect((await call("MakeDirectory", "/directory//./other/")).status.name).toBe("OK");
  expect(readdirSync(join(server.folder, "directory"))).toEqual(["name", "other"]);
  expect((await call("ListDirectory", "")).status.name).toBe("OK");
});

describe("each failure has its status", () => {
  test("and what is wrong with the path as google.rpc.BadRequest", async () => {
    const { details } = (await call("MakeDirectory", "")).status;
    expect(details.map(one => JSON.parse(one))).toEqual([
      {
        "@type": "type.googleapis.com/google.rpc.BadRequest",
        fieldViolations: [{ field: "path", description: expect.stringContaining("empty") }],
      },
    ]);
  });

  test.each([
    ["MakeDirectory", "/directory", "ALREADY_EXISTS", /already exists/],
    ["MakeDirectory", "/", "ALREADY_EXISTS", /already exists/],
    ["MakeDirectory", "/readme.txt", "ALREADY_EXISTS", /already exists/],
    ["MakeDirectory", "/none/below", "NOT_FOUND", /\/none does not exist/],
    ["MakeDirectory", "", "INVALID_ARGUMENT", /empty/],
    ["MakeDirectory", "/readme.txt/a", "FAILED_PRECONDITION", /not a directory/],
    ["ListDirectory", "/none", "NOT_FOUND", /\/none does not exist/],
    ["ListDirectory", "/readme.txt", "FAILED_PRECONDITION", /not a directory/],
    ["MakeDirectory", `/${"n".repeat(300)}`, "INVALID_ARGUMENT", /too long/],
  ])("%s %s: %s", async (method, path, name, message) => {
    const { status } = await call(method, path);
    expect(status).toMatchObject({ name, message: expect.stringMatching(message), verdict: "ran" });
    expect(status.explanation).toBeUndefined();
  });
});

describe("no path leads out of the folder", () => {
  test.each(["..", "/..", "directory/../../x", "a\\..\\b", "a\u0000b"])("%j", async path => {
    for (const method of ["MakeDirectory", "ListDirectory"])
      expect((await call(method, path)).status.name).toBe("INVALID_ARGUMENT");
  });
  test("a symbolic link is not followed", async () => {
    symlinkSync("/", join(server.folder, "link"));
    expect((await call("ListDirectory", "/link")).status.name).toBe("INVALID_ARGUMENT");
    expect((await call("MakeDirectory", "/link/tmp/protodial-escaped")).status.name).toBe("INVALID_ARGUMENT");
    expect(existsSync("/tmp/protodial-escaped")).toBe(false);
  });
  test("an absolute path is below the root", async () => {
    expect((await call("MakeDirectory", "/tmp")).status.name).toBe("OK");
    expect(existsSync(join(server.folder, "tmp"))).toBe(true);
  });
});

test("listens on this machine only, for IPv4 and IPv6", async () => {
  for (const address of [`127.0.0.1:${server.port}`, ...(hasIpv6() ? [`[::1]:${server.port}`] : [])]) {
    const { status } = await performCall({
      ...echoRequest(address),
      schema,
      service: "directories.v1.Directories",
      method: "ListDirectory",
      messages: ["{}"],
    });
    expect(status.name).toBe("OK");
  }
});

test("a taken port is told, and stopping removes the folder", async () => {
  await expect(startExampleServer({ protoRoot: exampleProtoRoot, schema, port: server.port })).rejects.toThrow(
    `port ${server.port} is already in use`,
  );
  const other = await startExampleServer({ protoRoot: exampleProtoRoot, schema, port: 0 });
  expect(existsSync(other.folder)).toBe(true);
  await other.stop();
  expect(existsSync(other.folder)).toBe(false);
});

function hasIpv6(): boolean {
  return Object.values(networkInterfaces()).some(all => all?.some(one => one.address === "::1"));
}
