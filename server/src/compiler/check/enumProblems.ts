import type { EnumDeclaration, EnumValueDeclaration } from "../link/declarations.ts";
import { upperSnake } from "../report/casing.ts";
import { indentationAt, preferred, removal, replaceFix } from "../report/fix.ts";
import { type Fix, type Problem, problem, type Severity } from "../report/problem.ts";
import type { OptionNode } from "../syntax/nodes.ts";
import { nextFree, useFree } from "./numberProblems.ts";

export function emptyEnum(declaration: EnumDeclaration): Problem {
  return problem("empty-enum", declaration.nameSpan, `enum \`${declaration.name}\` has no values`, {
    help: "an enum has at least one value; the first one is 0",
    fixes: zeroValue(declaration),
  });
}

export function firstValueNotZero(declaration: EnumDeclaration, first: EnumValueDeclaration): Problem {
  const span = first.node.number ?? first.nameSpan;
  const what = `the first value of enum \`${declaration.name}\` must be 0`;
  const zero = declaration.values.find(value => value.number === 0);
  return problem("enum-first-value", span, what, {
    help: `a field that is not set reads as the first value, and on the wire that is 0${
      zero === undefined ? "" : `; move \`${zero.name}\` to the front`
    }`,
    fixes: zero === undefined ? zeroValue(declaration) : toFront(declaration, first, zero),
  });
}

export function duplicateEnumNumber(
  value: EnumValueDeclaration,
  earlier: EnumValueDeclaration,
  free: number | undefined,
  option: OptionNode | undefined,
): Problem {
  const span = value.node.number ?? value.nameSpan;
  const what = `enum number ${value.number} is already used by \`${earlier.name}\``;
  const next = nextFree(free);
  return problem("duplicate-enum-number", span, what, {
    help: `${next === undefined || option !== undefined ? "" : `${next}; `}\`option allow_alias = true;\` lets two names share a number`,
    related: [
      {
        source: earlier.file.parsed.source,
        span: earlier.node.number ?? earlier.nameSpan,
        message: `\`${earlier.name}\` uses ${value.number} here`,
      },
    ],
    // With `allow_alias = false` another number would leave that as a needless option, which is refused too.
    fixes: [...(option === undefined ? useFree(span, free) : []), ...allowAliases(value.parent, option)],
  });
}

export function aliasOptionFalse(declaration: EnumDeclaration, option: OptionNode): Problem {
  return problem(
    "needless-allow-alias",
    option,
    "`allow_alias = false` is what holds anyway, and must not be written",
    {
      help: "remove it",
      fixes: [preferred(removeOption(declaration, option))],
    },
  );
}

export function needlessAlias(declaration: EnumDeclaration, option: OptionNode): Problem {
  const what = `enum \`${declaration.name}\` allows aliases but has none`;
  return problem("needless-allow-alias", option, what, {
    help: "remove the option, or give two values the same number",
    fixes: [preferred(removeOption(declaration, option))],
  });
}

export function sameNameWithoutPrefix(
  value: EnumValueDeclaration,
  earlier: EnumValueDeclaration,
  stripped: string,
  severity: Severity,
): Problem {
  const what = `\`${value.name}\` and \`${earlier.name}\` are both \`${stripped}\` in generated code`;
  return problem("enum-name-conflict", value.nameSpan, what, {
    severity,
    help: "languages leave out the enum's name, upper case and underscores of values: give one of them another name, or both the same number with `allow_alias`",
    related: [
      { source: earlier.file.parsed.source, span: earlier.nameSpan, message: `\`${earlier.name}\` is declared here` },
    ],
  });
}

// `KIND_UNSPECIFIED = 0;` as the first value: the style guide's name for it.
function zeroValue(declaration: EnumDeclaration): Fix[] {
  const { node, file, fullName, name } = declaration;
  const value = `${upperSnake(name)}_UNSPECIFIED`;
  const scope = fullName.slice(0, fullName.length - name.length);
  if (node.body === undefined || file.byName.has(scope + value)) return [];
  const { text } = file.parsed.source;
  const first = declaration.values[0]?.node;
  const title = `Add \`${value} = 0\``;
  if (first !== undefined) {
    const line = indentationAt(text, first.start);
    return [
      preferred({
        title,
        edits: [{ span: { start: first.start, end: first.start }, newText: `${value} = 0;\n${line}` }],
      }),
    ];
  }
  const at = node.body.start + 1;
  const line = indentationAt(text, node.start);
  const isOneLine = !text.slice(at, node.body.end).includes("\n");
  const newText = `\n${line}  ${value} = 0;${isOneLine ? `\n${line}` : ""}`;
  return [preferred({ title, edits: [{ span: { start: at, end: at }, newText }] })];
}

function toFront(declaration: EnumDeclaration, first: EnumValueDeclaration, zero: EnumValueDeclaration): Fix[] {
  const { text } = declaration.file.parsed.source;
  const statement = text.slice(zero.node.start, zero.node.end);
  if (!statement.endsWith(";")) return [];
  const at = first.node.start;
  const newText = `${statement}\n${indentationAt(text, at)}`;
  const insertion = { span: { start: at, end: at }, newText };
  return [preferred({ title: `Move \`${zero.name}\` to the front`, edits: [insertion, removal(text, zero.node)] })];
}

function allowAliases(declaration: EnumDeclaration, option: OptionNode | undefined): Fix[] {
  const { node, file } = declaration;
  const title = "Add `option allow_alias = true`";
  if (option?.value !== undefined) {
    return [preferred(replaceFix("Change to `allow_alias = true`", option.value, "true"))];
  }
  const first = node.members[0];
  if (first === undefined) return [];
  const newText = `option allow_alias = true;\n${indentationAt(file.parsed.source.text, first.start)}`;
  return [{ title, edits: [{ span: { start: first.start, end: first.start }, newText }] }];
}

function removeOption(declaration: EnumDeclaration, option: OptionNode): Fix {
  return { title: "Remove the option", edits: [removal(declaration.file.parsed.source.text, option)] };
}
