// What a lock file of protolock tells of the files that it was made from. Comments of protolock may leave things out, and
// older ones keep neither labels nor options: what is not there says nothing.
import { jsonNameOf } from "../compiler/link/generatedNames.ts";
import type { Finding } from "./compare.ts";
import type { Place } from "./rule.ts";
import type { FieldShape, FileOptionName, Shape } from "./shapes.ts";

/** Whether a finding rests on what a lock tells. */
export function isToldByLock(finding: Finding): boolean {
  const { rule, before, at } = finding;
  const { id } = rule;
  if (untold.has(id)) return false;
  // Its files come one after another, and one without a package was taken for one of the package before.
  if (id === "FILE_SAME_PACKAGE") return at.kind === "statement" && at.file.packageName !== "";
  if (id.startsWith("FILE_SAME_")) {
    const option = id.slice("FILE_SAME_".length).toLowerCase() as FileOptionName;
    return before?.kind === "file" && before.options.has(option);
  }
  const after = at.kind === "part" ? at.shape : at.kind === "option" ? at.owner : undefined;
  // An enum may have lost the message around it.
  if (id.endsWith("ENUM_NO_DELETE") && before?.kind === "enum" && before.parent === undefined && at.kind === "file")
    return !at.file.enums.some(one => one.name === before.name);
  if (id === "RPC_SAME_IDEMPOTENCY_LEVEL")
    return before?.kind === "method" && before.idempotencyLevel !== "IDEMPOTENCY_UNKNOWN";
  if (id.endsWith("MESSAGE_NO_DELETE") && before?.kind === "message") return !extendsIt(at, before.name);
  // Groups are not kept.
  if (id === "MESSAGE_SAME_REQUIRED_FIELDS")
    return before?.kind === "field" ? isLabelled(before) : after?.kind !== "field" || after.type !== "group";
  if (before?.kind !== "field" || after?.kind === "file") return true;
  return isFieldTold(id, before, after);
}

const untold: ReadonlySet<string> = new Set([
  "ENUM_SAME_JSON_FORMAT",
  "ENUM_SAME_TYPE",
  "EXTENSION_MESSAGE_NO_DELETE",
  "FIELD_SAME_JAVA_UTF8_VALIDATION",
  "FIELD_SAME_UTF8_VALIDATION",
  "FILE_SAME_SYNTAX",
  "MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR",
  "MESSAGE_SAME_JSON_FORMAT",
  "http-binding",
  "packed-list",
]);

function isFieldTold(id: string, before: FieldShape, after: Shape | undefined): boolean {
  if (after?.kind !== "field") return true;
  if (/^FIELD_.*CARDINALITY$/.test(id)) return isMany(before) || isMany(after) || isLabelled(before);
  switch (id) {
    case "FIELD_SAME_JSON_NAME":
      return before.name !== after.name || before.jsonName !== jsonNameOf(before.name);
    case "FIELD_SAME_DEFAULT":
      return before.defaultValue !== undefined;
    case "FIELD_SAME_JSTYPE":
      return before.jstype !== "JS_NORMAL";
    case "FIELD_SAME_CPP_STRING_TYPE":
      return before.cppStringType !== "STRING";
    case "FIELD_SAME_TYPE":
    case "FIELD_WIRE_COMPATIBLE_TYPE":
    case "FIELD_WIRE_JSON_COMPATIBLE_TYPE":
      return !(isSameType(before, after) || (before.type === "message" && after.type === "group"));
    default:
      return true;
  }
}

function isMany({ cardinality }: FieldShape): boolean {
  return cardinality === "repeated" || cardinality === "map";
}

// Messages and members of oneofs have presence without a label.
function isLabelled({ cardinality, type, oneof, file }: FieldShape): boolean {
  if (cardinality !== "explicit") return cardinality === "required";
  return oneof === undefined && (file.syntax === "proto2" || type !== "message");
}

// A block of `extend` is kept as a message that is called as what it extends.
function extendsIt(at: Place, name: string): boolean {
  const file = at.kind === "part" ? at.shape.file : at.kind === "file" ? at.file : undefined;
  return file?.extensions.some(one => lastPart(one.extendee ?? "") === name) === true;
}

// Of a nested type the scopes around it may not be told, and such a message may hide another one.
function isSameType(before: FieldShape, after: FieldShape): boolean {
  const [was, is] = [before.typeName ?? "", after.typeName ?? ""];
  const [outer, inner] = [was, is].map(one => `${one.slice(0, one.length - lastPart(one).length)}`);
  const isWithin = outer?.startsWith(inner ?? "") === true || inner?.startsWith(outer ?? "") === true;
  return before.type === after.type && was !== "" && lastPart(was) === lastPart(is) && isWithin;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
