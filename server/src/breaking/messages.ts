import { everywhere, inJson, inJsonAndWire, inSourceAndJson, inSourceAndRegistry } from "./categories.ts";
import {
  accessorRemoved,
  extensionRangeGone,
  fieldGone,
  messageJsonFormatChanged,
  oneofGone,
  requiredAdded,
  requiredGone,
} from "./messageProblems.ts";
import { isCovered, reservationsGone } from "./reserved.ts";
import type { Found, Pair, Rule } from "./rule.ts";
import type { FieldShape, MessageShape } from "./shapes.ts";

/** Rules over what a message holds. */
export const messageRules: readonly Rule[] = [
  {
    id: "FIELD_NO_DELETE",
    categories: inSourceAndRegistry,
    summary: "a field is not deleted",
    over: "message",
    check: pair => fieldsGone(pair).map(field => fieldGone(field, pair.after, "")),
  },
  {
    id: "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED",
    categories: inJsonAndWire,
    summary: "the number of a deleted field is reserved",
    over: "message",
    check: pair =>
      fieldsGone(pair)
        .filter(field => !isCovered({ from: field.number, to: field.number }, pair.after.reserved.ranges))
        .map(field => fieldGone(field, pair.after, `without reserving number ${field.number}`)),
  },
  {
    id: "FIELD_NO_DELETE_UNLESS_NAME_RESERVED",
    categories: inJson,
    summary: "the name of a deleted field is reserved",
    over: "message",
    check: pair =>
      fieldsGone(pair)
        .filter(field => !pair.after.reserved.names.includes(field.name))
        .map(field => fieldGone(field, pair.after, `without reserving name \`${field.name}\``)),
  },
  {
    id: "ONEOF_NO_DELETE",
    categories: inSourceAndRegistry,
    summary: "a oneof is not deleted",
    over: "message",
    check: ({ before, after }) => {
      const names = new Set(after.oneofs.map(one => one.name));
      return before.oneofs.filter(one => !names.has(one.name)).map(one => oneofGone(one, after));
    },
  },
  {
    id: "MESSAGE_SAME_REQUIRED_FIELDS",
    categories: everywhere,
    summary: "no required field is added or deleted",
    over: "message",
    check: sameRequiredFields,
  },
  {
    id: "RESERVED_MESSAGE_NO_DELETE",
    categories: everywhere,
    summary: "what is reserved in a message stays reserved",
    over: "message",
    check: reservationsGone,
  },
  {
    id: "EXTENSION_MESSAGE_NO_DELETE",
    categories: inSourceAndRegistry,
    summary: "the numbers for extensions of a message stay",
    over: "message",
    check: ({ before, after }) =>
      before.extensionRanges
        .filter(range => !isCovered(range, after.extensionRanges))
        .map(range => extensionRangeGone(range, { before, after })),
  },
  {
    id: "MESSAGE_SAME_JSON_FORMAT",
    categories: inSourceAndJson,
    summary: "a message that fits JSON goes on to fit JSON",
    over: "message",
    check: ({ before, after }) =>
      before.jsonFormat === "ALLOW" && after.jsonFormat !== "ALLOW"
        ? [messageJsonFormatChanged({ before, after })]
        : [],
  },
  {
    id: "MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR",
    categories: inSourceAndRegistry,
    summary: "`no_standard_descriptor_accessor` is not switched on",
    over: "message",
    check: ({ before, after }) =>
      !before.noStandardDescriptorAccessor && after.noStandardDescriptorAccessor
        ? [accessorRemoved({ before, after })]
        : [],
  },
];

/** Fields whose number is not there any more: what they are named does not matter. */
function fieldsGone({ before, after }: Pair<MessageShape>): readonly FieldShape[] {
  const numbers = new Set(after.fields.map(one => one.number));
  return before.fields.filter(one => !numbers.has(one.number));
}

function sameRequiredFields({ before, after }: Pair<MessageShape>): readonly Found[] {
  const [old, now] = [requiredFields(before), requiredFields(after)];
  const found: Found[] = [];
  for (const [number, field] of old) if (!now.has(number)) found.push(requiredGone(field, after));
  for (const [number, field] of now) if (!old.has(number)) found.push(requiredAdded(field, before));
  return found;
}

function requiredFields(message: MessageShape): ReadonlyMap<number, FieldShape> {
  return new Map(message.fields.filter(one => one.requiredLabel).map(one => [one.number, one]));
}
