interface Sent {
  readonly started: { readonly call: string; readonly service: string; readonly method: string };
  /** `line`: zero-based, where the request stands now. */
  readonly source: { readonly uri: string; readonly line: number };
}

/**
 * Of the calls that are kept, in the order in which they were sent, the last before `shown` that the same request made.
 * `lines`: of the request's document, which may hold several requests for one rpc; undefined where it was closed.
 */
export function earlierAnswer<Call extends Sent>(
  shown: Call,
  kept: readonly Call[],
  lines: readonly string[] | undefined,
): Call | undefined {
  const before = kept.slice(
    0,
    kept.findIndex(one => one.started.call === shown.started.call),
  );
  const block = (one: Call) => (lines === undefined ? 0 : blockStart(lines, one.source.line));
  return before
    .filter(
      one =>
        one.source.uri === shown.source.uri &&
        one.started.service === shown.started.service &&
        one.started.method === shown.started.method &&
        block(one) === block(shown),
    )
    .at(-1);
}

/** The line of the `###` above, which begins a request; 0 above the first. */
function blockStart(lines: readonly string[], line: number): number {
  for (let at = Math.min(line, lines.length - 1); at > 0; at--) if (lines[at]?.startsWith("###")) return at;
  return 0;
}
