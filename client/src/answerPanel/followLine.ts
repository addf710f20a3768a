/** A change of a document: zero-based lines `from` to `to` were replaced by a text with `newlines` line ends. */
export interface LineChange {
  from: number;
  to: number;
  newlines: number;
}

/** Where the line that stood at `line` stands after `changes`, so that "send again" finds its request after edits. */
export function followLine(line: number, changes: readonly LineChange[]): number {
  return changes.reduce((at, change) => {
    if (change.to < at) return at + change.newlines - (change.to - change.from);
    // The line itself was replaced together with others: it stays within what replaced it.
    return change.from < at ? Math.min(at, change.from + change.newlines) : at;
  }, line);
}
