// A message made from its schema alone: plausible, and for one seed always the same.
import {
  type DescEnum,
  type DescField,
  type DescMessage,
  type DescOneof,
  type JsonObject,
  type JsonValue,
  ScalarType,
} from "@bufbuild/protobuf";
import { FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";
import { mockTimeMs, scalarValue, type ValuePlace, wordsOf } from "./mockWords.ts";

/** What an answer is made for. `json`: the request as ProtoJSON; undefined where none has come. */
export interface AskedMessage {
  readonly message: DescMessage;
  readonly json: JsonObject | undefined;
}

/**
 * A message as ProtoJSON. What the request has by the same name and type, or as a message of the same type, is given back.
 * `key`: anything that tells one answer from another; the same key gives the same answer.
 */
export function mockMessage(message: DescMessage, key: string, asked?: AskedMessage): JsonValue {
  const known = { ...sameNames(message, asked), ...sameType(message, asked) };
  return messageValue(message, { key, around: key, name: message.name, owner: message.name, within: [], asked, known });
}

interface Place {
  readonly key: string;
  /** Of the message that holds it, and which item of its field it is. */
  readonly around: string;
  /** Name of the field whose value it is, and of the message that holds it. */
  readonly name: string;
  readonly owner: string;
  /** Type names of the messages around it. */
  readonly within: readonly string[];
  /** For what is the answer itself or a message right in it. */
  readonly asked: AskedMessage | undefined;
  /** Fields that have their values, by JSON name. */
  readonly known: JsonObject;
}

const deepest = 6;

function messageValue(message: DescMessage, place: Place): JsonValue {
  const special = wellKnownValue(message, place);
  if (special !== undefined) return special;
  const json: JsonObject = {};
  for (const member of message.members) {
    const field = member.kind === "oneof" ? chosenMember(member, place) : member;
    if (field === undefined) continue;
    const given = place.known[field.jsonName];
    const value = given ?? fieldValue(field, { ...place, within: [...place.within, message.typeName] });
    if (value !== undefined) json[field.jsonName] = value;
  }
  return json;
}

/** One that the request told, else any; a failure only where there is nothing else. */
function chosenMember(oneof: DescOneof, place: Place): DescField | undefined {
  const given = oneof.fields.find(field => place.known[field.jsonName] !== undefined);
  if (given !== undefined) return given;
  const sound = oneof.fields.filter(field => !isFailure(field) && !isTooDeep(field, place));
  return sound[pickAt(place, `oneof ${oneof.name}`, sound.length)];
}

function fieldValue(field: DescField, place: Place): JsonValue | undefined {
  const isRequired = field.presence === FeatureSet_FieldPresence.LEGACY_REQUIRED;
  if (!isRequired && (isFailure(field) || isTooDeep(field, place))) return undefined;
  const at = (index: number): Place => ({
    ...place,
    key: `${place.key}/${field.name}#${index}`,
    around: `${place.key}#${index}`,
    name: field.name,
    owner: field.parent.name,
    asked: undefined,
    known: {},
  });
  switch (field.fieldKind) {
    case "scalar":
      return scalarValue(field.scalar, valuePlace(at(0)));
    case "enum":
      return enumValue(field.enum, at(0));
    case "message": {
      const { asked } = place;
      // What the answer itself has by a name is not what this one means by it.
      const names = Object.entries(sameNames(field.message, asked)).filter(
        ([name]) => !field.parent.fields.some(one => one.jsonName === name),
      );
      const known = { ...Object.fromEntries(names), ...sameType(field.message, asked) };
      return messageValue(field.message, { ...at(0), known });
    }
    case "list": {
      const count = place.within.length > 3 ? 1 : 1 + pickAt(place, `count of ${field.name}`, 3);
      return present(Array.from({ length: count }, (_, index) => itemValue(field, at(index))));
    }
    case "map": {
      const count = place.within.length > 3 ? 1 : 1 + pickAt(place, `count of ${field.name}`, 2);
      const entries = Array.from({ length: count }, (_, index): [string, JsonValue | undefined] => [
        mapKey(field.mapKey, index),
        itemValue(field, at(index)),
      ]);
      return Object.fromEntries(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
    }
  }
}

function itemValue(field: DescField & { fieldKind: "list" | "map" }, place: Place): JsonValue | undefined {
  if (field.message !== undefined) return messageValue(field.message, place);
  if (field.enum !== undefined) return enumValue(field.enum, place);
  return field.scalar === undefined ? undefined : scalarValue(field.scalar, valuePlace(place));
}

/** Not the zero value, which says that nothing is known. */
function enumValue(described: DescEnum, place: Place): JsonValue | undefined {
  if (described.typeName === "google.protobuf.NullValue") return undefined;
  const meant = described.values.filter(one => one.number !== 0 && !one.deprecated);
  const values = meant.length > 0 ? meant : described.values;
  return values[pickAt(place, "enum", values.length)]?.name;
}

function mapKey(type: ScalarType, index: number): string {
  if (type === ScalarType.BOOL) return String(index === 0);
  return type === ScalarType.STRING ? (["first", "second", "third"][index] ?? `key-${index}`) : String(index + 1);
}

/** Each once: what a list is of has few values, and hardly means one of them twice. */
function present(items: readonly (JsonValue | undefined)[]): JsonValue[] {
  const distinct = new Map(items.map(one => [JSON.stringify(one), one]));
  return [...distinct.values()].filter(one => one !== undefined);
}

// A message that holds itself has no end, and what an `Any` may hold nobody says.
function isTooDeep(field: DescField, { within }: Place): boolean {
  if (field.message === undefined) return false;
  const { typeName } = field.message;
  return typeName === "google.protobuf.Any" || within.includes(typeName) || within.length >= deepest;
}

function isFailure(field: DescField): boolean {
  return (
    field.message !== undefined && wordsOf(field.name).some(word => /^(error|errors|failure|failures)$/.test(word))
  );
}

/** Values of the request's fields that `message` has by the same name and type. */
function sameNames(message: DescMessage, asked: AskedMessage | undefined): JsonObject {
  const found: JsonObject = {};
  if (asked?.json === undefined) return found;
  for (const field of message.fields) {
    const same = asked.message.fields.find(one => one.name === field.name && typeKey(one) === typeKey(field));
    const value = same && asked.json[same.jsonName];
    if (value !== undefined) found[field.jsonName] = value;
  }
  return found;
}

/** The message of the same type that the request holds: what is created or updated is answered with. */
function sameType(message: DescMessage, asked: AskedMessage | undefined): JsonObject {
  const field = asked?.message.fields.find(
    one => one.fieldKind === "message" && one.message.typeName === message.typeName,
  );
  const value = field && asked?.json?.[field.jsonName];
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

function typeKey(field: DescField): string {
  const { fieldKind, message, enum: described, scalar } = field;
  return [fieldKind, message?.typeName, described?.typeName, scalar].join(" ");
}

/** The forms that ProtoJSON has for the well-known types; undefined for any other type. */
function wellKnownValue(message: DescMessage, place: Place): JsonValue | undefined {
  if (!message.typeName.startsWith("google.protobuf.")) return undefined;
  switch (message.typeName) {
    case "google.protobuf.Timestamp":
      return new Date(mockTimeMs(valuePlace(place))).toISOString().replace(".000", "");
    case "google.protobuf.Duration":
      return `${1 + pickAt(place, "seconds", 300)}s`;
    case "google.protobuf.FieldMask":
      return "";
    case "google.protobuf.Struct":
      return { [place.name]: scalarValue(ScalarType.STRING, valuePlace(place)) };
    case "google.protobuf.Value":
      return scalarValue(ScalarType.STRING, valuePlace(place));
    case "google.protobuf.ListValue":
      return [scalarValue(ScalarType.STRING, valuePlace(place))];
    case "google.protobuf.Any":
      return {};
  }
  // `Int64Value` and the like are what they wrap.
  const wrapped = message.typeName.endsWith("Value") ? message.fields[0]?.scalar : undefined;
  return wrapped === undefined ? undefined : scalarValue(wrapped, valuePlace(place));
}

function valuePlace(place: Place): ValuePlace {
  return {
    name: place.name,
    owner: place.owner,
    pick: (purpose, below) => pickAt(place, purpose, below),
    pickTogether: (purpose, below) => pickAt({ key: place.around }, purpose, below),
  };
}

function pickAt({ key }: Pick<Place, "key">, purpose: string, below: number): number {
  return below <= 1 ? 0 : hash(`${key} ${purpose}`) % below;
}

// FNV-1a with a last mixing, since the last bits alone decide.
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
