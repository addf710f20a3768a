// What the outline of a text says, and that it says the same whichever way it is made.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it, test } from "vitest";
import { parseFile } from "../../server/src/compiler/syntax/parseFile.ts";
import { type SourceFile, sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import type { Outline } from "../../server/src/workspace/outline.ts";
import { scanSteps } from "../../server/src/workspace/outlineScan.ts";
import { Outlines } from "../../server/src/workspace/outlines.ts";
import { outlineOfText } from "../../server/src/workspace/outlineText.ts";
import { outlineOfTree } from "../../server/src/workspace/outlineTree.ts";
import { hostileTexts } from "../fuzz/hostileTexts.ts";
import { damages, mutation, numbers, tokensOf } from "../fuzz/mutations.ts";
import { corpusFiles, realFiles } from "../fuzz/texts.ts";

const google = path.resolve(import.meta.dirname, "../../node_modules/google-proto-files");

function outlined(text: string): Outline {
  return outlineOfText(sourceFile("a.proto", text));
}

/** Whether the text was plain; fails where the two ways do not agree. */
function agree(source: SourceFile, name: string): boolean {
  const steps = scanSteps(source);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  const scanned = step.value;
  if (scanned === undefined) return false;
  const { rows, ...rest } = scanned.columns;
  const { rows: treeRows, ...treeRest } = outlineOfTree(parseFile(source)).columns;
  expect(rest, name).toEqual(treeRest);
  expect(Buffer.compare(bytesOf(rows), bytesOf(treeRows)), name).toBe(0);
  return true;
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

const everything = `syntax = "proto2";
package a.v1;
import public "b.proto";
import option "o.proto";
import "c.proto";
option (a.v1.mark) = { of: FIRST [x.y.more]: 1 };
message M {
  optional b.Item one = 1 [(mine).deep = true, deprecated = true];
  map<string, .b.Item> many = 2;
  repeated group Part = 3 { required int32 x = 1; }
  oneof pick { E e = 4; string s = 5; }
  enum E { E_ZERO = 0; }
  extensions 100 to max;
}
extend M { optional bool mark = 100; }
service S { rpc Get(M) returns (stream b.Item) { option (a.v1.path) = "/"; } }
`;

describe("an outline", () => {
  it("tells what a text declares, with scopes and places", () => {
    const kinds = ["message", "enum", "enumValue", "service", "method", "extension"] as const;
    const symbols = [...outlined(everything).symbols(...kinds)];
    expect(symbols.map(one => `${one.kind} ${one.fullName} ${one.line}:${one.column}`)).toEqual([
      "message a.v1.M 6:8",
      "message a.v1.M.Part 9:17",
      "enum a.v1.M.E 11:7",
      "enumValue a.v1.M.E_ZERO 11:11",
      "extension a.v1.mark 14:25",
      "service a.v1.S 15:8",
      "method a.v1.S.Get 15:16",
    ]);
  });

  it("tells the package and the imports, those for options last", () => {
    const { packageName, imports, publicImports } = outlined(everything);
    expect({ packageName, imports, publicImports }).toEqual({
      packageName: "a.v1",
      imports: ["b.proto", "c.proto", "o.proto"],
      publicImports: ["b.proto"],
    });
  });

  it("tells where the paths of imports stand, with their quotes", () => {
    const found = outlined(everything);
    const ranges = found.imports.map((_, index) => found.importRange(index));
    expect(ranges.map(one => [one.line, one.column, one.endLine, one.endColumn])).toEqual([
      [2, 14, 2, 23],
      [4, 7, 4, 16],
      [3, 14, 3, 23],
    ]);
    expect(outlined('import;\nimport "a"\n  "b";\nimport "c";').importRange(0)).toEqual({
      line: 1,
      column: 7,
      endLine: 2,
      endColumn: 5,
    });
  });

  it("tells where types and extensions are used, by the last part of the name", () => {
    const found = outlined(everything);
    const usesOf = (name: string) =>
      found.usesOf(name).map(use => `${use.text} in ${found.fullNameOf(use.scope)} ${use.line}:${use.column}`);
    expect(usesOf("Item")).toEqual(["b.Item in a.v1.M 7:13", ".b.Item in a.v1.M 8:17", "b.Item in a.v1.S 15:41"]);
    expect(usesOf("M")).toEqual(["M in a.v1 14:7", "M in a.v1.S 15:20"]);
    expect(usesOf("more")).toEqual(["x.y.more in a.v1 5:38"]);
    expect(usesOf("mark")).toEqual(["a.v1.mark in a.v1 5:13"]);
    expect(usesOf("tem")).toEqual([]);
  });

  it("knows the names in options that have no place of their own, and no scalar types", () => {
    const found = outlined(everything);
    expect(["deep", "deprecated", "FIRST", "of"].map(name => found.uses(name))).toEqual([true, true, true, true]);
    expect(["string", "int32", "one", "dee"].map(name => found.uses(name))).toEqual([false, false, false, false]);
  });

  it("counts columns in UTF-16 units, a tab as one", () => {
    const [symbol] = outlined("/* 😀é漢 */\tmessage M {}\n").symbols("message");
    expect(symbol).toMatchObject({ line: 0, column: "/* 😀é漢 */\tmessage ".length });
  });

  it("is there for a text with mistakes", () => {
    const names = [...outlined("message A { string = ; message B {}\nmessage C {").symbols("message")];
    expect(names.map(one => one.fullName)).toEqual(["A", "A.B", "C"]);
  });

  it("of a text without declarations finds nothing", () => {
    const empty = outlined("");
    expect([empty.rowsNamed(""), empty.rowsWith(/a/g), empty.rowsWith(/(?:)/g), empty.usesOf("a")]).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });
});

describe("made without the tree, an outline is that of the tree", () => {
  test("for every file of google-proto-files, nearly all of which are plain", () => {
    const names = readdirSync(google, { recursive: true, encoding: "utf8" }).filter(name => name.endsWith(".proto"));
    let plain = 0;
    for (const name of names) if (agree(sourceFile(name, readFileSync(path.join(google, name))), name)) plain++;
    expect(names.length).toBeGreaterThan(5000);
    expect(plain / names.length).toBeGreaterThan(0.99);
  }, 600_000);

  test("for every file of the corpus, and what is hostile", () => {
    let plain = 0;
    for (const { path: name, text } of corpusFiles()) if (agree(sourceFile(name, text), `${name}\n${text}`)) plain++;
    for (const [name, make] of Object.entries(hostileTexts)) agree(sourceFile(name, make(100)), name);
    expect(plain).toBeGreaterThan(100);
  }, 600_000);

  test("for texts with one token damaged", () => {
    const pick = numbers(4);
    let plain = 0;
    for (const file of [...realFiles(), ...corpusFiles()]) {
      const tokens = tokensOf(file.text);
      for (let turn = 0; turn < 12 && tokens.length > 0; turn++) {
        const how = damages[pick(damages.length)] ?? "cut";
        const damaged = mutation(file.text, tokens, pick(tokens.length), how, pick);
        if (damaged !== undefined && agree(sourceFile(file.path, damaged.text), `${file.path}\n${damaged.text}`))
          plain++;
      }
    }
    expect(plain).toBeGreaterThan(100);
  }, 600_000);
});

describe("the outlines of files", () => {
  const file = (uri: string, text: string) => ({ uri, outline: outlined(text) });
  const found = (outlines: Outlines, name: string) =>
    outlines
      .declaring(name)
      .map(one => `${one.file.uri} ${one.symbol.fullName}`)
      .sort();

  it("find names by their last part, also when files come, change and go", () => {
    const first = new Outlines().with([file("a", "package p; message M { message N {} }"), file("b", "message N {}")]);
    expect(found(first, "N")).toEqual(["a p.M.N", "b N"]);
    const second = first.with([file("b", "message O {}"), file("c", "enum N { M = 0; }")]);
    expect(found(second, "N")).toEqual(["a p.M.N", "c N"]);
    expect(found(second, "M")).toEqual(["a p.M", "c M"]);
    const third = second.without(new Set(["a"]));
    expect([found(third, "N"), found(third, "O"), found(third, "p")]).toEqual([["c N"], ["b O"], []]);
    expect(found(first, "N")).toEqual(["a p.M.N", "b N"]);
  });

  it("find who imports a path that ends in a name, also when files come, change and go", () => {
    const importing = (outlines: Outlines, name: string) =>
      outlines
        .importing(name)
        .map(one => one.uri)
        .sort();
    const first = new Outlines().with([
      file("a", 'import "x/m.proto"; import public "y/m.proto";'),
      file("b", 'import "m.proto"; import "n.proto";'),
      file("c", 'import "xm.proto";'),
    ]);
    expect(importing(first, "m.proto")).toEqual(["a", "b"]);
    const b = file("b", 'import "x/n.proto";');
    const second = first.with([b, file("d", 'import "deep/er/m.proto";')]);
    expect([importing(second, "m.proto"), importing(second, "n.proto")]).toEqual([["a", "d"], ["b"]]);
    const third = second.without(new Set(["a", "b"]));
    expect([importing(third, "m.proto"), importing(third, "n.proto")]).toEqual([["d"], []]);
    expect(importing(third.with([b]), "n.proto")).toEqual(["b"]);
    expect(importing(first, "m.proto")).toEqual(["a", "b"]);
  });

  it("find all names and importers after many changes", () => {
    let outlines = new Outlines();
    for (let at = 0; at < 2000; at++) {
      outlines = outlines.with([file(`f${at % 800}`, `import "${at}.proto"; message M${at} {} message All {}`)]);
      if (at % 7 !== 0) continue;
      expect(found(outlines, `M${at}`)).toEqual([`f${at % 800} M${at}`]);
      expect(outlines.importing(`${at}.proto`).map(one => one.uri)).toEqual([`f${at % 800}`]);
    }
    expect([found(outlines, "M1"), outlines.importing("1.proto")]).toEqual([[], []]);
    expect(outlines.declaring("All")).toHaveLength(800);
    const other = outlined('import "x/other.proto"; message Other {}');
    const many = outlines.with(Array.from({ length: 5000 }, (_, at) => ({ uri: `f${at}`, outline: other })));
    expect([many.importing("other.proto").length, many.declaring("Other").length]).toEqual([5000, 5000]);
    expect([many.importing("1999.proto"), found(many, "M1999")]).toEqual([[], []]);
  });
});
