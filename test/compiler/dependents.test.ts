// Which edits of a file those see that import it: these check it again, for all others the earlier check holds.
import { expect, test } from "vitest";
import { changeBetween, OpenFiles, shownProblem } from "../support/openFiles.ts";

interface Row {
  readonly what: string;
  /** The import, in which `[[before|after]]` is edited; the syntax and the package `a` stand before it. */
  readonly imported: string;
  /** The same of the file that imports it. */
  readonly dependent: string;
  readonly syntax?: string;
}

const proto2 = 'syntax = "proto2";';
const edition2024 = 'edition = "2024";';

const unseen: readonly Row[] = [
  { what: "a comment", imported: "// [[old|new]]\nmessage M {}", dependent: "message D { M m = 1; }" },
  { what: "a field's name", imported: "message M { string [[one|two]] = 1; }", dependent: "message D { M m = 1; }" },
  { what: "a field's number", imported: "message M { string one = [[1|2]]; }", dependent: "message D { M m = 1; }" },
  { what: "one more field", imported: "message M { [[|string one = 1;]] }", dependent: "message D { M m = 1; }" },
  { what: "a field half written", imported: "message M { [[|string ]] }", dependent: "message D { M m = 1; }" },
  {
    what: "an rpc",
    imported: "message M {} service S { [[|rpc Get(M) returns (M);]] }",
    dependent: "message D { M m = 1; }",
  },
  {
    what: "a comment, by one in whose names something is wrong",
    imported: "message M {} // [[old|new]]",
    dependent: "message D { N n = 1; }",
  },
  {
    what: "a field of a message that no option is of",
    imported:
      'import "google/protobuf/descriptor.proto"; extend google.protobuf.FieldOptions { string s = 50001; } message M { [[|string one = 1;]] }',
    dependent: "message D { M m = 1 [deprecated = true]; }",
  },
];

const seen: readonly Row[] = [
  { what: "the name of a message", imported: "message [[M|N]] {}", dependent: "message D { M m = 1; }" },
  {
    what: "a message of the same name",
    imported: "message M {} [[|message D {}]]",
    dependent: "message D { M m = 1; }",
  },
  {
    what: "a service of the same name",
    imported: "message M {} [[|service D {}]]",
    dependent: "message D { M m = 1; }",
  },
  {
    what: "an enum's first value",
    imported: "enum E { E_A = [[0|1]]; }",
    syntax: proto2,
    dependent: "message D { map<int32, E> es = 1; }",
  },
  {
    what: "the values of an enum",
    imported: "enum E { E_A = 0; [[E_B|E_C]] = 1; }",
    syntax: proto2,
    dependent: "message D { optional E e = 1 [default = E_B]; }",
  },
  {
    what: "that a field of the name of a type comes before it",
    imported: "message M { [[|string In = 1;]] message In {} }",
    dependent: "message D { M.In in = 1; }",
  },
  {
    what: "that a type is the entry of a map",
    imported: "message M { [[message EsEntry {}|map<int32, int32> es = 1;]] }",
    dependent: "message D { M.EsEntry e = 1; }",
  },
  {
    what: "features that an enum inherits",
    syntax: edition2024,
    imported: "message M { [[|option features.enum_type = CLOSED;]] export enum E { E_A = 0; } }",
    dependent: "message D { M.E e = 1 [features.field_presence = IMPLICIT]; }",
  },
  {
    what: "who may use a type",
    syntax: edition2024,
    imported: "[[export|local]] message M {}",
    dependent: "message D { M m = 1; }",
  },
  {
    what: "ranges for extensions",
    syntax: proto2,
    imported: "message M { extensions [[1|2]] to 9; }",
    dependent: "extend M { optional int32 one = 1; }",
  },
  {
    what: "ranges for extensions in a type of features",
    syntax: proto2,
    imported: "message M { [[|extensions 1;]] }",
    dependent: 'import "google/protobuf/descriptor.proto"; extend google.protobuf.FeatureSet { optional M m = 9999; }',
  },
  {
    what: "the number of an extension",
    syntax: proto2,
    imported: "message M { extensions 1 to 9; } extend M { optional int32 one = [[2|1]]; }",
    dependent: "extend M { optional int32 two = 1; }",
  },
  {
    what: "a field of an option's type",
    syntax: proto2,
    imported:
      'import "google/protobuf/descriptor.proto"; extend google.protobuf.FieldOptions { optional M m = 50001; } message M { optional string [[one|two]] = 1; }',
    dependent: 'message D { optional string s = 1 [(m).one = "x"]; }',
  },
  {
    what: "what an option's type requires",
    syntax: proto2,
    imported:
      'import "google/protobuf/descriptor.proto"; extend google.protobuf.FieldOptions { optional M m = 50001; } message M { [[|required string one = 1;]] }',
    dependent: "message D { optional string s = 1 [(m) = {}]; }",
  },
  {
    what: "that a file is broken which nothing is used of",
    imported: "message M {} [[|message]]",
    dependent: "message D {}",
  },
  { what: "a place that a problem shows", imported: "/* [[|new]] */ message M {}", dependent: "message M {}" },
  {
    what: "layout where that tells what is meant",
    imported: "message M {\n[[|  ]]message N {}\n",
    dependent: "message D { N n = 1; }",
  },
  {
    what: "options of the file",
    imported: "[[|option deprecated = true;]] message M {}",
    dependent: "message D { M m = 1; }",
  },
];

