// Services, rpcs and their options.
import { type ChangeCase, change } from "./case.ts";

const messages = "message A {} message B {} message Out { message A {} }";

export const serviceCases: readonly ChangeCase[] = [
  inService("rpc deleted", "rpc X(A) returns (B); rpc Y(A) returns (B);", "rpc X(A) returns (B);"),
  inService(
    "rpcs deleted",
    "rpc X(A) returns (B); rpc Y(A) returns (B); rpc Z(A) returns (B);",
    "rpc Z(A) returns (B);",
  ),
  inService("rpc renamed", "rpc X(A) returns (B);", "rpc Y(A) returns (B);"),
  inService("rpc added", "rpc X(A) returns (B);", "rpc Y(A) returns (B); rpc X(A) returns (B);"),
  inService("request changed", "rpc X(A) returns (B);", "rpc X(B) returns (B);"),
  inService("response changed", "rpc X(A) returns (B);", "rpc X(A) returns (A);"),
  inService("both changed", "rpc X(A) returns (B);", "rpc\n X ( B )\n returns\n ( .$p.A\t) ;"),
  inService("request of same short name", "rpc X(A) returns (B);", "rpc X(Out.A) returns (B);"),
  inService("type written otherwise", "rpc X(A) returns (B);", "rpc X(.$p.A) returns ($p.B) {}"),
  inService("client stream", "rpc X(A) returns (B);", "rpc X(stream A) returns (B);"),
  inService("client stream gone", "rpc X(stream A) returns (B);", "rpc X(A) returns (B);"),
  inService("server stream", "rpc X(A) returns (B);", "rpc X(A) returns (stream B);"),
  inService("both streams and types", "rpc X(A) returns (B);", "rpc X(stream B) returns (stream A) {\n  }"),
  inService("idempotency", "rpc X(A) returns (B);", "rpc X(A) returns (B) { option idempotency_level = IDEMPOTENT; }"),
  inService(
    "idempotency unknown",
    "rpc X(A) returns (B);",
    "rpc X(A) returns (B) { option idempotency_level = IDEMPOTENCY_UNKNOWN; }",
  ),
  inService(
    "idempotency changed",
    "rpc X(A) returns (B) { option idempotency_level = IDEMPOTENT; }",
    "rpc X(A) returns (B) {\n    option deprecated = true;\n    option idempotency_level = NO_SIDE_EFFECTS;\n  }",
  ),
  inService(
    "idempotency gone",
    "rpc X(A) returns (B) { option idempotency_level = IDEMPOTENT; }",
    "rpc X(A) returns (B);",
  ),
  inService(
    "two idempotencies gone",
    "rpc X(A) returns (B) { option idempotency_level = IDEMPOTENT; } rpc Y(A) returns (B) { option idempotency_level = IDEMPOTENT; }",
    "rpc X(A) returns (B); rpc Y(A) returns (B);",
  ),
  change(
    "service with rpcs deleted",
    "proto3",
    `${messages} service S { rpc X(A) returns (B); } service T {}`,
    `${messages} service T {}`,
  ),
  change(
    "service with rpcs renamed",
    "proto3",
    `${messages} service S { rpc X(A) returns (B); }`,
    `${messages} service T { rpc X(A) returns (B); }`,
  ),
  change("service reopened", "proto3", "service S {}", "service S {\n  // nothing\n}"),
  change(
    "rpc type deleted",
    "proto3",
    "message A {} message B {} service S { rpc X(A) returns (A); }",
    "message B {} service S { rpc X(B) returns (B); }",
  ),
  change(
    "rpc of well known type",
    "proto3",
    'import "google/protobuf/empty.proto"; message A {} service S { rpc X(A) returns (A); }',
    'import "google/protobuf/empty.proto"; message A {} service S { rpc X(google.protobuf.Empty) returns (A); }',
  ),
];

function inService(name: string, before: string, after: string): ChangeCase {
  const text = (body: string) => `${messages}\nservice S {\n  ${body}\n}`;
  return change(`service ${name}`, "proto3", text(before), text(after));
}
