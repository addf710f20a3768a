import type { DeclaredFile, EnumValueDeclaration, FieldDeclaration } from "../link/declarations.ts";
import { itemRemoval, preferred, removal, replaceFix } from "../report/fix.ts";
import { type Fix, type Problem, problem } from "../report/problem.ts";
import type { ExtensionsNode, Name, ReservedNode, StringValue } from "../syntax/nodes.ts";
import { nextFree, useFree } from "./numberProblems.ts";
import { type NumberRange, rangeText } from "./ranges.ts";

export function reservedNumberUsed(
  declaration: FieldDeclaration | EnumValueDeclaration,
  range: NumberRange,
  free: number | undefined,
): Problem {
  const span = declaration.node.number ?? declaration.nameSpan;
  const what = declaration.kind === "field" ? "field number" : "enum number";
  return problem("reserved-number-used", span, `${what} ${declaration.number} is reserved`, {
    help: nextFree(free),
    related: [{ source: declaration.file.parsed.source, span: range.node, message: "it is reserved here" }],
    fixes: useFree(span, free),
  });
}

export function numberInExtensionRange(field: FieldDeclaration, range: NumberRange, free: number | undefined): Problem {
  const span = field.node.number ?? field.nameSpan;
  const what = `field number ${field.number} lies in the extension range ${rangeText(range)}`;
  return problem("number-in-extension-range", span, what, {
    help: nextFree(free),
    related: [{ source: field.file.parsed.source, span: range.node, message: "the range is declared here" }],
    fixes: useFree(span, free),
  });
}

export function reservedNameUsed(
  declaration: FieldDeclaration | EnumValueDeclaration,
  name: Name | StringValue,
  statement: ReservedNode,
): Problem {
  const { text } = declaration.file.parsed.source;
  return problem("reserved-name-used", declaration.nameSpan, `the name \`${declaration.name}\` is reserved`, {
    help: "take another name, or remove this one from the reserved names",
    related: [{ source: declaration.file.parsed.source, span: name, message: "it is reserved here" }],
    fixes: [
      {
        title: `Reserve \`${declaration.name}\` no longer`,
        edits: [itemRemoval(text, name) ?? removal(text, statement)],
      },
    ],
  });
}

export function rangeOutOfBounds(
  range: NumberRange,
  bounds: { readonly min: number; readonly max: number; readonly what: "reserved" | "extension" },
): Problem {
  const from = bounds.what === "extension" ? "extension numbers" : "reserved numbers";
  const help = `${from} go from ${bounds.min} to ${bounds.max}`;
  const { to } = range.node;
  const cut = to !== undefined && range.from >= bounds.min && range.from <= bounds.max ? to : undefined;
  return problem("range-bounds", range.node, `the range \`${rangeText(range)}\` is out of bounds`, {
    help: cut === undefined ? help : `${help}; \`max\` is the last of them`,
    fixes: cut === undefined ? [] : [preferred(replaceFix("Change the end to `max`", cut, "max"))],
  });
}

export function reversedRange(range: NumberRange, text: string): Problem {
  const { from, to } = range.node;
  const turned = to === undefined ? "" : `${text.slice(to.start, to.end)} to ${text.slice(from.start, from.end)}`;
  return problem("range-reversed", range.node, `the range \`${rangeText(range)}\` ends before it begins`, {
    help: "the smaller number comes first",
    fixes: [preferred(replaceFix(`Change to \`${turned}\``, range.node, turned))],
  });
}

export function overlappingRanges(
  file: DeclaredFile,
  range: NumberRange,
  earlier: NumberRange,
  statement: ReservedNode | ExtensionsNode | undefined,
): Problem {
  const { source } = file.parsed;
  const isWithin = earlier.from <= range.from && range.to <= earlier.to;
  const remove = isWithin && statement !== undefined ? withoutRange(source.text, range, statement) : [];
  const what = `the range \`${rangeText(range)}\` overlaps \`${rangeText(earlier)}\``;
  return problem("overlapping-ranges", range.node, what, {
    help: remove.length > 0 ? "remove it: the other one has all of it" : "no number can stand in two ranges",
    related: [{ source, span: earlier.node, message: "the range that it overlaps" }],
    fixes: remove,
  });
}

// Options stand for all ranges of their statement, and would go with the last one.
function withoutRange(text: string, range: NumberRange, statement: ReservedNode | ExtensionsNode): Fix[] {
  const hasOptions = statement.kind === "extensions" && statement.options !== undefined;
  const edit = itemRemoval(text, range.node) ?? (hasOptions ? undefined : removal(text, statement));
  return edit === undefined ? [] : [preferred({ title: "Remove it", edits: [edit] })];
}

export function duplicateReservedName(
  file: DeclaredFile,
  name: Name | StringValue,
  earlier: Name | StringValue,
  statement: ReservedNode,
  text: string,
): Problem {
  const edit = itemRemoval(text, name) ?? removal(text, statement);
  return problem("duplicate-reserved-name", name, `the name \`${name.text}\` is reserved twice`, {
    tag: "unnecessary",
    help: "once is enough",
    related: [{ source: file.parsed.source, span: earlier, message: "it is first reserved here" }],
    fixes: [preferred({ title: "Remove it", edits: [edit] })],
  });
}

export function reservedNameForm(name: Name | StringValue): Problem {
  if (name.kind === "name") {
    return problem("reserved-name-form", name, `the reserved name \`${name.text}\` must be in quotes`, {
      help: "only editions take bare names here",
      fixes: [preferred(replaceFix("Put it in quotes", name, `"${name.text}"`))],
    });
  }
  return problem("reserved-name-form", name, `the reserved name \`${name.text}\` must be without quotes`, {
    help: "editions take bare names here",
    fixes: [preferred(replaceFix("Remove the quotes", name, name.text))],
  });
}

// `"a, b"` was meant as `"a", "b"`.
function oneEach(name: Name | StringValue): Fix[] {
  const parts = name.text.split(/[\s,;]+/).filter(part => part !== "");
  if (parts.length < 2 || !parts.every(part => /^[A-Za-z_]\w*$/.test(part))) return [];
  const list = parts.map(part => `"${part}"`).join(", ");
  return [preferred(replaceFix(`Change to \`${list}\``, name, list))];
}

export function reservedNameNotIdentifier(name: Name | StringValue): Problem {
  return problem(
    "reserved-name-form",
    name,
    `\`${name.text}\` can be the name of nothing, so reserving it has no effect`,
    {
      severity: "warning",
      help: 'write one name in each string: `reserved "a", "b";`',
      fixes: oneEach(name),
    },
  );
}
