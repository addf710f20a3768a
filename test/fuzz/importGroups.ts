// Small files that see of each other all there is to be seen: types, options, extensions, features, visibility.
import { filesOf } from "../support/problems.ts";

/** By path: the text of each file of a group. */
export const importGroups: readonly ReadonlyMap<string, string>[] = [
  `//- types.proto
syntax = "proto3";
package a;
// The first.
message One {
  string name = 1; // a name
  int32 number = 2;
  message Inner { bool yes = 1; }
  enum Kind { NONE = 0; SOME = 1; }
  map<string, Two> twos = 3;
}
message Two { One one = 1; }
enum Color { RED = 0; GREEN = 1; }
service Things { rpc Get(One) returns (Two); }
//- passed.proto
syntax = "proto3";
package a;
import public "types.proto";
message Passed { Two two = 1; }
//- direct.proto
syntax = "proto3";
package a.b;
import "types.proto";
message Direct {
  One one = 1;
  a.One.Inner inner = 2;
  One.Kind kind = 3;
  Color color = 4;
  repeated a.Two twos = 5;
}
//- through.proto
syntax = "proto2";
package c;
import "passed.proto";
message Through {
  optional a.One one = 1;
  optional a.Color color = 2 [default = GREEN];
  map<string, a.Color> colors = 3;
}
service Other { rpc Get(a.One) returns (stream a.Passed); }
//- unused.proto
syntax = "proto3";
package d;
import "passed.proto";
import "types.proto";
message Unused { a.Passed passed = 1; }
//- wrong.proto
syntax = "proto3";
package a;
import "types.proto";
message Wrong { One.name name = 1; Thre three = 2; Things things = 3; One.TwosEntry entry = 4; }
message Two {}
`,
  `//- kinds.proto
syntax = "proto2";
package k;
message Rule {
  optional string text = 1;
  repeated int32 numbers = 2;
  optional Level level = 3;
  optional Rule inner = 4;
  oneof choice { string left = 5; bool right = 6; }
  map<string, int32> counts = 7;
  extensions 100 to 200;
  reserved "gone";
}
enum Level { LOW = 0; HIGH = 1 [deprecated = true]; }
message Needs { required string it = 1; optional int32 more = 2; }
//- options.proto
syntax = "proto2";
package o;
import "google/protobuf/descriptor.proto";
import "kinds.proto";
extend google.protobuf.FieldOptions {
  optional k.Rule rule = 50001;
  repeated string tags = 50002;
  optional k.Level level = 50003;
  optional k.Needs needs = 50004 [targets = TARGET_TYPE_FIELD];
}
extend google.protobuf.MessageOptions { optional k.Rule about = 50001; }
extend k.Rule { optional int32 extra = 100; }
//- uses.proto
syntax = "proto3";
package u;
import "options.proto";
message Uses {
  option (o.about).inner.text = "a";
  option (o.about).numbers = 1;
  string a = 1 [(o.rule) = { text: "x" numbers: [1, 2] level: HIGH inner { left: "l" } counts { key: "k" value: 1 } }];
  string b = 2 [(o.level) = LOW, (o.tags) = "t", (o.tags) = "u"];
  string c = 3 [(o.rule) = { gone: 1 [o.extra]: 3 }];
  string d = 4 [(o.needs) = { it: "i" }];
  string e = 5 [(o.needs) = {}];
}
//- quiet.proto
syntax = "proto3";
package u.q;
import "options.proto";
message Quiet { option (o.about) = {}; string a = 1 [(o.level) = HIGH]; string b = 2 [deprecated = true]; }
//- right.proto
syntax = "proto3";
package r;
import "options.proto";
message Right { string a = 1 [(o.rule).inner = { right: true }]; string b = 2 [(o.needs) = { it: "i" }]; }
`,
  `//- base.proto
syntax = "proto2";
package b;
message Base {
  optional int32 id = 1;
  extensions 100 to 199;
  extensions 500 to 510 [declaration = { number: 500 full_name: ".e.said" type: "int32" }];
  message Nested { extensions 4 to max; }
}
message Items { option message_set_wire_format = true; extensions 4 to max; }
message Item { extend Items { optional Item item = 7; } optional int32 size = 1; }
//- first.proto
syntax = "proto2";
package f;
import "base.proto";
extend b.Base { optional int32 one = 100; optional b.Item two = 101; }
extend b.Items { optional b.Item third = 8; }
//- more.proto
syntax = "proto2";
package e;
import "base.proto";
import "first.proto";
extend b.Base { optional int32 other = 102; optional int32 said = 500; }
extend b.Base.Nested { repeated b.Base bases = 5; }
message Holder { optional b.Item item = 1; extend b.Base { optional string late = 103; } }
//- edition.proto
edition = "2026";
package e.d;
import "base.proto";
extend b.Base { int32 get_id = 150; b.Item x_value = 151; }
`,
  `//- shown.proto
edition = "2024";
package s;
option features.enforce_naming_style = STYLE_LEGACY;
export message Shown { string name = 1; export message In {} message Out {} }
local message Hidden { string name = 1; }
enum Open { OPEN_NONE = 0; OPEN_ONE = 1; }
message Holds { option features.field_presence = EXPLICIT; enum Kind { KIND_NONE = 0; } }
enum Closed { option features.enum_type = CLOSED; CLOSED_ONE = 1; CLOSED_TWO = 2; }
//- sees.proto
edition = "2024";
package t;
import "shown.proto";
message Sees {
  s.Shown shown = 1;
  s.Open open = 2 [default = OPEN_ONE];
  s.Closed closed = 3;
  s.Shown.In in = 4;
}
//- strict.proto
edition = "2023";
package w;
import "shown.proto";
message Strict {
  s.Open open = 1 [features.field_presence = IMPLICIT];
  map<string, s.Closed> closed = 2;
  s.Holds.Kind kind = 4 [features.field_presence = IMPLICIT];
  s.Hidden hidden = 3;
}
//- features.proto
edition = "2024";
package x;
import option "shown.proto";
import "google/protobuf/descriptor.proto";
message Set { string a = 1; google.protobuf.FieldOptions options = 2; }
`,
  `//- held.proto
syntax = "proto2";
package h;
message Held { required int32 it = 1; optional string word = 2; }
message Set { optional bool on = 1; extensions 9; }
//- any.proto
syntax = "proto2";
package a;
import "google/protobuf/any.proto";
import "google/protobuf/descriptor.proto";
extend google.protobuf.MessageOptions { optional google.protobuf.Any any = 50001; }
//- holds.proto
syntax = "proto2";
package o;
import "any.proto";
import "held.proto";
message Holds { option (a.any) = { [type.googleapis.com/h.Held] { it: 1 word: "w" } }; }
//- set.proto
syntax = "proto2";
package s;
import "google/protobuf/descriptor.proto";
import "held.proto";
extend google.protobuf.FeatureSet { optional h.Set set = 9999; }
`,
  `//- lite.proto
syntax = "proto2";
package l;
option optimize_for = LITE_RUNTIME;
option deprecated = true;
message Lite { extensions 1 to 10; }
enum Three { THREE_ONE = 1; }
//- heavy.proto
syntax = "proto2";
package h;
import "lite.proto";
import weak "missing.proto";
message Heavy { optional l.Lite lite = 1; map<int32, l.Three> threes = 2; }
extend l.Lite { optional int32 one = 1; }
//- three.proto
syntax = "proto3";
package p;
import "lite.proto";
message Three { l.Three three = 1; }
`,
  `//- one.proto
syntax = "proto3";
package c;
message Same { string name = 1; }
message One {}
//- two.proto
syntax = "proto3";
package c;
message Same { string name = 1; }
enum Two { ZERO = 0; }
//- behind.proto
syntax = "proto3";
package b;
import public "two.proto";
message Behind { c.Two two = 1; }
//- both.proto
syntax = "proto3";
package d;
import "one.proto";
import "behind.proto";
message Both { c.One one = 1; c.Two two = 2; b.Behind behind = 3; }
//- over.proto
syntax = "proto3";
package o;
import "both.proto";
import "two.proto";
message Over { d.Both both = 1; c.Two two = 2; }
`,
].map(filesOf);
