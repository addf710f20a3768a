// A float as people write it: its value as a double has digits that the float does not know of.

const largest = 3.4028234663852886e38;

/** The number of fewest digits that is the same 32-bit float: 0.1 for 0.10000000149011612. */
export function shortestFloat(value: number): number {
  if (!Number.isFinite(value) || Number.isInteger(value)) return value;
  for (let digits = 1; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value && Math.abs(short) <= largest) return short;
  }
  return Number(value.toPrecision(9));
}
