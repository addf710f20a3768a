import { oneOf, parseArguments } from "./arguments.ts";
import { askedFiles, fileOptions, fileOptionsUsage } from "./askedFiles.ts";
import type { CommandIo } from "./commandIo.ts";
import { exitCode, printProblems, problemFormats } from "./problemFormats.ts";
import { protoTree } from "./protoTree.ts";
import { treeProblems } from "./treeProblems.ts";

export const checkUsage = `protodial check [path…] [-I ROOT…] [--format text|json|github|sarif] [--strict]

Prints the problems of files, or of all files in folders (default: the current one), each on the line on which protoc
reports it; where the mistake itself is on another line, the message says so: (at LINE:COLUMN).

${fileOptionsUsage}
  --format FORMAT         text (default), json (one object a line), github or sarif
  --strict                a warning fails too`;

/** `protodial check`: prints problems to stdout; 1 when there is an error. */
export async function checkCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArguments(args, {
    ...fileOptions,
    format: { type: "string", default: "text" },
    strict: { type: "boolean" },
  });
  const format = oneOf("--format", values.format, problemFormats);
  const tree = await protoTree(io.cwd, askedFiles(positionals, values));
  const problems = treeProblems(tree, { afterwards: "forget" });
  io.stdout(printProblems(problems, format));
  const count = tree.targets.length;
  io.stderr(
    `${count} ${count === 1 ? "file" : "files"} checked, ${problems.length} ${problems.length === 1 ? "problem" : "problems"}\n`,
  );
  return exitCode(problems, values.strict === true ? "strict" : "errors");
}
