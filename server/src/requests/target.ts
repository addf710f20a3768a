/** Where a call goes, as a request line or a command says it. */
export type ParsedTarget =
  | {
      kind: "target";
      /** As `CallTarget.address` spells it: without `https://`, with a port. */
      address: string;
      /** What the scheme says; undefined where it says nothing. */
      tls: boolean | undefined;
    }
  | { kind: "wrong"; message: string; help: string | undefined };

const hostName = /^[\p{L}\p{N}]([\p{L}\p{N}._-]*[\p{L}\p{N}.])?$/u;
const bracketed = /^\[([0-9A-Fa-f:.]+(?:%[\w.-]+)?)\](?::(.*))?$/;

/**
 * Reads a target: `host:port`, `[::1]:port`, `dns:///host:port`, `unix:/path`, `unix:///path`, and `https://host:port`
 * (TLS) or `http://host:port` (none).
 */
export function parseTarget(text: string): ParsedTarget {
  if (text === "") return wrong("the target is missing", "write where the server listens, such as `localhost:50051`");
  const web = /^(https|http|grpcs|grpc):\/\/(.*)$/i.exec(text);
  if (web !== null) {
    const tls = web[1]?.toLowerCase() === "https" || web[1]?.toLowerCase() === "grpcs";
    const host = (web[2] ?? "").replace(/\/$/, "");
    if (host.includes("/")) {
      return wrong("a path stands behind the host of the target", "gRPC has none: the path is `pkg.Service/Method`");
    }
    return hostAndPort(host, tls, tls ? "443" : undefined);
  }
  if (/^unix:/i.test(text)) return unixTarget(text);
  const dns = /^(dns:(?:\/\/[^/]*\/)?)(.*)$/i.exec(text);
  if (dns !== null) {
    const host = hostAndPort(dns[2] ?? "", undefined, undefined);
    return host.kind === "wrong" ? host : { ...host, address: text };
  }
  if (/^ipv[46]:[^/]/i.test(text)) return { kind: "target", address: text, tls: undefined };
  const scheme = /^([a-z][\w+.-]*):\/\//i.exec(text);
  if (scheme !== null) {
    return wrong(`\`${scheme[1]}\` is not a scheme of a target`, "`https://`, `dns:///` and `unix:///` are known");
  }
  return hostAndPort(text, undefined, undefined);
}

function unixTarget(text: string): ParsedTarget {
  const rest = text.slice("unix:".length);
  if (rest.startsWith("/") && (!rest.startsWith("//") || rest.startsWith("///")) && /[^/]/.test(rest)) {
    return { kind: "target", address: `unix:${rest}`, tls: undefined };
  }
  return wrong("the path of the socket is not absolute", "write `unix:///run/server.sock`");
}

function hostAndPort(text: string, tls: boolean | undefined, defaultPort: string | undefined): ParsedTarget {
  if (text === "") return wrong("the host is missing", "write where the server listens, such as `localhost:50051`");
  const ipv6 = bracketed.exec(text);
  if (ipv6 === null && text.split(":").length > 2) {
    return wrong("an IPv6 address stands in brackets", "write `[::1]:50051`");
  }
  const colon = text.lastIndexOf(":");
  const host = ipv6 === null ? (colon < 0 ? text : text.slice(0, colon)) : `[${ipv6[1]}]`;
  const port = (ipv6 === null ? (colon < 0 ? undefined : text.slice(colon + 1)) : ipv6[2]) ?? defaultPort;
  if (ipv6 === null && !hostName.test(host)) return wrong(`\`${host}\` is not a host name`, undefined);
  if (port === undefined) return wrong("the port is missing", `write \`${host}:50051\``);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535 || Number(port) === 0) {
    return wrong(`\`${port}\` is not a port`, "a port is a number from 1 to 65535");
  }
  return { kind: "target", address: `${host}:${port}`, tls };
}

function wrong(message: string, help: string | undefined): ParsedTarget {
  return { kind: "wrong", message, help };
}
