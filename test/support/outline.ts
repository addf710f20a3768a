import type { ParsedFile } from "../../server/src/compiler/syntax/parsedFile.ts";
import { placeOf } from "../../server/src/compiler/text/lineIndex.ts";

interface Node {
  readonly kind: string;
  readonly name?: { readonly text?: string; readonly parts?: readonly { readonly text: string }[] } | undefined;
  readonly members?: readonly Node[];
}

/** A tree as one line: `message:A{field:a field:b} enum:E{enumValue:X}`. */
export function outlineOf(parsed: ParsedFile): string {
  return parsed.tree.members.map(member => nodeText(member)).join(" ");
}

/** Problems as `line:column id`, both from one. */
export function problemPlaces(parsed: ParsedFile): string[] {
  return parsed.problems.map(one => {
    const { line, column } = placeOf(parsed.source.lines, one.span.start);
    return `${line + 1}:${column + 1} ${one.id}`;
  });
}

function nodeText(node: Node): string {
  const name = node.name?.text ?? node.name?.parts?.map(part => part.text).join(".");
  const members = node.members?.map(nodeText).join(" ") ?? "";
  return `${node.kind}${name === undefined ? "" : `:${name}`}${members === "" ? "" : `{${members}}`}`;
}
