// An echo server over grpc-js, with the four kinds of method, that does what the request's metadata asks for.
import { once } from "node:events";
import { Metadata, Server, ServerCredentials, type ServerDuplexStream, type ServiceDefinition } from "@grpc/grpc-js";

const asIs = (bytes: Buffer) => bytes;
const method = (name: string, requestStream: boolean, responseStream: boolean) => ({
  path: `/test.v1.Echo/${name}`,
  requestStream,
  responseStream,
  requestSerialize: asIs,
  requestDeserialize: asIs,
  responseSerialize: asIs,
  responseDeserialize: asIs,
});

const service: ServiceDefinition = {
  // Served as streams, so that one function answers all four; on the wire there is no difference.
  Unary: method("Unary", true, true),
  Client: method("Client", true, true),
  Server: method("Server", true, true),
  Both: method("Both", true, true),
};

export interface EchoServer {
  readonly server: Server;
  readonly port: number;
  /** The metadata of each call that arrived. */
  readonly calls: Metadata[];
  readonly stop: () => void;
}

/**
 * Metadata of a request: `status: 5` with `status-message`, `status-details-bin` fail the call; `times: 3` is how often `Server` answers;
 * `wait: forever` never answers; all `x-…` keys come back as headers and trailers.
 */
export async function startEchoServer(
  address = "127.0.0.1:0",
  credentials = ServerCredentials.createInsecure(),
): Promise<EchoServer> {
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  const calls: Metadata[] = [];
  const answering =
    (
      answer: (call: ServerDuplexStream<Buffer, Buffer>, received: Buffer[]) => unknown,
      each?: (call: ServerDuplexStream<Buffer, Buffer>, one: Buffer) => void,
    ) =>
    (call: ServerDuplexStream<Buffer, Buffer>) => {
      calls.push(call.metadata);
      const received: Buffer[] = [];
      if (call.metadata.get("x-echo").length > 0) call.sendMetadata(echoed(call.metadata));
      call.on("data", (one: Buffer) => {
        received.push(one);
        each?.(call, one);
      });
      call.on("end", () => {
        if (call.metadata.get("wait").length > 0) return;
        const code = call.metadata.get("status")[0];
        if (code === undefined) {
          void Promise.resolve(answer(call, received)).then(() => call.end(echoed(call.metadata)));
          return;
        }
        const trailers = echoed(call.metadata);
        const details = call.metadata.get("status-details-bin")[0];
        if (details !== undefined) trailers.set("grpc-status-details-bin", details);
        call.emit("error", {
          code: Number(code),
          details: String(call.metadata.get("status-message")[0] ?? ""),
          metadata: trailers,
        });
      });
      call.on("error", () => undefined);
    };
  server.addService(service, {
    Unary: answering((call, [first]) => void (first && call.write(first))),
    Client: answering((call, received) => void call.write(Buffer.concat(received))),
    Server: answering(async (call, [first]) => {
      const times = Number(call.metadata.get("times")[0] ?? 3);
      for (let sent = 0; first !== undefined && sent < times && !call.cancelled; sent += 1) {
        if (!call.write(first)) await once(call, "drain");
      }
    }),
    Both: answering(
      () => undefined,
      (call, one) => void call.write(one),
    ),
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync(address, credentials, (error, bound) => (error ? reject(error) : resolve(bound))),
  );
  return { server, port, calls, stop: () => server.forceShutdown() };
}

function echoed(metadata: Metadata): Metadata {
  const back = new Metadata();
  for (const [key, values] of Object.entries(metadata.toJSON())) {
    if (key.startsWith("x-")) for (const value of values) back.add(key, value);
  }
  return back;
}
