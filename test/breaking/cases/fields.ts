// Names, defaults, JavaScript, C++ and UTF-8.
import { type ChangeCase, change, head, inMessage, type Syntax } from "./case.ts";

export const fieldCases: readonly ChangeCase[] = [
  inMessage("field renamed", "proto3", "int32 a = 1;", "int32 b = 1;"),
  inMessage("field renamed json name kept", "proto3", "int32 max_size = 1;", "int32 maxSize = 1;"),
  inMessage("field renamed json name written", "proto3", "int32 a = 1;", 'int32 b = 1 [json_name = "a"];'),
  inMessage("json name written", "proto3", "int32 a = 1;", 'int32 a = 1 [json_name = "b"];'),
  inMessage("json name written as derived", "proto3", "int32 a_b = 1;", 'int32 a_b = 1 [json_name = "aB"];'),
  inMessage("json name removed", "proto3", 'int32 a = 1 [json_name = "b"];', "int32 a = 1;"),
  inMessage("json name among options", "proto3", "int32 a = 1;", 'int32 a = 1 [deprecated = true, json_name = "b"];'),
  inMessage("json name of map", "proto3", "map<string, N> a = 1;", 'map<string, N> a = 1 [json_name = "b"];'),
  inMessage("field of oneof renamed", "proto3", "oneof o { int32 a = 1; }", "oneof o { int32 b = 1; }"),
  inMessage("renamed and retyped", "proto3", "int32 a = 1;", "repeated string b = 1;"),
  inMessage("retyped and json name", "proto3", "int32 a = 1;", 'string a = 1 [json_name = "b"];'),
  inMessage(
    "tabs and wide characters",
    "proto3",
    "int32 a = 1; int32 b = 2;",
    '\tint32 a = 1; /* é漢😀 */ string\tb = 2 [json_name = "é漢😀", deprecated = true];',
  ),
  inMessage(
    "several on a line",
    "proto3",
    "int32 a = 1; int32 b = 2; int32 c = 3;",
    "string a = 1; string b = 2;\tstring c = 3;",
  ),
  inMessage(
    "field over lines",
    "proto3",
    "int32 a = 1;",
    'repeated\n    string\n    b\n    =\n    1\n    [\n      json_name\n      =\n      "c"\n    ];',
  ),
  inMessage("fully qualified type", "proto3", "N a = 1;", ".$p.N a = 1;"),
  inMessage("packed", "proto3", "repeated int32 a = 1;", "repeated int32 a = 1 [packed = false];"),
  inMessage("comments", "proto3", "// a\n  int32 a = 1;", "// b\n  int32 a = 1; // c"),
  ...defaults("proto2", text => `optional ${text};`),
  ...defaults("2023", text => `${text};`),
  inMessage("default of enum by first value", "proto2", "optional E e = 1;", "optional E e = 1 [default = E_ONE];"),
  change(
    "default of enum first value changed",
    "proto2",
    "message M { optional E e = 1; } enum E { A = 1; B = 2; }",
    "message M { optional E e = 1; } enum E { B = 2; A = 1; }",
  ),
  change(
    "default of enum renumbered",
    "proto2",
    "message M { optional E e = 1 [default = B]; } enum E { A = 1; B = 2; }",
    "message M { optional E e = 1 [default = B]; } enum E { A = 1; B = 3; }",
  ),
  change(
    "default of enum renamed",
    "proto2",
    "message M { optional E e = 1 [default = B]; } enum E { A = 1; B = 2; }",
    "message M { optional E e = 1 [default = C]; } enum E { A = 1; C = 2; }",
  ),
  change(
    "default of enum by alias",
    "proto2",
    "message M { optional E e = 1 [default = B]; } enum E { option allow_alias = true; A = 1; B = 2; C = 2; }",
    "message M { optional E e = 1 [default = C]; } enum E { option allow_alias = true; A = 1; B = 2; C = 2; }",
  ),
  change(
    "default of enum zero",
    "proto2",
    "message M { optional E e = 1 [default = A]; } enum E { A = 0; B = 2; }",
    "message M { optional E e = 1; } enum E { Z = 0; B = 2; }",
  ),
  change(
    "default of enum to other enum",
    "proto2",
    "message M { optional E e = 1 [default = B]; } enum E { A = 0; B = 2; } enum F { FA = 0; FB = 2; }",
    "message M { optional F e = 1 [default = FB]; } enum E { A = 0; B = 2; } enum F { FA = 0; FB = 2; }",
  ),
  change(
    "default of extension",
    "proto2",
    "message M { extensions 1 to 9; } extend M { optional int32 a = 1; }",
    "message M { extensions 1 to 9; } extend M { optional int32 a = 1 [default = 5]; }",
  ),
  change(
    "default into repeated",
    "proto2",
    "message M { optional int32 a = 1 [default = 5]; }",
    "message M { repeated int32 a = 1; }",
  ),
  change(
    "default and required",
    "proto2",
    "message M { optional int32 a = 1 [default = 5]; }",
    "message M { required int32 a = 1; }",
  ),
  change(
    "default lost with proto3",
    "proto2",
    "message M { optional int32 a = 1 [default = 5]; }",
    "message M { optional int32 a = 1; }",
  ),
  ...jstypes("int64"),
  ...jstypes("fixed64"),
  inMessage("jstype with another type", "proto3", "int64 a = 1 [jstype = JS_STRING];", "uint64 a = 1;"),
  inMessage("jstype lost with type", "proto3", "int64 a = 1 [jstype = JS_STRING];", "int32 a = 1;"),
  inMessage(
    "jstype of list",
    "proto3",
    "repeated int64 a = 1 [jstype = JS_STRING];",
    "repeated int64 a = 1 [jstype = JS_NUMBER];",
  ),
  ...ctypes("proto2", "optional string"),
  ...ctypes("proto3", "string"),
  ...ctypes("proto3", "repeated bytes"),
  inMessage("ctype with another type", "proto3", "string a = 1 [ctype = CORD];", "bytes a = 1;"),
  inMessage("ctype lost with type", "proto3", "string a = 1 [ctype = CORD];", "int32 a = 1;"),
  ...cppFeatures(),
  ...utf8Features(),
];

