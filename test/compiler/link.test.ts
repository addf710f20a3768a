import { expect, test } from "vitest";
import { compilation } from "../../server/src/compiler/compile.ts";
import { compileInTurn } from "../../server/src/compiler/compileInTurn.ts";
import type { LinkedFile } from "../../server/src/compiler/link/linkedFile.ts";
import type { ParsedFile } from "../../server/src/compiler/syntax/parsedFile.ts";
import { parseFile } from "../../server/src/compiler/syntax/parseFile.ts";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import { compileTexts, filesOf } from "../support/problems.ts";

test("after an edit only the edited file and what depends on it are linked again", () => {
  const texts = {
    "a.proto": 'syntax = "proto3"; import "b.proto"; message A { B b = 1; }',
    "b.proto": 'syntax = "proto3"; import "c.proto"; message B { C c = 1; }',
    "c.proto": 'syntax = "proto3"; message C {}',
    "d.proto": 'syntax = "proto3"; import "c.proto"; message D { C c = 1; }',
  };
  const parsed = new Map<string, ParsedFile>();
  for (const [path, text] of Object.entries(texts)) parsed.set(path, parseFile(sourceFile(path, text)));
  const linked = () => {
    const compiled = compilation(path => parsed.get(path));
    return Object.fromEntries(Object.keys(texts).map(path => [path, compiled.file(path)]));
  };
  const before = linked();
  const again = linked();
  parsed.set("b.proto", parseFile(sourceFile("b.proto", texts["b.proto"])));
  const after = linked();
  for (const path of Object.keys(texts)) expect(again[path]).toBe(before[path]);
  expect(after["c.proto"]).toBe(before["c.proto"]);
  expect(after["d.proto"]).toBe(before["d.proto"]);
  expect(after["b.proto"]).not.toBe(before["b.proto"]);
  expect(after["a.proto"]).not.toBe(before["a.proto"]);
});

test("a file in a cycle is linked, and is the same whoever asks first", () => {
  const files = filesOf(`//- a.proto
syntax = "proto3"; import "b.proto"; message A { A a = 1; }
//- b.proto
syntax = "proto3"; import "a.proto"; message B { B b = 1; }
`);
  const one = compileTexts(files);
  const other = compileTexts(files);
  const ids = (compiled: typeof one, path: string) => compiled.problems(path).map(problem => problem.id);
  expect([ids(one, "a.proto"), ids(one, "b.proto")]).toEqual([["import-cycle"], ["import-cycle"]]);
  expect([ids(other, "b.proto"), ids(other, "a.proto")]).toEqual([["import-cycle"], ["import-cycle"]]);
});

test("a chain of five thousand imports does not exhaust the stack", () => {
  const length = 5000;
  const files = new Map<string, string>();
  for (let at = 0; at < length; at++) {
    const next = at + 1 === length ? "" : `import "f${at + 1}.proto";`;
    files.set(`f${at}.proto`, `syntax = "proto3"; ${next}`);
  }
  expect(compileTexts(files).file("f0.proto")?.imports.length).toBe(1);
});

test("names are looked up as protoc does", () => {
  const compiled = compileTexts(
    filesOf(`syntax = "proto3";
package p.q;
message A {
  message A { message C {} }
  A one = 1;
  A.C two = 2;
  q.A three = 3;
  .p.q.A four = 4;
  p.q.A.A five = 5;
}
`),
  );
  const file = compiled.file("a.proto");
  expect(compiled.problems("a.proto")).toEqual([]);
  expect(typesOf(file)).toEqual(["p.q.A.A", "p.q.A.A.C", "p.q.A", "p.q.A", "p.q.A.A"]);
});

test("what the compiler declares by itself", () => {
  const file = compileTexts(
    filesOf(`syntax = "proto3";
message A {
  optional int32 a = 1;
  int32 _a = 2;
  optional int32 _b = 3;
  map<string, A> foo_bar_2x = 4;
  oneof real { int32 c_d = 5; }
  int32 user_ID_ = 6;
}
`),
  ).file("a.proto")?.declared;
  const message = file?.messages[0];
  expect(message?.oneofs.map(oneof => oneof.name)).toEqual(["real", "X_a", "X_b"]);
  expect(message?.messages.map(inner => inner.name)).toEqual(["FooBar2xEntry"]);
  expect(message?.fields.map(field => field.jsonName)).toEqual(["a", "A", "B", "fooBar2x", "cD", "userID"]);
});

function typesOf(file: LinkedFile | undefined): (string | undefined)[] {
  return (
    file?.declared.messages[0]?.fields.map(({ typeName }) =>
      typeName === undefined ? undefined : file.types.get(typeName)?.fullName,
    ) ?? []
  );
}

test("files of one compilation may not share a name, even where neither imports the other", () => {
  const files = filesOf(`//- a.proto
syntax = "proto3"; package p; message M {} message q {}
//- b.proto
syntax = "proto3"; package p; enum E { E_ZERO = 0; } message M {}
//- c.proto
syntax = "proto3"; package p.q; message N {}
//- d.proto
syntax = "proto3"; package p; import "a.proto"; message D { M m = 1; }
`);
  const compiled = compileTexts(files);
  for (const path of files.keys()) expect(compiled.problems(path)).toEqual([]);
  const turns = compileInTurn({
    files: compiled,
    paths: files.keys(),
    importsOf: path => compiled.file(path)?.imports.map(one => one.path),
    sourceOf: path => compiled.file(path)?.declared.parsed.source,
  });
  const together = [...turns].filter(({ problems }) => problems.length > 0);
  expect(together.map(({ path, problems }) => [path, problems.map(one => one.message)])).toEqual([
    ["b.proto", ["`p.M` is already declared in `a.proto`, as a message"]],
    ["c.proto", ["`p.q` is a package here and a message in `a.proto`"]],
  ]);
});
