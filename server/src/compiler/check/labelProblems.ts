import type { DeclaredFile, FieldDeclaration } from "../link/declarations.ts";
import { indentationAt, preferred, replaceFix, wordRemoval } from "../report/fix.ts";
import { type Fix, type Problem, problem, type TextChange } from "../report/problem.ts";
import type { FieldNode, GroupNode, Label, MapFieldNode, Word } from "../syntax/nodes.ts";

export function missingLabel(field: FieldDeclaration): Problem {
  return problem("missing-label", field.nameSpan, `field \`${field.name}\` needs a label`, {
    help: "in proto2 every field is `optional`, `required` or `repeated`",
    fixes: [
      preferred(labelFix(field, "optional")),
      labelFix(field, "repeated"),
      ...(field.extend === undefined ? [labelFix(field, "required")] : []),
    ],
  });
}

/** For a file without a syntax that is written as if it were proto3. */
export function missingLabelOrSyntax(field: FieldDeclaration): Problem {
  return problem(
    "missing-label",
    field.nameSpan,
    `field \`${field.name}\` needs a label, as the file names no syntax`,
    {
      help: 'without a syntax a file is read as proto2; begin it with `syntax = "proto3";`',
      fixes: [preferred(syntaxFix("proto3", field.file)), labelFix(field, "optional"), labelFix(field, "repeated")],
    },
  );
}

function labelFix(field: FieldDeclaration, label: Label): Fix {
  const at = { start: field.node.start, end: field.node.start };
  return { title: `Add \`${label}\``, edits: [{ span: at, newText: `${label} ` }] };
}

/** Puts `syntax = "…";` before the first statement. */
export function syntaxFix(syntax: "proto2" | "proto3", file: DeclaredFile): Fix {
  const statement = `syntax = "${syntax}";`;
  const start = file.parsed.tree.members[0]?.start ?? 0;
  return { title: `Add \`${statement}\``, edits: [{ span: { start, end: start }, newText: `${statement}\n\n` }] };
}

export function requiredInProto3(file: DeclaredFile, label: Word<Label>): Problem {
  return problem("required-in-proto3", label, "proto3 has no `required` fields", {
    help: "remove the label; what must be set is to be checked by the receiver",
    fixes: [preferred({ title: "Remove `required`", edits: [withoutLabel(file, label)] })],
  });
}

export function labelNotInEditions(field: FieldDeclaration, label: Word<Label>): Problem {
  const drop = withoutLabel(field.file, label);
  if (label.word === "required") {
    const set = optionEdit(field, "features.field_presence = LEGACY_REQUIRED");
    return problem("label-in-editions", label, "editions have no label `required`", {
      help: "remove it, or write `[features.field_presence = LEGACY_REQUIRED]`",
      fixes: [
        { title: "Remove `required`", edits: [drop] },
        ...(set === undefined || field.extend !== undefined
          ? []
          : [{ title: "Use `features.field_presence = LEGACY_REQUIRED`", edits: [drop, set] }]),
      ],
    });
  }
  return problem("label-in-editions", label, "editions have no label `optional`", {
    help: "remove it: fields have presence by default",
    fixes: [preferred({ title: "Remove `optional`", edits: [drop] })],
  });
}

export function labelInOneof(file: DeclaredFile, field: FieldDeclaration, label: Word<Label>): Problem {
  const help =
    label.word === "repeated"
      ? "remove it, or put the repeated field into a message of its own"
      : "remove it: a member of a oneof is optional by nature";
  return problem("label-in-oneof", label, `\`${field.name}\` is in a oneof, where fields have no label`, {
    help,
    fixes: [preferred({ title: `Remove \`${label.word}\``, edits: [withoutLabel(file, label)] })],
  });
}

export function labelOnMap(file: DeclaredFile, node: MapFieldNode, label: Word<Label>): Problem {
  return problem("label-on-map", label, `the map field \`${node.name?.text ?? ""}\` cannot have a label`, {
    help: "remove it: a map is repeated by nature",
    fixes: [preferred({ title: `Remove \`${label.word}\``, edits: [withoutLabel(file, label)] })],
  });
}

export function mapInOneof(node: MapFieldNode): Problem {
  return problem("map-in-oneof", node.mapType, "a map cannot stand in a oneof", {
    help: "put it into a message of its own, and that into the oneof",
  });
}

