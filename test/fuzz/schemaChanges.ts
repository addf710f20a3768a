// Changes that people make to a schema, one at a time: mostly such that it is still right, and breaks somebody.
import type { EnumNode, FieldNode, MessageNode, Name } from "../../server/src/compiler/syntax/nodes.ts";
import { parseFile } from "../../server/src/compiler/syntax/parseFile.ts";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

type Pick = (below: number) => number;

type AnyNode = { readonly kind: string; readonly members?: readonly AnyNode[] } & Span;

type Made = readonly Edit[] | undefined;

const scalars = [
  ...["double", "float", "int32", "int64", "uint32", "uint64", "sint32", "sint64"],
  ...["fixed32", "fixed64", "sfixed32", "sfixed64", "bool", "string", "bytes"],
];

const fileOptions = [
  ...["csharp_namespace", "go_package", "java_package", "java_outer_classname", "objc_class_prefix"].map(text),
  ...["php_class_prefix", "php_namespace", "php_metadata_namespace", "ruby_package", "swift_prefix"].map(text),
  ...["cc_enable_arenas", "java_multiple_files", "deprecated", "java_string_check_utf8"].map(name => `${name} = true`),
  ...["cc_enable_arenas", "java_multiple_files"].map(name => `${name} = false`),
  ...["SPEED", "CODE_SIZE"].map(name => `optimize_for = ${name}`),
];

function text(name: string): string {
  return `${name} = "Changed.Name"`;
}

const spaces = ["  ", "\t", "\n", " /* é漢😀 */ ", "\t\t/* a */\t", "\r\n", "// a comment\n"];

/** A text with one change that `pick` chooses; undefined where the choice does not fit what stands there. */
export function changedSchema(source: string, pick: Pick): string | undefined {
  const { tree } = parseFile(sourceFile("a.proto", source));
  const nodes = allNodes(tree.members);
  if (pick(12) === 0) return changedHead(source, nodes, pick);
  const chosen = nodes[pick(nodes.length)];
  const edits = chosen === undefined ? undefined : changes(chosen, source, nodes, pick);
  return edits === undefined ? undefined : applied(source, edits);
}

function allNodes(members: readonly AnyNode[]): readonly AnyNode[] {
  return members.flatMap(one => [one, ...allNodes(one.members ?? [])]);
}

function applied(source: string, edits: readonly Edit[]): string {
  let changed = source;
  for (const { start, end, text } of [...edits].sort((one, other) => other.start - one.start)) {
    changed = changed.slice(0, start) + text + changed.slice(end);
  }
  return changed;
}

function changedHead(source: string, nodes: readonly AnyNode[], pick: Pick): string | undefined {
  const of = (kind: string) => nodes.find(one => one.kind === kind);
  const end = (of("package") ?? of("syntax"))?.end ?? 0;
  switch (pick(6)) {
    case 0: {
      const syntax = of("syntax");
      if (syntax === undefined) return undefined;
      const lines = ['edition = "2023";', 'edition = "2024";', 'syntax = "proto2";', 'syntax = "proto3";', ""];
      return applied(source, [{ ...syntax, text: lines[pick(lines.length)] ?? "" }]);
    }
    case 1: {
      const name = of("package") as { name?: Span } | undefined;
      return name?.name === undefined ? undefined : applied(source, [{ ...name.name, text: `changed.v${pick(3)}` }]);
    }
    case 2: {
      // Where the file has no such option.
      const option = fileOptions[pick(fileOptions.length)] ?? "";
      return applied(source, [{ start: end, end, text: `\noption ${option};` }]);
    }
    case 3: {
      const features = ["json_format = LEGACY_BEST_EFFORT", "enum_type = CLOSED", "utf8_validation = NONE"];
      const more = ["field_presence = IMPLICIT", "message_encoding = DELIMITED", "repeated_field_encoding = EXPANDED"];
      const all = [...features, ...more];
      const syntax = of("syntax");
      const edition = syntax === undefined ? [] : [{ ...syntax, text: 'edition = "2023";' }];
      return applied(source, [...edition, { start: end, end, text: `\noption features.${all[pick(all.length)]};` }]);
    }
    case 4:
      return `${spaces[pick(spaces.length)]}${source}`;
    default:
      return `${source}\nmessage Added${pick(9)} { int32 a = 1; }\n`;
  }
}

