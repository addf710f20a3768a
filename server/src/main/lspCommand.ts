import { parseArguments } from "../cli/arguments.ts";
import type { CommandIo } from "../cli/commandIo.ts";
import { UsageError } from "../cli/usageError.ts";

export const lspUsage = `protodial lsp --stdio

Runs the language server over stdin and stdout, for any editor that speaks the Language Server Protocol.`;

/** `protodial lsp --stdio`: serves until the client ends the session. */
export async function lspCommand(args: readonly string[], _io: CommandIo): Promise<number> {
  // Editors add `--clientProcessId=…` on their own.
  const { values } = parseArguments(args, { stdio: { type: "boolean" }, clientProcessId: { type: "string" } });
  if (values.stdio !== true) throw new UsageError("`--stdio` is the one way to talk to the server");
  await import("./kept.ts");
  // The process ends when the client says so.
  return new Promise(() => {});
}