function defaults(syntax: Syntax, field: (text: string) => string): readonly ChangeCase[] {
  const pairs: readonly (readonly [string, string])[] = [
    ["int32 a = 1", "int32 a = 1 [default = 5]"],
    ["int32 a = 1", "int32 a = 1 [default = 0]"],
    ["int32 a = 1 [default = 5]", "int32 a = 1"],
    ["int32 a = 1 [default = 5]", "int32 a = 1 [default = 0x5]"],
    ["int32 a = 1 [default = 5]", "int32 a = 1 [deprecated = true, default = -5]"],
    ["int32 a = 1 [default = 5]", "uint64 a = 1 [default = 5]"],
    ["int32 a = 1 [default = 5]", "double a = 1 [default = 5]"],
    ["int32 a = 1 [default = 5]", "float a = 1 [default = 5.5]"],
    ["float a = 1 [default = 0.1]", "double a = 1 [default = 0.1]"],
    ["float a = 1 [default = 0.5]", "double a = 1 [default = 0.5]"],
    ["float a = 1 [default = 16777217]", "int32 a = 1 [default = 16777216]"],
    ["double a = 1 [default = 9007199254740993]", "int64 a = 1 [default = 9007199254740993]"],
    ["double a = 1 [default = 1e30]", "double a = 1 [default = 1e31]"],
    ["double a = 1 [default = 1e3]", "double a = 1 [default = 1000]"],
    ["double a = 1 [default = nan]", "double a = 1 [default = nan]"],
    ["double a = 1 [default = nan]", "float a = 1 [default = nan]"],
    ["double a = 1 [default = nan]", "double a = 1"],
    ["double a = 1 [default = inf]", "double a = 1 [default = -inf]"],
    ["double a = 1 [default = inf]", "float a = 1 [default = inf]"],
    ["double a = 1 [default = -0.0]", "double a = 1"],
    ["bool a = 1 [default = true]", "bool a = 1"],
    ["bool a = 1 [default = true]", "int32 a = 1 [default = 1]"],
    ["bool a = 1 [default = false]", "bool a = 1"],
    ["bool a = 1 [default = true]", "int32 a = 1"],
    ['string a = 1 [default = "x"]', "string a = 1"],
    ['string a = 1 [default = ""]', "string a = 1"],
    ['string a = 1 [default = "x"]', 'string a = 1 [default = "\\x78"]'],
    ['string a = 1 [default = "x"]', 'bytes a = 1 [default = "x"]'],
    ['string a = 1 [default = "é"]', 'bytes a = 1 [default = "é"]'],
    ['string a = 1 [default = "\\n"]', 'bytes a = 1 [default = "\\n"]'],
    ['bytes a = 1 [default = "\\001"]', 'bytes a = 1 [default = "\\x01"]'],
    ['bytes a = 1 [default = "\\001"]', 'bytes a = 1 [default = "\\002"]'],
    ['string a = 1 [default = "5"]', "int32 a = 1 [default = 5]"],
    ['string a = 1 [default = "true"]', "bool a = 1 [default = true]"],
    ["int32 a = 1 [default = 1]", "E a = 1 [default = E_ONE]"],
    ['string a = 1 [default = "E_ONE"]', "E a = 1 [default = E_ONE]"],
    ["E a = 1 [default = E_ONE]", "E a = 1"],
    ["int64 a = 1 [default = 9223372036854775807]", "uint64 a = 1 [default = 9223372036854775807]"],
    ["int64 a = 1 [default = -1]", "uint64 a = 1 [default = 18446744073709551615]"],
    ["int32 a = 1 [default = 5]", "N a = 1"],
    ["int32 a = 1 [default = 5]", "string a = 1"],
    ["int32 a = 1", "string a = 1"],
    ["float a = 1 [default = 0.1]", "double a = 1 [default = 0.10000000149011612]"],
    ["float a = 1 [default = 0.1]", "double a = 1 [default = 0.1000000001]"],
    ["double a = 1 [default = 0.1000000001]", "float a = 1 [default = 0.1]"],
    ["float a = 1 [default = 16777216]", "int32 a = 1 [default = 16777217]"],
    ["int64 a = 1 [default = 16777217]", "float a = 1 [default = 16777216]"],
    ["uint64 a = 1 [default = 16777217]", "float a = 1 [default = 16777216]"],
    ["double a = 1 [default = 9007199254740992]", "int64 a = 1 [default = 9007199254740993]"],
    ["uint64 a = 1 [default = 9007199254740993]", "double a = 1 [default = 9007199254740992]"],
    ["uint64 a = 1 [default = 18446744073709551615]", "double a = 1 [default = 18446744073709551615]"],
    ["int64 a = 1 [default = 9223372036854775807]", "double a = 1 [default = 9223372036854775807]"],
    ["bool a = 1 [default = true]", "float a = 1 [default = 1]"],
    ["bool a = 1 [default = true]", "uint64 a = 1 [default = 1]"],
    ["bool a = 1 [default = true]", "int32 a = 1 [default = 2]"],
    ["bool a = 1 [default = true]", "E a = 1 [default = E_ONE]"],
    ["float a = 1 [default = 1]", "E a = 1 [default = E_ONE]"],
    ["E a = 1 [default = E_ONE]", "uint64 a = 1 [default = 1]"],
    ["double a = 1 [default = 1e39]", "float a = 1 [default = 1e39]"],
    ["double a = 1 [default = inf]", "float a = 1 [default = 1e39]"],
    ["double a = 1 [default = 1e39]", "double a = 1 [default = inf]"],
    ["double a = 1 [default = nan]", "double a = 1 [default = 1]"],
    ["double a = 1 [default = nan]", "int32 a = 1"],
    ["double a = 1 [default = -0.0]", "double a = 1 [default = 1]"],
    ["double a = 1 [default = -nan]", "double a = 1 [default = nan]"],
    ["double a = 1 [default = 1e10]", "int64 a = 1 [default = 10000000000]"],
    ["double a = 1 [default = 1e25]", "double a = 1 [default = 10000000000000000905969664]"],
    ['string a = 1 [default = "x"]', "int32 a = 1"],
    ['bytes a = 1 [default = "\\377\\000"]', 'string a = 1 [default = "x"]'],
    ['bytes a = 1 [default = "\\"\\\\\\t\\\'?"]', 'string a = 1 [default = "\\"\\\\\\t\\\'?"]'],
  ];
  return pairs.map(([before, after], at) => inMessage(`default ${syntax} ${at}`, syntax, field(before), field(after)));
}

