// What stands at the head of a file: package, syntax and options; and files and packages that come and go.
import type { ChangeCase, Texts } from "./case.ts";

const options: Readonly<Record<string, readonly string[]>> = {
  csharp_namespace: ['"A"', '"B"', '""'],
  go_package: ['"a.com/a"', '"a.com/b;c"', '""'],
  java_outer_classname: ['"A"', '"B"', '""'],
  java_package: ['"a"', '"b"', '""'],
  objc_class_prefix: ['"A"', '"B"', '""'],
  php_class_prefix: ['"A"', '"B"', '""'],
  php_metadata_namespace: ['"A"', '"B"', '""'],
  php_namespace: ['"A"', '"A\\\\B"', '""'],
  ruby_package: ['"A"', '"B"', '""'],
  swift_prefix: ['"A"', '"B"', '""'],
  cc_enable_arenas: ["true", "false"],
  cc_generic_services: ["true", "false"],
  java_generic_services: ["true", "false"],
  java_multiple_files: ["true", "false"],
  py_generic_services: ["true", "false"],
  optimize_for: ["SPEED", "CODE_SIZE"],
};

const body =
  "message M { int32 a = 1; string s = 2; repeated int32 l = 3; E e = 4; N n = 5; } message N {} enum E { A = 0; }";
const labelled = body.replace(/(int32 a|string s|E e|N n)/g, "optional $1");

const syntaxes: Readonly<Record<string, string>> = {
  none: `package $p;\n${labelled}`,
  proto2: `syntax = "proto2";\npackage $p;\n${labelled}`,
  proto3: `syntax = "proto3";\npackage $p;\n${body}`,
  optional3: `/* head */ syntax = "proto3";\npackage $p;\n${labelled}`,
  "2023": `edition = "2023";\npackage $p;\n${body}`,
  implicit: `// head\nedition\n  = "2023";\npackage $p;\noption features.field_presence = IMPLICIT;\n${body}`,
  legacy: `edition = "2023";\npackage $p;\noption features = { enum_type: CLOSED repeated_field_encoding: EXPANDED json_format: LEGACY_BEST_EFFORT utf8_validation: NONE };\n${body}`,
  "2024": `edition = "2024";\npackage $p;\n${body}`,
};

const nested = "message In { enum E { A = 0; } map<string, int32> m = 1; }";

export const fileCases: readonly ChangeCase[] = [
  ...Object.entries(options).flatMap(([name, values]) => optionTable(name, values)),
  ...Object.entries(syntaxes).flatMap(([old, before]) =>
    Object.entries(syntaxes).map(([now, after]) =>
      files(`syntax ${old} to ${now}`, { "a.proto": before }, { "a.proto": after }),
    ),
  ),
  files("package changed", { "a.proto": text("$p.a") }, { "a.proto": text("$p.b") }),
  files("package over lines", { "a.proto": text("$p.a") }, { "a.proto": text("$p\n . b") }),
  files(
    "package changed by one of two",
    { "a.proto": text("$p.a"), "b.proto": text("$p.a", "message O {}") },
    { "a.proto": text("$p.b"), "b.proto": text("$p.a", "message O {}") },
  ),
  files(
    "package swapped",
    { "a.proto": text("$p.a"), "b.proto": text("$p.b") },
    { "a.proto": text("$p.b"), "b.proto": text("$p.a") },
  ),
  files(
    "package changed with nested declarations",
    {
      "a.proto": text("$p.a", `message M { ${nested} } message K {}`),
      "b.proto": text("$p.a", "message O { enum F { B = 0; } }"),
    },
    {
      "a.proto": text("$p.b", `message M { ${nested} } message K {}`),
      "b.proto": text("$p.a", "message O { enum F { B = 0; } }"),
    },
  ),
  files(
    "package lost",
    { "a.proto": text("$p.a", "message Lost1 {}") },
    { "a.proto": 'syntax = "proto3";\nmessage Lost1 {}\n' },
  ),
  files(
    "package given",
    { "a.proto": 'syntax = "proto3";\nmessage Given1 {}\n' },
    { "a.proto": text("$p.a", "message Given1 {}") },
  ),
  files(
    "package and content changed",
    { "a.proto": text("$p.a", "message M { int32 a = 1; } message Gone {}") },
    { "a.proto": text("$p.b", "message M { string a = 1; }") },
  ),
  files("file renamed", { "a.proto": text("$p") }, { "b.proto": text("$p") }),
  files(
    "file renamed and changed",
    {
      "a.proto": text(
        "$p",
        "message M { int32 a = 1; message In { int32 b = 1; } } message Gone { enum E { A = 0; } }",
      ),
    },
    { "b.proto": text("$p", "message M {\n string a = 1; }") },
  ),
  files(
    "file deleted",
    { "a.proto": text("$p"), "b.proto": text("$p", "message O {} enum E { A = 0; } service S {}") },
    { "a.proto": text("$p") },
  ),
  files(
    "file deleted moved",
    { "a.proto": text("$p"), "b.proto": text("$p", "message O { int32 a = 1; }") },
    { "a.proto": text("$p", "message M { int32 a = 1; }\nmessage O {\n  string a = 1;\n}") },
  ),
  files("package gone", { "a.proto": text("$p.a"), "b.proto": text("$p.b") }, { "a.proto": text("$p.a") }),
  files(
    "package gone with two files",
    { "a.proto": text("$p.a"), "b.proto": text("$p.b"), "c.proto": text("$p.b", "message P {}") },
    { "a.proto": text("$p.a") },
  ),
  files("package empty", { "a.proto": text("$p.a") }, { "a.proto": text("$p.a", "") }),
  files("file added", { "a.proto": text("$p.a") }, { "a.proto": text("$p.a"), "b.proto": text("$p.b") }),
  files(
    "imports changed",
    { "a.proto": text("$p.a") },
    {
      "a.proto": text(
        "$p.a",
        'import "google/protobuf/any.proto"; message M { int32 a = 1; google.protobuf.Any b = 2; }',
      ),
    },
  ),
  files(
    "several options",
    { "a.proto": `${text("$p")}option go_package = "a";\noption java_package = "b";\noption swift_prefix = "C";\n` },
    { "a.proto": `${text("$p")}option swift_prefix = "D"; option java_package = "c";\n` },
  ),
  files(
    "string pieces",
    { "a.proto": `${text("$p")}option go_package = "ab";\n` },
    { "a.proto": `${text("$p")}option go_package = "a" 'b';\n` },
  ),
];

function optionTable(name: string, values: readonly string[]): readonly ChangeCase[] {
  const forms = ["", ...values.map(value => `option ${name} = ${value};`)];
  return forms.flatMap((before, old) =>
    forms.map((after, now) =>
      files(
        `option ${name} ${old} ${now}`,
        { "a.proto": `${text("$p")}${before}\n` },
        { "a.proto": `${text("$p")}  ${after}\n` },
      ),
    ),
  );
}

function text(packageName: string, content = "message M { int32 a = 1; }"): string {
  return `syntax = "proto3";\npackage ${packageName};\n${content}\n`;
}

function files(name: string, before: Texts, after: Texts): ChangeCase {
  return { name, before, after };
}
