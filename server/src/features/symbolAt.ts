import { type Declaration, type ScalarType, scalarTypes } from "../compiler/link/declarations.ts";
import type { LinkedFile } from "../compiler/link/linkedFile.ts";
import type {
  IdentifierValue,
  ImportNode,
  MessageValueName,
  OptionNamePart,
  TypeName,
} from "../compiler/syntax/nodes.ts";
import type { Span } from "../compiler/text/span.ts";
import type { Steps } from "../compiler/text/steps.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { declarationNamedAt } from "./declarationAt.ts";
import { nodePath, type TreeNode } from "./nodePath.ts";
import { optionMeanings } from "./optionMeanings.ts";

/** What stands at a place of a `.proto` file. `span` is the text that means it. */
export type SymbolAt =
  | { readonly kind: "declaration"; readonly declaration: Declaration; readonly span: Span }
  | { readonly kind: "use"; readonly declaration: Declaration; readonly span: Span }
  | { readonly kind: "scalar"; readonly name: ScalarType; readonly span: Span }
  | { readonly kind: "import"; readonly node: ImportNode; readonly path: string; readonly span: Span };

/** The symbol at `offset`, if any, where no more is known of the file than its text and what it imports. */
export function* symbolSteps(snapshot: Snapshot, uri: string, offset: number): Steps<SymbolAt | undefined> {
  yield* snapshot.steps(uri, "linked");
  const linked = snapshot.linked(uri);
  const node = linked && nodePath(linked.declared.parsed.tree, offset).at(-1);
  if (node !== undefined && inOptions.has(node.kind)) yield* snapshot.steps(uri, "interpreted");
  return symbolAt(snapshot, uri, offset);
}

// What these mean the options of the whole file say.
const inOptions: ReadonlySet<TreeNode["kind"]> = new Set([
  "optionNamePart",
  "fieldName",
  "extensionName",
  "anyName",
  "identifier",
]);

/** The symbol at `offset`, if any. */
export function symbolAt(snapshot: Snapshot, uri: string, offset: number): SymbolAt | undefined {
  const linked = snapshot.linked(uri);
  if (linked === undefined) return undefined;
  const path = nodePath(linked.declared.parsed.tree, offset);
  const node = path.at(-1);
  const parent = path.at(-2);
  if (node === undefined) return undefined;
  switch (node.kind) {
    case "name":
      return named(linked, node);
    case "typeName":
      return typeUse(linked, node, offset);
    case "string":
      return parent?.kind === "import" ? { kind: "import", node: parent, path: node.text, span: node } : undefined;
    case "optionNamePart":
    case "fieldName":
    case "extensionName":
    case "anyName": {
      const meaning = optionMeanings(snapshot, uri, linked).get(node);
      return meaning === undefined ? undefined : { kind: "use", declaration: meaning, span: node };
    }
    case "identifier":
      // Of a list each element is a value of the field.
      return enumValueUse(snapshot, uri, linked, node, parent?.kind === "list" ? path.at(-3) : parent);
    default:
      return undefined;
  }
}

function named(linked: LinkedFile, node: Span): SymbolAt | undefined {
  const declaration = declarationNamedAt(linked.declared, node.start);
  return declaration === undefined ? undefined : { kind: "declaration", declaration, span: node };
}

function typeUse(linked: LinkedFile, node: TypeName, offset: number): SymbolAt | undefined {
  const scalar = scalarTypes.find(name => name === node.text);
  if (scalar !== undefined) return { kind: "scalar", name: scalar, span: node };
  const declaration = linked.types.get(node);
  if (declaration === undefined) return undefined;
  return outerPart(node, declaration, offset) ?? { kind: "use", declaration, span: lastPartOf(node) };
}

/** With the cursor on `Outer` of `Outer.Inner`, the outer message is meant. */
function outerPart(node: TypeName, declaration: Declaration, offset: number): SymbolAt | undefined {
  if (!isWrittenTogether(node)) return undefined;
  const dot = node.text.indexOf(".", offset - node.start);
  if (dot < 0) return undefined;
  const rest = node.text.slice(dot);
  if (!declaration.fullName.endsWith(rest)) return undefined;
  const outer = declaration.file.byName.get(declaration.fullName.slice(0, -rest.length));
  if (outer === undefined) return undefined;
  const start = node.start + node.text.slice(0, dot).lastIndexOf(".") + 1;
  return { kind: "use", declaration: outer, span: { start, end: node.start + dot } };
}

/** The span of the last part of a dotted name. */
export function lastPartOf(node: TypeName): Span {
  if (!isWrittenTogether(node)) return node;
  return { start: node.start + node.text.lastIndexOf(".") + 1, end: node.end };
}

// Spaces and comments between the parts are not in `text`.
function isWrittenTogether(node: TypeName): boolean {
  return node.end - node.start === node.text.length;
}

function enumValueUse(
  snapshot: Snapshot,
  uri: string,
  linked: LinkedFile,
  node: IdentifierValue,
  parent: TreeNode | undefined,
): SymbolAt | undefined {
  const name = optionNameBefore(parent);
  const field = name === undefined ? undefined : optionMeanings(snapshot, uri, linked).get(name);
  if (field?.kind !== "field" || field.typeName === undefined) return undefined;
  const type = linkedFileOf(snapshot, uri, field)?.types.get(field.typeName);
  const value = type?.kind === "enum" ? type.values.find(one => one.name === node.text) : undefined;
  return value === undefined ? undefined : { kind: "use", declaration: value, span: node };
}

function optionNameBefore(parent: TreeNode | undefined): OptionNamePart | MessageValueName | undefined {
  if (parent?.kind === "option") return parent.name?.parts.at(-1);
  return parent?.kind === "messageValueField" ? parent.name : undefined;
}

/** The linked file in which something that `uri` sees is declared. */
export function linkedFileOf(snapshot: Snapshot, uri: string, declaration: Declaration): LinkedFile | undefined {
  return snapshot.compilation(uri).compilation.file(declaration.file.path);
}
