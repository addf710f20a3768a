import type { Compilation } from "../compiler/compile.ts";
import type { LinkedFile } from "../compiler/link/linkedFile.ts";
import type { Problem } from "../compiler/report/problem.ts";
import type { ParsedFile } from "../compiler/syntax/parsedFile.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import type { OpenDocument } from "./document.ts";
import type { FileOutline, OutlineSymbol } from "./outline.ts";

/**
 * Everything the server knows at one moment; it never changes. Open documents stand in for the files on disk. Uris are
 * in the spelling of `uri.ts`; a function that takes a uri accepts any spelling of it.
 */
export interface Snapshot {
  readonly documents: ReadonlyMap<string, OpenDocument>;
  readonly folders: readonly string[];

  /** The text of an open or loaded file. */
  readonly source: (uri: string) => SourceFile | undefined;
  /** The tree of an open or loaded `.proto` file. */
  readonly parsed: (uri: string) => ParsedFile | undefined;
  /** The file with its imports and types resolved; of imports that are not loaded it knows nothing. */
  readonly linked: (uri: string) => LinkedFile | undefined;
  /** All compiler problems of a file. */
  readonly problems: (uri: string) => readonly Problem[];
  /** The compilation in which a file stands with its imports, and its import path there. */
  readonly compilation: (uri: string) => { readonly compilation: Compilation; readonly path: string };
  /** Where an import in `uri` leads; `protodial:` uris are bundled files. Undefined where it leads nowhere. */
  readonly resolveImport: (uri: string, path: string) => string | undefined;
  /** The uri under which a text was read, for a place in another file. */
  readonly uriOf: (source: SourceFile) => string;

  /** Uris that must be loaded before `linked(uri)` is what it will be; empty when it is. */
  readonly missing: (uri: string) => readonly string[];
  /** Whether the folders have been listed and outlined, so that `outlines` is whole. */
  readonly indexed: boolean;
  /** Outlines of all known `.proto` files, open ones as they stand in the editor, bundled ones last. */
  readonly outlines: () => Iterable<FileOutline>;
  /** Where a full name (`pkg.Service`) is declared, the files nearest to `nearUri` first. */
  readonly declarations: (fullName: string, nearUri: string) => readonly FoundSymbol[];
}

export interface FoundSymbol {
  readonly file: FileOutline;
  readonly symbol: OutlineSymbol;
}
