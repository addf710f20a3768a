// One edit is told once, by what became of a thing: whoever made it sees it standing there.
import { describe, expect, test } from "vitest";
import { breakingChanges, problemOfChange, usualSeverities } from "../../server/src/breaking/changes.ts";
import { usualRules } from "../../server/src/breaking/moduleRules.ts";
import type { Category } from "../../server/src/breaking/rule.ts";
import { rulesIn } from "../../server/src/breaking/rules.ts";
import { versionOf } from "../support/breaking.ts";

type Texts = string | Readonly<Record<string, string>>;

const top = 'syntax = "proto3";\npackage p;\n';

function changesIn(before: Texts, after: Texts, category: Category = "FILE") {
  const version = (texts: Texts) =>
    versionOf(new Map(Object.entries(typeof texts === "string" ? { "a.proto": texts } : texts)));
  const counted = { ...usualRules, rules: rulesIn(category, "v2") };
  return breakingChanges({ before: version(before), after: version(after) }, { counted, hints: "told" }).changes;
}

/** Each change: who notices, the rule, and what is said. */
function told(before: Texts, after: Texts, category?: Category): readonly string[] {
  return changesIn(before, after, category).map(one => `${one.level} ${one.ruleId}: ${one.message}`);
}

/** The text that is marked, by change. */
function marked(before: Texts, after: Texts): readonly string[] {
  return changesIn(before, after).map(({ place }) =>
    place === undefined
      ? "nothing"
      : (place.file.linked?.declared.parsed.source.text.slice(place.span.start, place.span.end) ?? ""),
  );
}

const message = (body: string) => `${top}message M {\n${body}\n}\n`;

describe("what has another number", () => {
  test("a field", () => {
    const [before, after] = [message("int32 a = 1;"), message("int32 a = 2;")];
    expect(told(before, after)).toEqual(["wire FIELD_NO_DELETE: field `a` changed its number from 1 to 2"]);
    expect(marked(before, after)).toEqual(["2"]);
  });

  test("two fields that changed places: what one wrote is read as the other", () => {
    expect(told(message("int32 a = 1; int32 b = 2;"), message("int32 a = 2; int32 b = 1;"))).toEqual([
      "wire FIELD_SAME_NAME: field `a` changed its number from 1 to 2",
      "wire FIELD_SAME_NAME: field `b` changed its number from 2 to 1",
    ]);
  });

  test("an enum value", () => {
    const values = (body: string) => `${top}enum E { E_NONE = 0; ${body} }\n`;
    expect(told(values("E_A = 1;"), values("E_A = 2;"))).toEqual([
      "wire ENUM_VALUE_NO_DELETE: value `E_A` changed its number from 1 to 2",
    ]);
    expect(told(values("E_A = 1; E_B = 2;"), values("E_A = 2; E_B = 1;"))).toEqual([
      "wire ENUM_VALUE_SAME_NAME: value `E_A` changed its number from 1 to 2",
      "wire ENUM_VALUE_SAME_NAME: value `E_B` changed its number from 2 to 1",
    ]);
    expect(told(values("E_A = 1; E_B = 2;"), values("E_B = 1;"))).toEqual([
      "wire ENUM_VALUE_NO_DELETE: value `E_B` changed its number from 2 to 1",
      "wire ENUM_VALUE_SAME_NAME: number 1 was `E_A` and is given to `E_B` now",
    ]);
  });

  test("a number that was reserved, marked where it is taken", () => {
    const [before, after] = [message("reserved 2, 5 to 9;"), message("reserved 2;\nint32 x = 6;")];
    expect(told(before, after)).toEqual([
      "wire RESERVED_MESSAGE_NO_DELETE: message `M` does not keep all of `reserved 5 to 9`: number 6 was reserved and is taken by field `x`",
    ]);
    expect(marked(before, after)).toEqual(["6"]);
  });
});

