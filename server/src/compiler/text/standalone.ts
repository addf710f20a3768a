/**
 * A copy of a piece of a text that stands alone: a piece that was cut out, or put together from such pieces, keeps the
 * whole text alive in V8.
 */
export function standalone(piece: string): string {
  return ` ${piece}`.slice(1);
}
