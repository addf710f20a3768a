// Texts with far too much of one thing, for what must end in little time all the same.

const proto2 = 'syntax = "proto2";\n';
const proto3 = 'syntax = "proto3";\n';

function repeat(count: number, piece: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => piece(index)).join("");
}

/** By what is too much of: a text with `n` of it. */
export const hostileTexts: Readonly<Record<string, (n: number) => string>> = {
  "fields on one line": n => `${proto3}message M {${repeat(n, i => ` string f${i} = ${i + 1};`)}}`,
  "messages on one line": n => proto3 + repeat(n, i => `message M${i} { string a = 1; } `),
  "open messages on one line": n => proto3 + repeat(n, i => `message M${i} { string a = 1; `),
  "braces too many on one line": n => proto3 + repeat(n, i => `message M${i} { string a = 1; }} `),
  messages: n => proto3 + repeat(n, i => `message M${i} {\n  string a = 1;\n  M${i} b = 2;\n}\n`),
  "open messages": n => proto3 + repeat(n, i => `message M${i} {\n  string a = 1;\n`),
  "braces too many": n => proto3 + repeat(n, i => `message M${i} {\n  string a = 1;\n}}\n`),
  "indented braces too many": n => proto3 + repeat(n, i => `message M${i} {\n  string a = 1;\n  }\n}\n`),
  "values of an enum": n => `${proto3}enum E {\n${repeat(n, i => `  V${i} = ${i};\n`)}}\n`,
  "values with one number": n => `${proto3}enum E {\n${repeat(n, i => `  V${i} = 0;\n`)}}\n`,
  "values with one name": n => `${proto3}enum E {\n${repeat(n, i => `  V = ${i};\n`)}}\n`,
  "fields with one number": n => `${proto3}message M {\n${repeat(n, i => `  string f${i} = 1;\n`)}}\n`,
  "fields without a number": n => `${proto3}message M {\n${repeat(n, i => `  string f${i};\n`)}}\n`,
  "fields numbered 0": n => `${proto3}message M {\n${repeat(n, i => `  string f${i} = 0;\n`)}}\n`,
  "fields with an internal number": n => `${proto3}message M {\n${repeat(n, i => `  string f${i} = 19000;\n`)}}\n`,
  "fields with one name": n => `${proto3}message M {\n${repeat(n, i => `  string f = ${i + 1};\n`)}}\n`,
  "fields with a few JSON names": n =>
    `${proto3}message M {\n${repeat(n, i => `  string f_${"_".repeat(i % 5)}a = ${i + 1};\n`)}}\n`,
  "fields of unknown types": n => `${proto3}message M {\n${repeat(n, i => `  Foo${i} f${i} = ${i + 1};\n`)}}\n`,
  "messages with unknown types near to others": n =>
    proto3 + repeat(n, i => `message Foo${i}Bar { Fob${i}Bat f = 1; }\n`),
  "reserved ranges": n => `${proto3}message M {\n${repeat(n, i => `  reserved ${2 * i + 1};\n`)}}\n`,
  "reserved ranges between fields": n =>
    `${proto3}message M {\n${repeat(n, i => `  reserved ${2 * i + 1};\n string f${i} = ${2 * i + 2};\n`)}}\n`,
  "reserved ranges that overlap": n => `${proto3}message M {\n${repeat(n, () => `  reserved 1 to 10;\n`)}}\n`,
  "reserved names in use": n =>
    `${proto3}message M {\n${repeat(n, i => `  reserved "a${i}"; string a${i} = ${i + 1};\n`)}}\n`,
  "reserved numbers of an enum": n =>
    `${proto3}enum M { A = 0;\n${repeat(n, i => `  reserved ${2 * i + 1}; B${i} = ${2 * i + 2};\n`)}}\n`,
  "extension ranges": n => `${proto2}message M {\n${repeat(n, i => `  extensions ${2 * i + 1};\n`)}}\n`,
  extensions: n =>
    proto2 +
    "message M { extensions 1 to max; }\nextend M {\n" +
    repeat(n, i => `  optional string f${i} = ${i + 1};\n`) +
    "}\n",
  "extensions with one number": n =>
    proto2 +
    "message M { extensions 1 to max; }\nextend M {\n" +
    repeat(n, i => `  optional string f${i} = 1;\n`) +
    "}\n",
  "extensions outside of the ranges": n =>
    proto2 +
    "message M { extensions 1; }\nextend M {\n" +
    repeat(n, i => `  optional string f${i} = ${i + 2};\n`) +
    "}\n",
  "extend blocks": n =>
    proto2 +
    "message M { extensions 1 to max; }\n" +
    repeat(n, i => `extend M { optional string f${i} = ${i + 1}; }\n`),
  oneofs: n => `${proto3}message M {\n${repeat(n, i => `  oneof o${i} { string f${i} = ${i + 1}; }\n`)}}\n`,
  "empty oneofs": n => `${proto3}message M {\n${repeat(n, i => `  oneof o${i} { }\n`)}}\n`,
  "empty oneofs between broken fields": n =>
    `${proto3}message M {\n${repeat(n, i => `  oneof o${i} { }\n  string x${i};\n`)}}\n`,
  "optional fields of proto3": n =>
    `${proto3}message M {\n${repeat(n, i => `  optional string f${i} = ${i + 1};\n`)}}\n`,
  maps: n => `${proto3}message M {\n${repeat(n, i => `  map<string, M> f${i} = ${i + 1};\n`)}}\n`,
  groups: n => `${proto2}message M {\n${repeat(n, i => `  optional group F${i} = ${i + 1} {}\n`)}}\n`,
  rpcs: n => `${proto3}message M {}\nservice S {\n${repeat(n, i => `  rpc F${i} (M) returns (M);\n`)}}\n`,
  "rpcs of unknown messages": n =>
    `${proto3}service S {\n${repeat(n, i => `  rpc F${i} (M${i}) returns (N${i});\n`)}}\n`,
  services: n => `${proto3}message M {}\n${repeat(n, i => `service S${i} { rpc F (M) returns (M); }\n`)}`,
  "options set again": n => proto3 + repeat(n, i => `option java_package = "a${i}";\n`),
  "unknown options": n => proto3 + repeat(n, i => `option opt${i} = "a${i}";\n`),
  "unknown custom options": n => proto3 + repeat(n, i => `option (opt${i}) = "a${i}";\n`),
  "values of a repeated option": n =>
    proto2 +
    'import "google/protobuf/descriptor.proto";\nextend google.protobuf.FileOptions { repeated int32 o = 50000; }\n' +
    repeat(n, i => `option (o) = ${i};\n`),
  "values of a repeated field of an option": n =>
    proto2 +
    'import "google/protobuf/descriptor.proto";\nmessage O { optional O o = 1; repeated int32 i = 2; }\nextend google.protobuf.FileOptions { optional O o = 50000; }\n' +
    repeat(n, i => `option (o).o.i = ${i};\n`),
  "messages in a message value": n =>
    proto2 +
    'import "google/protobuf/descriptor.proto";\nmessage O { repeated O o = 1; repeated int32 i = 2; }\nextend google.protobuf.FileOptions { optional O o = 50000; }\noption (o) = {\n' +
    repeat(n, i => `o { i: ${i} }\n`) +
    "};\n",
  "elements of a list": n =>
    proto2 +
    'import "google/protobuf/descriptor.proto";\nmessage O { repeated O o = 1; repeated int32 i = 2; }\nextend google.protobuf.FileOptions { optional O o = 50000; }\noption (o) = { i: [' +
    repeat(n, i => `${i}, `) +
    "0] };\n",
  "unknown fields of a message value": n =>
    proto2 +
    'import "google/protobuf/descriptor.proto";\nmessage O { repeated O o = 1; repeated int32 i = 2; }\nextend google.protobuf.FileOptions { optional O o = 50000; }\noption (o) = {\n' +
    repeat(n, i => `x${i} { i: ${i} }\n`) +
    "};\n",
  "options of a field": n =>
    proto2 +
    'import "google/protobuf/descriptor.proto";\nextend google.protobuf.FieldOptions { repeated int32 o = 50000; }\nmessage M { optional int32 a = 1 [' +
    repeat(n, i => `(o) = ${i}, `) +
    "(o) = 1]; }\n",
  "missing imports": n => proto3 + repeat(n, i => `import "a${i}.proto";\n`),
  "imports of one missing file": n => proto3 + repeat(n, () => `import "b.proto";\n`),
  "imports of one file": n => proto3 + repeat(n, () => `import "google/protobuf/any.proto";\n`),
  packages: n => proto3 + repeat(n, () => `package a;\n`),
  "parts of a package": n => `${proto3}package a${repeat(n, () => `.a`)};\nmessage M { M m = 1; N n = 2; }`,
  "parts of a type": n => `${proto3}message M { a${repeat(n, () => `.a`)} m = 1; }`,
  "syntax statements": n => repeat(n, () => proto3),
  semicolons: n => proto3 + ";".repeat(n * 4),
  "line comments": n => `${proto3 + repeat(n, i => `// comment ${i}\n`)}message M {}\n`,
  "block comments": n => `${proto3 + repeat(n, i => `/* comment ${i} */ `)}message M {}\n`,
  "lines of an open comment": n => `${proto3}message M {} /*${repeat(n, i => `/* comment ${i}\n`)}`,
  "comments opened": n => proto3 + repeat(n, () => `/*`),
  "comments in comments": n => proto3 + repeat(n, () => `/* /* */`),
  "letters of a line comment": n => `${proto3}// ${"x".repeat(n * 20)}\nmessage M {}\n`,
  "lines of a comment": n => `${proto3}/* ${"x\n".repeat(n * 10)}*/\nmessage M {}\n`,
  "fields with comments all around": n =>
    proto3 +
    "message M {\n" +
    repeat(n, i => `  // about\n\n  /* detached */\n  string f${i} = ${i + 1}; // trailing\n`) +
    "}\n",
  "letters of a string": n => `${proto3}option java_package = "${"x".repeat(n * 20)}";\n`,
  escapes: n => `${proto3}option java_package = "${"\\x41\\101\\u0041".repeat(n)}";\n`,
  "wrong escapes": n => `${proto3}option java_package = "${"\\q".repeat(n)}";\n`,
  "strings in a row": n => `${proto3}option java_package = ${'"a" '.repeat(n)};\n`,
  "open strings": n => proto3 + '"\n'.repeat(n),
  "open strings before semicolons": n => proto3 + '" ;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;; \n'.repeat(n / 10),
  "spaces in an open string": n => `${proto3}"${" ".repeat(n * 5)}\n`,
  NULs: n => proto3 + "\0".repeat(n * 4),
  "NULs apart": n => proto3 + "\0 ".repeat(n * 2),
  "NULs in a string": n => `${proto3}option java_package = "${"\0".repeat(n)}";`,
  "lone surrogates": n => proto3 + "\ud800 ".repeat(n),
  "braces in comments of #": n => `${proto3}option (a) = {\n${"# { comment\n".repeat(n)}};`,
  "pairs of braces in a comment of #": n => `${proto3}option (a) = { a: 1 # ${"{ } # ".repeat(n)}\n};`,
  "comments of #": n => `${proto3}option (a) = {\n${"a: 1 # comment 'x' \n".repeat(n)}};`,
  "lone carriage returns": n => `${proto3}message M {\r${repeat(n, i => `string f${i} = ${i + 1};\r`)}}`,
  "opening braces": n => "{".repeat(n * 4),
  "opening braces on lines": n => "{\n".repeat(n * 4),
  "closing braces": n => "}".repeat(n * 4),
  "closing braces on lines": n => "}\n".repeat(n * 4),
  parentheses: n => "(".repeat(n * 4),
  brackets: n => "[".repeat(n * 4),
  "angle brackets": n => "<".repeat(n * 4),
  "open maps": n => `message M { ${"map<".repeat(n)}}`,
  "maps in a map": n => `message M { map<string, ${"map<".repeat(n)}}`,
  "braces in an option": n => `option a = ${"{".repeat(n * 4)}`,
  "message values in message values": n => `option a = ${"{ a".repeat(n * 4)}`,
  "lists in lists": n => `option a = { a: ${"[".repeat(n * 4)}`,
  "lists of messages in lists of messages": n => `option a = { a: ${"[{ a: ".repeat(n * 4)}`,
  "message values in angle brackets": n => `option a = { a ${"< a ".repeat(n * 4)}`,
  "parts of an option name": n => `option a${".a".repeat(n * 4)} = 1;`,
  "extensions in an option name": n => `option ${"(a).".repeat(n * 4)} = 1;`,
  "open parentheses in an option name": n => `option ${"(".repeat(n * 4)} = 1;`,
  dots: n => `message M { ${".".repeat(n * 4)}}`,
  words: n => "a ".repeat(n * 4),
  "words on lines": n => "a\n".repeat(n * 4),
  "words with braces": n => "a { ".repeat(n * 2),
  "words with braces on lines": n => "a {\n".repeat(n * 2),
  "names with braces on lines": n => "A {\n".repeat(n * 2),
  "the word message": n => "message ".repeat(n * 2),
  "messages without an opening brace": n => repeat(n, i => `message M${i}\n  string a = 1;\n}\n`),
  "the word enum": n => "enum ".repeat(n * 2),
  "the word service": n => "service ".repeat(n * 2),
  "the word rpc": n => `service S { ${"rpc ".repeat(n * 2)}`,
  "the word option": n => "option ".repeat(n * 2),
  "oneofs in oneofs": n => `message M { ${"oneof a { ".repeat(n)}`,
  "groups in groups": n => `message M { ${"group A = 1 { ".repeat(n)}`,
  "groups in oneofs in groups": n => `message M { oneof a { ${"group A = 1 { oneof a { ".repeat(n)}`,
  "extend blocks in extend blocks": n => `message M { ${"extend A { ".repeat(n)}`,
  "groups in extend blocks in groups": n => `extend A { ${"group A = 1 { extend A { ".repeat(n)}`,
  "messages in messages": n => "message M { ".repeat(n) + "}".repeat(n),
  "messages in messages on lines": n => "message M {\n".repeat(n) + "}\n".repeat(n),
  "indented messages in messages": n =>
    repeat(Math.min(n, 4000), i => `${" ".repeat(i)}message M {\n`) + repeat(Math.min(n, 4000), () => "}\n"),
  "rpcs in rpcs": n => `service S { ${"rpc A(B) returns (C) { ".repeat(n)}`,
  labels: n => `message M { ${"optional ".repeat(n * 2)}`,
  "digits of a number": n => `message M { int32 a = ${"9".repeat(n * 2)}; }`,
  "digits of a hexadecimal number": n => `message M { int32 a = 0x${"f".repeat(n * 2)}; }`,
  "digits of a float": n => `option a = ${"9".repeat(n)}.${"9".repeat(n)};`,
  "numbers too large": n => `enum M { ${repeat(n, i => ` A${i} = 99999999999999999999999;`)} }`,
  "letters of a name": n => `${proto3}message ${"M".repeat(n * 10)} {}`,
  "numbers in one reserved statement": n => `${proto3}message M { reserved ${repeat(n, i => `${i + 1}, `)}${n + 1}; }`,
  "half-typed fields": n => `${proto3}message M {\n${repeat(n, () => `  str\n`)}}`,
};
