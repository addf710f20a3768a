// Servers that misbehave, and certificates, for tests.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import http2 from "node:http2";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import tls from "node:tls";

export interface RunningServer {
  readonly address: string;
  readonly port: number;
  readonly stop: () => void;
}

type Listening = net.Server | http.Server;

/** Listens on a free port of 127.0.0.1; `stop` ends its connections too. */
export async function listen(server: Listening, path?: string): Promise<RunningServer> {
  const sockets = new Set<net.Socket>();
  server.on("connection", (socket: net.Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>(done =>
    path === undefined ? server.listen(0, "127.0.0.1", done) : server.listen(path, done),
  );
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  return {
    address: path === undefined ? `127.0.0.1:${port}` : `unix:${path}`,
    port,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** A plaintext HTTP/2 server that gives each request's stream, whole request read, to `answer`. */
export function http2Server(
  answer: (stream: http2.ServerHttp2Stream, session: http2.ServerHttp2Session) => void,
  options: http2.ServerOptions = {},
): Promise<RunningServer> {
  const server = http2.createServer(options);
  server.on("sessionError", () => undefined);
  server.on("stream", stream => {
    stream.on("error", () => undefined);
    stream.resume();
    stream.on("end", () => {
      const { session } = stream;
      if (session !== undefined) answer(stream, session as http2.ServerHttp2Session);
    });
  });
  return listen(server);
}

/** A plain TCP server. */
export function tcpServer(connected: (socket: net.Socket) => void): Promise<RunningServer> {
  return listen(net.createServer(connected));
}

/** Speaks HTTP/2 by hand: answers the first request with GOAWAY and a last stream of 0, which node:http2 cannot be made to send. */
export function goingAwayServer(): Promise<RunningServer> {
  const http2Frame = (type: number, flags: number, payload: Buffer) => {
    const head = Buffer.alloc(9);
    head.writeUIntBE(payload.length, 0, 3);
    head[3] = type;
    head[4] = flags;
    return Buffer.concat([head, payload]);
  };
  return tcpServer(socket => {
    socket.write(http2Frame(4, 0, Buffer.alloc(0)));
    let read = Buffer.alloc(0);
    let at = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length;
    socket.on("data", chunk => {
      read = Buffer.concat([read, chunk]);
      for (; read.length >= at + 9; at += 9 + read.readUIntBE(at, 3)) {
        const [type, flags] = [read[at + 3], read[at + 4] ?? 0];
        if (type === 4 && (flags & 1) === 0) socket.write(http2Frame(4, 1, Buffer.alloc(0)));
        if (type === 1) socket.end(http2Frame(7, 0, Buffer.alloc(8)));
      }
    });
  });
}

/** An HTTP/1 server. */
export function http1Server(): Promise<RunningServer> {
  return listen(http.createServer((_, response) => response.end("<html>hello</html>")));
}

/** A TLS server that only shakes hands, without HTTP/2. */
export function tlsServer(options: tls.TlsOptions): Promise<RunningServer> {
  const server = tls.createServer(options);
  server.on("tlsClientError", () => undefined);
  server.on("secureConnection", socket => socket.on("error", () => undefined));
  return listen(server);
}

/** A gRPC frame around a message. */
export function frame(message: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

export interface Certificates {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  /** A certificate of the same authority that has expired. */
  readonly clientCert: string;
  readonly clientKey: string;
}

/** An authority, a server certificate for `localhost` signed by it, and a client's, made by openssl. */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "protodial-tls-"));
  const run = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  try {
    run(
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-keyout",
      "ca.key",
      "-out",
      "ca.pem",
      "-days",
      "2",
      "-subj",
      "/CN=test authority",
    );
    for (const name of ["server", "client"]) {
      writeFileSync(
        join(folder, `${name}.ext`),
        name === "server" ? "subjectAltName=DNS:localhost" : "extendedKeyUsage=clientAuth",
      );
      run(
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        `${name}.key`,
        "-out",
        `${name}.csr`,
        "-subj",
        `/CN=${name}`,
      );
      run(
        "x509",
        "-req",
        "-in",
        `${name}.csr`,
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-out",
        `${name}.pem`,
        "-days",
        "1",
        "-extfile",
        `${name}.ext`,
      );
    }
    return {
      ca: read("ca.pem"),
      cert: read("server.pem"),
      key: read("server.key"),
      clientCert: read("client.pem"),
      clientKey: read("client.key"),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