describe("what has another name", () => {
  test("a field: name and name in JSON are one change", () => {
    expect(told(message("int32 a = 1;"), message("int32 b = 1;"))).toEqual([
      "json FIELD_SAME_NAME: field 1 was renamed from `a` to `b`",
    ]);
  });

  // Descriptor names are not on the wire: bytes have field numbers, JSON has field names.
  test("a message, with all that uses it, changes neither bytes nor JSON", () => {
    const file = (name: string) =>
      `${top}message ${name} { string a = 1; int32 b = 2; }\nmessage U { ${name} one = 1; repeated ${name} many = 2; }\n` +
      `service S { rpc Get(${name}) returns (${name}); }\n`;
    expect(told(file("Item"), file("Article"))).toEqual([
      "source MESSAGE_NO_DELETE: message `Item` was renamed to `Article`",
    ]);
    expect(marked(file("Item"), file("Article"))).toEqual(["Article"]);
  });

  test("a message that changed as well is told with its uses", () => {
    const file = (name: string, type: string) =>
      `${top}message ${name} { string a = 1; ${type} b = 2; }\nmessage U { ${name} one = 1; }\n`;
    expect(told(file("Item", "int32"), file("Article", "string"))).toEqual([
      "source MESSAGE_NO_DELETE: message `Item` was renamed to `Article`",
      "wire FIELD_SAME_TYPE: field `one` = 1 of message `U` changed its type from message `p.Item` to message `p.Article`",
    ]);
  });

  test("an enum with its values", () => {
    const file = (name: string, prefix: string) => `${top}enum ${name} { ${prefix}_NONE = 0; ${prefix}_A = 1; }\n`;
    expect(told(file("Kind", "KIND"), file("ItemKind", "ITEM_KIND"))).toEqual([
      "source ENUM_NO_DELETE: enum `Kind` was renamed to `ItemKind`",
    ]);
  });

  test("an enum value, marked at its name", () => {
    const file = (name: string) => `${top}enum E { E_NONE = 0; ${name} = 1; }\n`;
    expect(told(file("E_A"), file("E_B"))).toEqual([
      "json ENUM_VALUE_SAME_NAME: value 1 of enum `E` was renamed from `E_A` to `E_B`",
    ]);
    expect(marked(file("E_A"), file("E_B"))).toEqual(["E_B"]);
  });

  // The path of a call has the name (gRPC over HTTP/2, "Path").
  test("an rpc breaks the wire", () => {
    const file = (name: string) => `${top}message R {}\nservice S { rpc ${name}(R) returns (R); }\n`;
    expect(told(file("Get"), file("Fetch"))).toEqual(["wire RPC_NO_DELETE: rpc `Get` was renamed to `Fetch`"]);
    expect(marked(file("Get"), file("Fetch"))).toEqual(["Fetch"]);
  });

  test("a service breaks the wire", () => {
    const file = (name: string) => `${top}message R {}\nservice ${name} { rpc Get(R) returns (R); }\n`;
    expect(told(file("Shop"), file("Store"))).toEqual([
      "wire SERVICE_NO_DELETE: service `Shop` was renamed to `Store`",
    ]);
  });

  // Members of a oneof are plain fields on the wire; the oneof has no name there.
  test("a oneof does not, and is told once for all of its members", () => {
    const file = (name: string) => message(`oneof ${name} { int32 a = 1; string b = 2; bool c = 3; }`);
    expect(told(file("one"), file("other"))).toEqual(["source ONEOF_NO_DELETE: oneof `one` was renamed to `other`"]);
    expect(marked(file("one"), file("other"))).toEqual(["other"]);
  });

  // Maps are repeated entries with key 1 and value 2; the name of the entry is not on the wire.
  test("a map is told once", () => {
    expect(told(message("map<string, int32> a = 1;"), message("map<string, int32> b = 1;"))).toEqual([
      "json FIELD_SAME_NAME: field 1 was renamed from `a` to `b`",
    ]);
  });

  test("a package", () => {
    const file = (name: string) =>
      `syntax = "proto3";\npackage ${name};\nmessage M { int32 a = 1; }\nenum E { A = 0; }\n`;
    expect(told(file("p"), file("q"))).toEqual(["wire FILE_SAME_PACKAGE: the package changed from `p` to `q`"]);
    expect(told(file("p"), file("q"), "PACKAGE")).toEqual([
      "wire FILE_SAME_PACKAGE: the package changed from `p` to `q`",
    ]);
  });
});

