import { describe, expect, it } from "vitest";
import { finished } from "../../server/src/compiler/text/steps.ts";
import { completion } from "../../server/src/features/completion/completion.ts";
import { completionDocumentationSteps } from "../../server/src/features/completion/completionDocumentation.ts";
import { isNeeds } from "../../server/src/features/needs.ts";
import { edited, fixture } from "../support/fixture.ts";

/** Labels at the cursor, in the order an editor shows them. */
async function labels(text: string): Promise<string[]> {
  const { snapshot, params } = await fixture(text);
  const { items } = completion(snapshot, params, { snippets: true });
  return [...items].sort((a, b) => ((a.sortText ?? "") < (b.sortText ?? "") ? -1 : 1)).map(item => item.label);
}

/** The text after taking the offer `label`. */
async function taken(text: string, label: string): Promise<string> {
  const { snapshot, params, text: before } = await fixture(text);
  const item = completion(snapshot, params, { snippets: false }).items.find(one => one.label === label);
  if (item?.textEdit === undefined || !("range" in item.textEdit)) throw new Error(`\`${label}\` is not offered`);
  return edited(before, [item.textEdit, ...(item.additionalTextEdits ?? [])]);
}

const head = 'syntax = "proto3";\npackage a.v1;\n';

describe("completion of keywords", () => {
  it("offers what can begin a file", async () => {
    expect(await labels("$0")).toEqual(
      expect.arrayContaining(["syntax", "edition", "package", "import", "message", "enum", "service", "option"]),
    );
  });

  it("leaves out what the file already has", async () => {
    const found = await labels(`${head}$0`);
    expect(found).not.toContain("syntax");
    expect(found).not.toContain("package");
    expect(found).toContain("message");
  });

  it("goes by what was typed", async () => {
    expect(await labels(`${head}mes$0`)).toEqual(["message"]);
  });

  it("offers labels as the syntax has them", async () => {
    expect(await labels('syntax = "proto2";\nmessage M {\n  r$0\n}')).toEqual(["repeated", "required", "reserved"]);
    expect(await labels('edition = "2023";\nmessage M {\n  o$0\n}')).not.toContain("optional");
  });

  it("offers the rest of an rpc", async () => {
    expect(await labels(`${head}message Q {}\nservice S {\n  rpc Get(Q) $0\n}`)).toEqual(["returns"]);
    expect(await labels(`${head}service S {\n  $0\n}`)).toContain("rpc");
  });

  it("is silent in comments and after a name is begun", async () => {
    expect(await labels(`${head}// mes$0`)).toEqual([]);
    expect(await labels(`${head}/* mes$0 */`)).toEqual([]);
    expect(await labels(`${head}message Na$0`)).toEqual([]);
  });

  it("offers values of syntax and edition", async () => {
    expect(await labels('syntax = "$0')).toEqual(["proto2", "proto3"]);
    expect(await labels("edition = $0")).toEqual(['"2023"', '"2024"']);
  });

  it("offers the package that the folders imply", async () => {
    expect(await labels('//- acme/pets/v1/pet.proto\nsyntax = "proto3";\npackage $0')).toEqual(["acme.pets.v1"]);
  });
});

