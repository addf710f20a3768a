import type { Location, Position, Range } from "vscode-languageserver-types";
import { offsetOf, placeOf } from "../compiler/text/lineIndex.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import type { Span } from "../compiler/text/span.ts";
import type { Snapshot } from "../workspace/snapshot.ts";

// An LSP position counts UTF-16 units from the start of its line, as spans do from the start of the text.

/** The position of an offset. */
export function lspPosition(source: SourceFile, offset: number): Position {
  const { line, column } = placeOf(source.lines, offset);
  return { line, character: column };
}

/** The range of a span. */
export function lspRange(source: SourceFile, span: Span): Range {
  return { start: lspPosition(source, span.start), end: lspPosition(source, span.end) };
}

/** The offset of a position; one past the end of its line is moved back to it. */
export function offsetAt(source: SourceFile, position: Position): number {
  return offsetOf(source.lines, source.text, { line: position.line, column: position.character });
}

/** A span of any file of the snapshot as a location. */
export function lspLocation(snapshot: Snapshot, source: SourceFile, span: Span): Location {
  return { uri: snapshot.uriOf(source), range: lspRange(source, span) };
}
