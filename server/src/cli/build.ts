import path from "node:path";
import { imageText } from "../breaking/imageText.ts";
import { joinedEntries } from "../compiler/describe/descriptorSet.ts";
import { writeParts } from "../node/syncFiles.ts";
import { parseArguments } from "./arguments.ts";
import { askedFiles, fileOptions, fileOptionsUsage } from "./askedFiles.ts";
import type { CommandIo } from "./commandIo.ts";
import { loadSchema, problemLines } from "./schema.ts";
import { UsageError } from "./usageError.ts";

export const buildUsage = `protodial build [path…] -o OUT [-I ROOT…] [--no-source-info]

Writes a FileDescriptorSet of files, or of all files in folders (default: the current one), with their imports.

  -o, --output OUT        the file to write, \`-\` for stdout; with the ending \`.json\` as text without comments and
                          positions, to be kept beside the files and compared with (\`breaking --against OUT\`)
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
  const form = formOf(values.output);
  const plain = form === "text" || values["no-source-info"] === true;
  const sourceInfo = plain ? "without" : "with";
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
    const text = form === "text" ? [new TextEncoder().encode(imageText(joinedEntries(schema.set)))] : schema.set;
    writeParts(path.resolve(io.cwd, values.output), text);
  } catch (error) {
    throw new UsageError(`\`${values.output}\` cannot be written: ${error instanceof Error ? error.message : error}`);
  }
  return 0;
}

function formOf(name: string): "text" | "binary" {
  if (/\.(txtpb|textproto|pbtxt|ya?ml|gz|zst)$/.test(name))
    throw new UsageError(`\`${name}\` is written in no such form: name it \`.binpb\`, or \`.json\` for text`);
  return name.endsWith(".json") ? "text" : "binary";
}
