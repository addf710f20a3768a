// What another type or cardinality of a field does, by what it was and what it is: the encoding and the JSON mapping of
// protobuf.dev say it of each pair.
import type { Effect } from "./effects.ts";
import type { Pair } from "./rule.ts";
import type { FieldKind, FieldShape } from "./shapes.ts";

/** What others see of a field of another type. */
export function typeEffect(pair: Pair<FieldShape>): Effect {
  return { seen: typeSeen(pair), instead: "keep the field, and add a new one with the new type and a new number" };
}

function typeSeen({ before, after }: Pair<FieldShape>): string {
  const [old, now] = [before.type, after.type];
  if (old === undefined || now === undefined) return "what is read depends on both types";
  if (before.cardinality === "map" && after.cardinality === "map")
    return "keys and values travel as fields 1 and 2 of an entry, so only a change of their own types is one on the wire";
  if (formOf(before) !== formOf(after))
    return `${forms[formOf(before)]} became ${forms[formOf(after)]}: each side puts what the other sends aside as unknown, and shows the default`;
  if (before.packed && after.packed && elementForm(old) !== elementForm(now))
    return "packed lists are cut into other elements: wrong values, or the whole message is refused";
  const both = [old, now];
  const has = (...kinds: readonly FieldKind[]) => both.some(one => kinds.includes(one));
  if (has("sint32", "sint64") && elementForm(old) === "varint" && !both.every(isZigzag))
    return "silently wrong values: the sign is written in another way (zigzag), so 1 is read as -1 or 2";
  if (has("float", "double")) return "silently wrong values: the bits of one type are read as those of the other";
  if (has("message") && has("bytes"))
    return "the bytes are the same where they hold such a message; JSON has an object on one side, base64 on the other";
  if (has("message") && has("string"))
    return "text is read as a message, or the reverse: the whole message is refused, or has wrong fields";
  if (has("message", "group"))
    return before.typeName === after.typeName
      ? "groups and messages are delimited in other ways"
      : "the other type reads the bytes by its own field numbers: the same where both agree, else silently wrong or empty fields";
  if (has("string") && has("bytes"))
    return "the bytes are the same, but bytes that are no UTF-8 text make the side with `string` refuse the whole message; JSON has text on one side, base64 on the other";
  if (old === "enum" && now === "enum")
    return "the number stays, and means what the other enum says; JSON has the name, which is refused where it is unknown";
  if (has("bool")) return "every number but 0 is read as `true`, and `true` as 1; JSON with the other type is refused";
  if (has("enum"))
    return "the number is the same on the wire; JSON has the name of an enum value, which the side with a number refuses";
  const widths = both.map(widthOf);
  if (widths[0] !== widths[1])
    return "the side with 32 bits cuts larger numbers without a word; JSON has numbers of 64 bits in quotes, and parsers take both";
  return "negative numbers are read as very large ones, or the reverse; all others stay; JSON refuses what is out of range";
}

type Form = "varint" | "four bytes" | "eight bytes" | "length" | "group";

const forms: Readonly<Record<Form, string>> = {
  varint: "a varint",
  "four bytes": "four bytes",
  "eight bytes": "eight bytes",
  length: "a length and bytes",
  group: "a group between two tags",
};

function formOf(field: FieldShape): Form {
  return field.packed ? "length" : elementForm(field.type ?? "message");
}

function elementForm(kind: FieldKind): Form {
  switch (kind) {
    case "fixed32":
    case "sfixed32":
    case "float":
      return "four bytes";
    case "fixed64":
    case "sfixed64":
    case "double":
      return "eight bytes";
    case "string":
    case "bytes":
    case "message":
      return "length";
    case "group":
      return "group";
    default:
      return "varint";
  }
}

function isZigzag(kind: FieldKind): boolean {
  return kind === "sint32" || kind === "sint64";
}

function widthOf(kind: FieldKind): 32 | 64 {
  return kind.endsWith("64") ? 64 : 32;
}

/**
 * Whether a field is the only one of those that were there before in its oneof: nothing that old peers set clears it
 * (Language Guide, "Backwards-compatibility issues" of oneofs).
 */
export function isAloneInOneof({ before, after }: Pair<FieldShape>): boolean {
  if (before.oneof !== undefined || after.oneof === undefined) return false;
  const old = new Set(before.parent?.fields.map(one => one.number));
  return after.parent?.fields.filter(one => one.oneof === after.oneof && old.has(one.number)).length === 1;
}

/** What others see of a field that is single, a list, … and was not. */
export function cardinalityEffect({ before, after }: Pair<FieldShape>): Effect {
  const [old, now] = [before.cardinality, after.cardinality];
  const instead = "keep the label, and add a new field with a new number";
  if (now === "required")
    return {
      seen: "this side refuses whole messages without the field, and old senders may leave it out",
      instead: "keep it optional, and check it in code",
    };
  if (old === "required")
    return {
      seen: "old readers refuse whole messages without the field, and this side may leave it out",
      instead: "always set it, until nobody is left who requires it",
    };
  if (old === "map" || now === "map")
    return {
      seen: "the bytes of a map are those of a list of entries with `key = 1` and `value = 2`; JSON has `{ }` on one side and `[ ]` on the other, and keys may repeat in a list",
      instead,
    };
  if (old === "repeated" || now === "repeated")
    return {
      seen: `the side with a single value keeps the last element${before.packed || after.packed ? ", of a packed list none" : ""}; JSON has \`[ ]\` on one side only`,
      instead,
    };
  return now === "implicit"
    ? {
        seen: "the bytes read alike, but a value of 0 or “” that was set is not sent any more, and cannot be told from one that is not set; generated code loses the test for presence",
        instead: "keep `optional`",
      }
    : {
        seen: "the bytes read alike, but where old senders mean 0 or “” they send nothing, which reads as not set; in generated code the field has a test for presence, or is a pointer",
        instead: "keep the field as it was, or treat what is not set as the default",
      };
}