test.each(unseen)("$what is not seen", row => {
  const { before, after, problems, expected } = edited(row);
  expect(after).toBe(before);
  expect(problems).toEqual(expected);
});

test.each(seen)("$what is seen", row => {
  const { before, after, problems, expected } = edited(row);
  expect(after).not.toBe(before);
  expect(problems).toEqual(expected);
});

test("what a file sees through public imports is seen alike", () => {
  const files = new OpenFiles(
    new Map([
      ["m.proto", 'syntax = "proto3"; message M { string one = 1; } enum E { E_A = 0; }'],
      ["p.proto", 'syntax = "proto3"; import public "m.proto";'],
      ["d.proto", 'syntax = "proto3"; import "p.proto"; message D { M m = 1; E e = 2; }'],
    ]),
  );
  const all = ["m.proto", "p.proto", "d.proto"];
  files.problems(all);
  const before = all.map(at => files.linkedLast(at));
  edit(files, "m.proto", files.text("m.proto").replace("one", "uno"));
  files.problems(all);
  expect(all.slice(1).map(at => files.linkedLast(at))).toEqual(before.slice(1));
  edit(files, "m.proto", files.text("m.proto").replace("enum E", "enum F"));
  const problems = files.problems(all);
  expect(problems.get("d.proto")?.map(one => one.id)).toEqual(["unresolved-type"]);
});

test("an edit of a file after one of its imports shows places of the present texts", () => {
  const files = new OpenFiles(
    new Map([
      ["m.proto", 'syntax = "proto3";\nenum E { E_A = 0; }\n'],
      [
        "d.proto",
        'syntax = "proto3";\nimport "m.proto";\nmessage D {\n  E e = 1;\n}\nservice S {\n  rpc Get(D) returns (D);\n}\n',
      ],
    ]),
  );
  files.problems(["m.proto", "d.proto"]);
  edit(files, "m.proto", `// above\n${files.text("m.proto")}`);
  files.problems(["m.proto", "d.proto"]);
  edit(files, "d.proto", files.text("d.proto").replace("Get(D)", "Get(E)"));
  const [problem] = files.problems(["d.proto"]).get("d.proto") ?? [];
  expect(problem?.id).toBe("rpc-type-not-message");
  expect(problem?.related.map(({ source, span }) => source.text.slice(span.start, span.end))).toEqual(["E"]);
  expect(problem?.related[0]?.source.text).toBe(files.text("m.proto"));
});

function edit(files: OpenFiles, at: string, after: string): void {
  const change = changeBetween(files.text(at), after);
  if (change !== undefined) files.edit(at, change);
}

function edited({ imported, dependent, syntax = 'syntax = "proto3";' }: Row) {
  const [, head = "", old = "", now = "", tail = ""] =
    /^([\s\S]*)\[\[([\s\S]*)\|([\s\S]*)\]\]([\s\S]*)$/.exec(imported) ?? [];
  const heading = `${syntax}\npackage a;\n`;
  const text = `${heading}${head}${old}${tail}`;
  const files = new OpenFiles(
    new Map([
      ["imported.proto", text],
      ["dependent.proto", `${syntax}\npackage a;\nimport "imported.proto";\n${dependent}`],
    ]),
  );
  const order = ["imported.proto", "dependent.proto"];
  files.problems(order);
  const before = files.linkedLast("dependent.proto");
  edit(files, "imported.proto", `${heading}${head}${now}${tail}`);
  const problems = files.problems(order).get("dependent.proto");
  const expected = files.anew().problems(order).get("dependent.proto");
  return {
    before,
    after: files.linkedLast("dependent.proto"),
    problems: problems?.map(shownProblem),
    expected: expected?.map(shownProblem),
  };
}
