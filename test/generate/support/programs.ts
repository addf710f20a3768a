// Programs that stubs are compared and run with. Where one is absent its tests are skipped, unless the environment
// says that all must be there.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { onTestFinished } from "vitest";

const requireAll = process.env.PROTODIAL_REQUIRE_ALL === "1";
const repository = path.resolve(import.meta.dirname, "../../..");

/** Debian's protoc 3.21.12 and grpc_python_plugin 1.51.1 (protobuf-compiler, protobuf-compiler-grpc). */
export const debian = { protoc: "/usr/bin/protoc", grpcPython: "/usr/bin/grpc_python_plugin" };
export const hasDebianProtoc = requireAll || (existsSync(debian.protoc) && existsSync(debian.grpcPython));

/** Debian's Python, with python3-protobuf and python3-grpcio. */
export const python = "/usr/bin/python3";
export const hasPython = requireAll || canImport("grpc, google.protobuf");

/** The protoc of the npm package, with the well-known types. */
export const npmProtoc = path.join(repository, "node_modules/protoc/bin", npmProtocName());
export const wellKnownProtos = path.join(repository, "node_modules/protoc/include");

/** The TypeScript compiler. */
export const tsc = path.join(repository, "node_modules/typescript/bin/tsc");

/** Runs a program to its end; gives its output, throws with what it said when it fails. */
export function run(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): string {
  return execFileSync(program, args, {
    encoding: "utf8",
    stdio: "pipe",
    timeout: 50_000,
    ...options,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", ...options.env },
  });
}

/** Starts a program that serves until the test ends; gives the number that ends its first line with `word` in it. */
export async function startServer(
  program: string,
  args: readonly string[],
  options: { word?: string; env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Promise<number> {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1", ...options.env };
  const child = spawn(program, args, { cwd: options.cwd, stdio: ["ignore", "pipe", "pipe"], env });
  onTestFinished(() => void child.kill("SIGKILL"));
  const line = await firstLine(child, options.word ?? "");
  const port = /\d+$/.exec(line)?.[0];
  if (port === undefined) throw new Error(`no port in ${line}`);
  return Number(port);
}

function firstLine(child: ChildProcess, word: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    let talk = "";
    child.stderr?.setEncoding("utf8").on("data", chunk => {
      talk += chunk;
    });
    child.stdout?.setEncoding("utf8").on("data", chunk => {
      output += chunk;
      const line = output
        .split("\n")
        .slice(0, -1)
        .find(one => one.includes(word));
      if (line !== undefined) resolve(line.trim());
    });
    child.once("close", () => reject(new Error(`the server ended: ${output}${talk}`)));
    child.once("error", reject);
  });
}

function canImport(modules: string): boolean {
  try {
    execFileSync(python, ["-c", `import ${modules}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function npmProtocName(): string {
  if (process.platform === "darwin") return process.arch === "arm64" ? "protoc-osx-aarch_64" : "protoc-osx-x86_64";
  if (process.platform === "win32") return "protoc-win64.exe";
  return process.arch === "arm64" ? "protoc-linux-aarch_64" : "protoc-linux-x86_64";
}
