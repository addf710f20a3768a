// The built-in example: the lecture's directory service, on a real folder that nothing leads out of.
import { fromBinary, fromJson, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import {
  loadPackageDefinition,
  Metadata,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type sendUnaryData,
  status,
} from "@grpc/grpc-js";
import { freshFolder, listDirectory, makeDirectory, type Refusal, removeFolder } from "../node/confinedFolder.ts";
import { quietTransport } from "./channel.ts";
import { googleRpcTypes } from "./googleRpc.ts";
import { addReflection } from "./reflectionService.ts";
import type { ExampleServerStart } from "./workerMessages.ts";

export interface ExampleServerRun {
  /** `localhost:port` */
  readonly address: string;
  readonly port: number;
  readonly folder: string;
  /** Ends it at once and removes its folder. */
  readonly stop: () => Promise<void>;
}

export const exampleServerPort = 50051;
const protoFile = "directories/v1/directories.proto";
const serviceName = "directories.v1.Directories";

interface PathRequest {
  path: string;
}

/** Starts it on this machine's own addresses only. Rejects with words for the user when the port is taken. */
export async function startExampleServer(start: ExampleServerStart): Promise<ExampleServerRun> {
  quietTransport();
  // Of all that a call worker does only this needs the library, which is large.
  const { load } = await import("@grpc/proto-loader");
  const definition = await load(protoFile, {
    includeDirs: [start.protoRoot],
    keepCase: true,
    longs: String,
    enums: String,
    defaults: true,
  });
  const service = definition[serviceName];
  if (service === undefined || "format" in service)
    throw new Error(`\`${protoFile}\` has no service \`${serviceName}\``);
  // What Node users do with a loaded definition; it also checks that the definition is whole.
  loadPackageDefinition(definition);
  const folder = await freshFolder();
  const server = new Server();
  server.addService(service, {
    MakeDirectory: answered(async ({ path }) => {
      const made = await makeDirectory(folder, path);
      switch (made.kind) {
        case "made":
          return { kind: "answer", answer: {} };
        case "exists":
          return { kind: "status", code: status.ALREADY_EXISTS, details: `${path} already exists` };
        default:
          return refused(made);
      }
    }),
    ListDirectory: answered(async ({ path }) => {
      const listed = await listDirectory(folder, path);
      if (listed.kind !== "entries") return refused(listed);
      return {
        kind: "answer",
        answer: { entries: listed.entries.map(({ name, isDirectory }) => ({ name, is_directory: isDirectory })) },
      };
    }),
  });
  addReflection(server, fromBinary(FileDescriptorSetSchema, Buffer.from(start.schema, "base64")).file);
  try {
    const port = await bind(server, start.port ?? exampleServerPort);
    return {
      address: `localhost:${port}`,
      port,
      folder,
      stop: async () => {
        server.forceShutdown();
        await removeFolder(folder);
      },
    };
  } catch (error) {
    server.forceShutdown();
    await removeFolder(folder);
    throw error;
  }
}

type Outcome =
  | { kind: "answer"; answer: object }
  | { kind: "status"; code: status; details: string; metadata?: Metadata };

function answered(serve: (request: PathRequest) => Promise<Outcome>) {
  return ({ request }: ServerUnaryCall<PathRequest, object>, respond: sendUnaryData<object>): void => {
    serve(request).then(
      outcome =>
        outcome.kind === "answer"
          ? respond(null, outcome.answer)
          : respond({ code: outcome.code, details: outcome.details, metadata: outcome.metadata ?? new Metadata() }),
      (error: unknown) =>
        respond({ code: status.INTERNAL, details: error instanceof Error ? error.message : String(error) }),
    );
  };
}

function refused({ kind, reason }: Refusal): Outcome {
  switch (kind) {
    case "missing":
      return { kind: "status", code: status.NOT_FOUND, details: reason };
    case "invalid":
      return { kind: "status", code: status.INVALID_ARGUMENT, details: reason, metadata: badPath(reason) };
    case "not-a-directory":
      return { kind: "status", code: status.FAILED_PRECONDITION, details: reason };
  }
}

/** The failure as `google.rpc.Status` has it, with the field that is wrong: as servers at their best tell it. */
function badPath(description: string): Metadata {
  const metadata = new Metadata();
  const types = googleRpcTypes();
  const statusType = types.getMessage("google.rpc.Status");
  if (statusType === undefined) return metadata;
  const violation = {
    "@type": "type.googleapis.com/google.rpc.BadRequest",
    fieldViolations: [{ field: "path", description }],
  };
  const told = { code: status.INVALID_ARGUMENT, message: description, details: [violation] };
  const bytes = toBinary(statusType, fromJson(statusType, told, { registry: types }));
  metadata.set("grpc-status-details-bin", Buffer.from(bytes));
  return metadata;
}

/** IPv4 and, where the machine has it, IPv6, since `localhost` may mean either. */
async function bind(server: Server, wanted: number): Promise<number> {
  const port = await bindOne(server, `127.0.0.1:${wanted}`).catch((error: unknown) =>
    Promise.reject(bindProblem(error, wanted)),
  );
  try {
    await bindOne(server, `[::1]:${port}`);
  } catch (error) {
    // Taken by another server, `localhost` would lead some clients there; without IPv6 there is nothing to mistake.
    if (isTaken(error)) throw bindProblem(error, port);
  }
  return port;
}

function bindOne(server: Server, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });
}

function bindProblem(error: unknown, port: number): Error {
  if (isTaken(error))
    return new Error(`port ${port} is already in use; stop what listens there, or choose another port`);
  return error instanceof Error ? error : new Error(String(error));
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && error.message.includes("EADDRINUSE");
}
