// What the tests and scripts/compareVerdicts.mjs read from server/docs/disagreements.md and from protoc's output.

/** The cases that are listed in the document, by the heading of their part (`## …`). */
export function listedCases(document: string): ReadonlyMap<string, ReadonlySet<string>> {
  const parts = new Map<string, ReadonlySet<string>>();
  for (const part of document.split(/^## /m).slice(1)) {
    const heading = part.slice(0, part.indexOf("\n"));
    const lines = part.match(/^Cases: .*$/gm) ?? [];
    const cases = lines.flatMap(line => [...line.matchAll(/`([^`]+)`/g)].map(match => match[1] ?? ""));
    parts.set(heading, new Set(cases));
  }
  return parts;
}

/** `a.proto:3`, the file and line of the first error among lines of output; undefined where none has a place. */
export function placeOfFirstError(lines: readonly string[]): string | undefined {
  const first = lines.find(line => /^[^:]+:\d+:\d+: (?!warning)/.test(line));
  return first?.split(":").slice(0, 2).join(":");
}
