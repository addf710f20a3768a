// What users of the library may count on, whatever they give to it.
import { createFileRegistry, fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, test, vi } from "vitest";
import { compile, createCompiler } from "../../server/src/main/library.ts";
import { shopProto } from "../support/shopProto.ts";

const parsed = vi.hoisted(() => [] as string[]);
vi.mock("../../server/src/compiler/syntax/parseFile.ts", async importOriginal => {
  const original = await importOriginal<typeof import("../../server/src/compiler/syntax/parseFile.ts")>();
  const parseFile: typeof original.parseFile = source => {
    parsed.push(source.path);
    return original.parseFile(source);
  };
  return { ...original, parseFile };
});

function reading(files: Readonly<Record<string, string | Uint8Array>>) {
  const asked: string[] = [];
  const texts = new Map(Object.entries(files));
  const read = (path: string) => {
    asked.push(path);
    return texts.get(path);
  };
  return { asked, read, texts };
}

describe("compile", () => {
  test("reads each path once, and no path that an import may not have", () => {
    const paths = ["", ".", "../a.proto", "/a.proto", "C:/a.proto", "b\\c.proto", "b//c.proto", "./c.proto"];
    const imports = [...paths, "d.proto", "d.proto"].map(path => `import ${JSON.stringify(path)};\n`).join("");
    const { asked, read } = reading({ "a.proto": imports, "b.proto": imports });
    const { problems } = compile({ files: ["a.proto", "b.proto", "a.proto", ""], read });
    expect(asked.filter(path => !path.startsWith("google/protobuf/")).sort()).toEqual([
      "a.proto",
      "b.proto",
      "d.proto",
    ]);
    expect(problems.filter(one => one.type === "file-not-found").map(one => one.path)).toEqual([""]);
  });

  test("has the bundled files where reading gives none", () => {
    const { read } = reading({ "shop/v1/shop.proto": shopProto });
    const { problems, descriptorSet } = compile({ files: ["shop/v1/shop.proto"], read });
    expect(problems).toEqual([]);
    const names = fromBinary(FileDescriptorSetSchema, descriptorSet ?? new Uint8Array()).file.map(one => one.name);
    expect(names).toEqual(expect.arrayContaining(["google/api/http.proto", "buf/validate/validate.proto"]));
  });

  test("lets out what reading throws", () => {
    const read = (path: string) => {
      throw new Error(`no right to read ${path}`);
    };
    expect(() => compile({ files: ["a.proto"], read })).toThrow("no right to read a.proto");
  });

  test("says so when reading gives anything but a text or bytes", () => {
    const wrong: unknown[] = [Promise.resolve(""), 1, { text: "" }, new Uint16Array(2)];
    for (const content of wrong) {
      const read = (() => content) as unknown as () => string;
      expect(() => compile({ files: ["a.proto"], read })).toThrow(TypeError);
    }
  });

  test("takes bytes as texts, of any kind", () => {
    const text = 'syntax = "proto3"; message A {}';
    for (const content of [text, new TextEncoder().encode(text), Buffer.from(text)]) {
      expect(compile({ files: ["a.proto"], read: () => content }).problems).toEqual([]);
    }
  });

  test("gives problems that survive JSON, with places one can cut out of the text", () => {
    const text = 'syntax = "proto3";\nmessage Größe {\n\tstring 名 = 1;\n\tstring a = 1;\n\tstring b = 1;\n}\n';
    const result = compile({ files: ["a.proto"], read: () => text });
    expect(JSON.parse(JSON.stringify(result.problems))).toEqual(result.problems);
    expect(result.descriptorSet).toBeUndefined();
    const duplicate = result.problems.find(one => one.type === "duplicate-field-number");
    if (duplicate === undefined) throw new Error("not found");
    const cut = (place: typeof duplicate) =>
      text.split("\n")[place.start_line - 1]?.slice(place.start_column - 1, place.end_column - 1);
    expect([duplicate.start_line, duplicate.start_column, cut(duplicate)]).toEqual([5, 13, "1"]);
    expect(duplicate.related?.map(one => [one.path, one.start_line, one.message.length > 0])).toEqual([
      ["a.proto", 4, true],
    ]);
    expect(duplicate.fixes?.[0]?.edits.map(one => [one.path, one.start_line, one.new_text])).toEqual([
      ["a.proto", 5, "2"],
    ]);
  });

  test("makes sets that Protobuf-ES reads as they are", () => {
    const { read } = reading({
      "a.proto":
        'syntax = "proto3"; package p; import "b.proto"; import "google/protobuf/any.proto";\n// About A\nmessage A { B b = 1; google.protobuf.Any any = 2; map<string, B> bs = 3; optional int32 x = 4; }',
      "b.proto": 'edition = "2023"; package p; message B { B b = 1 [features.message_encoding = DELIMITED]; }',
    });
    for (const sourceInfo of [true, false]) {
      const { descriptorSet } = compile({ files: ["a.proto"], read, sourceInfo });
      if (descriptorSet === undefined) throw new Error("no set");
      const set = fromBinary(FileDescriptorSetSchema, descriptorSet);
      expect(set.file.map(file => file.name)).toEqual(["b.proto", "google/protobuf/any.proto", "a.proto"]);
      expect(set.file.every(file => (file.sourceCodeInfo !== undefined) === sourceInfo)).toBe(true);
      const message = createFileRegistry(set).getMessage("p.A");
      expect(message?.fields.map(field => [field.name, field.jsonName])).toEqual([
        ["b", "b"],
        ["any", "any"],
        ["bs", "bs"],
        ["x", "x"],
      ]);
    }
  });

  test("has nothing to say of no files", () => {
    expect(compile({ files: [], read: () => undefined })).toEqual({ problems: [], descriptorSet: new Uint8Array() });
  });

  test("prefers files of the user to those it brings along", () => {
    const path = "google/protobuf/empty.proto";
    const { read } = reading({ [path]: 'syntax = "proto3"; package google.protobuf; message Mine {}' });
    const names = (from: (path: string) => string | Uint8Array | undefined) => {
      const { descriptorSet } = compile({ files: [path], read: from });
      const set = fromBinary(FileDescriptorSetSchema, descriptorSet ?? new Uint8Array());
      return set.file.flatMap(file => file.messageType.map(one => one.name));
    };
    expect(names(read)).toEqual(["Mine"]);
    expect(names(() => undefined)).toEqual(["Empty"]);
  });
});

