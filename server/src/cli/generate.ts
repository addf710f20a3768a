import path from "node:path";
import { compiledSchema } from "../generate/compiledSchema.ts";
import { describeTargets } from "../generate/describeTargets.ts";
import { checkTarget, generate } from "../generate/generate.ts";
import { GenerateError } from "../generate/generator.ts";
import { generateTargets } from "../generate/generators.ts";
import { outputChanges, whyNotWritable, writeOutput } from "../node/outputFolder.ts";
import type { GeneratedFile } from "../protocol/requests.ts";
import { parseArguments } from "./arguments.ts";
import { askedFiles, fileOptions, fileOptionsUsage } from "./askedFiles.ts";
import type { CommandIo } from "./commandIo.ts";
import { printProblems } from "./problemFormats.ts";
import { protoTree } from "./protoTree.ts";
import { treeProblems } from "./treeProblems.ts";
import { UsageError } from "./usageError.ts";

export const generateUsage = `protodial generate [path…] --target TARGET -o DIR [-I ROOT…] [--opt NAME=VALUE]… [--dry-run] [--check]

Generates stubs for files, or for all files in folders (default: the current one). All is made in memory first; only
what differs is written.

  -t, --target TARGET     ${generateTargets.map(({ name }) => name).join(", ")}
  -o, --output DIR        the folder to write to
${fileOptionsUsage}
  --opt NAME=VALUE        an option of the target, listed below
  --dry-run               print what would be written, and write nothing
  --check                 write nothing; exit 1 when what is written is outdated

${generateTargets.map(targetUsage).join("\n\n")}`;

/** `protodial generate`: writes stubs; 1 when the files have an error, or with `--check` when the output is outdated. */
export async function generateCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArguments(args, {
    target: { type: "string", short: "t" },
    output: { type: "string", short: "o" },
    ...fileOptions,
    opt: { type: "string", multiple: true },
    "dry-run": { type: "boolean" },
    check: { type: "boolean" },
  });
  const { target, output } = values;
  if (target === undefined) throw new UsageError("`--target TARGET` says what to generate");
  if (output === undefined) throw new UsageError("`-o DIR` says where to write");
  const options = readOptions(values.opt ?? []);
  asUsage(() => checkTarget(target, options));

  const tree = await protoTree(io.cwd, askedFiles(positionals, values));
  const problems = treeProblems(tree, { afterwards: "keep" });
  io.stderr(printProblems(problems, "text"));
  if (problems.some(problem => problem.severity === "error")) return 1;
  try {
    const { files, warnings } = generate(compiledSchema(describeTargets(tree.targets)), target, options);
    for (const warning of warnings) io.stderr(`warning: ${warning}\n`);
    const mode = values.check === true ? "check" : values["dry-run"] === true ? "dry-run" : "write";
    return finish(path.resolve(io.cwd, output), output, files, mode, io);
  } catch (error) {
    if (!(error instanceof GenerateError)) throw error;
    io.stderr(`error: ${error.message}\n`);
    return 1;
  }
}

function finish(
  folder: string,
  shownFolder: string,
  files: readonly GeneratedFile[],
  mode: "check" | "dry-run" | "write",
  io: CommandIo,
): number {
  for (const file of files) {
    const reason = whyNotWritable(folder, file);
    if (reason !== undefined) throw new GenerateError(reason);
  }
  const changes = outputChanges(folder, files);
  const different = changes.filter(change => change.kind !== "unchanged");
  const lines = changes.map(({ kind, file }) => `${kind.padEnd(10)}${path.posix.join(shownFolder, file.path)}\n`);
  if (mode === "check") {
    io.stdout(lines.filter(line => !line.startsWith("unchanged")).join(""));
    return different.length > 0 ? 1 : 0;
  }
  if (mode === "write") {
    try {
      writeOutput(
        folder,
        different.map(change => change.file),
      );
    } catch (error) {
      throw new GenerateError(`nothing was written: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  io.stdout(lines.join(""));
  return 0;
}

function readOptions(given: readonly string[]): Readonly<Record<string, string>> {
  const options: Record<string, string> = {};
  for (const one of given) {
    const [name = "", ...value] = one.split("=");
    if (name === "" || value.length === 0) throw new UsageError(`\`--opt ${one}\` is not of the form NAME=VALUE`);
    options[name] = value.join("=");
  }
  return options;
}

function asUsage(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof GenerateError)) throw error;
    throw new UsageError(error.message);
  }
}

function targetUsage({ name, description, options }: (typeof generateTargets)[number]): string {
  const rows = options.map(option => {
    const values = option.values.length === 0 ? "TEXT" : option.values.join("|");
    return `    ${option.name}=${values}\n        ${option.description} (default: ${option.default === "" ? "none" : option.default})`;
  });
  return [`${name}: ${description}`, ...rows].join("\n");
}