function changes(node: AnyNode, source: string, nodes: readonly AnyNode[], pick: Pick): Made {
  if (pick(15) === 0) return [{ start: node.start, end: node.start, text: spaces[pick(spaces.length)] ?? "" }];
  const remove = [{ start: node.start, end: node.end, text: "" }];
  switch (node.kind) {
    case "field":
    case "mapField":
      return fieldChanges(node as FieldNode & AnyNode, source, nodes, pick);
    case "group":
      return pick(2) === 0 ? remove : renumbered(node as FieldNode & AnyNode, pick);
    case "message":
      return messageChanges(node as MessageNode & AnyNode, source, nodes, pick);
    case "enum":
      return enumChanges(node as EnumNode & AnyNode, source, pick);
    case "enumValue":
      return valueChanges(node as FieldNode & AnyNode, source, nodes, pick);
    case "oneof": {
      const { name, body } = node as unknown as { name?: Name; body?: Span };
      if (name === undefined || body === undefined) return undefined;
      if (pick(3) === 0) return [{ ...name, text: `${name.text}_new` }];
      if (pick(2) === 0) return remove;
      // Its fields stay.
      return [
        { start: node.start, end: body.start + 1, text: "" },
        { start: body.end - 1, end: body.end, text: "" },
      ];
    }
    case "service":
      return pick(3) === 0 ? renamed(node, pick) : remove;
    case "method":
      return methodChanges(node, source, nodes, pick);
    case "option":
    case "reserved":
    case "extensions":
    case "import":
      return remove;
    case "extend":
      return remove;
    default:
      return undefined;
  }
}

function renamed(node: AnyNode, pick: Pick): Made {
  const { name } = node as unknown as { name?: Name };
  return name === undefined ? undefined : [{ ...name, text: `${name.text}${["New", "2", "_x"][pick(3)]}` }];
}

function renumbered(node: { readonly number?: Span | undefined }, pick: Pick): Made {
  return node.number === undefined ? undefined : [{ ...node.number, text: `${1 + pick(40)}` }];
}