describe("a compiler", () => {
  const files = {
    "a.proto": 'syntax = "proto3"; import "b.proto"; message A { B b = 1; }',
    "b.proto": 'syntax = "proto3"; message B { string name = 1; }',
    "c.proto": 'syntax = "proto3"; message C { string name = 1; }',
  };

  test("parses again only what has changed", () => {
    const { read, texts } = reading(files);
    const compiler = createCompiler();
    const input = { files: ["a.proto", "c.proto"], read };
    compiler.compile(input);
    parsed.length = 0;
    compiler.compile(input);
    expect(parsed).toEqual([]);
    texts.set("c.proto", 'syntax = "proto3"; message C { string name = 2; }');
    compiler.compile(input);
    expect(new Set(parsed)).toEqual(new Set(["c.proto"]));
  });

  test("sees bytes that were written over", () => {
    const bytes = new TextEncoder().encode('syntax = "proto3"; message C { string name = 1; }');
    const compiler = createCompiler();
    const input = { files: ["c.proto"], read: () => bytes };
    expect(compiler.compile(input).problems).toEqual([]);
    bytes.set(new TextEncoder().encode("0"), bytes.length - 4);
    expect(compiler.compile(input).problems.map(one => one.type)).toEqual(["field-number-range"]);
  });

  test("gives what a fresh one gives, after any edits", () => {
    const { read, texts } = reading(files);
    const compiler = createCompiler();
    const edits: readonly (readonly [string, string | undefined])[] = [
      ["b.proto", 'syntax = "proto3"; message B2 {}'],
      ["c.proto", 'syntax = "proto3"; message A {}'],
      ["b.proto", undefined],
      ["b.proto", 'syntax = "proto3"; import "a.proto"; message B { A a = 1; }'],
      ["b.proto", 'syntax = "proto3"; message B { '],
      ["c.proto", files["c.proto"]],
      ["b.proto", files["b.proto"]],
    ];
    for (const [path, text] of edits) {
      if (text === undefined) texts.delete(path);
      else texts.set(path, text);
      const input = { files: ["a.proto", "c.proto"], read };
      expect(compiler.compile(input)).toEqual(compile(input));
    }
  });
});
