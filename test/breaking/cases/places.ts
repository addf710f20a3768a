// Odd ways to write what changes: comments and spaces between the tokens, options inside of others, groups, maps and
// extensions, characters that are wide or have no width.
import type { ChangeCase } from "./case.ts";

/** Changes of which the places are hard to tell. */
export const placeCases: readonly ChangeCase[] = [
  {
    name: "places fields proto3",
    before: {
      "a.proto": `syntax = "proto3";
package $p;
message A {
  int32 a = 1;
  int32 b = 2;
  string c = 3;
  int64 d = 4;
  E e = 5;
  map<string, int32> m = 6;
  repeated int32 r = 7;
  oneof o { int32 x = 8; string y = 9; }
  message Inner { int32 q = 1; }
  map<string, int32> n = 10;
  int64 j = 11;
  int64 k = 12 [jstype = JS_STRING];
  string s = 13 [ctype = CORD];
  int32 jn = 14 [json_name = "abc"];
  int32 jm = 15;
}
enum E { Z = 0; ONE = 1; TWO = 2; }
service S { rpc M(A) returns (A); rpc N(A) returns (A); rpc O(A) returns (A) { option idempotency_level = IDEMPOTENT; } rpc P(A) returns (A); }
`,
    },
    after: {
      "a.proto": `syntax = "proto3";
package $p;
/* before */ message A { // trailing
  int32 aa = 1;
  /* c */ repeated  int64 b = 2 /* d */ ; // tr
  bytes c /* n */ = 3;
  A d = 4;
  A e = 5;
  map < string , string > m = 6;
  int32 r = 7;
  oneof oo { int32 x = 8; string y = 9; }
  map<string, int32> nn = 10;
  int64 j = 11 [ jstype = JS_STRING, deprecated = true];
  int64 k = 12;
  string s = 13 [deprecated=true, ctype = STRING];
  int32 jn = 14 [json_name = "abd"];
  optional int32 jm = 15 [deprecated=true , json_name  = "xx" ];
}
enum E { Z = 0; ONEE = 1; }
service S { rpc M(stream A) returns (E2) ; rpc O(.$p.E2) returns (stream A) { } rpc P(A) returns (A) { option idempotency_level = IDEMPOTENT; } }
message E2 {}
`,
    },
  },
  {
    name: "places groups and extensions proto2",
    before: {
      "a.proto": `syntax = "proto2";
package $p;
message A {
  optional group G = 1 { optional int32 x = 1; }
  repeated group H = 2 { optional int32 x = 1; }
  optional int32 i = 3 [default = 4];
  optional int32 k = 5 [default = 4];
  extensions 100 to 200;
  reserved 50 to 60;
  required int32 rq = 6;
  optional group GG = 7 { optional int32 x = 1; }
  optional group GH = 8 { optional int32 x = 1; }
  option no_standard_descriptor_accessor = false;
  optional string t = 10;
}
extend A { optional int32 ex = 100; optional int32 ey = 101; optional group EG = 102 { optional int32 z = 1; } optional A ea = 103; }
extend A { optional int32 ez = 104; }
option java_package = "x";
option optimize_for = CODE_SIZE;
option go_package = "x";
`,
    },
    after: {
      "a.proto": `syntax = "proto2";
package $p;
message A {
  optional group G = 1 { optional string x = 1; }
  optional group H = 2 { optional int32 x = 1; }
  optional int32 i = 3 [ default  =  5 , deprecated = true];
  optional int32 k = 5;
  extensions 100 to 150;
  optional group GGX = 7 { optional int32 x = 1; }
  optional int32 gh = 8;
  option no_standard_descriptor_accessor = true;
  required int32 rn = 9;
  optional string t = 10;
}
extend A { optional string ex = 100; repeated int32 ey = 101; repeated group EGG = 102 { optional int32 z = 1; } optional int32 ea = 103; }
extend A { optional int64 ez2 = 104; }
option java_package = "y";
 option optimize_for /* c */ = SPEED ;
option java_string_check_utf8 = true;
`,
    },
  },
  {
    name: "places features",
    before: {
      "a.proto": `edition = "2023";
package $p;
import "google/protobuf/cpp_features.proto";
import "google/protobuf/java_features.proto";
option features.json_format = ALLOW;
message A {
  string a = 1;
  string b = 2;
  string c = 3;
  string d = 4;
  string e = 5;
  string f = 6;
  string g = 7;
  string h = 8;
  string i = 9;
  repeated string j = 10;
  string k = 11 [features = { utf8_validation: NONE }];
  map<string,string> m = 12;
  bytes n = 13 [ctype=CORD];
  string o = 14;
  string q = 15;
}
enum E { Z = 0; }
enum F { FZ = 0; }
enum G { GZ = 0; }
enum H { HZ = 0; }
message J {}
message K {}
message L {}
`,
    },
    after: {
      "a.proto": `edition = "2023";
package $p;
import "google/protobuf/cpp_features.proto";
import "google/protobuf/java_features.proto";
option features.json_format = ALLOW;
message A {
  string a = 1 [features.utf8_validation = NONE];
  string b = 2 [features = { utf8_validation: NONE }];
  string c = 3 [features = { field_presence: EXPLICIT, utf8_validation: NONE }];
  string d = 4 [features.(pb.java).utf8_validation = VERIFY, features.utf8_validation = NONE];
  string e = 5 [features = { utf8_validation: NONE [pb.java] { utf8_validation: VERIFY } }];
  string f = 6 [features.(pb.java) = { utf8_validation: VERIFY }, features.utf8_validation = NONE ];
  string g = 7 [features.(pb.cpp).string_type = CORD];
  string h = 8 [features.(pb.cpp) = { string_type: CORD }];
  string i = 9 [features = { field_presence: EXPLICIT [pb.cpp]: { string_type: CORD }}];
  repeated string j = 10 [deprecated = true, features.utf8_validation = NONE];
  string k = 11 [deprecated = true];
  map<string,string> m = 12 [features.utf8_validation = NONE];
  bytes n = 13;
  string o = 14 [ctype=CORD, features.field_presence = EXPLICIT];
  string q = 15 [features.field_presence = EXPLICIT,features.utf8_validation = NONE];
}
enum E { Z = 0; option features.enum_type = CLOSED; }
enum F { option features = { enum_type: CLOSED }; FZ = 0; }
enum G { option features = { enum_type: CLOSED json_format: LEGACY_BEST_EFFORT }; GZ = 0; }
enum H { option features.json_format = LEGACY_BEST_EFFORT; option features.enum_type = CLOSED; HZ = 0; }
message J { option features.json_format = LEGACY_BEST_EFFORT; }
message K { option deprecated = true; option features = {json_format : LEGACY_BEST_EFFORT} ; }
message L {}
`,
    },
  },
  {
    name: "places java file feature",
    before: {
      "a.proto": `edition = "2023";
package $p;
import "google/protobuf/java_features.proto";
option features.utf8_validation = NONE;
message A { string a = 1; map<string, int32> m = 2; string c = 3 [features.(pb.java).utf8_validation = VERIFY]; string d = 4; }
`,
    },
    after: {
      "a.proto": `edition = "2023";
package $p;
import "google/protobuf/java_features.proto";
option features.utf8_validation = NONE;
option features.(pb.java).utf8_validation = VERIFY;
message A { string a = 1; map<string, int32> m = 2; string c = 3 [features.(pb.java).utf8_validation = DEFAULT]; string d = 4[features.field_presence = EXPLICIT]; }
`,
    },
  },
  {
    name: "places file enum type",
    before: {
      "a.proto": `edition = "2023";
package $p;
enum E { A = 0; }
message M { enum F { FA = 0; } }
`,
    },
    after: {
      "a.proto": `edition = "2023";
package $p;
option features.enum_type = CLOSED;
option features.json_format = LEGACY_BEST_EFFORT;
enum E { A = 0; }
message M { enum F { FA = 0; } }
`,
    },
  },
  {
    name: "places file delimited with map",
    before: {
      "a.proto": `edition = "2023";
package $p;
message M { map<string, M> m = 1; M n = 2; repeated M o = 3; }
`,
    },
    after: {
      "a.proto": `edition = "2023";
package $p;
option features.message_encoding = DELIMITED;
message M { map<string, M> m = 1; M n = 2; repeated M o = 3; }
`,
    },
  },
  {
    name: "places edition 2024",
    before: {
      "a.proto": `edition = "2023";
package $p;
message M { string s = 1; bytes t = 2; }
`,
    },
    after: {
      "a.proto": `edition = "2024";
package $p;
message M { string s = 1; bytes t = 2; }
`,
    },
  },
  {
    name: "places edition 2024 export",
    before: {
      "a.proto": `edition = "2024";
package $p;
message M { string s = 1; bytes t = 2; }
enum E { A = 0; B = 1; }
`,
    },
    after: {
      "a.proto": `edition = "2024";
package $p;
  export message M { string s = 1;}
  local enum E { A = 0; }
`,
    },
  },
  {
    name: "places maps json format",
    before: {
      "a.proto": `edition = "2023";
package $p;
message A { map<string, string> m = 1; message B {} }
`,
    },
    after: {
      "a.proto": `edition = "2024";
package $p;
option features.json_format = LEGACY_BEST_EFFORT;
option features.utf8_validation = NONE;
message A { map<string, string> m = 1; message B {} }
`,
    },
  },
  {
    name: "places nested delete",
    before: {
      "a.proto": `syntax = "proto3";
package $p;
message A { message B { message C {} enum D { Z = 0; } } }
message Q { enum D { Z = 0; } }
service S {}
enum T { T0 = 0; }
`,
    },
    after: {
      "a.proto": `syntax = "proto3";
// c
package $p;
message A { }
`,
    },
  },
  {
    name: "places package gone",
    before: {
      "a.proto": `syntax = "proto3";
package $p;
`,
    },
    after: { "a.proto": `` },
  },
  {
    name: "places edition spaces",
    before: {
      "a.proto": `syntax = "proto3";
package $p;
`,
    },
    after: {
      "a.proto": ` edition /* x */ = "2023" ;
 package $p . q ;
`,
    },
  },
  {
    name: "places alias",
    before: {
      "a.proto": `syntax = "proto3";
package $p;
enum E { option allow_alias = true; A = 0; B = 1; BB = 1; C = -1; D = 0x10; }
`,
    },
    after: {
      "a.proto": `syntax = "proto3";
package $p;
enum E { option allow_alias = true; A = 0; X = 1; XX = 1; C2 = - 1; D2 = /*x*/ 0x10 [deprecated = true]; }
`,
    },
  },
  {
    name: "places multi option",
    before: {
      "a.proto": `syntax = "proto3";
package $p;
option go_package = "a";
service S { rpc M(A) returns (A) { option idempotency_level = IDEMPOTENT; } }
message A {}
`,
    },
    after: {
      "a.proto": `syntax = "proto3";
package $p;
message A {}
option
  go_package =
   "b"
   "c";
service S { rpc M(A) returns (A) { option deprecated = true; option idempotency_level = NO_SIDE_EFFECTS ; } }
`,
    },
  },
  {
    name: "places message option",
    before: {
      "a.proto": `syntax = "proto2";
package $p;
message A { optional string s = 1 [default = "x"]; optional string t = 2 [default = "x"]; optional int64 i = 3; optional int64 j = 4 [jstype = JS_NUMBER]; 
  optional group Gr = 5 [deprecated=true] { } }
`,
    },
    after: {
      "a.proto": `syntax = "proto2";
package $p;
message A { optional string s = 1 [default = 'y' "z"
 "q"]; optional string t = 2 [deprecated = true]; optional int64 i = 3 [deprecated = false, jstype = JS_STRING]; optional int64 j = 4 [jstype = JS_STRING]; 
  required group Gr = 5 [deprecated=true] { } option no_standard_descriptor_accessor = true; }
`,
    },
  },
  {
    name: "places extension range",
    before: {
      "a.proto": `syntax = "proto2";
package $p;
message A { oneof o { group Gx = 1 { } int32 x = 2; } extensions 10 to 20; }
message B { extend A { optional int32 e = 10; optional group Ge = 11 { optional int32 z = 1; } repeated int32 f = 12; } }
`,
    },
    after: {
      "a.proto": `syntax = "proto2";
package $p;
message A { oneof o2 { group Gx = 1 { } int32 x = 2; } extensions 10 to 20; }
message B { extend A { optional int64 e = 10; optional group Ge2 = 11 { optional int32 z = 1; } optional int32 f = 12;} }
`,
    },
  },
  {
    name: "places enums gone all",
    before: {
      "a.proto": `syntax = "proto3";
package $p;
message A {}
enum E { Z = 0; }
`,
    },
    after: {
      "a.proto": `syntax = "proto3";
package $p;
message A {}
`,
    },
  },
  {
    name: "places messages gone all",
    before: {
      "a.proto": `syntax = "proto3";
package $p;
message A {}
enum E { Z = 0; }
`,
    },
    after: {
      "a.proto": `syntax = "proto3";
package $p;
enum E { Z = 0; }
`,
    },
  },
  {
    name: "places extensions gone all",
    before: {
      "a.proto": `syntax = "proto2";
package $p;
message A { extensions 1 to 10; message B { extend A { optional int32 y = 2; } } }
extend A { optional int32 x = 1; }
`,
    },
    after: {
      "a.proto": `syntax = "proto2";
package $p;
message A { extensions 1 to 10; message B {} }
`,
    },
  },
  {
    name: "places enums gone but one",
    before: {
      "a.proto": `syntax = "proto3";
package $p;
message A { enum X { XX = 0; } }
enum E { Z = 0; }
enum F { FZ = 0; }
`,
    },
    after: {
      "a.proto": `syntax = "proto3";
package $p;
message A {}
enum F { FZ = 0; }
`,
    },
  },
  {
    name: "places cpp maps",
    before: {
      "a.proto": `edition = "2023";
package $p;
message A { map<string, string> m = 1; map<int32, bytes> n = 2; string s = 3; repeated string t = 4; }
`,
    },
    after: {
      "a.proto": `edition = "2023";
package $p;
import "google/protobuf/cpp_features.proto";
option features.(pb.cpp).string_type = CORD;
message A { map<string, string> m = 1; map<int32, bytes> n = 2; string s = 3; repeated string t = 4; }
`,
    },
  },
  {
    name: "places cpp maps field",
    before: {
      "a.proto": `edition = "2023";
package $p;
import "google/protobuf/cpp_features.proto";
message A { map<string, string> m = 1; map<int32, bytes> n = 2; extensions 10 to 20; }
extend A { string x = 10; }
`,
    },
    after: {
      "a.proto": `edition = "2023";
package $p;
import "google/protobuf/cpp_features.proto";
message A { map<string, string> m = 1 [features.(pb.cpp).string_type = CORD]; map<int32, bytes> n = 2 [features.(pb.cpp).string_type = CORD]; extensions 10 to 20; }
extend A { string x = 10 [features.(pb.cpp).string_type = VIEW]; }
`,
    },
  },
  {
    name: "places group message places",
    before: {
      "a.proto": `syntax = "proto2";
package $p;
message A { optional group G = 1 { optional int32 x = 1; reserved 3; } oneof o { group H = 2 { optional int32 y = 1; } } extensions 10; }
extend A { optional group K = 10 { optional int32 z = 1; } }
`,
    },
    after: {
      "a.proto": `syntax = "proto2";
package $p;
message A { optional  group G = 1 [deprecated = true] {  } oneof o { group H = 2 { } } extensions 10; }
extend A { optional group K = 10 { } }
`,
    },
  },
  {
    name: "places trailing semicolons",
    before: {
      "a.proto": `syntax = "proto3";
package $p;
message A { int32 x = 1; }
enum E { Z = 0; O = 1; }
service S { rpc M(A) returns (A); rpc N(A) returns (A); }
`,
    },
    after: {
      "a.proto": `syntax = "proto3";
package $p;
message A { ; };
enum E { ; Z = 0; ; };
service S { ; rpc M(A) returns (stream A) { ; } ; } ;
`,
    },
  },
  {
    name: "places empty file",
    before: {
      "a.proto": `syntax = "proto3";
package $p;
option java_package = "x";
message A { }
`,
    },
    after: {
      "a.proto": `// only a comment

`,
    },
  },
  {
    name: "places option wins",
    before: {
      "a.proto": `syntax = "proto2";
package $p;
option java_string_check_utf8 = true;
option go_package = "x"; message A { optional string s = 1; }
`,
    },
    after: {
      "a.proto": `syntax = "proto2";
package $p;
option java_string_check_utf8 = false; option go_package = "y"; option java_package = "z";
message A { optional string s = 1; }
`,
    },
  },
  {
    name: "places json name equal default",
    before: {
      "a.proto": `syntax = "proto3";
package $p;
message A { int32 foo_bar = 1; int32 b = 2 [json_name = "b"]; }
`,
    },
    after: {
      "a.proto": `syntax = "proto3";
package $p;
message A { int32 foo_bar = 1 [json_name = "fooBar"]; int32 b = 2; }
`,
    },
  },
  {
    name: "places required by file",
    before: {
      "a.proto": `edition = "2023";
package $p;
message A { int32 a = 1; N n = 2; oneof o { int32 c = 3; } extensions 10; }
message N {}
extend A { int32 e = 10; }
`,
    },
    after: {
      "a.proto": `edition = "2023";
package $p;
option features.field_presence = IMPLICIT;
message A { int32 a = 1; N n = 2; oneof o { int32 c = 3; } extensions 10; }
message N {}
extend A { int32 e = 10; }
`,
    },
  },
  {
    name: "places json format file level on entry",
    before: {
      "a.proto": `edition = "2023";
package $p;
message A { map<string, int32> m = 1; enum E { Z = 0; } }
`,
    },
    after: {
      "a.proto": `edition = "2023";
package $p;
message A { option features.json_format = LEGACY_BEST_EFFORT; map<string, int32> m = 1; enum E { Z = 0; } }
`,
    },
  },
  {
    name: "places default values",
    before: {
      "a.proto": `syntax = "proto2";
package $p;
message A { optional float f = 1 [default = 1]; optional bytes b = 2 [default = "\\x01a"]; optional string s = 3 [default = "é"]; optional E e = 4 [default = TWO]; optional double d = 5 [default = inf]; optional double n = 6 [default = nan]; optional E e2 = 7; }
enum E { ONE = 1; TWO = 2; }
`,
    },
    after: {
      "a.proto": `syntax = "proto2";
package $p;
message A { optional float f = 1 [default = 1.0]; optional bytes b = 2 [default = "\\001\\141"]; optional string s = 3 [default = "\\303\\251"]; optional E e = 4 [default = ONE]; optional double d = 5 [default = 1e999]; optional double n = 6 [default = -nan]; optional E e2 = 7 [default = ONE]; }
enum E { ONE = 1; TWO = 2; }
`,
    },
  },
  {
    name: "places extension json",
    before: {
      "a.proto": `syntax = "proto2";
package $p;
message A { extensions 10 to 20; }
extend A { optional int32 foo_bar = 10; repeated int32 r = 11 [packed = true]; }
`,
    },
    after: {
      "a.proto": `syntax = "proto2";
package $p;
message A { extensions 10 to 20; }
extend A { optional int32 foo_bar2 = 10; optional int32 r = 11; }
`,
    },
  },
  {
    name: "places edition 2024 symbols",
    before: {
      "a.proto": `edition = "2024";
package $p;
message A { string s = 1; message B {} }
`,
    },
    after: {
      "a.proto": `edition = "2024";
package $p;
option features.default_symbol_visibility = STRICT;
message A { string s = 1 [features.field_presence = IMPLICIT]; message B {} }
`,
    },
  },
  {
    name: "places group delimited",
    before: {
      "a.proto": `syntax = "proto2";
package $p;
message A { optional group Gg = 1 { optional int32 x = 1; } repeated group Hh = 2 { } }
`,
    },
    after: {
      "a.proto": `edition = "2023";
package $p;
option features.utf8_validation = NONE; option features.json_format = LEGACY_BEST_EFFORT;
message A { Gg gg = 1 [features.message_encoding = DELIMITED]; message Gg { int32 x = 1; } repeated Hh hh = 2 [features.message_encoding = DELIMITED]; message Hh {} }
`,
    },
  },
  {
    name: "places java relative names",
    before: {
      "a.proto": `edition = "2023";
package $p;
import "google/protobuf/java_features.proto";
option features.utf8_validation = NONE;
message A { string s = 1; string u = 3; }
`,
    },
    after: {
      "a.proto": `edition = "2023";
package $p;
import "google/protobuf/java_features.proto";
option features.utf8_validation = NONE;
message A { string s = 1 [features.(.pb.java).utf8_validation = VERIFY]; string u = 3 [features = { [pb.java]: { utf8_validation: VERIFY } } ]; }
`,
    },
  },
  {
    name: "places aggregate that does not set it",
    before: {
      "a.proto": `edition = "2023";
package $p;
import "google/protobuf/java_features.proto";
message A { string s = 1; string t = 2; }
enum E { Z = 0; }
message M { }
`,
    },
    after: {
      "a.proto": `edition = "2023";
package $p;
import "google/protobuf/java_features.proto";
option features.utf8_validation = NONE;
option features.enum_type = CLOSED;
option features.json_format = LEGACY_BEST_EFFORT;
message A { string s = 1 [features = { field_presence: EXPLICIT }]; string t = 2 [features.(pb.java) = { }]; }
enum E { option features = { json_format: ALLOW }; Z = 0; }
message M { option features = { json_format: LEGACY_BEST_EFFORT }; }
`,
    },
  },
  {
    name: "places option before package",
    before: {
      "a.proto": `syntax = "proto3";
option java_package = "x"; package $p;
`,
    },
    after: {
      "a.proto": `syntax = "proto3";
option java_package = "y"; package $p.q;
`,
    },
  },
  {
    name: "places string concatenation and comments in option",
    before: {
      "a.proto": `syntax = "proto3";
package $p;
option java_package = "x";
`,
    },
    after: {
      "a.proto": `syntax = "proto3";
package $p;
option /* a */ java_package /* b */ = /* c */ "y" /* d */ "z" /* e */ ; // f
`,
    },
  },
  {
    name: "places multi line field",
    before: {
      "a.proto": `syntax = "proto3";
package $p;
message A {
  map<string, string> m = 1;
  oneof o { string s = 2; }
  repeated string r = 3;
  $p.A q = 4;
  .$p.A t = 5;
}
`,
    },
    after: {
      "a.proto": `syntax = "proto3";
package $p;
message A {
  map<
    string,
    // comment
    int32
  > m
   = 1
   [deprecated = true]
   ;
  oneof oo { string
   s = 2; }
  repeated
    int32 r = 3;
  $p . B q = 4;
  . $p.B t = 5;
}
message B {}
`,
    },
  },
  {
    name: "places idempotency and deprecated",
    before: {
      "a.proto": `syntax = "proto3";
package $p;
message A {}
service S { rpc M(A) returns (A) { option idempotency_level = IDEMPOTENT; } rpc N(A) returns (A); }
`,
    },
    after: {
      "a.proto": `syntax = "proto3";
package $p;
message A {}
service S { rpc M(A) returns (A) { } rpc N(A) returns (A) { option
  idempotency_level = NO_SIDE_EFFECTS; } }
`,
    },
  },
  {
    name: "places accessor",
    before: {
      "a.proto": `syntax = "proto3";
package $p;
message A { option no_standard_descriptor_accessor = true; message B {} }
`,
    },
    after: {
      "a.proto": `syntax = "proto3";
package $p;
message A { option no_standard_descriptor_accessor = false; message B { option no_standard_descriptor_accessor = true; } }
`,
    },
  },
  {
    name: "places reserved enum",
    before: {
      "a.proto": `syntax = "proto3";
package $p;
enum E { Z = 0; reserved 2 to 5, 9, -3 to -1, 100 to max; reserved "A", "B"; }
message M { reserved 2 to 5, 9, 100 to max; reserved "a", "b"; }
`,
    },
    after: {
      "a.proto": `syntax = "proto3";
package $p;
enum E { Z = 0; reserved 2 to 4, -3 to -2, 100 to 2147483646; reserved "A"; }
message M { reserved 2 to 4, 100 to 536870910; reserved "a"; }
`,
    },
  },
];

