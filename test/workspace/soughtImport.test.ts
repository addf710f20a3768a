import { expect, test } from "vitest";
import { fixture } from "../support/fixture.ts";

/** What is told of the imports that are not found, in the file with the cursor, and the fixes for them. */
async function told(text: string): Promise<readonly string[]> {
  const { snapshot, uri } = await fixture(text);
  const lost = snapshot.problems(uri).filter(one => one.id === "import-not-found");
  return lost.flatMap(one => [one.message, one.help ?? "", ...one.fixes.map(fix => `fix: ${fix.title}`)]);
}

test("a file of the same name is named with the path by which it is imported", async () => {
  expect(
    await told(`//- proto/a/v1/a.proto
syntax = "proto3"; package a.v1; import "nearby.proto"; import "b/nearby.proto";$0
//- proto/b/v1/nearby.proto
syntax = "proto3"; package b.v1;
//- proto/c/v1/c.proto
syntax = "proto3"; package c.v1;
`),
  ).toEqual([
    "cannot find the imported file `b/nearby.proto` in `proto` and `.`",
    "found at `proto/b/v1/nearby.proto`: import it as `b/v1/nearby.proto`",
    "fix: Change to `b/v1/nearby.proto`",
  ]);
});

test("of files with that name those that share more of the path are meant", async () => {
  expect(
    await told(`//- a.proto
syntax = "proto3"; import "org/types/v1/types.proto";$0
//- lib/types/v1/types.proto
syntax = "proto3";
//- lib/other/types.proto
syntax = "proto3";
`),
  ).toEqual([
    "cannot find the imported file `org/types/v1/types.proto` in `.`",
    "did you mean `lib/types/v1/types.proto`?",
    "fix: Change to `lib/types/v1/types.proto`",
  ]);
});

test("bundled files are meant by their names and by what is spelled alike", async () => {
  expect(
    await told(`//- a.proto
syntax = "proto3";
import "protobuf/timestamp.proto";
import "google/api/anotations.proto";$0
`),
  ).toEqual([
    "cannot find the imported file `protobuf/timestamp.proto` in `.`",
    "did you mean `google/protobuf/timestamp.proto`?",
    "fix: Change to `google/protobuf/timestamp.proto`",
    "cannot find the imported file `google/api/anotations.proto` in `.`",
    "did you mean `google/api/annotations.proto`?",
    "fix: Change to `google/api/annotations.proto`",
  ]);
});

test("a bundled file is not meant by a name that any package has", async () => {
  const found = await told(`//- a.proto
syntax = "proto3";
import "shop/service.proto";
import "shop/v1/policy.proto";$0
`);
  expect(found).toContain("cannot find the imported file `shop/v1/policy.proto` in `.`");
  expect(found.join("\n")).not.toContain("did you mean");
});

test("a slip in the name of a file is found in its folder", async () => {
  expect(
    await told(`//- proto/a/v1/a.proto
syntax = "proto3"; package a.v1; import "b/v1/neerby.proto"; import "b/v1/c.proto";$0
//- proto/b/v1/nearby.proto
syntax = "proto3"; package b.v1;
//- proto/b/v1/c.proto
syntax = "proto3"; package b.v1;
`),
  ).toEqual([
    "cannot find the imported file `b/v1/neerby.proto` in `proto` and `.`",
    "did you mean `b/v1/nearby.proto`?",
    "fix: Change to `b/v1/nearby.proto`",
  ]);
});

test("a path that is relative to the file becomes the one below the root", async () => {
  expect(
    await told(`//- proto/a/v1/a.proto
syntax = "proto3"; package a.v1; import "../../b/v1/b.proto";$0
//- proto/b/v1/b.proto
syntax = "proto3"; package b.v1;
`),
  ).toEqual([
    "the import path `../../b/v1/b.proto` holds `.` or `..`",
    "found at `proto/b/v1/b.proto`: import it as `b/v1/b.proto`",
    "fix: Change to `b/v1/b.proto`",
  ]);
});

test("of many files with the name none is named where none is likelier", async () => {
  const others = ["q", "r", "s", "t"].map(name => `//- ${name}/service.proto\nsyntax = "proto3";\n`);
  const [message, help, ...fixes] = await told(
    `//- a.proto\nsyntax = "proto3"; import "something/else/service.proto";$0\n${others.join("")}`,
  );
  expect(message).toBe("cannot find the imported file `something/else/service.proto` in `.`");
  expect(help).toMatch(/^name the folder that it is relative to/);
  expect(fixes).toEqual([]);
});

test("of many roots a few are named", async () => {
  const folders = ["proto", "third_party", "vendor", "include", "idl"];
  const others = folders.map(name => `//- ${name}/x${name}/${name}.proto\nsyntax = "proto3";\n`);
  const [message] = await told(`//- proto/a.proto\nsyntax = "proto3"; import "lost.proto";$0\n${others.join("")}`);
  expect(message).toBe(
    "cannot find the imported file `lost.proto` in `proto`, `.`, `third_party` and 3 more import roots",
  );
});
