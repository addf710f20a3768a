// Where a call goes: what people write, turned into what grpc-js resolves.

export type ParsedTarget =
  | {
      kind: "target";
      /** For `new grpc.Client`. */
      channelTarget: string;
      /** The scheme asked for TLS (`https://`), or for none (`http://`); undefined where it says nothing. */
      tls: boolean | undefined;
      place: TargetPlace;
    }
  /** `message`: what is wrong and what to write instead. */
  | { kind: "wrong"; message: string };

export type TargetPlace =
  | { kind: "tcp"; host: string; port: number }
  | { kind: "unix"; path: string }
  | { kind: "named" };

/**
 * Reads `host:port`, `[::1]:port`, `dns:///host:port`, `ipv4:…`, `ipv6:…`, `unix:path`, `unix:///abs`, and `http://`,
 * `https://`, `grpc://`, `grpcs://` with a host and a port. grpc-js itself answers most mistakes with "Name resolution
 * failed" and takes a missing port for 443; both are told here instead.
 */
export function parseTarget(address: string): ParsedTarget {
  const text = address.trim();
  if (text === "") return wrong("the target is empty; write the server's `host:port`, as `localhost:50051`");
  if (text.includes("{{"))
    return wrong(`\`${text}\` still contains a variable; give it a value in http-client.env.json`);
  if (/\s/.test(text)) return wrong(`\`${text}\` contains a space; a target is \`host:port\``);
  const scheme = /^([a-z][a-z0-9+.-]*):(?=\/\/)/i.exec(text)?.[1]?.toLowerCase();
  if (/^unix:/i.test(text)) return unixTarget(text);
  if (/^unix-abstract:/i.test(text))
    return wrong("abstract sockets (`unix-abstract:`) cannot be called from here; use `unix:/path`");
  if (/^(ipv4|ipv6):/i.test(text))
    return { kind: "target", channelTarget: text, tls: undefined, place: { kind: "named" } };
  if (/^dns:/i.test(text)) return dnsTarget(text);
  if (scheme === undefined) return hostTarget(text, undefined, undefined);
  const rest = text.slice(scheme.length + 3).replace(/\/$/, "");
  if (rest.includes("/")) return wrong(`\`${text}\` has a path; a gRPC target ends after its port`);
  switch (scheme) {
    case "http":
    case "grpc":
      return hostTarget(rest, false, undefined);
    case "https":
    case "grpcs":
      return hostTarget(rest, true, 443);
    default:
      return wrong(
        `\`${scheme}://\` is not a scheme of gRPC targets; write \`host:port\`, \`https://host:port\` for TLS, or \`unix:/path\``,
      );
  }
}

function unixTarget(text: string): ParsedTarget {
  const rest = text.slice("unix:".length);
  if (rest.startsWith("//") && !rest.startsWith("///")) {
    return wrong(`\`${text}\` names a host; write \`unix:///absolute/path\` or \`unix:path\``);
  }
  const path = rest.replace(/^\/\/(?=\/)/, "");
  if (path === "") return wrong("`unix:` needs the path of a socket, as `unix:/run/server.sock`");
  return { kind: "target", channelTarget: `unix:${path}`, tls: undefined, place: { kind: "unix", path } };
}

function dnsTarget(text: string): ParsedTarget {
  const withAuthority = /^dns:\/\/([^/]*)\/(.*)$/i.exec(text);
  const name = withAuthority?.[2] ?? text.slice("dns:".length);
  const checked = hostTarget(name, undefined, undefined);
  if (checked.kind === "wrong") return checked;
  const resolver = withAuthority?.[1] ?? "";
  return resolver === "" ? checked : { ...checked, channelTarget: `dns://${resolver}/${name}` };
}

function hostTarget(text: string, tls: boolean | undefined, defaultPort: number | undefined): ParsedTarget {
  if (/^\d+$/.test(text)) return wrong(`\`${text}\` is only a port; write \`localhost:${text}\``);
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text);
  if (bracketed === null && (text.match(/:/g)?.length ?? 0) > 1) {
    return wrong(`\`${text}\` looks like an IPv6 address; put it in brackets and add the port, as \`[::1]:50051\``);
  }
  const [host = "", portText] = bracketed === null ? splitOnce(text) : [bracketed[1], bracketed[2]];
  if (bracketed !== null && !/^[0-9a-f:.]+(%[\w.-]+)?$/i.test(host)) return wrong(`\`${host}\` is not an IPv6 address`);
  if (host === "") return wrong(`\`${text}\` has no host; write \`localhost:${portText ?? "50051"}\``);
  if (bracketed === null && !/^[\p{L}\p{N}._-]+$/u.test(host)) return wrong(`\`${host}\` is not a host name`);
  if (portText === undefined || portText === "") {
    if (defaultPort === undefined)
      return wrong(`\`${text}\` has no port; write it as \`${bracketed === null ? host : `[${host}]`}:50051\``);
    return tcp(host, defaultPort, tls);
  }
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : 0;
  if (port < 1 || port > 65535) return wrong(`\`${portText}\` is not a port; ports are 1 to 65535`);
  return tcp(host, port, tls);
}

function tcp(host: string, port: number, tls: boolean | undefined): ParsedTarget {
  const name = host.includes(":") ? `[${host}]` : host;
  // The scheme is always written out: without it grpc-js would take a host named `unix` or `dns` for one.
  return { kind: "target", channelTarget: `dns:${name}:${port}`, tls, place: { kind: "tcp", host, port } };
}

function splitOnce(text: string): [string, string | undefined] {
  const colon = text.indexOf(":");
  return colon < 0 ? [text, undefined] : [text.slice(0, colon), text.slice(colon + 1)];
}

function wrong(message: string): ParsedTarget {
  return { kind: "wrong", message };
}

/** Whether a target is on this machine, whatever the network is. */
export function isLoopback(address: string): boolean {
  const parsed = parseTarget(address);
  if (parsed.kind === "wrong") return false;
  const { place } = parsed;
  return place.kind === "tcp" ? isLoopbackHost(place.host) : place.kind === "unix";
}

/** Whether a host is this machine, by how it is written. */
export function isLoopbackHost(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}
