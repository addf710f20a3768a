/**
 * The candidate closest to `name` by edits (insertions, deletions, replacements and swaps of neighbours; a change of
 * case counts little), where it is near enough to be a slip: about one edit in three letters. The first of equals.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 0.5;
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) > bestDistance) continue;
    const distance = editDistance(name, candidate, bestDistance);
    if (distance >= bestDistance || distance >= candidate.length) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

/**
 * The number of edits that make `from` into `to`, or `limit` where it is no less; a letter in the other case is a fifth
 * of an edit.
 */
function editDistance(from: string, to: string, limit: number): number {
  let beforeLast: number[] = [];
  let last: number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  let leastOfLast = 0;
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= to.length; column++) {
      let cost = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + replacing(from[row - 1], to[column - 1]),
      );
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      current.push(cost);
      if (cost < least) least = cost;
    }
    // Each row follows from the two before it, and never gets below them.
    if (least >= limit && leastOfLast >= limit) return limit;
    leastOfLast = least;
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

function replacing(letter: string | undefined, other: string | undefined): number {
  if (letter === other) return 0;
  return letter?.toLowerCase() === other?.toLowerCase() ? 0.2 : 1;
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? 0;
}
