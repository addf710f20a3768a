import path from "node:path";
import { writeParts } from "../node/syncFiles.ts";
import { parseArguments } from "./arguments.ts";
import { askedFiles, fileOptions, fileOptionsUsage } from "./askedFiles.ts";
import type { CommandIo } from "./commandIo.ts";
import { loadSchema, problemLines } from "./schema.ts";
import { UsageError } from "./usageError.ts";

export const buildUsage = `protodial build [path…] -o OUT [-I ROOT…] [--no-source-info]

Writes a FileDescriptorSet of files, or of all files in folders (default: the current one), with their imports.

  -o, --output OUT        the file to write, \`-\` for stdout
${fileOptionsUsage}
  --no-source-info        leave out comments and positions`;

/** `protodial build`: writes a descriptor set; 1 when the files have an error. */
export async function buildCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArguments(args, {
    output: { type: "string", short: "o" },
    ...fileOptions,
    "no-source-info": { type: "boolean" },
  });
  if (values.output === undefined) throw new UsageError("`-o OUT` says where to write the descriptor set");
  const sourceInfo = values["no-source-info"] === true ? "without" : "with";
  const schema = await loadSchema(io.cwd, askedFiles(positionals, values), { sourceInfo });
  if (schema.kind === "problems") {
    io.stderr(problemLines(schema.problems));
    return 1;
  }
  io.stderr(problemLines(schema.warnings));
  if (values.output === "-") {
    for (const entry of schema.set) io.stdout(entry);
    return 0;
  }
  try {
    writeParts(path.resolve(io.cwd, values.output), schema.set);
  } catch (error) {
    throw new UsageError(`\`${values.output}\` cannot be written: ${error instanceof Error ? error.message : error}`);
  }
  return 0;
}
