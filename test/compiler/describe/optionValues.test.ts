// What other layers ask of interpreted options: single values, and what names mean.
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { compilation } from "../../../server/src/compiler/compile.ts";
import { interpretOptions } from "../../../server/src/compiler/link/options.ts";
import { parseFile } from "../../../server/src/compiler/syntax/parseFile.ts";
import { sourceFile } from "../../../server/src/compiler/text/sourceFile.ts";
import { compile, type Sources } from "./protoc.ts";

const inputs = path.join(import.meta.dirname, "inputs");
const sources: Sources = Object.fromEntries(
  ["custom.proto", "custom3.proto"].map(name => [name, readFileSync(path.join(inputs, name))]),
);

const text = `edition = "2023";
package p;
import "custom.proto";
option features = { field_presence: IMPLICIT };
option java_package = "com.é";
message M {
  option deprecated = true;
  option (test.custom.all).sub = { a: -5 [test.custom.ext_int]: 7 };
  option (test.custom.u64) = 18446744073709551615;
  option (test.custom.ints) = 1;
  option (test.custom.ints) = 2;
  option (test.custom.kind) = SOME;
  option (test.custom.bo) = 3;
  int32 x = 1 [features.field_presence = EXPLICIT, default = 4];
  extensions 10 to 20 [verification = UNVERIFIED];
}`;

test("simple values by the name of the option", () => {
  const { options, message, file } = interpreted();
  expect(options.valueOf(file, "features.field_presence")).toBe("IMPLICIT");
  expect(options.valueOf(file, "java_package")).toBe("com.é");
  expect(options.valueOf(file, "go_package")).toBeUndefined();
  expect(options.valueOf(message, "deprecated")).toBe(true);
  expect(options.valueOf(message, "(test.custom.all).sub.a")).toBe(-5);
  expect(options.valueOf(message, "(test.custom.all).sub.(test.custom.ext_int)")).toBe(7);
  expect(options.valueOf(message, "(test.custom.u64)")).toBe(18446744073709551615n);
  expect(options.valueOf(message, "(test.custom.ints)")).toBe(2);
  expect(options.valueOf(message, "(test.custom.kind)")).toBe("SOME");
  const [field] = message.fields;
  const [ranges] = message.extensionRanges;
  if (field === undefined || ranges === undefined) throw new Error("the message lacks its parts");
  expect(options.valueOf(field, "features.field_presence")).toBe("EXPLICIT");
  expect(options.valueOf(ranges, "verification")).toBe("UNVERIFIED");
});

test("an option with a wrong value has none, and default is no option", () => {
  const { options, message } = interpreted();
  expect(options.problems.map(one => one.id)).toEqual(["option-value-type"]);
  expect(options.valueOf(message, "(test.custom.bo)")).toBeUndefined();
  const [field] = message.fields;
  expect(field === undefined ? "missing" : options.valueOf(field, "default")).toBeUndefined();
});

test("what the names mean", () => {
  const { options } = interpreted();
  const meanings = [...options.meanings].map(([node, meaning]) => `${node.text} = ${meaning.fullName}`);
  expect(meanings).toContain("features = google.protobuf.FileOptions.features");
  expect(meanings).toContain("field_presence = google.protobuf.FeatureSet.field_presence");
  expect(meanings).toContain("test.custom.all = test.custom.all");
  expect(meanings).toContain("sub = test.custom.All.sub");
  expect(meanings).toContain("test.custom.ext_int = test.custom.ext_int");
});

test("an extension that another file is known to declare can be imported", () => {
  const files: Sources = {
    "a.proto": `syntax = "proto3";\nmessage M { option (api.note) = "x"; }\n`,
  };
  const compiled = compilation(
    name =>
      files[name] === undefined ? compile({}).file(name)?.declared.parsed : parseFile(sourceFile(name, files[name])),
    { declaredIn: name => (name === "api.note" ? ["api/note.proto"] : []) },
  );
  const [problem, ...rest] = compiled.problems("a.proto");
  expect(rest).toEqual([]);
  expect(problem?.help).toBe("`api.note` is declared in `api/note.proto`, which is not imported");
  expect(problem?.fixes[0]?.title).toBe("Import `api/note.proto`");
  expect(problem?.fixes[0]?.edits[0]?.newText).toContain(`import "api/note.proto";`);
});

function interpreted() {
  const compiled = compile({ ...sources, "p.proto": text });
  const file = compiled.file("p.proto");
  const [message] = file?.declared.messages ?? [];
  if (file === undefined || message === undefined) throw new Error("the file is missing");
  return { options: interpretOptions(file, compiled.optionTypes()), message, file: file.declared };
}
