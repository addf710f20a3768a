import type { DeclaredFile } from "../link/declarations.ts";
import type { LinkedImport } from "../link/linkedFile.ts";
import { preferred, removal } from "../report/fix.ts";
import { type Problem, problem } from "../report/problem.ts";
import type { ImportNode } from "../syntax/nodes.ts";

export function unusedImport(file: DeclaredFile, one: LinkedImport): Problem {
  return problem("unused-import", one.node, `nothing of \`${one.path}\` is used`, {
    severity: "warning",
    tag: "unnecessary",
    help: "remove the import",
    fixes: [preferred({ title: "Remove the import", edits: [removal(file.parsed.source.text, one.node)] })],
  });
}

export function deprecatedImport({ node, path }: LinkedImport): Problem {
  return problem("deprecated-import", node.path ?? node, `\`${path}\` is deprecated`, {
    severity: "warning",
    tag: "deprecated",
    help: "its comments may tell what to use in its place",
  });
}

export function weakImport(node: ImportNode): Problem {
  return problem("weak-import", node.modifier ?? node, "there are no weak imports from edition 2024 on", {
    help: "use a plain import, or `import option` for what serves options only",
    fixes: withoutModifier(node),
  });
}

export function optionImportBefore2024(node: ImportNode): Problem {
  return problem("option-import-before-edition", node.modifier ?? node, "`import option` needs edition 2024 or later", {
    help: "a plain import brings custom options as well",
    fixes: withoutModifier(node),
  });
}

export function optionImportNotLast(file: DeclaredFile, node: ImportNode, first: ImportNode): Problem {
  const { source } = file.parsed;
  const statement = source.text.slice(node.start, node.end);
  const move = { span: { start: first.start, end: first.start }, newText: `${statement}\n` };
  return problem("option-import-not-last", node, "imports for options must come after all others", {
    help: "move this one up",
    related: [{ source, span: first, message: "this import is for options" }],
    fixes: [preferred({ title: "Move it before the imports for options", edits: [move, removal(source.text, node)] })],
  });
}

export function liteImport(node: ImportNode, path: string): Problem {
  return problem("lite-import", node.path ?? node, `\`${path}\` is for the lite runtime, and this file is not`, {
    help: "set `option optimize_for = LITE_RUNTIME;` here too, or remove it there",
  });
}

function withoutModifier(node: ImportNode) {
  if (node.modifier === undefined || node.path === undefined) return [];
  const span = { start: node.modifier.start, end: node.path.start };
  return [preferred({ title: "Make it a plain import", edits: [{ span, newText: "" }] })];
}
