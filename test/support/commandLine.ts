import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import path from "node:path";

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const cli = path.resolve(import.meta.dirname, "../../dist/cli.js");

interface Surroundings {
  readonly cwd?: string;
  /** Beside the variables of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the built command line; who starts it ends it. */
export function spawnProtodial(args: readonly string[], options: Surroundings = {}): ChildProcessWithoutNullStreams {
  const env = { ...process.env, ...options.env };
  return spawn(process.execPath, [cli, ...args], { cwd: options.cwd, env, stdio: "pipe" });
}

/** Runs the built command line as a process of its own. */
export function protodial(
  args: readonly string[],
  options: Surroundings & { readonly stdin?: string } = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawnProtodial(args, options);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", chunk => {
      stdout += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", chunk => {
      stderr += chunk;
    });
    child.once("error", reject);
    // A command that ends before it has read its input closes it: how it ends is what counts.
    child.stdin.on("error", () => {});
    child.once("close", code => resolve({ code, stdout, stderr }));
    child.stdin.end(options.stdin ?? "");
  });
}
