// Enum values, their names and numbers, what is reserved, and the features of enums.
import { type ChangeCase, change, inMessage, type Syntax } from "./case.ts";

export const enumCases: readonly ChangeCase[] = [
  inEnum("value deleted", "A = 0; B = 1;", "A = 0;"),
  inEnum("value deleted number reserved", "A = 0; B = 1;", "A = 0; reserved 1;"),
  inEnum("value deleted range reserved", "A = 0; B = 5;", "A = 0; reserved -3 to -1, 1 to max;"),
  inEnum("value deleted name reserved", "A = 0; B = 1;", 'A = 0; reserved "B";'),
  inEnum("value deleted both reserved", "A = 0; B = 1;", 'A = 0; reserved 1; reserved "B";'),
  inEnum("negative value deleted", "A = 0; B = -1;", "A = 0; reserved -2 to -1;"),
  inEnum("value renumbered", "A = 0; B = 1;", "A = 0; B = 2;"),
  inEnum("value renamed", "A = 0; B = 1;", "A = 0; C = 1;"),
  inEnum("value renamed over lines", "A = 0; B = 1;", "A = 0;\n  C\n   =\n   0x1 [deprecated = true];"),
  inEnum("values swapped", "A = 0; B = 1; C = 2;", "A = 0; C = 1; B = 2;"),
  inEnum("value added", "A = 0;", "A = 0; B = 1;"),
  inEnum("alias added", "A = 0; B = 1;", "option allow_alias = true; A = 0; B = 1; C = 1;"),
  inEnum("alias added first", "A = 0; B = 1;", "option allow_alias = true; A = 0; C = 1; B = 1;"),
  inEnum("alias lost", "option allow_alias = true; A = 0; B = 1; C = 1;", "A = 0; B = 1;"),
  inEnum(
    "alias replaced",
    "option allow_alias = true; A = 0; B = 1; C = 1;",
    "option allow_alias = true; A = 0; B = 1; D = 1; F = 1;",
  ),
  inEnum(
    "aliases both lost",
    "option allow_alias = true; A = 0; B = 1; C = 1;",
    "option allow_alias = true; A = 0; D = 1; F = 1;",
  ),
  inEnum("aliases deleted", "option allow_alias = true; A = 0; B = 1; C = 1;", "A = 0;"),
  inEnum(
    "aliases deleted one name reserved",
    "option allow_alias = true; A = 0; B = 1; C = 1;",
    'A = 0; reserved 1; reserved "B";',
  ),
  inEnum(
    "aliases deleted names reserved",
    "option allow_alias = true; A = 0; B = 1; C = 1;",
    'A = 0; reserved 1; reserved "B", "C";',
  ),
  inEnum("aliases split", "option allow_alias = true; A = 0; B = 1; C = 1;", "A = 0; B = 1; C = 2;"),
  inEnum("several values deleted", "A = 0; B = 1; C = 2; D = 3;", "A = 0;"),
  inEnum("reserved range gone", "A = 0; reserved 2 to 5, 9;", "A = 0;"),
  inEnum("reserved range split", "A = 0; reserved 2 to 5;", "A = 0; reserved 2 to 3, 4 to 7;"),
  inEnum("reserved range shortened", "A = 0; reserved 2 to max;", "A = 0; reserved 2 to 2147483646;"),
  inEnum("reserved negative", "A = 0; reserved -5 to -2;", "A = 0; reserved -5 to -3;"),
  inEnum("reserved names gone", 'A = 0; reserved "X", "Y";', 'A = 0; reserved "Y";'),
  change("enum reserved identifiers", "2023", "enum E { A = 0; reserved X, Y; }", "enum E { A = 0; reserved X; }"),
  change("enum value with tabs", "proto3", "enum E { A = 0; B = 1; }", "enum E {\n\tA = 0;\n\t/* 漢 */\tC\t=\t1;\n}"),
  change("enum closed", "2023", "enum E { A = 0; }", "enum E {\n  option features.enum_type = CLOSED;\n  A = 0;\n}"),
  change(
    "enum closed literal",
    "2023",
    "enum E { A = 0; }",
    "enum E {\n  option features = { enum_type: CLOSED };\n  A = 0;\n}",
  ),
  change(
    "enum closed literal of many",
    "2023",
    "enum E { A = 0; }",
    "enum E {\n  option features = {\n    json_format: LEGACY_BEST_EFFORT\n    enum_type: CLOSED\n  };\n  A = 0;\n}",
  ),
  change("enum opened", "2023", "enum E { option features.enum_type = CLOSED; A = 0; }", "enum E { A = 0; }"),
  change(
    "enum closed by file",
    "2023",
    "enum E { A = 0; }\nmessage M { enum F { B = 0; } }",
    "option features.enum_type = CLOSED;\nenum E { A = 0; }\nmessage M { enum F { B = 0; } }",
  ),
  change(
    "enum json format",
    "2023",
    "enum E { A = 0; }",
    "enum E { option features.json_format = LEGACY_BEST_EFFORT; A = 0; }",
  ),
  change(
    "enum json format allowed",
    "2023",
    "enum E { option features.json_format = LEGACY_BEST_EFFORT; A = 0; }",
    "enum E { option features.json_format = ALLOW; A = 0; }",
  ),
  change(
    "nested enum value deleted",
    "proto3",
    "message M { message N { enum E { A = 0; B = 1; } } }",
    "message M { message N {\n  enum E {\n    A = 0;\n  }\n} }",
  ),
  ...movedEnums(),
];

function inEnum(name: string, before: string, after: string): ChangeCase {
  return change(`enum ${name}`, "proto3", `enum E {\n  ${before}\n}`, `enum E {\n  ${after}\n}`);
}

/** The type of a field is another enum, of the same or another short name. */
function movedEnums(): readonly ChangeCase[] {
  const enums = `enum E { A = 0; B = 1; }
message In { enum E { A = 0; B = 1; } enum Less { A2 = 0; } enum Same { A3 = 0; B3 = 1; } }
message More { enum E { A = 0; C = 2; B = 1; } }
message Less { enum E { A = 0; } }
message Other { enum E { A = 0; B = 2; C = 1; } }
message Renamed { enum E { A = 0; C = 1; } }
message Aliased { enum E { option allow_alias = true; A = 0; C = 1; B = 1; } }`;
  const types = ["E", "In.E", "More.E", "Less.E", "Other.E", "Renamed.E", "Aliased.E", "In.Same"];
  const cases: ChangeCase[] = [];
  for (const [syntax, label] of [
    ["proto3", ""],
    ["proto2", "repeated "],
  ] as readonly (readonly [Syntax, string])[]) {
    for (const type of types) {
      const text = (name: string) => `${enums}\nmessage M { ${label}${name} f = 1; }`;
      cases.push(change(`enum moved ${syntax} to ${type}`, syntax, text("E"), text(type)));
      cases.push(change(`enum moved ${syntax} from ${type}`, syntax, text(type), text("E")));
    }
  }
  return [
    ...cases,
    inMessage("enum to int", "proto3", "E a = 1;", "int32 a = 1;"),
    inMessage("message to bytes", "proto3", "N a = 1;", "bytes a = 1;"),
    change(
      "enum in map moved",
      "proto3",
      `${enums}\nmessage M { map<string, E> f = 1; }`,
      `${enums}\nmessage M { map<string, In.E> f = 1; }`,
    ),
    change(
      "enum of wkt",
      "proto3",
      `${enums}\nmessage M { E f = 1; }`,
      `import "google/protobuf/struct.proto";\n${enums}\nmessage M { google.protobuf.NullValue f = 1; }`,
    ),
  ];
}
