// What a server adds to a failure (`google.rpc`, error_details.proto), in words. What is not of these types, or not in
// their shape, stays JSON.

export interface ErrorDetail {
  /** What kind of information this is, in words; the type's name for one that is not known. */
  title: string;
  /** `google.rpc.BadRequest` */
  type: string;
  lines: readonly DetailLine[];
  /** For those who look for a mistake in the server: not open at first. */
  folded: boolean;
  /** As it came, indented. */
  json: string;
}

export interface DetailLine {
  /** What the text is about; empty where the title says it. */
  label: string;
  text: string;
  /** An `https:` address that the text stands for; others are not for a click. */
  href?: string;
  /** A field of the request, as a path. */
  field?: string;
}

type Json = Readonly<Record<string, unknown>>;
type Words = (detail: Json) => Pick<ErrorDetail, "title" | "lines"> & { folded?: boolean };

/** `json`: an object with its `@type`. */
export function errorDetail(json: string): ErrorDetail {
  const detail = objectOf(parsed(json)) ?? {};
  const url = textOf(detail["@type"]);
  const type = url.slice(url.lastIndexOf("/") + 1);
  const words = known[type]?.(detail);
  const unread = { title: type === "" ? "A detail that cannot be read" : type, lines: [] };
  return { folded: false, type, json, ...(words === undefined || words.lines.length === 0 ? unread : words) };
}

const known: Readonly<Record<string, Words>> = {
  "google.rpc.LocalizedMessage": detail => ({
    title: "Message for the user",
    lines: lines([[textOf(detail.locale), textOf(detail.message)]]),
  }),
  "google.rpc.BadRequest": detail => ({
    title: "What is wrong in the request",
    lines: listOf(detail.fieldViolations).map(one => ({
      label: "",
      text: [textOf(one.description), quoted(one.reason)].filter(part => part !== "").join(" · "),
      field: textOf(one.field),
    })),
  }),
  "google.rpc.RetryInfo": detail => ({
    title: "Try again later",
    lines: lines([["wait", secondsText(textOf(detail.retryDelay))]]),
  }),
  "google.rpc.QuotaFailure": detail => ({
    title: "What is used up",
    lines: lines(listOf(detail.violations).map(one => [textOf(one.subject), textOf(one.description)])),
  }),
  "google.rpc.PreconditionFailure": detail => ({
    title: "What must hold first",
    lines: lines(
      listOf(detail.violations).map(one => [
        [one.type, one.subject].map(textOf).filter(Boolean).join(" "),
        textOf(one.description),
      ]),
    ),
  }),
  "google.rpc.ErrorInfo": detail => ({
    title: "Reason",
    lines: lines([
      ["reason", textOf(detail.reason)],
      ["domain", textOf(detail.domain)],
      ...Object.entries(objectOf(detail.metadata) ?? {}).map(([key, value]): [string, string] => [key, textOf(value)]),
    ]),
  }),
  "google.rpc.ResourceInfo": detail => ({
    title: "What it is about",
    lines: lines([
      [textOf(detail.resourceType) || "resource", textOf(detail.resourceName)],
      ["owner", textOf(detail.owner)],
      ["", textOf(detail.description)],
    ]),
  }),
  "google.rpc.RequestInfo": detail => ({
    title: "For the server's people",
    lines: lines([
      ["request", textOf(detail.requestId)],
      ["data", textOf(detail.servingData)],
    ]),
  }),
  "google.rpc.Help": detail => ({
    title: "Help",
    lines: listOf(detail.links).map(one => {
      const url = textOf(one.url);
      const href = safeLink(url);
      return { label: textOf(one.description), text: url, ...(href === undefined ? {} : { href }) };
    }),
  }),
  "google.rpc.DebugInfo": detail => ({
    title: "For a search in the server",
    folded: true,
    lines: lines([
      ["", textOf(detail.detail)],
      ...textsOf(detail.stackEntries).map((one): [string, string] => ["", one]),
    ]),
  }),
};

/** Of a link that came over the wire: only `https:`, without a name and password that would hide where it leads. */
export function safeLink(text: string): string | undefined {
  if (!/^https:\/\/[^\s\p{Cc}]+$/iu.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, username, password, href } = new URL(text);
  return protocol === "https:" && username === "" && password === "" ? href : undefined;
}

function lines(pairs: readonly (readonly [string, string])[]): DetailLine[] {
  return pairs.filter(([, text]) => text !== "").map(([label, text]) => ({ label, text }));
}

/** `1.500s` → `1.5 s` */
function secondsText(duration: string): string {
  const seconds = Number(duration.replace(/s$/, ""));
  return duration === "" || Number.isNaN(seconds) ? duration : `${seconds} s`;
}

function quoted(value: unknown): string {
  const text = textOf(value);
  return text === "" ? "" : `\`${text}\``;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Cut or damaged: the text itself is shown.
    return undefined;
  }
}

function objectOf(value: unknown): Json | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(objectOf).filter(one => one !== undefined) : [];
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(textOf) : [];
}

function textOf(value: unknown): string {
  return typeof value === "string"
    ? value
    : typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : "";
}
