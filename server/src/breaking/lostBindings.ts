// Which HTTP requests of an rpc are not served any more. The name of a variable in a path is nothing that clients see:
// `/v1/{name=shelves/*}` and `/v1/{shelf=shelves/*}` are the same urls.

/** Those of `before`, in the words of `MethodShape.http`, that none of `after` takes. */
export function lostBindings(before: readonly string[], after: readonly string[]): readonly string[] {
  const served = new Set(after.map(asSeen));
  return before.filter(one => !served.has(asSeen(one)));
}

function asSeen(binding: string): string {
  return binding.replace(
    /\{([^}=]*)(?:=([^}]*))?\}/g,
    (_, _name: string, pattern: string | undefined) => pattern ?? "*",
  );
}
