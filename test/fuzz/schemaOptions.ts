// Changes to what a schema says of its parts: defaults, options, and features at every level.
import type { FieldNode, MessageNode } from "../../server/src/compiler/syntax/nodes.ts";
import { oneOf, replaced, type Schema, sliceOf, some, withFieldOption } from "./schemaNodes.ts";

const defaults = [
  ...["nan", "-nan", "inf", "-inf", "0", "-0", "0.0", "-0.0", "1e10", "1.5", "1E-3", "16777217", "9007199254740993"],
  ...["0x7fffffffffffffff", "-0x80000000", "010", "18446744073709551615", "true", "false", "1e400", "3.4028236e38"],
  ...['""', '"a" "b"', '"\\x00\\377\\n"', '"\\xff"', '"é漢😀"', "'\\'\\\"\\\\'", '"\\u00e9\\U0001F600"', '"\\7\\78"'],
  ...["VALUE_ONE", "A", "B", "ONE"],
];

/** A field with another default, or its first. */
export function otherDefault(schema: Schema): string | undefined {
  const field = some<FieldNode>(schema, "field");
  const values = schema.nodes.filter(one => one.kind === "enumValue") as unknown as readonly FieldNode[];
  const named = schema.pick(4) === 0 ? oneOf(values, schema.pick)?.name?.text : undefined;
  return withFieldOption(schema, field, `default = ${named ?? oneOf(defaults, schema.pick)}`);
}

const fieldOptions = [
  ...['json_name = "x"', 'json_name = "a_b"', 'json_name = "ä\\n"', "jstype = JS_NUMBER", "jstype = JS_STRING"],
  ...["jstype = JS_NORMAL", "ctype = CORD", "ctype = STRING_PIECE", "ctype = STRING", "lazy = true", "packed = true"],
  ...["unverified_lazy = true", "debug_redact = true", "retention = RETENTION_SOURCE", "deprecated = false"],
];

const blockOptions: Readonly<Record<string, readonly string[]>> = {
  message: ["deprecated = true", "no_standard_descriptor_accessor = true", "no_standard_descriptor_accessor = false"],
  enum: ["deprecated = true", "allow_alias = true"],
  service: ["deprecated = true"],
  method: ["deprecated = true", "idempotency_level = IDEMPOTENT", "idempotency_level = NO_SIDE_EFFECTS"],
};

/** An option of a field or a block. */
export function withOption(schema: Schema): string | undefined {
  if (schema.pick(2) === 0)
    return withFieldOption(
      schema,
      some<FieldNode>(schema, "field", "mapField"),
      oneOf(fieldOptions, schema.pick) ?? "",
    );
  const block = some<MessageNode>(schema, ...Object.keys(blockOptions));
  if (block?.body === undefined) return undefined;
  const at = schema.pick(2) === 0 ? block.body.start + 1 : block.body.end - 1;
  const option = oneOf(blockOptions[block.kind] ?? [], schema.pick);
  return replaced(schema.text, { start: at, end: at }, `\n\toption ${option};\n`);
}

const features = [
  ...["field_presence = IMPLICIT", "field_presence = EXPLICIT", "field_presence = LEGACY_REQUIRED"],
  ...["enum_type = CLOSED", "enum_type = OPEN", "repeated_field_encoding = EXPANDED", "utf8_validation = NONE"],
  ...["utf8_validation = VERIFY", "message_encoding = DELIMITED", "message_encoding = LENGTH_PREFIXED"],
  ...["json_format = LEGACY_BEST_EFFORT", "json_format = ALLOW", "enforce_naming_style = STYLE_LEGACY"],
  ...["default_symbol_visibility = EXPORT_ALL", "(pb.cpp).string_type = CORD", "(pb.cpp).string_type = VIEW"],
  ...[
    "(pb.java).utf8_validation = VERIFY",
    "(pb.java).utf8_validation = DEFAULT",
    "(pb.cpp).legacy_closed_enum = true",
  ],
];

/** A feature of editions, at any level. */
export function withFeature(schema: Schema): string | undefined {
  const feature = oneOf(features, schema.pick) ?? "";
  const imports = /pb\.(\w+)/.exec(feature)?.[1];
  const changed = featureAt(schema, `features.${feature}`);
  if (changed === undefined || imports === undefined || changed.includes(`${imports}_features.proto`)) return changed;
  return changed.replace(/(edition\s*=[^;]*;)/, `$1 import "google/protobuf/${imports}_features.proto";`);
}

/** The same in the form of a message, which has other places. */
export function withFeatureBlock(schema: Schema): string | undefined {
  const [one = "", other = ""] = [oneOf(features, schema.pick), oneOf(features, schema.pick)].map(feature =>
    (feature ?? "").replace(" =", ":").replace(/^\((.*)\)\.(.*)$/, "[$1] { $2 }"),
  );
  const inner = schema.pick(2) === 0 ? one : `${one}\n    ${other}`;
  return featureAt(schema, `features = { ${inner} }`);
}

function featureAt(schema: Schema, feature: string): string | undefined {
  const owner = some<MessageNode>(
    schema,
    "syntax",
    "message",
    "enum",
    "field",
    "field",
    "mapField",
    "oneof",
    "extensions",
  );
  if (owner?.kind === ("syntax" as string))
    return replaced(schema.text, { start: owner.end, end: owner.end }, `\noption ${feature};`);
  if (owner?.body === undefined) return withFieldOption(schema, owner as unknown as FieldNode, feature);
  return replaced(schema.text, { start: owner.body.start + 1, end: owner.body.start + 1 }, ` option ${feature};`);
}

/** Another field in the place of one, with its number. */
export function manyCauses(schema: Schema): string | undefined {
  const field = some<FieldNode>(schema, "field", "mapField");
  if (field?.number === undefined) return undefined;
  const types = ["bytes", "sint64", "repeated string", "optional bool", "map<int32, bool>", "required fixed32"];
  const options = [...fieldOptions, ...defaults.map(one => `default = ${one}`)];
  const list = [oneOf(options, schema.pick), oneOf(options, schema.pick)].slice(schema.pick(2)).join(", ");
  const text = `${oneOf(types, schema.pick)} other_${field.name?.text} =\t${sliceOf(schema, field.number)} [${list}];`;
  return replaced(schema.text, field, text);
}