function jstypes(type: string): readonly ChangeCase[] {
  const forms = ["", " [jstype = JS_NORMAL]", " [jstype = JS_STRING]", " [deprecated = true, jstype = JS_NUMBER]"];
  return forms.flatMap((before, old) =>
    forms.map((after, now) =>
      inMessage(`jstype ${type} ${old} ${now}`, "proto3", `${type} a = 1${before};`, `${type} a = 1${after};`),
    ),
  );
}

function ctypes(syntax: Syntax, type: string): readonly ChangeCase[] {
  const forms = ["", " [ctype = STRING]", " [ctype = CORD]", " [ctype = STRING_PIECE]"];
  return forms.flatMap((before, old) =>
    forms.map((after, now) =>
      inMessage(`ctype ${syntax} ${type} ${old} ${now}`, syntax, `${type} a = 1${before};`, `${type} a = 1${after};`),
    ),
  );
}

function cppFeatures(): readonly ChangeCase[] {
  const forms: Readonly<Record<string, string>> = {
    none: "string a = 1;",
    ctype: "string a = 1 [ctype = CORD];",
    piece: "string a = 1 [ctype = STRING_PIECE];",
    cord: "string a = 1 [features.(pb.cpp).string_type = CORD];",
    view: "string a = 1 [deprecated = true, features.(pb.cpp).string_type = VIEW];",
    string: "string a = 1 [features.(pb.cpp).string_type = STRING];",
    bytes: "bytes a = 1 [features.(pb.cpp).string_type = VIEW];",
    literal: "string a = 1 [features = { [pb.cpp]: { string_type: CORD } }];",
  };
  const file = (syntax: Syntax, form: string) =>
    `${head(syntax)}import "google/protobuf/cpp_features.proto";\nmessage M {\n  ${form}\n}\n`;
  const all: ChangeCase[] = [];
  for (const syntax of ["2023", "2024"] as const) {
    for (const [old, before] of Object.entries(forms)) {
      for (const [now, after] of Object.entries(forms)) {
        // Edition 2024 has no `ctype`.
        if (syntax === "2024" && [old, now].some(one => one === "ctype" || one === "piece")) continue;
        all.push({
          name: `cpp ${syntax} ${old} to ${now}`,
          before: { "a.proto": file(syntax, before) },
          after: { "a.proto": file(syntax, after) },
        });
      }
    }
  }
  const whole = (option: string) =>
    `${head("2023")}import "google/protobuf/cpp_features.proto";\n${option}\nmessage M {\n  string a = 1;\n  repeated bytes b = 2;\n map<string, string> c = 3; }\n`;
  all.push({
    name: "cpp of file",
    before: { "a.proto": whole("") },
    after: { "a.proto": whole("option features.(pb.cpp).string_type = VIEW;") },
  });
  return all;
}