describe("completion of types", () => {
  it("offers scalars, own types and nested ones by their shortest name", async () => {
    const found = await labels(
      `${head}message M {\n  message In {}\n  enum Kind { K = 0; }\n  $0\n}\nmessage Other {}`,
    );
    expect(found).toEqual(expect.arrayContaining(["string", "In", "Kind", "M", "Other", "repeated", "map"]));
    expect(await taken(`${head}message M { message In {} }\nmessage N {\n  I$0\n}`, "In")).toContain("  M.In\n");
  });

  it("imports what is not imported yet", async () => {
    const text = `//- a/v1/a.proto\n${head}message M {\n  It$0\n}\n//- b/v1/item.proto\nsyntax = "proto3";\npackage b.v1;\nmessage Item {}\n`;
    expect(await taken(text, "Item")).toBe(
      `${head.trimEnd()}\n\nimport "b/v1/item.proto";\nmessage M {\n  b.v1.Item\n}\n`,
    );
  });

  it("imports a bundled type", async () => {
    const result = await taken(`${head}message M {\n  Timest$0\n}`, "Timestamp");
    expect(result).toContain('import "google/protobuf/timestamp.proto";');
    expect(result).toContain("  google.protobuf.Timestamp\n");
  });

  it("goes on from a qualified beginning", async () => {
    const text = `//- a/v1/a.proto\n${head}import "b/v1/item.proto";\nmessage M {\n  b.v1.I$0\n}\n//- b/v1/item.proto\nsyntax = "proto3";\npackage b.v1;\nmessage Item { message Inner {} }\nmessage Order {}\n`;
    expect(await labels(text)).toEqual(["Inner", "Item"]);
    expect(await taken(text, "Inner")).toContain("  b.v1.Item.Inner\n");
  });

  it("offers messages alone as argument and result of an rpc", async () => {
    const text = `${head}enum E { Z = 0; }\nmessage Q {}\nservice S {\n  rpc Get($0\n}`;
    const found = await labels(text);
    expect(found).toEqual(expect.arrayContaining(["Q", "stream"]));
    expect(found).not.toContain("E");
    expect(found).not.toContain("string");
    expect(await labels(text.replace("Get(", "Get(Q) returns (stream "))).toContain("Q");
  });

  it("offers only what can be a map's key", async () => {
    const found = await labels(`${head}message M {\n  map<$0\n}`);
    expect(found).toContain("string");
    expect(found).not.toContain("bytes");
    expect(found).not.toContain("M");
    expect(await labels(`${head}message M {\n  map<string, $0\n}`)).toContain("M");
  });

  it("offers types in a oneof, and no labels", async () => {
    const found = await labels(`${head}message M {\n  oneof x {\n    $0\n  }\n}`);
    expect(found).toEqual(expect.arrayContaining(["string", "M", "option"]));
    expect(found).not.toContain("repeated");
  });

  it("survives a lacking semicolon and a lacking brace", async () => {
    expect(await labels(`${head}message M {\n  string a = 1\n  i$0\n}`)).toContain("int32");
    expect(await labels(`${head}message M {\n  string a = 1;\n  i$0`)).toContain("int32");
    expect(await labels(`${head}message M {\n  message N {\n    i$0\n}`)).toContain("int32");
  });

  it("names a field after its type", async () => {
    expect(
      await taken(`${head}message DirEntry {}\nmessage M {\n  string a = 4;\n  DirEntry $0\n}`, "dir_entry"),
    ).toContain("  DirEntry dir_entry = 5;\n");
  });

  it("offers as many as an editor can show at once, and says that there are more", async () => {
    const many = Array.from({ length: 900 }, (_, at) => `message Type${at} {}\n`).join("");
    const offered = async (word: string) => {
      const { snapshot, params } = await fixture(`${head}${many}message M {\n  ${word}$0\n}\n`);
      return completion(snapshot, params, { snippets: true });
    };
    for (const word of ["", "Ty"]) {
      const { isIncomplete, items } = await offered(word);
      expect(isIncomplete).toBe(true);
      expect(items.length).toBeLessThan(300);
      expect(JSON.stringify(items).length).toBeLessThan(100_000);
    }
    const { isIncomplete, items } = await offered("Type89");
    expect(isIncomplete).toBe(false);
    expect(items.map(one => one.label)).toEqual(["Type89", ...Array.from({ length: 10 }, (_, at) => `Type89${at}`)]);
  });
});

describe("the comment of a completion", () => {
  async function documented(text: string, label: string): Promise<string> {
    const { workspace, snapshot, params } = await fixture(text);
    const item = completion(snapshot, params, { snippets: true }).items.find(one => one.label === label);
    if (item === undefined) throw new Error(`\`${label}\` is not offered`);
    const first = finished(completionDocumentationSteps(snapshot, item));
    const found = isNeeds(first)
      ? finished(completionDocumentationSteps(await workspace.with(snapshot, first.files), item))
      : first;
    return JSON.stringify(isNeeds(found) ? "" : found.documentation);
  }

  it("comes with the item that is looked at, imported or not", async () => {
    const text = `//- a/v1/a.proto\n${head}// Of mine.\nmessage Mine {\n  $0\n}\n//- b/v1/item.proto\nsyntax = "proto3";\npackage b.v1;\n// Of b.\nmessage Item {}\n`;
    expect(await documented(text, "Mine")).toContain("Of mine.");
    expect(await documented(text, "Item")).toContain("Of b.");
    expect(await documented(`${head}option java_pa$0`, "java_package")).toContain("Java package");
  });
});

