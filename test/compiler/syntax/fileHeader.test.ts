import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { fileHeader, headerOf } from "../../../server/src/compiler/syntax/fileHeader.ts";
import { parseFile } from "../../../server/src/compiler/syntax/parseFile.ts";
import { sourceFile } from "../../../server/src/compiler/text/sourceFile.ts";

const folders = [
  path.join(import.meta.dirname, "../../corpus"),
  path.resolve("node_modules/protoc/include"),
  path.resolve("node_modules/google-proto-files/google/api"),
];

test("the header that is read without parsing is that of the tree", () => {
  const differing: string[] = [];
  let compared = 0;
  for (const folder of folders) {
    for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      if (!name.endsWith(".proto")) continue;
      const whole = sourceFile(name, readFileSync(path.join(folder, name)));
      // Cut in places that have nothing to do with its tokens, too.
      for (const end of [whole.text.length, 40, 90, 200, 333]) {
        const source = sourceFile(name, whole.text.slice(0, end));
        compared++;
        if (!isEqual(source)) differing.push(`${name} up to ${end}`);
      }
    }
  }
  expect(compared).toBeGreaterThan(2000);
  expect(differing).toEqual([]);
});

test.each([
  ['import/* */"a.proto";', ["a.proto"]],
  ['import "a" ".proto";', ["a.proto"]],
  ['import "\\x61.proto";', ["a.proto"]],
  ["import 'a.proto';", ["a.proto"]],
  ['import option "o.proto"; import "a.proto"; import public "p.proto";', ["a.proto", "p.proto", "o.proto"]],
  ['message M {} import "a.proto";', ["a.proto"]],
  ['message M {}\n  import "a.proto";', ["a.proto"]],
  ['message M {} /* */ import "a.proto";', ["a.proto"]],
  ['message M { string important = 1; // import "b.proto";\n}', []],
  ['// import "b.proto";\nimport "a.proto";', ["a.proto"]],
  ['/* import "b.proto"; */import "a.proto";', ["a.proto"]],
  ['option (o) = "import";\nimport "a.proto";', ["a.proto"]],
  ['option (o) = { a: "}" };\nimport "a.proto";', ["a.proto"]],
  ['\ufeffsyntax = "proto3"; import "a.proto";', ["a.proto"]],
  ['importx "b.proto"; import "a.proto";', ["b.proto", "a.proto"]],
  ['import "b.proto" import "a.proto";', ["b.proto", "a.proto"]],
  ["import weak;", []],
])("the imports of %j", (text, imports) => {
  const source = sourceFile("x.proto", text);
  expect(fileHeader(source).imports).toEqual(imports);
  expect(isEqual(source)).toBe(true);
});

function isEqual(source: ReturnType<typeof sourceFile>): boolean {
  return JSON.stringify(fileHeader(source)) === JSON.stringify(headerOf(parseFile(source).tree));
}

test("an import far behind the first declaration is found wherever it stands", () => {
  const top = 'syntax = "proto3";\nmessage M {\n';
  for (let length = 199_960; length < 200_040; length++) {
    const text = `${top}${`//${"x".repeat(77)}\n`.repeat(2600).slice(0, length - 2)}\n}\nimport "a.proto";\n`;
    expect(fileHeader(sourceFile("b.proto", text)).imports, `${length}`).toEqual(["a.proto"]);
  }
});