/** Changes behind characters of all widths: each stands in a comment before what changes. */
export const columnCases: readonly ChangeCase[] = Object.entries({
  none: "",
  tab: "\t",
  "tab after one": " \t",
  "tab at a stop": "   \t",
  "two tabs": "a\t\t",
  "accented letter": "\u00e9",
  "combining mark": "e\u0301",
  "mark alone": "\u0301",
  han: "\u6f22",
  "han beyond the first plane": "\u{20000}",
  kana: "\u30ab",
  "half width kana": "\uff76",
  "full width letter": "\uff21",
  "wide space": "\u3000",
  hangul: "\ud55c",
  "hangul of parts": "\u1112\u1161\u11ab\u1100\u1173\u11af",
  "hangul with a part too many": "\ud55c\u11ab",
  emoji: "\u{1f600}",
  "emoji of several": "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}",
  "emoji with a skin tone": "\u{1f44d}\u{1f3fd}",
  "text shown as emoji": "\u2764\ufe0f",
  "text that might be an emoji": "\u2764",
  "emoji shown as text": "\u{1f600}\ufe0e",
  keycap: "1\ufe0f\u20e3",
  flag: "\u{1f1e9}\u{1f1ea}",
  "half a flag": "\u{1f1e9}",
  "flag and a half": "\u{1f1e9}\u{1f1ea}\u{1f1eb}",
  "flag of letters": "\u{1f3f4}\u{e0067}\u{e0062}\u{e007f}",
  ambiguous: "\u2026\u2192\u03b1\u2460",
  "long dashes": "\u2e3a\u2e3b",
  thai: "\u0e01\u0e33",
  "sign before numbers": "\u0600",
  "emoji, flag and hangul with marks": "\u{1f600}\u093f\u{1f1e9}\u{1f1ea}\u0903\u1112\u0e33",
  "last consonant without vowel": "\u113f\u11db",
  devanagari: "\u0915\u094d\u0937\u093f",
  "no width": "\u200b\u00ad\u200e\u2060",
  "line separators": "\u0085\u2028\u2029",
  controls: "\u0001\u007f\u000b\u000c",
  "carriage return": "\r",
  "byte order mark within": "\ufeff",
  "private use": "\ue000",
  mixed: "a\t\u00e9\t\u6f22\t\u{1f600}\t",
}).map(([name, text]) => {
  const side = (type: string) => `syntax = "proto3";\npackage $p;\nmessage M {\n /*${text}*/ ${type} f = 1;\n}\n`;
  return { name: `column ${name}`, before: { "a.proto": side("int32") }, after: { "a.proto": side("string") } };
});

const lines = ['syntax = "proto3";', "package $p;", "message M { // \u6f22", "\tTYPE f = 1;", "}", ""];

/** The same with other line ends, and a byte order mark at the start. */
export const lineCases: readonly ChangeCase[] = [
  { name: "lines of Windows", text: lines.join("\r\n") },
  { name: "lines of old Macs", text: lines.join("\r").replace("// \u6f22", "") },
  { name: "lines behind a byte order mark", text: `\ufeff${lines.slice(0, 2).join(" ")} ${lines.slice(2).join("\n")}` },
].map(({ name, text }) => {
  const side = (type: string) => ({ "a.proto": text.replace("TYPE", type) });
  return { name, before: side("int32"), after: side("string") };
});
