/** What is kept of a file that nobody has open: enough to find it, not enough to compile it. */
export interface FileOutline {
  readonly uri: string;
  /** The path by which other files import it. */
  readonly path: string;
  readonly packageName: string;
  readonly imports: readonly string[];
  /** In the order of the text. */
  readonly symbols: readonly OutlineSymbol[];
  /** Last parts of the names of types and options that the text uses. */
  readonly uses: ReadonlySet<string>;
}

export interface OutlineSymbol {
  readonly kind: "message" | "enum" | "enumValue" | "service" | "method" | "field" | "oneof" | "extension";
  readonly name: string;
  /** With package and enclosing scopes, no leading dot. */
  readonly fullName: string;
  /** Zero-based place of the name, in UTF-16 units. */
  readonly line: number;
  readonly column: number;
}
