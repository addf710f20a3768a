// Texts of many megabytes, each in a process of its own that may not use more than a sane multiple of it: with the
// descriptor, source info and all. `PROTODIAL_FUZZ=all` takes fifty megabytes.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";

const megabytes = process.env.PROTODIAL_FUZZ === "all" ? 50 : 4;

/** What of a text there is so much of, and how many times its size the heap may grow to, beside 50 MB for the compiler. */
const texts: Readonly<Record<string, readonly [multiple: number, before: string, piece: string, after: string]>> = {
  "one comment": [10, "// ", "x", ""],
  "lines of a comment": [50, "/*", "x\n", "*/"],
  "one string": [20, 'option java_package = "', "x", '";'],
  "one line of spaces": [10, "", " ", ""],
  messages: [100, "", "message Message# {\n  optional string name = 1;\n  optional Message# next = 2;\n}\n", ""],
  "messages on one line": [100, "", "message Message# { optional string name = 1; optional Message# next = 2; } ", ""],
  "one message": [100, "message M {\n", "  // The field number #.\n  optional string field_# = #;\n", "}\n"],
  "one enum": [100, "enum E { ZERO = 0;\n", "  VALUE_# = #;\n", "}\n"],
  "one message value": [120, "option (o) = {\n", "  o { i: # }\n", "};\n"],
  "opening braces": [40, "", "{", ""],
  words: [40, "", "a ", ""],
};

const program = `
const { compile } = require(process.argv[1]);
const { size, before, piece, after } = JSON.parse(process.argv[2]);
const isSame = !piece.includes("#");
const parts = [before];
if (isSame) parts.push(piece.repeat(size / piece.length));
else for (let length = 0, at = 1; length < size; at++) length += parts[parts.push(piece.replaceAll("#", String(at))) - 1].length;
const head = 'syntax = "proto2";\\nimport "google/protobuf/descriptor.proto";\\nmessage O { repeated O o = 1; repeated int32 i = 2; }\\nextend google.protobuf.FileOptions { optional O o = 50000; }\\n';
const text = head + parts.join("") + after;
const { problems } = compile({ files: ["a.proto"], read: path => (path === "a.proto" ? text : undefined) });
console.log(text.length, problems.length);
`;

test.each(Object.keys(texts))(
  "a big file of %s",
  name => {
    const [multiple, before, piece, after] = texts[name] ?? [0, "", "", ""];
    const heap = 50 + megabytes * multiple;
    const input = JSON.stringify({ size: megabytes * 1e6, before, piece, after });
    const compiler = path.resolve(import.meta.dirname, "../../dist/compiler.js");
    const run = spawnSync(process.execPath, [`--max-old-space-size=${heap}`, "-e", program, compiler, input], {
      encoding: "utf8",
    });
    expect(run.stderr).toBe("");
    expect(Number(run.stdout.split(" ")[0])).toBeGreaterThan(megabytes * 1e6);
  },
  600_000,
);