describe("completion of numbers", () => {
  it("offers the next free field number, past what is reserved", async () => {
    expect(await labels(`${head}message M {\n  string a = 1;\n  reserved 2, 3;\n  string b = $0\n}`)).toEqual(["4"]);
    expect(await taken(`${head}message M {\n  string a = 1;\n  string b =$0;\n}`, "2")).toContain("string b = 2;");
  });

  it("counts fields of a oneof", async () => {
    expect(await labels(`${head}message M {\n  oneof x { string a = 7; string b = $0 }\n}`)).toEqual(["8"]);
  });

  it("offers the next enum number", async () => {
    expect(await labels(`${head}enum E {\n  A = 0;\n  B = $0\n}`)).toEqual(["1"]);
  });

  it("begins an enum's value with its prefix", async () => {
    expect(await labels(`${head}enum FileKind {\n  $0\n}`)).toContain("FILE_KIND_UNSPECIFIED");
  });
});

describe("completion of imports", () => {
  const files =
    '//- a/v1/b.proto\nsyntax = "proto3";\npackage a.v1;\n//- a/v1/c.proto\nsyntax = "proto3";\npackage a.v1;\n';

  it("offers the files of the workspace and the bundled ones, not itself", async () => {
    const found = await labels(`//- a/v1/a.proto\n${head}import "$0";\n${files}`);
    expect(found).toEqual(expect.arrayContaining(["a/v1/b.proto", "a/v1/c.proto", "google/protobuf/any.proto"]));
    expect(found).not.toContain("a/v1/a.proto");
  });

  it("leaves out what is imported, and finds by a part", async () => {
    const found = await labels(`//- a/v1/a.proto\n${head}import "a/v1/b.proto";\nimport "v1/$0";\n${files}`);
    expect(found[0]).toBe("a/v1/c.proto");
    expect(found).not.toContain("a/v1/b.proto");
  });

  it("replaces the whole literal", async () => {
    expect(await taken(`//- a/v1/a.proto\n${head}import "a/v$0x.proto";\n${files}`, "a/v1/b.proto")).toContain(
      'import "a/v1/b.proto";',
    );
  });

  it("brings quotes and semicolon where there are none", async () => {
    expect(await taken(`//- a/v1/a.proto\n${head}import $0\n${files}`, "a/v1/b.proto")).toContain(
      'import "a/v1/b.proto";\n',
    );
  });
});

describe("completion of options", () => {
  it("offers the options of the element", async () => {
    expect(await labels(`${head}option java_p$0`)).toEqual(["java_package"]);
    expect(await labels(`${head}message M {\n  option dep$0\n}`)).toContain("deprecated");
    expect(await labels(`${head}message M {\n  string a = 1 [dep$0\n}`)).toContain("deprecated");
    expect(await labels(`${head}message Q {}\nservice S { rpc G(Q) returns (Q) {\n  option idem$0\n} }`)).toEqual([
      "idempotency_level",
    ]);
  });

  it("offers values by the option's type", async () => {
    expect(await labels(`${head}option optimize_for = $0`)).toEqual(["CODE_SIZE", "LITE_RUNTIME", "SPEED"]);
    expect(await labels(`${head}message M {\n  string a = 1 [deprecated = $0];\n}`)).toEqual(["false", "true"]);
    expect(await labels(`${head}message M {\n  string a = 1 [json_name = "x", deprecated = t$0];\n}`)).toEqual([
      "true",
    ]);
  });

  it("follows the path into features", async () => {
    expect(await labels('edition = "2023";\noption features.field_p$0')).toEqual(["field_presence"]);
    expect(await labels('edition = "2023";\noption features.field_presence = IMP$0')).toContain("IMPLICIT");
  });

  const custom = `syntax = "proto3";
package opt;
import "google/protobuf/descriptor.proto";
message Rule { bool strict = 1; Level level = 2; Rule nested = 3; }
enum Level { LOW = 0; HIGH = 1; }
extend google.protobuf.FieldOptions { Rule rule = 50001; }
`;

  it("offers custom options and what is inside them", async () => {
    const text = (field: string) =>
      `//- a/a.proto\nsyntax = "proto3";\npackage a;\nimport "opt/opt.proto";\nmessage M {\n  string s = 1 [${field}];\n}\n//- opt/opt.proto\n${custom}`;
    expect(await labels(text("$0"))).toContain("(opt.rule)");
    expect(await labels(text("(opt.rule).$0"))).toEqual(["level", "nested", "strict"]);
    expect(await labels(text("(opt.rule).level = $0"))).toEqual(["HIGH", "LOW"]);
    expect(await labels(text("(opt.rule) = { $0 }"))).toEqual(["level", "nested", "strict"]);
    expect(await labels(text("(opt.rule) = { level: $0 }"))).toEqual(["HIGH", "LOW"]);
    expect(await labels(text("(opt.rule) = { nested { str$0 } }"))).toEqual(["strict"]);
  });
});
