// Changes to more than one place of a schema, or to what seldom changes: names with all their uses, kinds of types,
// scopes, reserved ranges, options and features at every level, and what stands before a place on its line.
import type {
  EnumNode,
  ExtensionsNode,
  FieldNode,
  MapFieldNode,
  MessageNode,
  OneofNode,
  ReservedNode,
} from "../../server/src/compiler/syntax/nodes.ts";
import { parseFile } from "../../server/src/compiler/syntax/parseFile.ts";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import { tokensOf } from "./mutations.ts";
import {
  type AnyNode,
  flat,
  oneOf,
  type Pick,
  replaced,
  type Schema,
  sliceOf,
  some,
  withFieldOption,
} from "./schemaNodes.ts";
import { manyCauses, otherDefault, withFeature, withFeatureBlock, withOption } from "./schemaOptions.ts";

/** A text with one larger change that `pick` chooses; undefined where the choice does not fit what stands there. */
export function rewrittenSchema(text: string, pick: Pick): string | undefined {
  const { tree } = parseFile(sourceFile("a.proto", text));
  const schema = { text, nodes: flat(tree.members), pick };
  return rewrites[pick(rewrites.length)]?.(schema);
}

const rewrites: readonly ((schema: Schema) => string | undefined)[] = [
  renamedEverywhere,
  namesExchanged,
  otherKindOfType,
  shadowedType,
  intoOtherScope,
  fieldBetweenOneofs,
  asGroup,
  mapAsEntries,
  otherRanges,
  otherDefault,
  withOption,
  withFeature,
  withFeatureBlock,
  writtenOtherwise,
  otherLayout,
  otherLineEnds,
  inAnotherEdition,
  manyCauses,
  withExtension,
  oddName,
];

function ofWord(word: string): RegExp {
  return new RegExp(`(?<![\\w])${word}(?![\\w])`, "g");
}

type Typed = MessageNode | EnumNode;

function renamedEverywhere(schema: Schema): string | undefined {
  const name = some<Typed>(schema, "message", "enum", "service", "method", "field")?.name?.text;
  return name === undefined ? undefined : schema.text.replace(ofWord(name), `${name}Renamed`);
}

function namesExchanged(schema: Schema): string | undefined {
  const [one, other] = [0, 1].map(() => some<Typed>(schema, "message", "enum", "field", "enumValue")?.name);
  if (one === undefined || other === undefined || one.start >= other.start) return undefined;
  return replaced(replaced(schema.text, other, one.text), one, other.text);
}

function otherKindOfType(schema: Schema): string | undefined {
  const type = some<Typed>(schema, "message", "enum");
  if (type?.name === undefined) return undefined;
  const name = type.name.text;
  const asEnum = `enum ${name} { ${name.toUpperCase()}_NONE = 0; ${name.toUpperCase()}_ONE = 1; }`;
  return replaced(schema.text, type, type.kind === "enum" ? `message ${name} {\n\tint32 a = 1; }` : asEnum);
}

/** A nested type of the name of one further out: uses of the name mean another one now. */
function shadowedType(schema: Schema): string | undefined {
  const [outer, type] = [some<MessageNode>(schema, "message"), some<Typed>(schema, "message", "enum")];
  if (outer?.body === undefined || type?.name === undefined) return undefined;
  const inner = type.kind === "enum" ? sliceOf(schema, type) : `message ${type.name.text} { int32 a = 1; }`;
  const at = outer.body.start + 1;
  return replaced(schema.text, { start: at, end: at }, ` ${inner} `);
}

function intoOtherScope(schema: Schema): string | undefined {
  const moved = some(schema, "message", "enum", "extend");
  const into = schema.pick(3) === 0 ? undefined : some<MessageNode>(schema, "message");
  if (moved === undefined || (into !== undefined && into.start <= moved.end && moved.start <= into.end))
    return undefined;
  const at = into === undefined ? schema.text.length : (into.body?.start ?? 0) + 1;
  const text = sliceOf(schema, moved);
  const inserted = (source: string) => replaced(source, { start: at, end: at }, `\n${text}\n`);
  return at > moved.start
    ? replaced(inserted(schema.text), moved, "")
    : inserted(schema.text.slice(0, moved.start) + schema.text.slice(moved.end));
}

