import type { Declaration, EnumDeclaration, MessageDeclaration } from "../link/declarations.ts";
import { preferred, replaceFix, wordRemoval } from "../report/fix.ts";
import { nouns } from "../report/nouns.ts";
import { type Fix, type Problem, problem } from "../report/problem.ts";
import type { TypeName } from "../syntax/nodes.ts";

type Type = MessageDeclaration | EnumDeclaration;

export function notVisible(node: TypeName, type: Type, byDefault: string): Problem {
  const isWritten = type.node.kind !== "group" && type.node.kind !== "mapField" && type.node.visibility !== undefined;
  const why = isWritten ? "it is marked `local`" : `it is local by \`default_symbol_visibility = ${byDefault}\``;
  return problem("not-visible", node, `\`${node.text}\` can only be used inside of \`${type.file.path}\``, {
    help: `${why}; mark it \`export\` there to use it here`,
    related: [
      {
        source: type.file.parsed.source,
        span: type.nameSpan,
        message: `the ${nouns[type.kind]} is declared here`,
      },
    ],
    fixes: byDefault === "STRICT" && type.parent !== undefined ? [] : exportThere(type),
  });
}

export function visibilityAsType(node: TypeName, type: Declaration): Problem {
  const word = node.text.split(".", 1)[0] ?? "";
  const full = `.${type.fullName}`;
  return problem("visibility-as-type", node, `from edition 2024 on \`${word}\` is a keyword here`, {
    help: `write the full name of the type with a dot before it: \`${full}\``,
    fixes: [preferred(replaceFix(`Change to \`${full}\``, node, full))],
  });
}

function exportThere({ node, file, name }: Type): Fix[] {
  if (node.kind !== "message" && node.kind !== "enum") return [];
  const { visibility } = node;
  const edit =
    visibility === undefined
      ? { span: { start: node.start, end: node.start }, newText: "export " }
      : { span: visibility, newText: "export" };
  return [
    {
      title: `Export \`${name}\` in \`${file.path}\``,
      edits: [],
      elsewhere: [{ source: file.parsed.source, edits: [edit] }],
    },
  ];
}

export function exportInStrictFile(type: Type): Problem {
  const word = type.node.kind === "message" || type.node.kind === "enum" ? type.node.visibility : undefined;
  const span = word ?? type.nameSpan;
  const edit = wordRemoval(type.file.parsed.source.text, span);
  const what = `the nested ${nouns[type.kind]} \`${type.name}\` cannot be exported under \`STRICT\` visibility`;
  return problem("export-in-strict-file", span, what, {
    help: "move it to the top of a file, or remove `export`",
    fixes: [preferred({ title: "Remove `export`", edits: [edit] })],
  });
}
