import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { delayMs } from "../calling/mockScript.ts";
import { type RunningMock, runMock } from "../calling/runMock.ts";
import { placeOf } from "../compiler/text/lineIndex.ts";
import { watchFolders } from "../node/watchFolders.ts";
import { defaultMockPort, type MockFile, type MockOptions, type MockScriptProblem } from "../protocol/mock.ts";
import { mockEntries } from "../requests/mockFile.ts";
import { parseArguments } from "./arguments.ts";
import { type AskedFiles, askedFiles, fileOptions, fileOptionsUsage } from "./askedFiles.ts";
import type { CommandIo } from "./commandIo.ts";
import { shownFile } from "./namedFiles.ts";
import { type ProtoTree, protoTree, type TargetFile } from "./protoTree.ts";
import { UsageError } from "./usageError.ts";

export const mockUsage = `protodial mock [path…] [--port N] [--host ADDRESS] [--seed N] [--latency T] [--script F…]

Serves every service of the files or folders (default: the current one) until it is stopped: answers are made from the
schema, or come from \`*.mock.json\` files beside the \`.proto\` files. Reflection and health are on. The files are
followed: what is saved counts from the next call on, and of a file with errors its last sound version.
Prints {"address","services"} when it listens, then a line of JSON for each call.

  --port N                the port (default ${defaultMockPort}; 0 for any); where it is taken, the next free one
  --host ADDRESS          the address to listen on (default: this machine only; 0.0.0.0 for all)
  --seed N                another number gives other answers (default 1)
  --latency T             wait before each answer, as \`200ms\` or \`1s\`
  --script F              a script that stands elsewhere; it counts before others
${fileOptionsUsage}`;

/** `protodial mock`: runs until `io.stop`, then 0; 1 when there is nothing to serve or nowhere to listen. */
export async function mockCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArguments(args, {
    port: { type: "string" },
    host: { type: "string" },
    seed: { type: "string" },
    latency: { type: "string" },
    script: { type: "string", multiple: true },
    ...fileOptions,
  });
  const options: MockOptions = {
    port: wholeNumber("port", values.port ?? String(defaultMockPort), 65_535),
    host: values.host,
    seed: wholeNumber("seed", values.seed ?? "1", Number.MAX_SAFE_INTEGER),
    latencyMs: latencyOf(values.latency),
    scripts: (values.script ?? []).map(file => scriptFile(io.cwd, file)),
  };
  const asked = askedFiles(positionals, values);
  // Heard from here on, so that nothing is cut off.
  const { stop } = io;
  const first = await readFiles(io, asked);
  if (first.files.length === 0) {
    io.stderr(`${first.broken.length > 0 ? "no service can be served" : "there is no service to serve"}\n`);
    return 1;
  }
  let running: RunningMock;
  try {
    running = await runMock(options, {
      onCall: call =>
        io.stdout(`${JSON.stringify({ ...call, requests: parsed(call.requests), answers: parsed(call.answers) })}\n`),
      onProblems: problems => io.stderr(problems.map(one => scriptLine(io.cwd, one)).join("")),
    });
  } catch (error) {
    io.stderr(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
  running.update(first.files, []);
  const { address, note } = running.address;
  io.stdout(`${JSON.stringify({ address, services: running.services() })}\n`);
  io.stderr(`${note === undefined ? "" : `${note}; `}the mock server listens on ${address}; Ctrl+C ends it\n`);
  const follow = followFiles(io, asked, running, first);
  await stopped(stop);
  follow.close();
  await running.stop();
  return 0;
}

interface ReadFiles {
  readonly files: readonly MockFile[];
  /** Ids of those with errors. */
  readonly broken: readonly string[];
  /** Folders of all that was read. */
  readonly folders: readonly string[];
}

async function readFiles(io: CommandIo, asked: AskedFiles): Promise<ReadFiles> {
  const tree = await protoTree(io.cwd, asked);
  const files: MockFile[] = [];
  const broken: string[] = [];
  const folders = new Set(asked.paths.map(one => path.resolve(io.cwd, one)).filter(one => !one.endsWith(".proto")));
  if (asked.paths.length === 0) folders.add(io.cwd);
  for (const target of tree.targets) {
    for (const folder of foldersOf(target)) folders.add(folder);
    const made = mockEntries(target.compilation, target.path);
    if (made.kind === "entries")
      files.push({ id: target.uri, folder: path.dirname(fileURLToPath(target.uri)), entries: made.entries });
    if (made.kind !== "broken") continue;
    broken.push(target.uri);
    io.stderr(brokenLine(tree, made));
  }
  return { files, broken, folders: [...folders] };
}

function followFiles(io: CommandIo, asked: AskedFiles, running: RunningMock, first: ReadFiles): { close: () => void } {
  let served = new Set(first.files.map(one => one.id));
  let reading: Promise<void> = Promise.resolve();
  const watched = watchFolders(() => {
    reading = reading.then(readAgain);
  });
  watched.set(first.folders);

  async function readAgain(): Promise<void> {
    try {
      const { files, broken, folders } = await readFiles(io, asked);
      const present = new Set([...files.map(one => one.id), ...broken.filter(id => served.has(id))]);
      running.update(
        files,
        [...served].filter(id => !present.has(id)),
      );
      served = present;
      watched.set(folders);
    } catch (error) {
      // As where all files are gone for a moment: what was served is served on.
      if (!(error instanceof UsageError)) throw error;
      io.stderr(`${error.message}\n`);
    }
  }
  return watched;
}

/** The folders of a file and of what it imports, but for bundled files. */
function foldersOf({ compilation, path: importPath, uri }: TargetFile): string[] {
  const imported = compilation.file(importPath)?.imports.flatMap(one => one.file?.declared.parsed.source.origin ?? []);
  return [uri, ...(imported ?? [])].filter(one => one.startsWith("file:")).map(one => path.dirname(fileURLToPath(one)));
}

function brokenLine(
  tree: ProtoTree,
  { file, problem }: Extract<ReturnType<typeof mockEntries>, { kind: "broken" }>,
): string {
  const { source } = file.declared.parsed;
  const { line, column } = placeOf(source.lines, problem.span.start);
  return `${tree.shown(source)}:${line + 1}:${column + 1}: error: ${problem.message} [${problem.id}]\n`;
}

function scriptLine(cwd: string, { file, line, column, message }: MockScriptProblem): string {
  return `${shownFile(cwd, file)}:${line + 1}:${column + 1}: error: ${message}\n`;
}

function parsed(texts: readonly string[]): unknown[] {
  return texts.map(text => JSON.parse(text));
}

function scriptFile(cwd: string, file: string): string {
  const full = path.resolve(cwd, file);
  if (!existsSync(full)) throw new UsageError(`there is no script \`${file}\``);
  return full;
}

function wholeNumber(name: string, text: string, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > most)
    throw new UsageError(`\`${text}\` is not a ${name}; it is a whole number of 0 to ${most}`);
  return number;
}

function latencyOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const ms = /^\d+$/.test(text) ? Number(text) : delayMs(text);
  if (ms === undefined) throw new UsageError(`\`${text}\` is not a latency; write it as \`200ms\` or \`1.5s\``);
  return ms;
}

function stopped(stop: AbortSignal | undefined): Promise<void> {
  return new Promise(done => {
    if (stop?.aborted === true) done();
    stop?.addEventListener("abort", () => done());
  });
}
