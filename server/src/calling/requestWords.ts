// The wording of what is wrong with the JSON of a message.
import { type DescEnum, type DescMessage, type DescOneof, ScalarType } from "@bufbuild/protobuf";
import { scalarName } from "../wire/scalarText.ts";
import { nearest } from "./nearest.ts";

export const requestWords = {
  expected: (what: string, got: string) => `expected ${what}, got ${got}`,
  setTwice: (key: string, again: string) => `\`${key}\` is set twice, again at ${again}`,
  setByBoth: (key: string, first: string) => `\`${key}\` and \`${first}\` are the same field; keep one of them`,
  bothOfOneof: (key: string, first: string, oneof: DescOneof) =>
    `\`${key}\` and \`${first}\` are both of the oneof \`${oneof.name}\`; keep one of them`,
  required: (name: string) => `the required field \`${name}\` is not set`,
  noField: (message: DescMessage, key: string) =>
    `\`${message.typeName}\` has no field \`${key}\`${meant(
      key,
      message.fields.map(field => field.jsonName),
    )}`,
  noExtension: (message: DescMessage, key: string) =>
    `no extension \`${key.slice(1, -1)}\` of \`${message.typeName}\` is known here`,
  nullItem: "`null` cannot stand in a list or a map; leave it out",
  tooDeep: "this is nested deeper than the 100 messages that protobuf reads",
  loneSurrogate: "this text is not valid Unicode: half of a surrogate pair stands in it",
  notBase64: "this is not base64, as bytes are written",
  notNumeric: (text: string, scalar: ScalarType) => `\`${text}\` is not a number (\`${scalarName(scalar)}\`)`,
  notInteger: (text: string, scalar: ScalarType) =>
    /^\s|\s$/.test(text)
      ? `\`${text}\` is not an integer (\`${scalarName(scalar)}\`): take out the spaces`
      : `\`${text}\` is not an integer (\`${scalarName(scalar)}\`)`,
  outOfRange: (text: string, scalar: ScalarType) => `\`${text}\` does not fit \`${scalarName(scalar)}\``,
  notKey: (text: string, scalar: ScalarType) =>
    scalar === ScalarType.BOOL
      ? `\`${text}\` is not a key of this map; its keys are \`true\` and \`false\``
      : `\`${text}\` is not a key of this map; its keys are integers (\`${scalarName(scalar)}\`)`,
  sameKey: (text: string) => `the key \`${text}\` is in this map already, written in another way`,
  noEnumName: (type: DescEnum, text: string) =>
    `\`${type.typeName}\` has no value \`${text}\`${meant(
      text,
      type.values.map(one => one.name),
    )}`,
  noEnumNumber: (type: DescEnum, text: string) => `\`${type.typeName}\` has no value with the number \`${text}\``,
  noType: 'an `Any` says what it holds, as `"@type": "type.googleapis.com/pkg.Message"`',
  unknownType: (url: string) => `the type \`${url.slice(url.lastIndexOf("/") + 1)}\` is not known here`,
  noValue: (message: DescMessage) =>
    `\`${message.typeName}\` has a JSON form of its own, which stands under the key \`value\``,
  ownForm: (message: DescMessage, got: string) =>
    `expected ${jsonForms[message.typeName] ?? "another value"}, got ${got}`,
} as const;

const jsonForms: Readonly<Record<string, string>> = {
  "google.protobuf.Timestamp": 'a time as `"2024-01-31T12:00:00Z"` (RFC 3339, years 1 to 9999)',
  "google.protobuf.Duration": 'seconds as `"1.5s"` (at most 315576000000)',
  "google.protobuf.FieldMask": 'paths as `"name,owner.displayName"`',
};

function meant(name: string, candidates: readonly string[]): string {
  const close = nearest(name, candidates);
  return close === undefined ? "" : `; did you mean \`${close}\`?`;
}
