import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { protodial } from "../support/commandLine.ts";
import { tempFolder } from "../support/tempFolder.ts";

const shop = `syntax = "proto3";
package shop.v1;
import "google/protobuf/timestamp.proto";
message Order {
  string id = 1;
  int64 cents = 2;
  google.protobuf.Timestamp at = 3;
  map<string, Item> items = 4;
  enum State { STATE_UNSPECIFIED = 0; PAID = 1; }
  State state = 5;
}
message Item { repeated sint32 sizes = 1; bytes photo = 2; }
`;
const order =
  'id: "o-1" cents: 9007199254740993 at { seconds: 1700000000 } items { key: "a" value { sizes: [1, -2] photo: "\\377" } } state: PAID';
const canonical = {
  id: "o-1",
  cents: "9007199254740993",
  at: "2023-11-14T22:13:20Z",
  items: { a: { sizes: [1, -2], photo: "/w==" } },
  state: "PAID",
};

/** The bytes that protoc itself makes of a text. */
function encoded(folder: string): Buffer {
  const protoc = path.resolve("node_modules/protoc/protoc.cjs");
  const args = [protoc, `-I${folder}`, "--encode=shop.v1.Order", "shop/v1/shop.proto"];
  return execFileSync(process.execPath, args, { input: order });
}

function framed(flags: number, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head[0] = flags;
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

let cwd: string;
let bytes: Buffer;
beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), "protodial-decode-"));
  mkdirSync(path.join(cwd, "shop/v1"), { recursive: true });
  writeFileSync(path.join(cwd, "shop/v1/shop.proto"), shop);
  bytes = encoded(cwd);
});
afterAll(() => rmSync(cwd, { recursive: true }));

describe("decode", () => {
  test.each<[string, (bytes: Buffer) => Uint8Array, readonly string[], number]>([
    ["the bytes themselves", bytes => bytes, [], 1],
    ["hexadecimal", bytes => Buffer.from(bytes.toString("hex").replace(/(..)/g, "$1 ")), ["--hex"], 1],
    ["base64 in lines", bytes => Buffer.from(bytes.toString("base64").replace(/(.{20})/g, "$1\n")), ["--base64"], 1],
    ["text of any form", bytes => Buffer.from(`[${[...bytes].join(", ")}]`), ["--text"], 1],
    ["a frame of gRPC", bytes => framed(0, bytes), [], 1],
    ["frames, one compressed", bytes => Buffer.concat([framed(0, bytes), framed(1, gzipSync(bytes))]), [], 2],
    ["gzip", bytes => gzipSync(bytes), [], 1],
  ])("reads %s", async (_, input, options, count) => {
    const file = path.join(cwd, "message.bin");
    writeFileSync(file, input(bytes));
    const ran = await protodial(["decode", "--type", "shop.v1.Order", ...options, "message.bin"], { cwd });
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(
      ran.stdout
        .trimEnd()
        .split("\n")
        .map(line => JSON.parse(line)),
    ).toEqual(Array(count).fill(canonical));
  });

  test("reads stdin, finds a type by its last name, and prints fields with their places", async () => {
    const stdin = bytes.toString("hex");
    const ran = await protodial(["decode", "-t", "Order", "--hex", "--fields", "--proto", "shop/v1/shop.proto"], {
      cwd,
      stdin,
    });
    const { json, fields } = JSON.parse(ran.stdout);
    expect(json).toEqual(canonical);
    expect(fields[0]).toMatchObject({ name: "id", start: 0, valueStart: 2, end: 5, path: ["id"], value: '"o-1"' });
    expect(fields.at(-1)).toMatchObject({ name: "state", end: bytes.length, value: "PAID (1)" });
  });

  test("guesses without a type", async () => {
    const ran = await protodial(["decode", "--raw", "--hex"], { cwd, stdin: "0a 02 68 69 10 96 01" });
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout).fields).toMatchObject([
      { number: 1, type: "string?", value: '"hi"' },
      { number: 2, type: "varint", value: "150", guesses: ["sint64 75"] },
    ]);
  });

  test("prints what can be read of bytes that are cut off, and fails", async () => {
    const ran = await protodial(["decode", "-t", "shop.v1.Order", "--hex"], { cwd, stdin: "0a 02 68 69 22 20 0a" });
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.stdout)).toMatchObject({ "@fields": { id: "hi" }, "@value": "CgJoaSIgCg==" });
    expect(ran.stderr).toMatch(/not a `shop.v1.Order`/);
    const framedCut = framed(0, bytes).subarray(0, 20).toString("hex");
    const cut = await protodial(["decode", "-t", "shop.v1.Order", "--hex"], { cwd, stdin: framedCut });
    expect(cut.code).toBe(1);
    expect(cut.stderr).toMatch(/last \d+ bytes of the frame are missing/);
  });

  test.each<[string, readonly string[], string, RegExp]>([
    [
      "no type: those that fit best are named",
      [],
      "0a 03 6f 2d 31 28 01 22 05 0a 01 61 12 00",
      /these fit best: `shop\.v1\.Order`/,
    ],
    ["a type that there is not", ["-t", "shop.v1.Odrer"], "", /there is no message `shop.v1.Odrer`/],
    [
      "what is no hexadecimal digit",
      ["-t", "shop.v1.Order"],
      "0a 02\n68 zz",
      /line 2, column 4: `z` is no hexadecimal digit/,
    ],
  ])("says what is wrong: %s", async (_, options, stdin, reason) => {
    const ran = await protodial(["decode", "--hex", ...options], { cwd, stdin });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(reason);
  });

  test("needs no files for the well-known types", async () => {
    const empty = tempFolder({});
    const ran = await protodial(["decode", "-t", "google.rpc.Status", "--hex"], {
      cwd: empty,
      stdin: "0805 1202 6e6f",
    });
    expect(JSON.parse(ran.stdout)).toEqual({ code: 5, message: "no" });
  });
});
