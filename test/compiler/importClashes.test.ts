// Names that two imports have in common although neither imports the other, beside what protoc says of the same files.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";
import { compile } from "../../server/src/main/library.ts";
import { OpenFiles } from "../support/openFiles.ts";
import { compileTexts, filesOf } from "../support/problems.ts";
import { tempFolder } from "../support/tempFolder.ts";

const shared = `//- a.proto
syntax = "proto3"; package p;
message Item {} message A {}
//- b.proto
syntax = "proto3"; package p;
message Item {} message B {}
//- via.proto
syntax = "proto3"; package v;
import "b.proto";
message Via { p.B b = 1; }
//- inside.proto
syntax = "proto3"; package p.Item.inside;
message In {}
`;

interface Row {
  readonly what: string;
  readonly imports: readonly string[];
  /** The files beside which it stands, which are without any problem of their own. */
  readonly more?: string;
  /** The import at which it is told, of `imports`. */
  readonly at: number | undefined;
  readonly message?: string;
}

const together = "which cannot be imported together";
const rows: readonly Row[] = [
  {
    what: "two imports",
    imports: ["a.proto", "b.proto"],
    at: 1,
    message: `\`p.Item\` is a message in \`a.proto\` and a message in \`b.proto\`, ${together}`,
  },
  {
    what: "what stands behind an import",
    imports: ["via.proto", "a.proto"],
    at: 1,
    message: `\`p.Item\` is a message in \`b.proto\` and a message in \`a.proto\`, ${together}`,
  },
  {
    what: "a package inside of a name",
    imports: ["a.proto", "inside.proto"],
    at: 1,
    message: `\`p.Item\` is a message in \`a.proto\` and a package in \`inside.proto\`, ${together}`,
  },
  {
    what: "a name for a package that is there already",
    imports: ["inside.proto", "a.proto"],
    at: 1,
    message: `\`p.Item\` is a package in \`inside.proto\` and a message in \`a.proto\`, ${together}`,
  },
  {
    what: "an import that has both behind it",
    imports: ["both.proto", "a.proto"],
    more: '//- both.proto\nsyntax = "proto3";\nimport "a.proto";\nimport "b.proto";\nmessage Both { p.A a = 1; p.B b = 2; }\n',
    at: undefined,
  },
  { what: "imports that have nothing in common", imports: ["b.proto", "via.proto"], at: undefined },
];

const textOf = ({ imports }: Row) =>
  `syntax = "proto3";\npackage user;\n${imports.map(one => `import "${one}";\n`).join("")}message User {}\n`;

test.each(rows)("$what", row => {
  const files = new Map([...filesOf(shared + (row.more ?? "")), ["user.proto", textOf(row)]]);
  const compiled = compileTexts(files);
  const found = compiled.problems("user.proto").filter(one => one.severity === "error");
  expect(found.map(one => [one.id, one.message])).toEqual(
    row.message === undefined ? [] : [["duplicate-name", row.message]],
  );
  if (row.at === undefined) return;
  const [problem] = found;
  const before = textOf(row).slice(0, problem?.span.start).split("\n").length;
  expect(before).toBe(3 + row.at);
  expect(problem?.related.map(one => one.source.path).sort()).toHaveLength(2);
  expect(protocLines(files)).toContain(`user.proto:${before}`);
});

/** Where protoc finds mistakes when it compiles `user.proto`, as `file:line`. */
function protocLines(files: ReadonlyMap<string, string>): readonly string[] {
  const folder = tempFolder(Object.fromEntries(files));
  const protoc = path.resolve("node_modules/.bin/protoc");
  try {
    execFileSync(protoc, ["-I", folder, "-o", "/dev/null", "user.proto"], { stdio: "pipe", encoding: "utf8" });
    return [];
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
    return said.split("\n").map(line => path.basename(line.split(":").slice(0, 2).join(":")));
  }
}

test("it is told in the second file where all are compiled as one", () => {
  const files = new Map([...filesOf(shared), ["user.proto", textOf(rows[0] as Row)]]);
  const { problems } = compile({ files: ["user.proto"], read: name => files.get(name) });
  const errors = problems.filter(one => one.severity === "error");
  expect(errors.map(one => [one.path, one.type])).toEqual([["b.proto", "duplicate-name"]]);
});

test("it comes and goes with an edit of either", () => {
  const files = new OpenFiles(new Map([...filesOf(shared), ["user.proto", textOf(rows[0] as Row)]]));
  const errors = () =>
    (files.problems(["user.proto"]).get("user.proto") ?? []).filter(one => one.severity === "error").length;
  const rename = (file: string, from: string, to: string) => {
    const start = files.text(file).indexOf(from);
    files.edit(file, { span: { start, end: start + from.length }, newText: to });
  };
  expect(errors()).toBe(1);
  rename("b.proto", "Item", "Other");
  expect(errors()).toBe(0);
  rename("b.proto", "Other", "A");
  expect(errors()).toBe(1);
  rename("a.proto", "message A", "message C");
  expect(errors()).toBe(0);
});
