import type { Problem } from "../report/problem.ts";
import type { ImportNode, TypeName } from "../syntax/nodes.ts";
import type { Declaration, DeclaredFile } from "./declarations.ts";

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
}

export interface LinkedImport {
  readonly node: ImportNode;
  readonly path: string;
  readonly modifier: "public" | "weak" | "option" | undefined;
  /** Undefined when it was not found or closes a cycle. */
  readonly file: LinkedFile | undefined;
}