function fieldChanges(node: FieldNode & AnyNode, source: string, nodes: readonly AnyNode[], pick: Pick): Made {
  const parent = nodes.filter(one => one.kind === "message" && one.start < node.start && one.end >= node.end).at(-1);
  const brace = (parent as { body?: Span } | undefined)?.body?.start;
  const number = node.number === undefined ? "" : source.slice(node.number.start, node.number.end);
  const whole = source.slice(node.start, node.end);
  const typeText = node.type === undefined ? "" : source.slice(node.type.start, node.type.end);
  switch (pick(14)) {
    case 0:
      return [{ ...node, text: "" }];
    case 1: {
      if (brace === undefined) return undefined;
      const name = node.name?.text ?? "";
      const quoted = /edition/.test(source) ? name : `"${name}"`;
      const reserved = [`reserved ${number};`, `reserved ${quoted};`, `reserved ${number}; reserved ${quoted};`][
        pick(3)
      ];
      return [
        { ...node, text: "" },
        { start: brace + 1, end: brace + 1, text: ` ${reserved}` },
      ];
    }
    case 2:
      return renamed(node, pick);
    case 3:
      return renumbered(node, pick);
    case 4:
    case 5: {
      if (node.type === undefined) return undefined;
      const types = nodes.filter(one => one.kind === "message" || one.kind === "enum");
      const other = types[pick(Math.max(1, types.length))] as { name?: Name } | undefined;
      const text = pick(4) === 0 && other?.name !== undefined ? other.name.text : (scalars[pick(scalars.length)] ?? "");
      return [{ ...node.type, text }];
    }
    case 6: {
      const label = ["optional ", "repeated ", "required ", ""][pick(4)] ?? "";
      if (node.label !== undefined) return [{ ...node.label, text: label }];
      return node.type === undefined ? undefined : [{ start: node.type.start, end: node.type.start, text: label }];
    }
    case 7: {
      const choices = [
        'json_name = "other"',
        "deprecated = true",
        "packed = false",
        "jstype = JS_STRING",
        "ctype = CORD",
        "default = 1",
        'default = "x"',
        "features.field_presence = IMPLICIT",
        "features.field_presence = LEGACY_REQUIRED",
        "features.utf8_validation = NONE",
        "features.message_encoding = DELIMITED",
      ];
      const option = choices[pick(choices.length)];
      if (node.options !== undefined) {
        return [{ start: node.options.start + 1, end: node.options.start + 1, text: `${option}, ` }];
      }
      return node.number === undefined
        ? undefined
        : [{ start: node.number.end, end: node.number.end, text: ` [${option}]` }];
    }
    case 8:
      return [
        { start: node.start, end: node.start, text: `oneof wrap_${number.replace(/\W/g, "")} { ` },
        { start: node.end, end: node.end, text: " }" },
      ];
    case 9:
      return node.options === undefined ? undefined : [{ ...node.options, text: "" }];
    case 10:
      return node.type === undefined ? undefined : [{ ...node.type, text: `map<string, ${typeText}>` }];
    case 11: {
      // Exchanged with another field of the file, number and all but the place.
      const others = nodes.filter(one => one.kind === "field" && one !== node);
      const other = others[pick(Math.max(1, others.length))];
      if (other === undefined) return undefined;
      return [
        { ...node, text: source.slice(other.start, other.end) },
        { ...other, text: whole },
      ];
    }
    case 12: {
      const others = nodes.filter(one => one.kind === "field" && one !== node) as unknown as readonly (FieldNode &
        AnyNode)[];
      const other = others[pick(Math.max(1, others.length))];
      if (other?.number === undefined || node.number === undefined) return undefined;
      return [
        { ...node.number, text: source.slice(other.number.start, other.number.end) },
        { ...other.number, text: number },
      ];
    }
    default:
      return [{ ...node, text: whole.replace(/ /g, spaces[pick(spaces.length)] ?? " ") }];
  }
}

function messageChanges(node: MessageNode & AnyNode, source: string, nodes: readonly AnyNode[], pick: Pick): Made {
  const whole = source.slice(node.start, node.end);
  const inside = node.body === undefined ? node.end : node.body.start + 1;
  const insert = (text: string) => [{ start: inside, end: inside, text: ` ${text} ` }];
  switch (pick(10)) {
    case 0:
      return [{ ...node, text: "" }];
    case 1:
      return renamed(node, pick);
    case 2: {
      const others = nodes.filter(one => one.kind === "message" && (one.end < node.start || one.start > node.end));
      const body = (others[pick(Math.max(1, others.length))] as { body?: Span } | undefined)?.body;
      if (body === undefined) return undefined;
      return [
        { ...node, text: "" },
        { start: body.start + 1, end: body.start + 1, text: `\n${whole}\n` },
      ];
    }
    case 3:
      return [
        { ...node, text: "" },
        { start: source.length, end: source.length, text: `\n${whole}\n` },
      ];
    case 4:
      return insert(`reserved ${1 + pick(20)};`);
    case 5:
      return insert(`reserved ${20 + pick(20)} to ${pick(2) === 0 ? "max" : 60};`);
    case 6:
      return insert("option deprecated = true;");
    case 7:
      return insert("option no_standard_descriptor_accessor = true;");
    case 8:
      return insert("optional int32 added = 1999;");
    default:
      return insert("option features.json_format = LEGACY_BEST_EFFORT;");
  }
}

