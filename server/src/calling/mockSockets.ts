// The sockets on which a mock server listens: its own, so that a script can drop the connection of a call.
import { createServer, type Server, type Socket } from "node:net";
import type { MockAddress, MockOptions } from "../protocol/mock.ts";

export interface MockSockets {
  readonly address: MockAddress;
  /** Ends the connection of a peer, `address:port` as gRPC tells it, without a word. */
  readonly drop: (peer: string) => void;
  readonly close: () => Promise<void>;
}

/**
 * Listens on the port, or on the next free one, and hands on what connects. Without a host it can be reached from this
 * machine alone, by IPv4 and, where there is one, IPv6, since `localhost` may mean either. Rejects in words for the user.
 */
export async function mockSockets(
  { port, host }: Pick<MockOptions, "port" | "host">,
  onSocket: (socket: Socket) => void,
): Promise<MockSockets> {
  const open = new Map<string, Socket>();
  const take = (socket: Socket) => {
    const peer = `${socket.remoteAddress}:${socket.remotePort}`;
    open.set(peer, socket);
    // A peer that resets its connection is no failure of the server's.
    socket.on("error", () => socket.destroy());
    socket.once("close", () => open.delete(peer));
    onSocket(socket);
  };
  const { servers, bound } = await bindNextFree(port, host, take);
  const shown = host === undefined ? "localhost" : host.includes(":") ? `[${host}]` : host;
  const note = port !== 0 && bound !== port ? `port ${port} is already in use` : undefined;
  return {
    address: { address: `${shown}:${bound}`, port: bound, ...(note === undefined ? {} : { note }) },
    drop: peer => open.get(peer)?.destroy(),
    close: async () => {
      const closed = servers.map(server => new Promise<void>(done => server.close(() => done())));
      for (const socket of open.values()) socket.destroy();
      await Promise.all(closed);
    },
  };
}

const mostPorts = 100;

async function bindNextFree(port: number, host: string | undefined, take: (socket: Socket) => void) {
  for (let tried = port; tried < Math.min(port + mostPorts, 65_536); tried++) {
    const found = await bindAll(tried, host === undefined ? ["127.0.0.1", "::1"] : [host], take);
    if (found !== "taken") return found;
  }
  throw new Error(`port ${port} and the ${mostPorts - 1} after it are already in use; choose another port`);
}

async function bindAll(port: number, hosts: readonly string[], take: (socket: Socket) => void) {
  const servers: Server[] = [];
  let bound = port;
  for (const host of hosts) {
    const server = createServer(take);
    try {
      bound = await listen(server, host, bound);
      servers.push(server);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      // Without IPv6 there is nothing that `localhost` could lead to instead.
      if (host === "::1" && code !== "EADDRINUSE") continue;
      for (const one of servers) one.close();
      if (code === "EADDRINUSE") return "taken";
      throw listenProblem(error, code, host, port);
    }
  }
  return { servers, bound };
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, ipv6Only: host.includes(":") }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function listenProblem(error: unknown, code: unknown, host: string, port: number): Error {
  if (code === "EACCES") return new Error(`port ${port} is kept for the system; choose one from 1024 on`);
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return new Error(`this machine has no address \`${host}\`; \`0.0.0.0\` stands for all it has`);
  return error instanceof Error ? error : new Error(String(error));
}
