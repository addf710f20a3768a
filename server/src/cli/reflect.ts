// What a running server tells of itself by reflection, listed or written as `.proto` files.
import path from "node:path";
import { warmChannels } from "../calling/channel.ts";
import { type HealthState, healthOf } from "../calling/health.ts";
import { type ReflectedServer, reflectServer } from "../calling/reflection.ts";
import { serverFiles, serverServices } from "../features/serverSchema.ts";
import { whyNotWritable, writeOutput } from "../node/outputFolder.ts";
import type { ServerService } from "../protocol/servers.ts";
import { oneOf, parseArguments } from "./arguments.ts";
import type { CommandIo } from "./commandIo.ts";
import { durationMs, headerEntry, serverOptions, targetOf } from "./serverOptions.ts";
import { UsageError } from "./usageError.ts";

export const reflectUsage = `protodial reflect TARGET [-o DIR] [--health] [--format text|json] [options]

Asks a running server for its services by reflection (v1, else v1alpha) and lists them with their methods, or writes its
schema as .proto files.

  TARGET                  host:port, [::1]:port, unix:/path, dns:///host:port, https://host:port for TLS
  -o, --output DIR        write the server's .proto files below this folder, and list their paths
  --health                ask the server also for the health of each service (grpc.health.v1)
  --format FORMAT         text, or json: one object a line, {"service","methods":[{"name","input","output","streaming"}]},
                          with -o {"file"} (default text)
  -H, --header 'K: V'     metadata; the value of a -bin key in base64
  --tls                   use TLS; also with https://
  --ca FILE               trust this authority's certificate (PEM)
  --cert FILE --key FILE  the client's certificate and private key (PEM)
  --insecure              accept any certificate
  --authority NAME        the :authority to send, and the name to expect in the certificate
  --server-name NAME      the name to expect in the certificate, where it is another
  --deadline TIME         for all questions together, as 500ms, 5s or 2m (default 30s)`;

/** `protodial reflect`: 1 when the server does not tell its schema. @throws {UsageError} when nothing can be asked or written. */
export async function reflectCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArguments(args, {
    output: { type: "string", short: "o" },
    health: { type: "boolean", default: false },
    format: { type: "string", default: "text" },
    ...serverOptions,
    deadline: { type: "string", default: "30s" },
  });
  const [address, more] = positionals;
  if (address === undefined) throw new UsageError("reflection needs a target, as `localhost:50051`");
  if (more !== undefined) throw new UsageError(`\`${more}\` is one argument too many`);
  const format = oneOf("--format", values.format, ["text", "json"]);
  const target = await targetOf(address, values, io);
  const metadata = values.header.map(headerEntry);
  // Node warns on stderr of an IP address as a TLS name, where a script expects our words.
  process.noDeprecation = true;
  const channels = warmChannels();
  const source = { target, metadata, deadlineMs: durationMs(values.deadline), channels };
  try {
    const told = await reflectServer(source);
    if (told.kind !== "schema") return tellFailure(address, told, io);
    for (const one of told.undescribed) io.stderr(`note: \`${one}\` is listed, but not described\n`);
    for (const one of told.missing)
      io.stderr(`note: the type \`${one}\` is used, but not described: what has it is left out\n`);
    if (values.output !== undefined) return writeFiles(values.output, told.set, { format, io });
    for (const service of serverServices(told.set, [...told.services, ...told.undescribed].sort())) {
      const health = values.health ? await healthOf(source, service.name) : undefined;
      io.stdout(format === "json" ? jsonLine(service, health) : lines(service, health));
    }
    return 0;
  } finally {
    channels.closeAll();
  }
}

function tellFailure(address: string, told: Exclude<ReflectedServer, { kind: "schema" }>, io: CommandIo): number {
  if (told.kind === "wrong") throw new UsageError(told.message);
  if (told.kind === "absent") {
    io.stderr(`\`${address}\`: ${told.message}\n`);
    return 1;
  }
  const { name, message, explanation } = told.status;
  io.stderr(`\`${address}\` does not tell its schema: ${name}: ${explanation ?? message}\n`);
  return 1;
}

function jsonLine({ name, methods }: ServerService, health: HealthState | undefined): string {
  return `${JSON.stringify({ service: name, ...(health === undefined ? {} : { health: health.words }), methods })}\n`;
}

function lines({ name, methods }: ServerService, health: HealthState | undefined): string {
  const rows = methods.map(({ name: method, input, output, streaming }) => {
    const stream = (isStream: boolean, type: string) => `(${isStream ? "stream " : ""}${type})`;
    const isClient = streaming === "client" || streaming === "bidirectional";
    const isServer = streaming === "server" || streaming === "bidirectional";
    return `  rpc ${method}${stream(isClient, input)} returns ${stream(isServer, output)}\n`;
  });
  return `${name}${health === undefined ? "" : ` · ${health.words}`}\n${rows.join("")}`;
}

function writeFiles(
  folder: string,
  set: Uint8Array,
  { format, io }: { readonly format: "text" | "json"; readonly io: CommandIo },
): number {
  const files = serverFiles(set);
  const root = path.resolve(io.cwd, folder);
  for (const file of files) {
    const reason = whyNotWritable(root, file);
    if (reason !== undefined) throw new UsageError(reason);
  }
  try {
    writeOutput(root, files);
  } catch (error) {
    throw new UsageError(`\`${folder}\` cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  for (const file of files) {
    const shown = path.posix.join(folder, file.path);
    io.stdout(format === "json" ? `${JSON.stringify({ file: shown })}\n` : `${shown}\n`);
  }
  return 0;
}
