import type { TextChange } from "../compiler/report/problem.ts";
import type { JsonObject } from "./json/jsonNodes.ts";
import { parseJson } from "./json/parseJson.ts";

/**
 * The change of an environment file's text that gives an environment one more variable, behind the others; the environment
 * is made where there is none. Undefined where the text is no sound object of objects.
 */
export function newVariable(
  text: string,
  environment: string,
  { name, value }: { readonly name: string; readonly value: string },
): TextChange | undefined {
  const [root] = parseJson(text, 0, text.length).values;
  if (root === undefined && text.trim() === "") {
    const content = `${JSON.stringify({ [environment]: { [name]: value } }, null, 2)}\n`;
    return { span: { start: 0, end: text.length }, newText: content };
  }
  if (root?.kind !== "object" || !root.closed) return undefined;
  // Of two of one name the last counts.
  const table = [...root.members].reverse().find(one => one.key.value === environment)?.value;
  const member = `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
  if (table === undefined) {
    const unit = indentOf(text, root) || "  ";
    const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
    const inner = `${lineEnd}${unit}${unit}${member}${lineEnd}${unit}`;
    return insertion(text, root, `${JSON.stringify(environment)}: {${inner}}`);
  }
  return table.kind === "object" && table.closed ? insertion(text, table, member) : undefined;
}

function insertion(text: string, object: JsonObject, member: string): TextChange {
  const last = object.members.at(-1);
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  if (last === undefined) {
    const outer = indentAt(text, object.start);
    const newText = `{${lineEnd}${outer}${outer || "  "}${member}${lineEnd}${outer}}`;
    return { span: { start: object.start, end: object.end }, newText };
  }
  // Each on a line of its own, where the last one is.
  const isOnOwnLine = text.slice(object.start, last.start).includes("\n");
  const gap = isOnOwnLine ? `${lineEnd}${indentAt(text, last.start)}` : " ";
  return { span: { start: last.end, end: last.end }, newText: `,${gap}${member}` };
}

function indentOf(text: string, { members }: JsonObject): string {
  const [first] = members;
  return first === undefined ? "" : indentAt(text, first.start);
}

/** The white space at the start of the line on which `offset` stands. */
function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
}
