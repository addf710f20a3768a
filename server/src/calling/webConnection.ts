// The one connection of a call in Connect or gRPC-Web: opened before the call begins, so that a failure to open it is
// known to be one.
import net from "node:net";
import tls from "node:tls";
import type { TlsOptions } from "../protocol/call.ts";
import { checkCertificateName } from "./credentials.ts";
import type { TargetPlace } from "./target.ts";

export interface WebTarget {
  readonly place: Exclude<TargetPlace, { kind: "named" }>;
  /** Undefined for plaintext. */
  readonly tls: TlsOptions | undefined;
  /** What the certificate must bear, where it is not the host. */
  readonly name: string | undefined;
  /** Spoken where TLS does not agree on a version; HTTP/1.1 is what most web servers take without it. */
  readonly plainVersion: HttpVersion;
}

export type HttpVersion = "1.1" | "2";

export interface WebConnection {
  readonly socket: net.Socket;
  readonly version: HttpVersion;
}

/** Opens it; `passed` hears when there is TCP (or the socket), then TLS. Rejects with Node's error, or when aborted. */
export async function openConnection(
  target: WebTarget,
  signal: AbortSignal,
  passed: (stage: "connected" | "secured") => void,
): Promise<WebConnection> {
  const { place } = target;
  const plain = net.connect(place.kind === "unix" ? { path: place.path } : { host: place.host, port: place.port });
  plain.setNoDelay(true);
  await ready(plain, "connect", signal);
  passed("connected");
  if (target.tls === undefined) return { socket: plain, version: target.plainVersion };
  const secured = tls.connect({ ...tlsOptions(target, target.tls), socket: plain });
  await ready(secured, "secureConnect", signal);
  passed("secured");
  return { socket: secured, version: secured.alpnProtocol === "h2" ? "2" : "1.1" };
}

function tlsOptions({ place, name }: WebTarget, options: TlsOptions): tls.ConnectionOptions {
  const host = name ?? (place.kind === "tcp" ? place.host : "localhost");
  return {
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    ...(options.cert === undefined ? {} : { cert: options.cert }),
    ...(options.key === undefined ? {} : { key: options.key }),
    rejectUnauthorized: options.insecure !== true,
    checkServerIdentity: checkCertificateName,
    // An address is no server name (RFC 6066), and is checked against the certificate all the same.
    ...(net.isIP(host) === 0 ? { servername: host } : { host }),
    ALPNProtocols: ["h2", "http/1.1"],
  };
}

function ready(socket: net.Socket, event: "connect" | "secureConnect", signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    const abort = () => fail(new Error("stopped while connecting"));
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    socket.once("error", fail);
    socket.once("close", () => reject(new Error("socket hang up")));
    socket.once(event, () => {
      signal.removeEventListener("abort", abort);
      socket.off("error", fail);
      // From here on whoever speaks over it hears of its errors; between two of those nobody does.
      socket.on("error", () => undefined);
      resolve();
    });
  });
}