function fieldBetweenOneofs(schema: Schema): string | undefined {
  const field = some<FieldNode>(schema, "field");
  const into = some<OneofNode | MessageNode>(schema, "oneof", "oneof", "message");
  if (field === undefined || into?.body === undefined || (into.start <= field.end && field.start <= into.end))
    return undefined;
  const text = sliceOf(schema, field).replace(/^(optional|required)\s/, "");
  const at = into.body.end - 1;
  const inserted = (source: string, place: number) => replaced(source, { start: place, end: place }, ` ${text} `);
  if (at > field.end) return replaced(inserted(schema.text, at), field, "");
  return inserted(replaced(schema.text, field, ""), at);
}

function asGroup(schema: Schema): string | undefined {
  const group = some<FieldNode & { readonly keyword: { start: number; end: number } }>(schema, "group");
  if (group !== undefined && schema.pick(2) === 0) {
    const [name, number] = [group.name?.text ?? "", group.number];
    const head = sliceOf(schema, { start: group.start, end: group.keyword.start });
    const body = sliceOf(schema, group).replace(/^[^{]*/, "");
    const field = `${head} ${name} ${name.toLowerCase()} = ${number === undefined ? 1 : sliceOf(schema, number)};`;
    return replaced(schema.text, group, `${field} message ${name} ${body}`);
  }
  const field = some<FieldNode>(schema, "field");
  if (field?.label === undefined || field.number === undefined) return undefined;
  const name = `G${field.name?.text ?? ""}`;
  const number = sliceOf(schema, field.number);
  return replaced(schema.text, field, `${field.label.word}  group ${name} = ${number} { optional int32 a = 1; }`);
}

function mapAsEntries(schema: Schema): string | undefined {
  const map = some<MapFieldNode>(schema, "mapField");
  if (map?.name === undefined || map.number === undefined) return undefined;
  const { key, value } = map.mapType;
  if (schema.pick(3) === 0)
    return replaced(schema.text, map.mapType, `map< ${key?.text ?? ""},${["bytes", "int64"][schema.pick(2)]} >`);
  const entry = map.name.text.replace(/(?:^|_)(\w)/g, (_, letter) => letter.toUpperCase());
  const label = /proto3/.test(schema.text.slice(0, 2000)) ? "" : "optional ";
  const fields = `${label}${key?.text} key = 1; ${label}${value?.text} value = 2;`;
  const field = `repeated ${entry}Entry ${map.name.text} = ${sliceOf(schema, map.number)};`;
  return replaced(schema.text, map, `${field} message ${entry}Entry { ${fields} }`);
}

function otherRanges(schema: Schema): string | undefined {
  const node = some<ReservedNode | ExtensionsNode>(schema, "reserved", "extensions");
  const range = oneOf(node?.ranges ?? [], schema.pick);
  if (node === undefined || range === undefined) {
    const message = some<MessageNode | EnumNode>(schema, "message", "enum");
    if (message?.body === undefined) return undefined;
    const at = message.body.start + 1;
    const [low, high] = [40 + schema.pick(9), 60 + schema.pick(9)];
    const forms = [`reserved ${low} to ${high};`, `extensions ${low} to max;`, `reserved -${high} to -${low};`];
    return replaced(schema.text, { start: at, end: at }, ` ${forms[schema.pick(forms.length)]} `);
  }
  const from = Number(range.from.value);
  const to = range.to === undefined ? from : range.to.kind === "word" ? 600 : Number(range.to.value);
  const middle = Math.floor((from + to) / 2);
  const end = range.to?.kind === "word" ? "max" : `${to}`;
  const forms = [
    `${from} to ${middle}, ${middle + 1} to ${end}`,
    `${middle + 1} to ${end}, ${from} to ${middle}`,
    `${from} to ${middle}, ${middle + 2} to ${end}`,
    `${from} to max`,
    `${from}`,
    `${from + 1} to ${end}`,
    `0x${from.toString(16)} to ${end}`,
    `${from} to ${to + 1}`,
  ];
  return replaced(schema.text, range, forms[schema.pick(forms.length)] ?? "");
}

/** The same schema in other words. */
function writtenOtherwise(schema: Schema): string | undefined {
  const packageName = /^package\s+([\w.]+)/m.exec(schema.text)?.[1];
  const field = some<FieldNode>(schema, "field");
  switch (schema.pick(5)) {
    case 0: {
      const type = schema.nodes.find(
        one => one.kind === "message" && (one as MessageNode).name?.text === field?.type?.text,
      );
      if (field?.type === undefined || type === undefined) return undefined;
      return replaced(
        schema.text,
        field.type,
        `.${packageName === undefined ? "" : `${packageName}.`}${field.type.text}`,
      );
    }
    case 1:
      return schema.text.replace(/= (\d+)(?=[;[ ])/g, (_, number) => `= 0x${Number(number).toString(16)}`);
    case 2:
      return schema.text.replace(/"([^"\\\n]{2})([^"\\\n]*)"/g, "\"$1\" '$2'");
    case 3:
      return schema.text.replace(/;\n/g, ";;\n");
    default:
      return field?.name === undefined ? undefined : withFieldOption(schema, field, `json_name = "${field.name.text}"`);
  }
}

const gaps = [
  "  ",
  "\t",
  "\n",
  " \t",
  "/* é */",
  "/*漢字*/ ",
  "\t/* 😀👩‍👩‍👧 */\t",
  "\r\n",
  "\n\t\n",
  "/*\n\t*/",
  "// x\n",
  "\f",
  "\v ",
];

function otherLayout({ text, pick }: Schema): string | undefined {
  const tokens = tokensOf(text);
  const places = Array.from({ length: 1 + pick(8) }, () => oneOf(tokens, pick)?.start ?? 0);
  let changed = text;
  for (const at of [...new Set(places)].sort((one, other) => other - one))
    changed = replaced(changed, { start: at, end: at }, oneOf(gaps, pick) ?? "");
  return changed;
}

function otherLineEnds({ text, pick }: Schema): string {
  const forms = [
    () => text.replace(/\r?\n/g, "\r\n"),
    () => `\uFEFF${text}`,
    () => text.replace(/^ +/gm, "\t"),
    () => text.replace(/\/\/.*\n/g, "\n"),
    () => text.replace(/\s*\n\s*(?=[a-z])/g, " "),
  ];
  return forms[pick(forms.length)]?.() ?? text;
}

/** With what makes it mean the same, or without. */
function inAnotherEdition(schema: Schema): string | undefined {
  const syntax = schema.nodes.find(one => one.kind === "syntax");
  if (syntax === undefined) return undefined;
  const edition = ['edition = "2023";', 'edition = "2024";'][schema.pick(2)];
  const wasProto3 = sliceOf(schema, syntax).includes("proto3");
  const kept = ["", "option features.field_presence = IMPLICIT;"][wasProto3 ? schema.pick(2) : 0];
  const rest = schema.text.slice(syntax.end).replace(/^(\s*)(optional|required)\s+(?!group)/gm, "$1");
  const more = wasProto3 ? "" : ["option features.enum_type = CLOSED;", ""][schema.pick(2)];
  const unquoted = rest.replace(/reserved\s+"[^;]*;/g, names => names.replaceAll('"', ""));
  return `${schema.text.slice(0, syntax.start)}${edition} ${kept} ${more}${unquoted.replace(/\b(?:packed|ctype) = \w+/g, "deprecated = true")}`;
}

function withExtension(schema: Schema): string | undefined {
  const range = some<ExtensionsNode>(schema, "extensions")?.ranges[0];
  const around = schema.nodes.filter(
    one => one.kind === "message" && range !== undefined && one.start < range.start && one.end > range.end,
  );
  const message = around.at(-1) as MessageNode | undefined;
  const extended =
    message?.name?.text ?? some<{ extendee?: { text: string } } & AnyNode>(schema, "extend")?.extendee?.text;
  if (extended === undefined) return undefined;
  const number = Number(range?.from.value ?? 1000) + schema.pick(3);
  const text = `extend ${extended} { optional int32 ext_${schema.pick(3)} = ${number}; }`;
  const into = schema.pick(2) === 0 ? some<MessageNode>(schema, "message")?.body : undefined;
  const at = into === undefined ? schema.text.length : into.start + 1;
  return replaced(schema.text, { start: at, end: at }, `\n${text}\n`);
}

/** Names that JSON writes in odd ways. */
function oddName(schema: Schema): string | undefined {
  const field = some<FieldNode>(schema, "field", "mapField");
  const name = field?.name;
  if (name === undefined) return undefined;
  const forms = [
    `_${name.text}`,
    `${name.text}_`,
    name.text.replace(/_/g, "__"),
    `${name.text}_1a`,
    name.text.toUpperCase(),
  ];
  const camel = name.text.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
  return replaced(schema.text, name, oneOf([...forms, camel], schema.pick) ?? "");
}
