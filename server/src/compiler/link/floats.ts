/**
 * The 32-bit float that protoc makes of a number in a default or a message value: one that rounds to the largest float
 * stays finite, also exactly half a step above it, where the common rule gives infinity.
 */
export function finiteFloat(value: number): number {
  const largest = 3.4028234663852886e38;
  const halfAbove = 3.4028235677973366e38;
  if (Math.abs(value) === halfAbove) return Math.sign(value) * largest;
  return Math.fround(value);
}
