// Whether two texts differ in comments and layout alone.
import { expect, test } from "vitest";
import { areSameTokens } from "../../../server/src/compiler/syntax/sameTokens.ts";
import { sourceFile } from "../../../server/src/compiler/text/sourceFile.ts";

const text = 'syntax = "proto3";\nmessage A {\n  int32 a = 1; // old\n}\n';

test.each([
  ["the text itself", text, true],
  [
    "other comments, line ends and tabs",
    `// Licence\n${text.replace("// old", "/* new */").replaceAll("\n", "\r\n\t")}`,
    true,
  ],
  ["a byte order mark", `\uFEFF${text}`, true],
  ["another name", text.replace("int32 a", "int32 b"), false],
  ["a longer name", text.replace("int32 a", "int32 ab"), false],
  ["a space that parts a name", text.replace("message", "mess age"), false],
  ["a string in other quotes", text.replaceAll('"', "'"), false],
  ["a token more", `${text};`, false],
  ["a token less", text.replace("1;", "1"), false],
  ["a comment that does not end", `${text}/*`, false],
])("%s", (_, other, isSame) => {
  expect(areSameTokens(sourceFile("a.proto", text), sourceFile("a.proto", other))).toBe(isSame);
});
