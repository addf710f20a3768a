import { describe, expect, test } from "vitest";
import { readBytesText } from "../../server/src/wire/bytesText.ts";
import { grpcFrames } from "../../server/src/wire/grpcFrames.ts";

const hello = Buffer.from([0x0a, 5, ...Buffer.from("hello"), 0x10, 0xff, 1]);
const hex = hello.toString("hex");

describe("bytes are read in whichever form they are written", () => {
  test.each<[string, string]>([
    ["hexadecimal", hex],
    [
      "capitals with spaces and lines",
      hex
        .toUpperCase()
        .replace(/(..)/g, "$1 ")
        .replace(/(.{9})/g, "$1\n"),
    ],
    ["colons", hex.replace(/(..)(?=.)/g, "$1:")],
    ["0x before all", `0x${hex}`],
    ["0x before each", [...hello].map(byte => `0x${byte.toString(16)}`).join(", ")],
    ["an array in C", `{ ${[...hello].map(byte => `0x${byte.toString(16)}`).join(", ")}, }`],
    ["an array of numbers", `[${[...hello].join(", ")}]`],
    ["numbers", [...hello].join(",")],
    ["escapes in C, octal", '"\\n\\005hello\\020\\377\\001"'],
    ["escapes in Python", "b'\\n\\x05hello\\x10\\xff\\x01'"],
    ["escapes of each byte", hex.replace(/(..)/g, "\\x$1")],
    ["base64", hello.toString("base64")],
    ["base64 without padding", hello.toString("base64").replace(/=/g, "")],
    ["base64 in lines", hello.toString("base64").replace(/(.{5})/g, "$1\r\n")],
    ["base64 in quotes", `"${hello.toString("base64")}"`],
    ["xxd", "00000000: 0a05 6865 6c6c 6f10 ff01                 ..hello...\n"],
    ["hexdump -C", "00000000  0a 05 68 65 6c 6c 6f 10  ff 01                    |..hello...|\n0000000a\n"],
  ])("%s", (_, text) => {
    const read = readBytesText(text);
    expect(read.kind === "bytes" && Buffer.from(read.bytes).toString("hex"), JSON.stringify(read)).toBe(hex);
  });

  test("base64 as in URLs", () => {
    const bytes = Buffer.from([0xfb, 0xff, 0xbf, 0xfe, 1]);
    const read = readBytesText(bytes.toString("base64url"));
    expect(read).toMatchObject({ kind: "bytes", form: "base64" });
    expect(read.kind === "bytes" && [...read.bytes]).toEqual([...bytes]);
  });

  test("two lines of a dump, where the characters beside look like digits", () => {
    const bytes = Buffer.from("0123456789abcdef deadbeef");
    const dump = `00000000: 3031 3233 3435 3637 3839 6162 6364 6566  0123456789abcdef\n00000010: 2064 6561 6462 6565 66                    deadbeef\n`;
    const read = readBytesText(dump);
    expect(read.kind === "bytes" && Buffer.from(read.bytes).toString()).toBe(bytes.toString());
  });

  test("text beside escapes is its UTF-8", () => {
    const read = readBytesText('"é\\u{1F600}\\u00e9"');
    expect(read.kind === "bytes" && Buffer.from(read.bytes).toString()).toBe("é😀é");
  });

  test("nothing is no bytes", () => {
    expect(readBytesText(" \n")).toMatchObject({ kind: "bytes", bytes: new Uint8Array() });
  });
});

test.each<[string, Parameters<typeof readBytesText>[1], RegExp, number]>([
  ["0a 05 6", undefined, /^$/, -1],
  ["0a 056", "hex", /odd/, 3],
  ["0a zz", "hex", /`z` is no hexadecimal digit/, 3],
  ["abc!", undefined, /`!` is neither base64 nor hexadecimal/, 3],
  ["abcde", "base64", /cut off/, 5],
  ["[1, 256]", undefined, /`256` is no byte/, 4],
  ["a\\q", undefined, /`\\q` is no escape/, 1],
])("%s", (text, form, reason, offset) => {
  const read = readBytesText(text, form);
  if (offset < 0) expect(read).toMatchObject({ kind: "bytes", bytes: Uint8Array.of(10, 5, 6) });
  else expect(read).toMatchObject({ kind: "wrong", reason: expect.stringMatching(reason), offset });
});

describe("messages in gRPC frames", () => {
  const frame = (flags: number, bytes: Uint8Array) => {
    const head = Buffer.alloc(5);
    head[0] = flags;
    head.writeUInt32BE(bytes.length, 1);
    return Buffer.concat([head, bytes]);
  };
  test("are told apart, with their places", () => {
    const frames = grpcFrames(Buffer.concat([frame(0, hello), frame(0, Buffer.alloc(0)), frame(1, Buffer.from("z"))]));
    expect(
      frames?.map(({ start, bytes, isCompressed, missing }) => [start, bytes.length, isCompressed, missing]),
    ).toEqual([
      [5, 10, false, 0],
      [20, 0, false, 0],
      [25, 1, true, 0],
    ]);
  });
  test("the trailers of gRPC-Web are known", () => {
    const frames = grpcFrames(Buffer.concat([frame(0, hello), frame(0x80, Buffer.from("grpc-status: 0\r\n"))]));
    expect(frames?.map(one => one.isTrailers)).toEqual([false, true]);
  });
  test("what is missing of the last one is told", () => {
    expect(grpcFrames(frame(0, hello).subarray(0, 9))?.map(one => one.missing)).toEqual([6]);
    expect(grpcFrames(Buffer.concat([frame(0, hello), Buffer.from([0, 0])]))?.map(one => one.missing)).toEqual([0, 3]);
  });
  test("a message is none", () => {
    expect(grpcFrames(hello)).toBeUndefined();
    expect(grpcFrames(Buffer.alloc(0))).toBeUndefined();
  });
});