function enumChanges(node: EnumNode & AnyNode, source: string, pick: Pick): Made {
  const inside = node.body === undefined ? node.end : node.body.start + 1;
  const insert = (text: string) => [{ start: inside, end: inside, text: ` ${text} ` }];
  switch (pick(7)) {
    case 0:
      return [{ ...node, text: "" }];
    case 1:
      return renamed(node, pick);
    case 2:
      return [
        { ...node, text: "" },
        { start: source.length, end: source.length, text: `\n${source.slice(node.start, node.end)}\n` },
      ];
    case 3:
      return insert("option features.enum_type = CLOSED;");
    case 4:
      return insert("option allow_alias = true;");
    case 5:
      return insert("reserved 70, 80 to max;");
    default:
      return insert("option features.json_format = LEGACY_BEST_EFFORT;");
  }
}

function valueChanges(node: FieldNode & AnyNode, source: string, nodes: readonly AnyNode[], pick: Pick): Made {
  const parent = nodes.filter(one => one.kind === "enum" && one.start < node.start && one.end >= node.end).at(-1);
  const brace = (parent as { body?: Span } | undefined)?.body?.start;
  if (node.number === undefined || node.name === undefined || brace === undefined) return undefined;
  const number = source.slice(node.number.start, node.number.end);
  const insert = (text: string) => ({ start: brace + 1, end: brace + 1, text: ` ${text} ` });
  switch (pick(8)) {
    case 0:
      return [{ ...node, text: "" }];
    case 1:
      return [{ ...node, text: "" }, insert(`reserved ${number};`)];
    case 2:
      return [{ ...node, text: "" }, insert(`reserved "${node.name.text}";`)];
    case 3:
      return [{ ...node, text: "" }, insert(`reserved ${number}; reserved "${node.name.text}";`)];
    case 4:
      return renumbered(node, pick);
    case 5:
      return renamed(node, pick);
    case 6: {
      const { members } = parent as unknown as { members: readonly (FieldNode & AnyNode)[] };
      const values = members.filter(one => one.kind === ("enumValue" as string));
      const other = values[pick(values.length)];
      if (other?.number === undefined || other === node) return undefined;
      return [
        { ...node.number, text: source.slice(other.number.start, other.number.end) },
        { ...other.number, text: number },
      ];
    }
    default: {
      const alias = { start: node.end, end: node.end, text: ` ALIAS_${node.name.text} = ${number};` };
      return [alias, insert("option allow_alias = true;")];
    }
  }
}

function methodChanges(node: AnyNode, source: string, nodes: readonly AnyNode[], pick: Pick): Made {
  const sides = node as unknown as { input?: { stream?: Span; type?: Span }; output?: { stream?: Span; type?: Span } };
  const side = pick(2) === 0 ? sides.input : sides.output;
  switch (pick(6)) {
    case 0:
      return [{ ...node, text: "" }];
    case 1:
      return renamed(node, pick);
    case 2: {
      if (side?.type === undefined) return undefined;
      if (side.stream !== undefined) return [{ ...side.stream, text: "" }];
      return [{ start: side.type.start, end: side.type.start, text: "stream " }];
    }
    case 3: {
      const messages = nodes.filter(one => one.kind === "message") as unknown as readonly { name?: Name }[];
      const name = messages[pick(Math.max(1, messages.length))]?.name;
      return side?.type === undefined || name === undefined ? undefined : [{ ...side.type, text: name.text }];
    }
    case 4: {
      const level = ["IDEMPOTENT", "NO_SIDE_EFFECTS", "IDEMPOTENCY_UNKNOWN"][pick(3)];
      const option = `option idempotency_level = ${level};`;
      const body = (node as unknown as { body?: Span }).body;
      if (body !== undefined) return [{ start: body.start + 1, end: body.start + 1, text: ` ${option}` }];
      return source[node.end - 1] === ";"
        ? [{ start: node.end - 1, end: node.end, text: ` { ${option} }` }]
        : undefined;
    }
    default:
      return [{ ...node, text: source.slice(node.start, node.end).replace(/ /g, spaces[pick(spaces.length)] ?? " ") }];
  }
}
