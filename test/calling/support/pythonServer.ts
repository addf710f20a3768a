// A server in Python's grpcio, whose answers and habits are not those of grpc-js.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { TestContext } from "vitest";

const python = "/usr/bin/python3";

/** Ends a test, by name, on a machine without grpcio; fails it where everything must run. */
export function needPython(context: TestContext): void {
  const probe = spawnSync(python, ["-c", "import grpc, google.protobuf"], { encoding: "utf8" });
  if (probe.status === 0) return;
  if (process.env.PROTODIAL_REQUIRE_ALL === "1")
    throw new Error(`${python} has no grpcio (Debian: python3-grpcio): ${probe.stderr}`);
  context.skip(`${python} has no grpcio (Debian: python3-grpcio)`);
}

// Generic handlers over raw bytes need no generated code; field 1 of test.v1.Item is its text.
const program = `
import sys, time
from concurrent import futures
import grpc

def unary(request, context):
    metadata = dict(context.invocation_metadata())
    if "silent" not in metadata:
        context.send_initial_metadata((("x-from", "python"),) if "x-headers" in metadata else ())
    context.set_trailing_metadata((("x-trailer-bin", b"\\x00\\xff"),))
    if "abort" in metadata:
        context.abort(grpc.StatusCode.ALREADY_EXISTS, "already there")
    if "raise" in metadata:
        raise RuntimeError("a bug in the handler")
    if "sleep" in metadata:
        time.sleep(float(metadata["sleep"]))
    return request

def stream(request, context):
    for _ in range(3):
        yield request

def client(requests, context):
    return b"".join(requests)

def both(requests, context):
    for request in requests:
        yield request

def never(requests, context):
    return b""

class Parsed:
    @staticmethod
    def parse(data):
        raise ValueError("no such message")

handlers = grpc.method_handlers_generic_handler("test.v1.Echo", {
    "Unary": grpc.unary_unary_rpc_method_handler(unary),
    "Server": grpc.unary_stream_rpc_method_handler(stream),
    "Client": grpc.stream_unary_rpc_method_handler(client),
} if "--few" in sys.argv else {
    "Unary": grpc.unary_unary_rpc_method_handler(unary, request_deserializer=Parsed.parse if "--strict" in sys.argv else None),
    "Server": grpc.unary_stream_rpc_method_handler(stream),
    "Client": grpc.stream_unary_rpc_method_handler(client),
    "Both": grpc.stream_stream_rpc_method_handler(both),
})
server = grpc.server(futures.ThreadPoolExecutor(max_workers=3), compression=grpc.Compression.Gzip if "--gzip" in sys.argv else None)
server.add_generic_rpc_handlers((handlers,))
print(server.add_insecure_port("127.0.0.1:0"), flush=True)
server.start()
sys.stdin.read()
server.stop(None)
`;

export interface PythonServer {
  readonly address: string;
  readonly stop: () => void;
  /** Ends the process at once, as a crash does, or does to it what another signal says. */
  readonly kill: (signal?: NodeJS.Signals) => void;
}

/** Options: `--few` leaves `Both` out, `--strict` takes no request of `Unary`, `--gzip` compresses answers. */
export async function startPythonServer(...options: readonly string[]): Promise<PythonServer> {
  const child = spawn(python, ["-c", program, ...options], { stdio: ["pipe", "pipe", "ignore"] });
  const [line] = await Promise.race([once(createInterface(child.stdout), "line"), once(child, "exit")]);
  if (typeof line !== "string") throw new Error("the Python server ended before it listened");
  return {
    address: `127.0.0.1:${line.trim()}`,
    stop: () => child.stdin.end(),
    kill: (signal = "SIGKILL") => void child.kill(signal),
  };
}
