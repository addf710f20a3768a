// The history of calls as data. It holds requests as they are written, `{{$secret NAME}}` and all, never as they were
// filled in: so no secret comes into it.

export interface HistoryEntry {
  /** Since 1970. */
  readonly atMs: number;
  /** `pkg.Service/Method` */
  readonly method: string;
  readonly address: string;
  /** `NOT_FOUND` */
  readonly status: string;
  readonly elapsedMs: number;
  /** The request, from its `###` line on. */
  readonly request: string;
}

const mostEntries = 200;
/** Of a request, in UTF-16 units: a longer one is not kept. */
const longestRequest = 64 * 1024;

/** With an entry more, the newest first; the oldest go. */
export function withEntry(entries: readonly HistoryEntry[], entry: HistoryEntry): readonly HistoryEntry[] {
  if (entry.request === "" || entry.request.length > longestRequest) return entries;
  return [entry, ...entries].slice(0, mostEntries);
}

/** The block of a request document in which a zero-based line stands. */
export function requestBlock(text: string, line: number): string {
  const lines = text.split(/\r?\n/);
  let first = Math.min(line, lines.length - 1);
  while (first > 0 && lines[first]?.startsWith("###") === false) first--;
  let end = Math.max(first, line) + 1;
  while (end < lines.length && lines[end]?.startsWith("###") === false) end++;
  const block = lines.slice(first, end).join("\n").trim();
  return block === "" ? "" : `${block}\n`;
}

/** What a file holds; of a damaged one, or of another version's, what is in the right shape. */
export function readEntries(text: string): readonly HistoryEntry[] {
  const found = parsed(text);
  return Array.isArray(found) ? found.flatMap(one => entryOf(one) ?? []) : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function entryOf(value: unknown): HistoryEntry | undefined {
  const textOf = (name: string) => {
    const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
    return typeof found === "string" || typeof found === "number" ? found : "";
  };
  const request = textOf("request");
  if (typeof request !== "string" || request === "") return undefined;
  const [method, address, status] = ["method", "address", "status"].map(name => String(textOf(name)));
  return {
    atMs: Number(textOf("atMs")) || 0,
    method: method ?? "",
    address: address ?? "",
    status: status ?? "",
    elapsedMs: Number(textOf("elapsedMs")) || 0,
    request,
  };
}
