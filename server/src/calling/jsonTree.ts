// JSON texts as trees with places; comments and commas at the end are taken.
import { createScanner, getNodePath, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";

export type JsonTree =
  | { readonly kind: "tree"; readonly root: Node }
  | ({ readonly kind: "wrong"; readonly reason: string } & JsonPlace);

/** UTF-16 units of the text. */
export interface JsonPlace {
  readonly offset: number;
  readonly length: number;
}

// A message has up to two brackets for each of the 100 levels that protobuf reads; the parser calls itself for each.
const deepest = 1000;

/** The tree of one JSON value. */
export function jsonTree(text: string): JsonTree {
  const deep = tooDeepAt(text);
  if (deep !== undefined)
    return { kind: "wrong", reason: `this is nested deeper than ${deepest} brackets`, offset: deep, length: 1 };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  const [first] = errors;
  if (first !== undefined) {
    const reason = `this is not JSON: ${syntaxWords(first)} at ${placeWords(text, first.offset)}`;
    return { kind: "wrong", reason, offset: first.offset, length: Math.max(1, first.length) };
  }
  return root === undefined
    ? { kind: "wrong", reason: "the message is empty; write `{}` for one without fields", offset: 0, length: 0 }
    : { kind: "tree", root };
}

function tooDeepAt(text: string): number | undefined {
  const scanner = createScanner(text, true);
  for (let depth = 0; ; ) {
    scanner.scan();
    const offset = scanner.getTokenOffset();
    const first = text[offset];
    if (first === undefined) return undefined;
    if (first === "{" || first === "[") depth += 1;
    if (first === "}" || first === "]") depth -= 1;
    if (depth > deepest) return offset;
  }
}

/** Keys and values of an object, those that have both. */
export function jsonMembers(node: Node): [key: Node, value: Node][] {
  return (node.children ?? []).flatMap(({ children: [key, value] = [] }): [Node, Node][] =>
    key === undefined || value === undefined ? [] : [[key, value]],
  );
}

/** The first key that its object has already. */
export function repeatedKey(node: Node): Node | undefined {
  const seen = new Set<string>();
  for (const child of node.children ?? []) {
    const key = node.type === "object" ? child.children?.[0] : undefined;
    if (key !== undefined && seen.has(key.value)) return key;
    if (key !== undefined) seen.add(key.value);
    const found = repeatedKey(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where a node stands, as `items["a b"].numbers[0]`; of a key, where its value stands. */
export function jsonPathText(node: Node): string {
  const { parent } = node;
  const isKey = parent?.type === "property" && parent.children?.[0] === node;
  return getNodePath(isKey ? (parent.children?.[1] ?? node) : node)
    .map(one => (typeof one === "number" ? `[${one}]` : /^\w+$/.test(one) ? `.${one}` : `[${JSON.stringify(one)}]`))
    .join("")
    .replace(/^\./, "");
}

/** `line 1, column 9` */
export function placeWords(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
}

/** `ColonExpected` → `colon expected` */
function syntaxWords({ error }: ParseError): string {
  return printParseErrorCode(error)
    .replace(/([A-Z])/g, " $1")
    .trim()
    .toLowerCase();
}
