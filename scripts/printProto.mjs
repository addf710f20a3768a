// Prints a `.proto` file of proto2 from its descriptor, for a package that has no text of it. A test compiles what is
// printed and compares the descriptors: what a file may hold and this does not print cannot be lost in silence.
import { createRegistry, getExtension, ScalarType } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import { file_google_protobuf_descriptor } from "@bufbuild/protobuf/wkt";

const labels = ["", "optional ", "required ", "repeated "];

/**
 * The text of a `DescFile` of protobuf-es. `head` is the comment at its top, `comments` has those of its declarations by
 * full name.
 */
export function printProto(file, { head, comments }) {
  const { proto } = file;
  const print = {
    comments,
    registry: createRegistry(file, file_google_protobuf_descriptor),
    scope: `.${proto.package}.`,
  };
  const parts = [
    commentLines(head),
    ['syntax = "proto2";'],
    [`package ${proto.package};`],
    proto.dependency.map(path => `import "${path}";`),
    optionLines(print, proto),
    ...file.extensions.map(one => extension(print, one)),
    ...file.messages.map(one => message(print, one)),
    ...file.enums.map(one => enumeration(print, one)),
  ];
  return `${spaced(parts).join("\n")}\n`;
}

function extension(print, desc) {
  const lines = [...commentsOf(print, desc.typeName), ...field(print, desc)];
  return [`extend ${desc.extendee.typeName} {`, ...indented(lines), "}"];
}

function message(print, desc) {
  const { proto } = desc;
  const ranges = proto.reservedRange.map(({ start, end }) => range(start, end - 1));
  const body = [
    optionLines(print, proto),
    ...desc.members.map(one => [
      ...commentsOf(print, `${desc.typeName}.${one.name}`),
      ...(one.kind === "oneof" ? oneof(print, one) : field(print, one)),
    ]),
    proto.extensionRange.map(({ start, end }) => `extensions ${range(start, end - 1)};`),
    reserved(ranges, proto.reservedName),
  ];
  return [...commentsOf(print, desc.typeName), `message ${desc.name} {`, ...indented(spaced(body)), "}"];
}

function oneof(print, desc) {
  const members = desc.fields.map(one => [
    ...commentsOf(print, `${desc.parent.typeName}.${one.name}`),
    ...field(print, one),
  ]);
  return [`oneof ${desc.name} {`, ...indented(spaced([optionLines(print, desc.proto), ...members])), "}"];
}

function enumeration(print, desc) {
  const { proto } = desc;
  const ranges = proto.reservedRange.map(({ start, end }) => range(start, end));
  const body = [
    optionLines(print, proto),
    ...desc.values.map(one => [
      ...commentsOf(print, `${desc.typeName}.${one.name}`),
      ...statement(`${one.name} = ${one.number}`, optionsOf(print, one.proto)),
    ]),
    reserved(ranges, proto.reservedName),
  ];
  return [...commentsOf(print, desc.typeName), `enum ${desc.name} {`, ...indented(spaced(body)), "}"];
}

function field(print, { proto, oneof: owner }) {
  const label = owner === undefined ? labels[proto.label] : "";
  const { typeName } = proto;
  const named = typeName.startsWith(print.scope) ? typeName.slice(print.scope.length) : typeName.slice(1);
  const type = typeName === "" ? ScalarType[proto.type].toLowerCase() : named;
  return statement(`${label}${type} ${proto.name} = ${proto.number}`, optionsOf(print, proto));
}

function statement(start, options) {
  return `${start}${options.length === 0 ? "" : ` [${options.join(", ")}]`};`.split("\n");
}

function reserved(ranges, names) {
  const quoted = names.map(name => JSON.stringify(name));
  return [ranges, quoted].filter(list => list.length > 0).map(list => `reserved ${list.join(", ")};`);
}

function range(start, last) {
  if (start === last) return `${start}`;
  return `${start} to ${last === 536870911 || last === 2147483647 ? "max" : last}`;
}

function optionLines(print, proto) {
  return optionsOf(print, proto).flatMap(one => `option ${one};`.split("\n"));
}

// `name = value` of each option that is set; what protobuf-es does not know by its number is an extension.
function optionsOf(print, { options }) {
  if (options === undefined) return [];
  const schema = print.registry.getMessage(options.$typeName);
  const extensions = new Set((options.$unknown ?? []).map(({ no }) => print.registry.getExtensionFor(schema, no)));
  return [
    ...setFields(reflect(schema, options)),
    ...[...extensions].map(one => {
      const value = getExtension(options, one);
      return `(${one.typeName}) = ${valueText(one, one.message === undefined ? value : reflect(one.message, value))}`;
    }),
  ];
}

function setFields(read, between = " = ") {
  return read.fields.flatMap(desc => {
    if (!read.isSet(desc)) return [];
    const value = read.get(desc);
    const all = desc.fieldKind === "list" ? [...value] : [value];
    return all.map(one => `${desc.name}${between}${valueText(desc, one)}`);
  });
}

function valueText(desc, value) {
  if (desc.enum !== undefined) return desc.enum.value[value].name;
  if (desc.message !== undefined) return `{\n${indented(setFields(value, ": ").join("\n").split("\n")).join("\n")}\n}`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

function commentsOf(print, fullName) {
  return commentLines(print.comments.get(fullName) ?? "");
}

function commentLines(text) {
  return text === "" ? [] : text.split("\n").map(line => `// ${line}`.trimEnd());
}

function indented(lines) {
  return lines.map(line => (line === "" ? "" : `  ${line}`));
}

// With an empty line between parts.
function spaced(parts) {
  return parts.filter(lines => lines.length > 0).flatMap((lines, at) => (at === 0 ? lines : ["", ...lines]));
}
