// What a running server can tell of the schema that it was built from.
import type { Finding } from "./compare.ts";
import type { FieldShape } from "./shapes.ts";

/**
 * Whether a finding rests on what a server tells. Options for generated code are those of the server's own: whoever
 * generates it may set them (`managed` of buf.gen.yaml), and no client sees them. `rebuilt`: see `rebuiltDescriptors`.
 */
export function isToldByServer(finding: Finding, schema: "sound" | "rebuilt"): boolean {
  const { id } = finding.rule;
  if (id.startsWith("FILE_SAME_") && !ofSchema.has(id)) return false;
  if (id === "FIELD_SAME_JSTYPE") return false;
  return schema === "sound" || isToldByRebuilt(id, finding);
}

const ofSchema: ReadonlySet<string> = new Set(["FILE_SAME_PACKAGE", "FILE_SAME_SYNTAX"]);

function isToldByRebuilt(id: string, { before, at }: Finding): boolean {
  if (lost.has(id) || id.startsWith("FILE_") || id.startsWith("RESERVED_")) return false;
  const after = at.kind === "part" ? at.shape : at.kind === "option" ? at.owner : undefined;
  if (before?.kind !== "field" || after?.kind !== "field") return true;
  if (/^FIELD_.*CARDINALITY$/.test(id)) return isMany(before) || isMany(after);
  if (id === "FIELD_SAME_NAME") return !isSameWord(before.name, after.name);
  if (id === "FIELD_SAME_ONEOF") return !isSameWord(before.oneof ?? "", after.oneof ?? "");
  return true;
}

// Presence, what `json_name` says, defaults as they were written, and the like.
const lost: ReadonlySet<string> = new Set([
  "ENUM_SAME_JSON_FORMAT",
  "ENUM_SAME_TYPE",
  "EXTENSION_MESSAGE_NO_DELETE",
  "FIELD_SAME_CPP_STRING_TYPE",
  "FIELD_SAME_DEFAULT",
  "FIELD_SAME_JAVA_UTF8_VALIDATION",
  "FIELD_SAME_JSON_NAME",
  "FIELD_SAME_UTF8_VALIDATION",
  "MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR",
  "MESSAGE_SAME_JSON_FORMAT",
  "MESSAGE_SAME_REQUIRED_FIELDS",
  "ONEOF_NO_DELETE",
  "RPC_SAME_IDEMPOTENCY_LEVEL",
  "http-binding",
  "packed-list",
]);

function isMany({ cardinality }: FieldShape): boolean {
  return cardinality === "repeated" || cardinality === "map";
}

// The loader turns `snake_case` into `camelCase` where it is not told otherwise.
function isSameWord(one: string, other: string): boolean {
  const plain = (name: string) => name.replaceAll("_", "").toLowerCase();
  return plain(one) === plain(other);
}