describe("what stands elsewhere", () => {
  const item = "message Item { string a = 1; int32 b = 2; }\n";

  test("a message in another file of the package changes nothing but generated code", () => {
    const before = { "a.proto": top + item, "b.proto": top };
    expect(told(before, { "a.proto": top, "b.proto": top + item })).toEqual([
      "source MESSAGE_NO_DELETE: message `Item` is in `b.proto` now",
    ]);
  });

  test("a service too: its calls have the same path", () => {
    const [types, service] = [`${top}message R {}\n`, "service S { rpc Get(R) returns (R); }\n"];
    const before = { "a.proto": types + service, "b.proto": `${top}import "a.proto";\n` };
    expect(told(before, { "a.proto": types, "b.proto": `${top}import "a.proto";\n${service}` })).toEqual([
      "source SERVICE_NO_DELETE: service `S` is in `b.proto` now",
    ]);
  });

  test("a message in another package", () => {
    const other = 'syntax = "proto3";\npackage q;\n';
    const before = { "a.proto": top + item, "b.proto": other };
    expect(told(before, { "a.proto": top, "b.proto": other + item })).toEqual([
      "source MESSAGE_NO_DELETE: message `Item` is `q.Item` in `b.proto` now",
    ]);
  });
});

describe("what goes with something else", () => {
  test("what is in a message that is deleted", () => {
    expect(
      told(
        `${top}message A { message B { enum C { X = 0; } } map<int32, int32> m = 1; }\nmessage D {}\n`,
        `${top}message D {}\n`,
      ),
    ).toEqual(["source MESSAGE_NO_DELETE: message `A` was deleted from this file"]);
  });

  test("the entry of a map that is deleted", () => {
    expect(told(message("map<int32, int32> m = 1;"), message(""))).toEqual([
      "wire FIELD_NO_DELETE: field `m` = 1 was deleted from message `M`",
    ]);
  });

  test("the members of a oneof that is taken apart", () => {
    expect(told(message("oneof o { int32 a = 1; int32 b = 2; }"), message("int32 a = 1; int32 b = 2;"))).toEqual([
      "wire ONEOF_NO_DELETE: oneof `o` was deleted from message `M`",
    ]);
  });

  // "You may safely move a single field into a new oneof": Language Guide, "Backwards-compatibility issues" of oneofs.
  test("presence with the way into a oneof, which breaks nothing where the oneof is new and the field alone", () => {
    expect(told(message("int32 a = 1;"), message("oneof o { int32 a = 1; int32 b = 2; }"))).toEqual([
      "source FIELD_SAME_ONEOF: field `a` = 1 of message `M` moved into oneof `o`",
    ]);
    expect(told(message("int32 a = 1; int32 b = 2;"), message("oneof o { int32 a = 1; int32 b = 2; }"))).toEqual([
      "wire FIELD_SAME_ONEOF: field `a` = 1 of message `M` moved into oneof `o`",
      "wire FIELD_SAME_ONEOF: field `b` = 2 of message `M` moved into oneof `o`",
    ]);
  });

  test("what means something else because of the syntax", () => {
    const file = (syntax: string) =>
      `${syntax}\npackage p;\nmessage M { repeated int32 a = 1; repeated string b = 2; optional int32 c = 3; }\nenum E { X = 0; }\n`;
    const [change, ...others] = changesIn(file('syntax = "proto2";'), file('syntax = "proto3";'));
    expect(others).toEqual([]);
    expect(change?.message).toBe("the syntax changed from proto2 to proto3");
    const related = change === undefined ? [] : (problemOfChange(change, usualSeverities)?.related ?? []);
    expect(related.map(one => one.message)).toEqual(
      expect.arrayContaining([
        expect.stringContaining("`a` = 1 are packed"),
        expect.stringContaining("`b`"),
        expect.stringContaining("enum `E` changed from closed to open"),
      ]),
    );
  });

  test("where the larger rule is not asked for, what goes with it is told", () => {
    const file = (name: string) => message(`oneof ${name} { int32 a = 1; string b = 2; }`);
    expect(told(file("one"), file("other"), "WIRE")).toEqual([
      "wire FIELD_SAME_ONEOF: field `a` = 1 of message `M` moved from oneof `one` to oneof `other`",
      "wire FIELD_SAME_ONEOF: field `b` = 2 of message `M` moved from oneof `one` to oneof `other`",
    ]);
  });
});

