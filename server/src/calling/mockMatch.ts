// Whether a request has the fields that a rule of a script asks for.
import {
  type DescMessage,
  fromJson,
  type JsonObject,
  type JsonValue,
  type Message,
  type Registry,
  toJson,
} from "@bufbuild/protobuf";

/**
 * Whether `message` has all that is written in `match`, with these values; what is not written does not count. Of a list
 * all items are compared. However ProtoJSON lets a value be written, it is the same one: names, numbers and texts of enums
 * and of 64-bit integers; a field that is not set has its default.
 */
export function matches(described: DescMessage, message: Message, match: JsonObject, types: Registry): boolean {
  const options = { registry: types, alwaysEmitImplicit: true };
  const wanted = toJson(described, fromJson(described, match, { registry: types }), options);
  return covers(described, match, wanted, toJson(described, message, options));
}

function covers(described: DescMessage, written: JsonObject, wanted: JsonValue, got: JsonValue): boolean {
  // A form of its own, as of a Timestamp, is one value.
  if (!isObject(wanted) || !isObject(got) || described.typeName.startsWith("google.protobuf."))
    return isSame(wanted, got);
  return Object.keys(written).every(key => {
    const field = described.fields.find(one => one.jsonName === key || one.name === key);
    const name = field?.jsonName ?? key;
    const [inner, left, right] = [written[key], wanted[name], got[name]];
    if (field?.fieldKind === "message" && isObject(inner) && left !== undefined && right !== undefined)
      return covers(field.message, inner, left, right);
    return isSame(left, right);
  });
}

function isSame(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item, at) => isSame(item, right[at]));
  if (isObject(left) && isObject(right)) {
    const keys = Object.keys(left);
    return keys.length === Object.keys(right).length && keys.every(key => isSame(left[key], right[key]));
  }
  return left === right;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