function utf8Features(): readonly ChangeCase[] {
  const forms: Readonly<Record<string, string>> = {
    none: "string a = 1;",
    off: "string a = 1 [features.utf8_validation = NONE];",
    on: "string a = 1 [deprecated = true, features.utf8_validation = VERIFY];",
    java: "string a = 1 [features.(pb.java).utf8_validation = VERIFY];",
    javaDefault: "string a = 1 [features.(pb.java).utf8_validation = DEFAULT];",
    javaOff: "string a = 1 [features.(pb.java).utf8_validation = VERIFY, features.utf8_validation = NONE];",
    literal: "string a = 1 [features = { utf8_validation: NONE [pb.java]: { utf8_validation: VERIFY } }];",
    list: "repeated string a = 1 [features.utf8_validation = NONE];",
    bytes: "bytes a = 1;",
  };
  const heads: Readonly<Record<string, string>> = {
    plain: "",
    off: "option features.utf8_validation = NONE;",
    java: "option features.(pb.java).utf8_validation = VERIFY;",
  };
  const file = (option: string, form: string) =>
    `${head("2023")}import "google/protobuf/java_features.proto";\n${option}\nmessage M {\n  ${form}\n  map<string, string> m = 9;\n}\n`;
  const all: ChangeCase[] = [];
  for (const [old, before] of Object.entries(forms)) {
    for (const [now, after] of Object.entries(forms)) {
      all.push({
        name: `utf8 ${old} to ${now}`,
        before: { "a.proto": file("", before) },
        after: { "a.proto": file("", after) },
      });
    }
    for (const [now, option] of Object.entries(heads)) {
      all.push({
        name: `utf8 ${old} under ${now}`,
        before: { "a.proto": file("", before) },
        after: { "a.proto": file(option, before) },
      });
    }
  }
  for (const syntax of ["proto2"] as const) {
    const text = (option: string) =>
      `${head(syntax)}${option}\nmessage M {\n  optional string a = 1; repeated string b = 2; optional bytes c = 3;\n  map<string, string> m = 9;\n}\n`;
    const on = "option java_string_check_utf8 = true;";
    const off = "option java_string_check_utf8 = false;";
    for (const [name, before, after] of [
      ["on", "", on],
      ["off", on, ""],
      ["false", on, off],
      ["same", "", off],
    ] as const) {
      all.push({
        name: `java check ${syntax} ${name}`,
        before: { "a.proto": text(before) },
        after: { "a.proto": text(after) },
      });
    }
  }
  return all;
}
