// Whatever is wrong with a file, it has a descriptor that can be read.
import { readFileSync } from "node:fs";
import path from "node:path";
import { fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { fileDescriptor } from "../../../server/src/compiler/describe/fileDescriptor.ts";
import { compile, type Sources } from "./protoc.ts";

const inputs = path.join(import.meta.dirname, "inputs");
const names = [
  "proto2.proto",
  "proto3.proto",
  "edition2023.proto",
  "edition2024.proto",
  "options.proto",
  "custom.proto",
];
const sources: Sources = Object.fromEntries(
  [...names, "custom3.proto"].map(name => [name, readFileSync(path.join(inputs, name), "utf8")]),
);

for (const name of names) {
  test(`${name} with tokens taken away, doubled and swapped`, () => {
    const tokens = String(sources[name]).match(/\w+|"[^"\n]*"|[^\w\s]|\s+/g) ?? [];
    const step = Math.max(1, Math.floor(tokens.length / 30));
    for (let at = 0; at + 1 < tokens.length; at += step) {
      const [before, one, two, after] = [tokens.slice(0, at), tokens[at], tokens[at + 1], tokens.slice(at + 2)];
      for (const middle of [[two], [one, one, two], [two, one]])
        describeText([...before, ...middle, ...after].join(""));
      describeText(before.join(""));
    }
  });

  function describeText(text: string): void {
    const compiled = compile({ ...sources, [name]: text });
    const file = compiled.file(name);
    if (file === undefined) throw new Error(`${name} is missing`);
    compiled.problems(name);
    const optionTypes = compiled.optionTypes();
    const bytes = fileDescriptor(file, { sourceInfo: "with", jsonNames: "all", optionTypes });
    expect(fromBinary(FileDescriptorProtoSchema, bytes).name).toBe(name);
  }
}
