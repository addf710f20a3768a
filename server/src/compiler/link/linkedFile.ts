import type { Problem } from "../report/problem.ts";
import type { ImportNode, TypeName } from "../syntax/nodes.ts";
import type { Declaration, DeclaredFile } from "./declarations.ts";
import type { VisibleNames } from "./scopes.ts";

/** A file whose imports and uses of types are resolved. */
export interface LinkedFile {
  readonly declared: DeclaredFile;
  /** In the order of the text, those that were not found included. */
  readonly imports: readonly LinkedImport[];
  /** What each use of a message or enum type means; one that is unresolved is absent (and reported). */
  readonly types: ReadonlyMap<TypeName, Declaration>;
  /** Unresolved imports and types, name clashes with other files. */
  readonly problems: readonly Problem[];
  /** Files beside itself whose declarations are visible: its imports, and what those import publicly, transitively. */
  readonly visible: readonly LinkedFile[];
  /** Where its types are looked up: in itself and the `visible` files. */
  readonly names: VisibleNames;
  /** Where its custom options are looked up: the same, and what `import option` brings. */
  readonly optionNames: VisibleNames;
  /** Itself or the first file behind its imports that declares what options there are; undefined for that of protoc. */
  readonly optionTypes: DeclaredFile | undefined;
  /** Uses of types that mean nothing, each with its problem (one of `problems`, unless it follows from another). */
  readonly unresolved: readonly UnresolvedType[];
}

export interface UnresolvedType {
  readonly node: TypeName;
  /** The full name of the message or service in which it is used, or the package. */
  readonly scope: string;
  readonly problem: Problem | undefined;
}

export interface LinkedImport {
  readonly node: ImportNode;
  readonly path: string;
  readonly modifier: "public" | "weak" | "option" | undefined;
  /** Undefined when it was not found or closes a cycle. */
  readonly file: LinkedFile | undefined;
  /** Of one that closes a cycle: the paths from this file back to itself; undefined where they are too many to tell. */
  readonly cycle: readonly (string | undefined)[] | undefined;
}
