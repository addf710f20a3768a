import type { TextChange } from "../report/problem.ts";
import type { DeclaredFile } from "./declarations.ts";

/**
 * The edit that makes `file` import `path`: in order among imports that are in order, else after the last one; where
 * there are none, in a paragraph of its own after the package or the syntax; an import for options becomes a plain one.
 * Undefined when it is imported already.
 */
export function importEdit(file: DeclaredFile, path: string): TextChange | undefined {
  const same = file.imports.filter(node => node.path?.text === path);
  if (same.some(node => node.modifier?.word !== "option")) return undefined;
  const [forOptions] = same;
  if (forOptions?.modifier !== undefined && forOptions.path !== undefined) {
    // A plain import does what one for options does; those that remain must stand behind it.
    const isFirst = file.imports.find(node => node.modifier?.word === "option") === forOptions;
    const span = { start: forOptions.modifier.start, end: forOptions.path.start };
    return isFirst ? { span, newText: "" } : undefined;
  }
  const { text } = file.parsed.source;
  const statement = `import ${JSON.stringify(path)};`;
  // Imports for options must stand last.
  const plain = file.imports.filter(node => node.modifier?.word !== "option");
  const firstOfOptions = file.imports.find(node => node.modifier?.word === "option");
  const last = plain.at(-1);
  if (last !== undefined) {
    const paths = plain.map(node => node.path?.text ?? "");
    const isSorted = paths.every((one, at) => at === 0 || (paths[at - 1] ?? "") <= one);
    const next = isSorted ? plain.find(node => (node.path?.text ?? "") > path) : undefined;
    if (next !== undefined) return insertion(next.start, `${statement}\n`);
    return insertion(last.end, `\n${statement}`);
  }
  if (firstOfOptions !== undefined) return insertion(firstOfOptions.start, `${statement}\n`);
  const heading = file.parsed.tree.members
    .filter(member => member.kind === "package" || member.kind === "syntax")
    .at(-1);
  if (heading !== undefined) return insertion(heading.end, `\n\n${statement}`);
  const start = text.startsWith("\ufeff") ? 1 : 0;
  return insertion(start, `${statement}\n\n`);
}

function insertion(at: number, newText: string): TextChange {
  return { span: { start: at, end: at }, newText };
}
