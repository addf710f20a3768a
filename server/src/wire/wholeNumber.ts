// Decimal texts as integers, to the last digit.

/** The value of a JSON number's text where it is whole; `1.5e1` is. Exponents past any integer type's range count as 100. */
export function wholeNumber(text: string): bigint | undefined {
  const [, minus, whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  if (minus === undefined) return undefined;
  const digits = BigInt(minus + whole + fraction);
  const scale = Math.max(-100_000, Math.min(100, Number(exponent))) - fraction.length;
  if (digits === 0n) return 0n;
  if (scale >= 0) return digits * 10n ** BigInt(scale);
  if (-scale > whole.length + fraction.length) return undefined;
  const divisor = 10n ** BigInt(-scale);
  return digits % divisor === 0n ? digits / divisor : undefined;
}
