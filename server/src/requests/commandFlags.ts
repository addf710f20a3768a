// The flags of `grpcurl` (https://github.com/fullstorydev/grpcurl) and `buf curl`, and what each means for a request.

export type CommandFlag = { readonly takes: "value" | "nothing" } & (
  | {
      readonly use:
        | "data"
        | "header"
        | "plaintext"
        | "unix"
        | "expand"
        | "protocol"
        | "socket"
        | "user"
        /** A time in seconds. */
        | "seconds"
        /** It concerns the schema, which is that of the editor, or the printing of the answer. */
        | "none";
    }
  | { readonly use: "option"; readonly option: string }
  | { readonly use: "refused"; readonly reason: string }
);

const none = { takes: "nothing", use: "none" } as const;
const noneWithValue = { takes: "value", use: "none" } as const;
const data = { takes: "value", use: "data" } as const;
const header = { takes: "value", use: "header" } as const;
const option = (name: string) => ({ takes: "value", use: "option", option: name }) as const;
const insecure = { takes: "nothing", use: "option", option: "insecure" } as const;
const refused = (takes: "value" | "nothing", reason: string) => ({ takes, use: "refused", reason }) as const;

const grpcurl: Readonly<Record<string, CommandFlag>> = {
  d: data,
  H: header,
  "rpc-header": header,
  plaintext: { takes: "nothing", use: "plaintext" },
  unix: { takes: "nothing", use: "unix" },
  "expand-headers": { takes: "nothing", use: "expand" },
  insecure,
  cacert: option("ca"),
  cert: option("cert"),
  key: option("key"),
  authority: option("authority"),
  servername: option("server-name"),
  "max-msg-sz": option("max-size"),
  "max-time": { takes: "value", use: "seconds" },
  "reflect-header": noneWithValue,
  proto: noneWithValue,
  "import-path": noneWithValue,
  protoset: noneWithValue,
  "protoset-out": noneWithValue,
  "proto-out-dir": noneWithValue,
  "connect-timeout": noneWithValue,
  "keepalive-time": noneWithValue,
  "user-agent": noneWithValue,
  "use-reflection": none,
  "emit-defaults": none,
  "format-error": none,
  "msg-template": none,
  v: none,
  vv: none,
  format: noneWithValue,
  "allow-unknown-fields": none,
  alts: refused("nothing", "ALTS is not spoken here"),
};

const buf: Readonly<Record<string, CommandFlag>> = {
  d: data,
  data,
  H: header,
  header,
  u: { takes: "value", use: "user" },
  user: { takes: "value", use: "user" },
  protocol: { takes: "value", use: "protocol" },
  "unix-socket": { takes: "value", use: "socket" },
  k: insecure,
  insecure,
  cacert: option("ca"),
  E: option("cert"),
  cert: option("cert"),
  key: option("key"),
  servername: option("server-name"),
  timeout: { takes: "value", use: "seconds" },
  schema: noneWithValue,
  "reflect-header": noneWithValue,
  "reflect-protocol": noneWithValue,
  "connect-timeout": noneWithValue,
  "keepalive-time": noneWithValue,
  "log-format": noneWithValue,
  A: noneWithValue,
  "user-agent": noneWithValue,
  o: noneWithValue,
  output: noneWithValue,
  reflect: none,
  "http2-prior-knowledge": none,
  "no-keepalive": none,
  "emit-defaults": none,
  debug: none,
  v: none,
  verbose: none,
  http3: refused("nothing", "HTTP/3 is not spoken here"),
  n: refused(
    "nothing",
    "what stands in `.netrc` is not read: write the header `authorization` with `{{$secret NAME}}`",
  ),
  netrc: refused(
    "nothing",
    "what stands in `.netrc` is not read: write the header `authorization` with `{{$secret NAME}}`",
  ),
  "netrc-file": refused("value", "what stands in that file is not read: write the header `authorization`"),
  "list-methods": refused("nothing", "`--list-methods` calls nothing"),
  "list-services": refused("nothing", "`--list-services` calls nothing"),
};

export const commandFlags = { grpcurl, buf } as const;
