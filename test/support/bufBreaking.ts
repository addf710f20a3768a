// The reference for breaking changes: `buf breaking` itself, on two folders.
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const repository = path.resolve(import.meta.dirname, "../..");
/** The program. */
export const buf = path.join(repository, "node_modules/.bin/buf");

/** Without the settings of a user's home, wherever that is told to be. */
export const bufEnvironment = {
  ...process.env,
  BUF_CONFIG_DIR: "",
  XDG_CONFIG_HOME: path.join(repository, "node_modules/.cache"),
};

/** One finding: lines and columns are buf's, the end only where there is one. */
export interface BufFinding {
  readonly path?: string;
  readonly start_line?: number;
  readonly start_column?: number;
  readonly end_line?: number;
  readonly end_column?: number;
  readonly type: string;
  readonly message: string;
}

/** Thrown for files that do not compile for buf. */
export class BufRefusal extends Error {
  readonly files: readonly string[];

  constructor(files: readonly string[]) {
    super(`buf refuses ${files.join(", ")}`);
    this.files = [...new Set(files)];
  }
}

/** Writes files by path below a folder. */
export function writeTree(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [name, text] of files) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** What buf finds between two folders, with a config as in `buf.yaml`, or that of `after` where none is given. */
export async function bufBreaking(before: string, after: string, config?: object): Promise<readonly BufFinding[]> {
  const args = ["breaking", ".", "--against", before, "--error-format", "json"];
  if (config !== undefined) args.push("--config", JSON.stringify(config));
  const { code, stdout, stderr } = await run(args, after);
  const refused = [...stdout.matchAll(/^\{"path":"([^"]+)",.*"type":"COMPILE"/gm)].map(match => match[1] ?? "");
  if (refused.length > 0) throw new BufRefusal(refused);
  if (code !== 0 && code !== 100) throw new Error(`buf ended with ${code}: ${stdout}${stderr}`.slice(0, 5000));
  return stdout
    .split("\n")
    .filter(line => line !== "")
    .map(line => JSON.parse(line));
}

/** A finding on one line, for lists that are compared: `RULE path:1:2-3:4`. */
export function findingLine({
  type,
  path: file,
  start_line,
  start_column,
  end_line,
  end_column,
}: Omit<BufFinding, "message">): string {
  const start = `${start_line ?? 1}:${start_column ?? 1}`;
  const end = end_line === undefined ? "" : `-${end_line}:${end_column}`;
  return `${type} ${file ?? "-"}:${start}${end}`;
}

function run(args: readonly string[], cwd: string): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    execFile(
      "nice",
      ["-n", "19", buf, ...args],
      { maxBuffer: 1 << 29, cwd, env: bufEnvironment },
      (error, stdout, stderr) => {
        if (error !== null && typeof error.code !== "number") reject(error);
        else resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
      },
    );
  });
}
