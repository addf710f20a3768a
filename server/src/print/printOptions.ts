// Options: those of descriptor.proto and custom ones, as statements and in brackets.
import {
  create,
  type DescEnum,
  type DescExtension,
  type DescField,
  type DescMessage,
  fromJson,
  getExtension,
  isMessage,
  type JsonValue,
  type Message,
  ScalarType,
} from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { indented, type Printing, quoted, quotedBytes } from "./lines.ts";

interface PrintedOption {
  readonly name: string;
  /** Of several lines where it is a message. */
  readonly value: string;
}

/** `option name = value;` of each option that is set, but for those of the names `without`. */
export function optionStatements<Options extends Message>(
  print: Printing,
  scope: string,
  schema: DescMessage,
  options: Options | undefined,
  without: readonly string[] = [],
): string[] {
  if (options === undefined) return [];
  const { printed, unknown } = optionsOf(print, scope, schema, options);
  return [
    ...unknown.map(number => `// The option with the number ${number} is not known.`),
    ...printed
      .filter(one => !without.includes(one.name))
      .flatMap(({ name, value }) => `option ${name} = ${value};`.split("\n")),
  ];
}

/** ` [first, name = value]` with each option that is set behind `first`; empty where there is none. */
export function optionsInBrackets<Options extends Message>(
  print: Printing,
  scope: string,
  schema: DescMessage,
  options: Options | undefined,
  first: readonly string[] = [],
): string {
  const { printed, unknown } = options === undefined ? nothing : optionsOf(print, scope, schema, options);
  const all = [...first, ...printed.map(({ name, value }) => `${name} = ${value}`)];
  const note = unknown.length === 0 ? "" : ` /* options with the numbers ${unknown.join(", ")} are not known */`;
  if (all.length === 0) return note;
  const isShort = all.length < 3 && all.join("").length < 80 && !all.some(one => one.includes("\n"));
  if (isShort) return ` [${all.join(", ")}]${note}`;
  return ` [\n${indented(all.join(",\n").split("\n")).join("\n")}\n]${note}`;
}

const nothing = { printed: [], unknown: [] };

function optionsOf(
  print: Printing,
  scope: string,
  schema: DescMessage,
  options: Message,
): { readonly printed: readonly PrintedOption[]; readonly unknown: readonly number[] } {
  const known = reflect(schema, options);
  const { extensions, unknown } = extensionsOf(print, schema, options);
  return {
    printed: [
      ...known.fields.filter(one => known.isSet(one)).flatMap(one => knownOption(print, scope, known, one)),
      ...extensions.flatMap(one => {
        const name = `(${print.names.shortName(one.typeName, scope)})`;
        return extensionValues(print, options, one).map(value => ({ name, value }));
      }),
    ],
    unknown,
  };
}

// A feature is set for itself, `features.field_presence = IMPLICIT`, as people write it.
function knownOption(print: Printing, scope: string, options: ReflectMessage, field: DescField): PrintedOption[] {
  if (field.name !== "features" || field.fieldKind !== "message") {
    return fieldValues(print, options, field).map(value => ({ name: field.name, value }));
  }
  const features = options.get(field);
  const parts = optionsOf(print, scope, field.message, features.message);
  return parts.printed.map(({ name, value }) => ({ name: `${field.name}.${name}`, value }));
}

/** Extensions that are set, in their order, and the numbers of those that nobody knows. */
function extensionsOf({ types }: Printing, schema: DescMessage, message: Message) {
  const numbers = [...new Set((message.$unknown ?? []).map(one => one.no))];
  const extensions: DescExtension[] = [];
  const unknown: number[] = [];
  for (const number of numbers) {
    const extension = types.getExtensionFor(schema, number);
    if (extension === undefined) unknown.push(number);
    else extensions.push(extension);
  }
  return { extensions, unknown };
}

function extensionValues(print: Printing, message: Message, extension: DescExtension): string[] {
  const value: unknown = getExtension(message, extension);
  if (extension.fieldKind !== "list") return [valueText(print, extension, messageOf(extension, value))];
  return Array.isArray(value) ? value.map(one => valueText(print, extension, messageOf(extension, one))) : [];
}

function messageOf({ message }: DescExtension, value: unknown): unknown {
  return message === undefined ? value : reflect(message, asMessage(message, value));
}

// protobuf-es gives wrappers as what they wrap, and a `Struct` as JSON.
function asMessage(schema: DescMessage, value: unknown): Message {
  if (isMessage(value)) return value;
  if (schema.typeName === "google.protobuf.Struct") return fromJson(schema, value as JsonValue);
  return create(schema, { value });
}

function fieldValues(print: Printing, message: ReflectMessage, field: DescField): string[] {
  if (field.fieldKind === "list") return [...message.get(field)].map(one => valueText(print, field, one));
  if (field.fieldKind !== "map") return [valueText(print, field, message.get(field))];
  return [...message.get(field)].map(([key, value]) => {
    const keyText = scalarText(field.mapKey, key);
    return braced([`key: ${keyText}`, `value: ${valueText(print, field, value)}`]);
  });
}

function valueText(print: Printing, field: DescField | DescExtension, value: unknown): string {
  if (field.message !== undefined) return messageText(print, value as ReflectMessage);
  if (field.enum !== undefined) return enumText(field.enum, value);
  return field.scalar === undefined ? "" : scalarText(field.scalar, value);
}

function messageText(print: Printing, message: ReflectMessage): string {
  const fields = message.fields
    .filter(one => message.isSet(one))
    .flatMap(one => fieldValues(print, message, one).map(value => `${textName(one)}: ${value}`));
  const { extensions } = extensionsOf(print, message.desc, message.message);
  const more = extensions.flatMap(one =>
    extensionValues(print, message.message, one).map(value => `[${one.typeName}]: ${value}`),
  );
  return braced([...fields, ...more]);
}

// In text a group goes by the name of its message.
function textName(field: DescField): string {
  return field.message !== undefined && field.proto.type === 10 ? field.message.name : field.name;
}

function braced(lines: readonly string[]): string {
  return lines.length === 0 ? "{}" : `{\n${indented(lines.join("\n").split("\n")).join("\n")}\n}`;
}

function enumText(of: DescEnum, value: unknown): string {
  return of.values.find(one => one.number === value)?.name ?? String(value);
}

function scalarText(scalar: ScalarType, value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (value instanceof Uint8Array) return quotedBytes(value);
  if (typeof value !== "number") return String(value);
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return Object.is(value, -0) ? "-0.0" : scalar === ScalarType.FLOAT ? floatText(value) : String(value);
}

/** The shortest text that is read as the same float. */
function floatText(value: number): string {
  for (let digits = 1; digits < 10; digits += 1) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text);
  }
  return String(value);
}
