import { existsSync } from "node:fs";
import { join } from "node:path";
import { exampleServerPort, startExampleServer } from "../calling/exampleServer.ts";
import { parseArguments } from "./arguments.ts";
import type { CommandIo } from "./commandIo.ts";
import { loadSchema, problemLines } from "./schema.ts";
import { UsageError } from "./usageError.ts";

export const exampleServerUsage = `protodial example-server [--port N]

Serves \`directories.v1.Directories\` on a fresh folder below the system's temporary one, with reflection, until it is
stopped. Prints {"address","folder"} when it listens. Only this machine can reach it.

  --port N   the port (default ${exampleServerPort}; 0 for any free one)`;

/** `protodial example-server`: runs until `io.stop`; 1 when the port is taken. */
export async function exampleServerCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArguments(args, { port: { type: "string" } });
  if (positionals[0] !== undefined) throw new UsageError(`\`${positionals[0]}\` is one argument too many`);
  const port = values.port === undefined ? exampleServerPort : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new UsageError(`\`${values.port}\` is not a port; ports are 0 to 65535`);
  const protoRoot = exampleRoot();
  const asked = { paths: ["directories/v1/directories.proto"], roots: [protoRoot], ignored: "left out" } as const;
  const schema = await loadSchema(protoRoot, asked, { sourceInfo: "without" });
  if (schema.kind === "problems") {
    io.stderr(problemLines(schema.problems));
    return 1;
  }
  // Heard from here on, so that no folder is left behind.
  const { stop } = io;
  try {
    const server = await startExampleServer({ protoRoot, schema: Buffer.concat(schema.set).toString("base64"), port });
    io.stdout(`${JSON.stringify({ address: server.address, folder: server.folder })}\n`);
    io.stderr(`directories.v1.Directories listens on ${server.address}; Ctrl+C ends it and removes its folder\n`);
    await stopped(stop);
    await server.stop();
    return 0;
  } catch (error) {
    io.stderr(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

/** The example stands beside `dist/` in the package, and at the top of the repository. */
function exampleRoot(): string {
  const places = [join(__dirname, "../examples/directories"), join(__dirname, "../../../examples/directories")];
  const found = places.find(place => existsSync(join(place, "directories/v1/directories.proto")));
  if (found === undefined) throw new Error("the example's .proto file is missing from this installation");
  return found;
}

function stopped(stop: AbortSignal | undefined): Promise<void> {
  return new Promise(done => {
    if (stop?.aborted === true) done();
    stop?.addEventListener("abort", () => done());
  });
}
