import type {
  Body,
  CompactOptions,
  DottedName,
  EnumMember,
  ExtendMember,
  FileMember,
  FileNode,
  MapType,
  MessageMember,
  MessageValueField,
  MessageValueName,
  MethodType,
  Name,
  OneofMember,
  OptionName,
  OptionNamePart,
  OptionValue,
  RangeNode,
  ServiceMember,
  TypeName,
  Word,
} from "../compiler/syntax/nodes.ts";
import { touches } from "../compiler/text/span.ts";

/** Any node of a tree. */
export type TreeNode =
  | FileNode
  | FileMember
  | MessageMember
  | OneofMember
  | ExtendMember
  | EnumMember
  | ServiceMember
  | MapType
  | MethodType
  | RangeNode
  | CompactOptions
  | OptionName
  | OptionNamePart
  | OptionValue
  | MessageValueField
  | MessageValueName
  | TypeName
  | Name
  | DottedName
  | Word<string>;

/** A node with a braced body. */
export type BodyNode = TreeNode & Body<TreeNode>;

/** The nodes from the file down to the smallest at `offset`. A node that ends where the next starts gives way to it. */
export function nodePath(tree: FileNode, offset: number): readonly TreeNode[] {
  const path: TreeNode[] = [tree];
  for (let at: TreeNode | undefined = tree; at !== undefined; ) {
    const inside: readonly TreeNode[] = children(at).filter(child => touches(child, offset));
    at = inside.find(child => child.start <= offset && offset < child.end) ?? inside.at(-1);
    if (at !== undefined) path.push(at);
  }
  return path;
}

/** The nodes directly below a node. */
export function children(node: TreeNode): readonly TreeNode[] {
  if (node.kind === "file") return node.members;
  const found: TreeNode[] = [];
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) found.push(...value.filter(isNode));
    else if (isNode(value)) found.push(value);
  }
  return found;
}

/** Whether a node has a braced body, or would have if its brace were there. */
export function hasBody(node: TreeNode): node is BodyNode {
  return "body" in node;
}

// Every object of a tree that has a kind is a node; bodies and keywords are bare spans.
function isNode(value: unknown): value is TreeNode {
  return typeof value === "object" && value !== null && "kind" in value && "start" in value;
}