describe("hints beside the rules", () => {
  const service = (rpcs: string) => `${top}message R {}\nservice S { ${rpcs} }\n`;

  test("an rpc that is gone, where the rules look at bytes alone", () => {
    const [before, after] = [service("rpc A(R) returns (R);"), service("")];
    expect(told(before, after)).toEqual(["wire RPC_NO_DELETE: rpc `A` was deleted from service `S`"]);
    for (const category of ["WIRE", "WIRE_JSON"] as const) {
      expect(told(before, after, category)).toEqual([
        "wire rpc-deleted: rpc `A` was deleted: old clients still call it",
      ]);
    }
  });

  test("a service that is gone", () => {
    const [before, after] = [service("rpc A(R) returns (R);"), `${top}message R {}\n`];
    expect(told(before, after)).toEqual(["wire SERVICE_NO_DELETE: service `S` was deleted from this file"]);
    expect(told(before, after, "WIRE")).toEqual([
      "wire service-deleted: service `S` was deleted: old clients still call it",
    ]);
  });

  // An extension is on the wire as any field: by its number, in the message it extends.
  const extensions = (text: string) =>
    `syntax = "proto2";\npackage p;\nmessage A { extensions 100 to 199; }\nmessage B { extensions 100 to 199; }\n${text}\n`;

  test.each([
    ["extend A { optional int32 x = 101; }", "extension `p.x` changed its number from 100 to 101", "101"],
    ["extend B { optional int32 x = 100; }", "extension `p.x` extends `p.B` instead of `p.A`", "x"],
  ])("an extension that is `%s`", (now, words, mark) => {
    const before = extensions("extend A { optional int32 x = 100; }");
    expect(told(before, extensions(now), "WIRE")).toEqual([`wire extension-renumbered: ${words}`]);
    expect(marked(before, extensions(now))).toEqual([mark]);
  });

  test("an extension that is deleted", () => {
    expect(told(extensions("extend A { optional int32 x = 100; }"), extensions(""))).toEqual([
      "source EXTENSION_NO_DELETE: extension `x` was deleted from this file",
    ]);
  });

  // Parsers must read both forms: protobuf.dev, "Packed Repeated Fields".
  test("a list that is packed and was not, for the information of those who write parsers", () => {
    const list = (option: string) => message(`repeated int32 a = 1${option};`);
    expect(told(list(" [packed = false]"), list(""))).toEqual([
      "source packed-list: the elements of `a` = 1 are packed into one record now",
    ]);
    const [change] = changesIn(list(""), list(" [packed = false]"));
    const problem = change === undefined ? undefined : problemOfChange(change, usualSeverities);
    expect(problem?.severity).toBe("info");
    expect(problem?.help).toMatch(/^fine by the specification: /);
  });

  const http = (rule: string) =>
    `${top}import "google/api/annotations.proto";\nmessage R { string name = 1; string id = 2; }\nservice S { rpc Get(R) returns (R) { option (google.api.http) = { ${rule} }; } }\n`;

  test.each([
    ["another verb", 'get: "/v1/{name}"', 'post: "/v1/{name}"', ["GET /v1/{name}"]],
    ["another path", 'get: "/v1/{name}"', 'get: "/v2/{name}"', ["GET /v1/{name}"]],
    ["another body", 'post: "/v1" body: "*"', 'post: "/v1" body: "name"', ["POST /v1 body: *"]],
    ["no body", 'post: "/v1" body: "*"', 'post: "/v1"', ["POST /v1 body: *"]],
    ["a pattern more", 'get: "/v1/{name=a/*}"', 'get: "/v1/{name=b/*}"', ["GET /v1/{name=a/*}"]],
    [
      "one of two less",
      'get: "/v1/{name}" additional_bindings { get: "/v1/all" }',
      'get: "/v1/{name}"',
      ["GET /v1/all"],
    ],
    // The url is the same, whichever field it fills.
    ["another variable", 'get: "/v1/{name}"', 'get: "/v1/{id}"', []],
    ["one more", 'get: "/v1/{name}"', 'get: "/v1/{name}" additional_bindings { get: "/v1/all" }', []],
    [
      "another order",
      'get: "/v1/{name}" additional_bindings { get: "/v1/all" }',
      'get: "/v1/all" additional_bindings { get: "/v1/{name}" }',
      [],
    ],
  ])("HTTP with %s", (_, before, after, lost) => {
    const found = changesIn(http(before), http(after));
    expect(found.map(one => [one.level, one.ruleId, /by `([^`]*)`/.exec(one.message)?.[1]])).toEqual(
      lost.map(one => ["json", "http-binding", one]),
    );
  });
});

test("what is not like anything that came is deleted", () => {
  const before = `${top}message Item { string a = 1; int32 b = 2; }\n`;
  expect(told(before, `${top}message Order { bytes x = 3; bool y = 4; }\n`)).toEqual([
    "source MESSAGE_NO_DELETE: message `Item` was deleted from this file",
  ]);
});
