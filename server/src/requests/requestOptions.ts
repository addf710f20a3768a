// The `# @key value` lines of a request: a row for each option.

/** What an option's value must be. */
export interface OptionGrammar {
  /** For completion: what stands behind the key, empty for a flag. */
  readonly form: string;
  readonly summary: string;
  /** Undefined for a good value, else what is wrong with it. */
  readonly fault: (value: string) => OptionFault | undefined;
}

export interface OptionFault {
  readonly message: string;
  readonly help: string | undefined;
}

export const requestOptions: Readonly<Record<string, OptionGrammar>> = {
  deadline: {
    form: "5s",
    summary: "how long the call may take, connecting included: `500ms`, `5s`, `2m`, `1h`",
    fault: value =>
      durationMs(value) === undefined
        ? { message: value === "" ? "the deadline is missing" : `\`${value}\` is not a deadline`, help: deadlineHelp }
        : undefined,
  },
  tls: { form: "", summary: "call with TLS, as `https://` in the target does", fault: flagFault },
  insecure: { form: "", summary: "accept any certificate of the server", fault: flagFault },
  ca: { form: "ca.pem", summary: "certificates to trust, a PEM file beside this document", fault: pathFault },
  cert: { form: "client.pem", summary: "the client's certificate, a PEM file beside this document", fault: pathFault },
  key: { form: "client.key", summary: "the client's private key, a PEM file beside this document", fault: pathFault },
  "server-name": {
    form: "name",
    summary: "the name that the certificate must bear, where it is neither the authority nor the host",
    fault: value =>
      /^[^\s/:]+$/.test(value)
        ? undefined
        : { message: value === "" ? "the name is missing" : `\`${value}\` is not a host name`, help: undefined },
  },
  authority: {
    form: "name",
    summary: "the `:authority` to send and the name that the certificate must bear",
    fault: value =>
      /^[^\s/]+$/.test(value)
        ? undefined
        : { message: value === "" ? "the authority is missing" : `\`${value}\` is not an authority`, help: hostHelp },
  },
  schema: {
    form: "editor",
    summary:
      "what the request is encoded with; `editor`: the files as they stand in the editor, `server`: what the server tells by reflection, or a revision of git: the files as they were then",
    fault: value =>
      /^[^\s-]\S*$/.test(value)
        ? undefined
        : { message: value === "" ? "the schema is missing" : `\`${value}\` is no schema`, help: schemaHelp },
  },
  protocol: {
    form: "grpc",
    summary: "what is spoken to the server: `grpc`, `grpc-web` or `connect`",
    fault: value => choiceFault(value, ["grpc", "grpc-web", "connect"], "the protocol"),
  },
  compression: {
    form: "gzip",
    summary: "how messages are compressed on their way to the server",
    fault: value => choiceFault(value, ["gzip"], "the compression"),
  },
  "max-size": {
    form: "256MB",
    summary: "the largest message to take of an answer, 64MB without: `512KB`, `256MB`, `1GB`",
    fault: value =>
      byteCount(value) === undefined
        ? { message: value === "" ? "the size is missing" : `\`${value}\` is not a size`, help: sizeHelp }
        : undefined,
  },
  name: {
    form: "name",
    summary: "the request's name for tools that read it from here",
    fault: () => undefined,
  },
};

const schemaHelp = "write `editor`, `server`, or a revision of git, as `main` or `v1.2.0`";
const deadlineHelp = "write `500ms`, `5s`, `2m` or `1h`";
const sizeHelp = "write `512KB`, `256MB` or `1GB`, up to 2GB";
const hostHelp = "write a host name, with a port where it needs one";
const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
// gRPC's own bound for a timeout is 8 digits of its unit; a timer of the host stops at 2^31 ms.
const longestMs = 2 ** 31 - 1;

/** Milliseconds of `500ms`, `5s`, `1.5m`, `1h`; undefined for anything else, for zero, and beyond 24 days. */
export function durationMs(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/.exec(text.trim());
  if (match === null) return undefined;
  const ms = Math.round(Number(match[1]) * (unitsMs[match[2] ?? ""] ?? 0));
  return ms >= 1 && ms <= longestMs ? ms : undefined;
}

// Node's buffers and grpc-js's lengths both end here.
const mostBytes = 2 ** 31 - 1;

/** Bytes of `512`, `512KB`, `256MB`, `1GB` (of 1024 each); undefined for anything else and beyond 2 GB. */
export function byteCount(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(B|KB|MB|GB)?$/i.exec(text.trim());
  if (match === null) return undefined;
  const exponent = ["B", "KB", "MB", "GB"].indexOf((match[2] ?? "B").toUpperCase());
  const bytes = Math.round(Number(match[1]) * 1024 ** exponent);
  return bytes >= 1 && bytes <= mostBytes + 1 ? Math.min(bytes, mostBytes) : undefined;
}

/** The value of a flag: it stands alone, or with `true` or `false`. */
export function flagValue(value: string): boolean {
  return value !== "false";
}

function flagFault(value: string): OptionFault | undefined {
  if (value === "" || value === "true" || value === "false") return undefined;
  return { message: `\`${value}\` stands behind a flag`, help: "a flag stands alone, or with `true` or `false`" };
}

function pathFault(value: string): OptionFault | undefined {
  return value === "" ? { message: "the path of a PEM file is missing", help: undefined } : undefined;
}

function choiceFault(value: string, choices: readonly string[], what: string): OptionFault | undefined {
  if (choices.includes(value)) return undefined;
  const help = `${choices.map(one => `\`${one}\``).join(", ")} is what this version knows`;
  return { message: value === "" ? `${what} is missing` : `\`${value}\` is not available`, help };
}