export function mapInExtend(node: MapFieldNode): Problem {
  return problem("map-in-extend", node.mapType, "an extension cannot be a map", {
    help: "put the map into a message, and extend with that",
  });
}

export function groupNotAllowed(node: GroupNode, field: FieldDeclaration): Problem {
  const syntax = field.file.syntax === "proto3" ? "proto3" : "editions";
  const delimited = "; `features.message_encoding = DELIMITED` gives its encoding";
  return problem(
    "group-not-allowed",
    node.keyword,
    `${syntax === "proto3" ? "proto3 has" : "editions have"} no groups`,
    {
      help: `declare a message and a field of its type${syntax === "editions" ? delimited : ""}`,
      fixes: groupAsMessage(node, field),
    },
  );
}

// The message stands before the field, or before the oneof or extend block that the field is in. In editions the field
// keeps its encoding; in proto3 it cannot.
function groupAsMessage(node: GroupNode, field: FieldDeclaration): Fix[] {
  const { name, number, body } = node;
  if (name === undefined || number === undefined || body === undefined || !/^[A-Z]/.test(name.text)) return [];
  const { file } = field;
  const { text } = file.parsed.source;
  const isEdition = file.syntax === "editions";
  const label = node.label?.word;
  const options = [
    ...(isEdition ? ["features.message_encoding = DELIMITED"] : []),
    ...(isEdition && label === "required" ? ["features.field_presence = LEGACY_REQUIRED"] : []),
    ...(node.options?.options ?? []).map(option => text.slice(option.start, option.end)),
  ];
  const keptLabel = label === "repeated" || (label === "optional" && !isEdition) ? `${label} ` : "";
  const list = options.length === 0 ? "" : ` [${options.join(", ")}]`;
  const numberText = text.slice(number.start, number.end);
  const statement = `${keptLabel}${name.text} ${name.text.toLowerCase()} = ${numberText}${list};`;
  const message = `message ${name.text} ${text.slice(body.start, body.end)}`;
  const at = field.oneof?.node?.start ?? field.extend?.start ?? node.start;
  const space = `\n${indentationAt(text, at)}`;
  const title = `Make it a message \`${name.text}\` and a field of its type`;
  const whole = { start: node.start, end: node.end };
  const edits =
    at === node.start
      ? [{ span: whole, newText: `${message}${space}${statement}` }]
      : [
          { span: { start: at, end: at }, newText: `${message}${space}` },
          { span: whole, newText: statement },
        ];
  return [isEdition ? preferred({ title, edits }) : { title, edits }];
}

export function groupName(node: GroupNode): Problem {
  const name = node.name?.text ?? "";
  const bare = name.replace(/^_+/, "");
  const capital = bare.slice(0, 1).toUpperCase() + bare.slice(1);
  return problem("group-name", node.name ?? node.keyword, "the name of a group must begin with a capital letter", {
    help: "it names a message; its field is called the same in lower case",
    fixes:
      node.name === undefined || !/^[A-Z]/.test(capital)
        ? []
        : [preferred(replaceFix(`Rename to \`${capital}\``, node.name, capital))],
  });
}

export function requiredExtension(field: FieldDeclaration, label: Word<Label>): Problem {
  return problem("required-extension", label, `the extension \`${field.name}\` cannot be required`, {
    help: "those who do not know the extension could never set it",
    fixes: [preferred(replaceFix("Change to `optional`", label, "optional"))],
  });
}

/** Takes a label and the space after it away. */
function withoutLabel(file: DeclaredFile, label: Word<Label>): TextChange {
  return wordRemoval(file.parsed.source.text, label);
}

/** Adds an entry to a field's compact options; undefined where its number is missing. */
function optionEdit(field: FieldDeclaration, entry: string): TextChange | undefined {
  const node: FieldNode | GroupNode | MapFieldNode = field.node;
  const first = node.options?.options[0];
  if (first !== undefined) return { span: { start: first.start, end: first.start }, newText: `${entry}, ` };
  if (node.number === undefined || node.options !== undefined) return undefined;
  return { span: { start: node.number.end, end: node.number.end }, newText: ` [${entry}]` };
}
