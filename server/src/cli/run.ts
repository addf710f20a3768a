import { randomInt } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Channels, warmChannels } from "../calling/channel.ts";
import { placeOf } from "../compiler/text/lineIndex.ts";
import { type SourceFile, sourceFile } from "../compiler/text/sourceFile.ts";
import { diskFiles } from "../node/diskFiles.ts";
import { packagePlaces } from "../node/packagePlaces.ts";
import { readEnvironments } from "../requests/environment.ts";
import { environmentUris } from "../requests/outsideFiles.ts";
import { parseRequests } from "../requests/parseRequests.ts";
import { type PreparedCall, prepareCall } from "../requests/prepareCall.ts";
import { type Request, requestName } from "../requests/requestDocument.ts";
import type { KnownSchema } from "../requests/requestSchema.ts";
import type { EarlierAnswer } from "../requests/variableAnswers.ts";
import { type Guarded, guardedKey } from "../requests/variables.ts";
import { indexFolders } from "../workspace/indexing.ts";
import { Workspace } from "../workspace/workspace.ts";
import { parseArguments } from "./arguments.ts";
import type { CommandIo } from "./commandIo.ts";
import { performCall } from "./performCall.ts";
import { requestSchema } from "./requestSchema.ts";
import { UsageError } from "./usageError.ts";

export const runUsage = `protodial run FILE [--env NAME] [--name REQUEST]… [--secret NAME=VALUE]… [options]

Sends the requests of a .grpc file, or the GRPC requests of an .http file, in their order, and prints each message of
the answers as one line of JSON. A request may use what an earlier one was answered, as {{login.response.token}}. A
status other than OK is printed to stderr as {"code","number","message","details","verdict"}; a request that cannot be
sent as FILE:LINE: and why. Either makes the exit code 1; the other requests are sent all the same.

  --env NAME              the environment of http-client.env.json that {{name}} takes its value from
  --name REQUEST          send only this request: the text behind ###, or its @name
  --secret NAME=VALUE     the value of {{$secret NAME}}; also the environment variable PROTODIAL_SECRET_NAME
  -I, --import-root ROOT  a folder that imports are relative to; found without when there is none`;

/** `protodial run`: 0 where all ended with OK, 1 where one did not or was not sent. @throws {UsageError} for wrong use. */
export async function runCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArguments(args, {
    env: { type: "string", default: "" },
    name: { type: "string", multiple: true, default: [] },
    secret: { type: "string", multiple: true, default: [] },
    "import-root": { type: "string", short: "I", multiple: true, default: [] },
  });
  const [file, ...rest] = positionals;
  if (file === undefined) throw new UsageError("there is no file of requests to run");
  if (rest[0] !== undefined) throw new UsageError(`\`${rest[0]}\` is one argument too many; run one file at a time`);
  const secrets = secretsOf(values.secret);
  const full = path.resolve(io.cwd, file);
  const uri = pathToFileURL(full).href;
  const source = sourceFile(uri, textOf(full, file));
  const requests = chosenRequests(source, values.name, file);

  const workspace = new Workspace(diskFiles, packagePlaces());
  workspace.setFolders([pathToFileURL(homeOf(full, io.cwd)).href]);
  workspace.setImportRoots(values["import-root"].map(root => path.resolve(io.cwd, root)));
  await refuseUnknownEnvironment(values.env, uri, workspace);
  const running: Running = { uri, source, workspace, environment: values.env, answers: new Map(), secrets, io };

  // Node warns on stderr of an IP address as a TLS name, where a script expects our JSON.
  process.noDeprecation = true;
  const channels = warmChannels();
  let code = 0;
  try {
    for (const request of requests) {
      if (io.stop?.aborted === true) return 1;
      if (requests.length > 1) io.stderr(`### ${titleOf(request)}\n`);
      if ((await send(running, request, channels, file)) === "failed") code = 1;
    }
  } finally {
    channels.closeAll();
  }
  return code;
}

interface Running {
  readonly uri: string;
  readonly source: SourceFile;
  readonly workspace: Workspace;
  readonly environment: string;
  /** Of the requests that were sent, by name. */
  readonly answers: Map<string, EarlierAnswer>;
  readonly secrets: ReadonlyMap<string, string>;
  readonly io: CommandIo;
}

async function send(running: Running, request: Request, channels: Channels, file: string): Promise<"ok" | "failed"> {
  const { source, answers, io } = running;
  const { line } = placeOf(source.lines, request.line?.start ?? request.start);
  const prepared = await prepare(running, line);
  const refuse = (reason: string, at: number) => {
    io.stderr(`${file}:${at + 1}: not sent: ${reason}\n`);
    return "failed" as const;
  };
  if (prepared.kind === "refused") return refuse(prepared.reason, prepared.line ?? line);
  try {
    const schema = Buffer.from(prepared.request.schema, "base64");
    const { status, ...answer } = await performCall(prepared.request, schema, channels, io);
    const name = requestName(request);
    if (name !== "") answers.set(name, { ...answer, status: status.name });
    return status.number === 0 ? "ok" : "failed";
  } catch (error) {
    if (error instanceof UsageError) return refuse(error.message, line);
    throw error;
  }
}

// What is needed may need more: the index finds a file, which imports others, while a variable needs another file.
const mostRounds = 12;

async function prepare(running: Running, line: number): Promise<PreparedCall> {
  const { uri, source, workspace, environment, answers } = running;
  const files = new Map<string, string | undefined>();
  const guarded = new Map<string, string | undefined>();
  const given = {
    nowMs: Date.now(),
    random: () => randomInt(2 ** 32) / 2 ** 32,
    answers: (name: string) => answers.get(name),
    guarded,
  };
  let schema: KnownSchema | undefined;
  for (let round = 0; round < mostRounds; round++) {
    const origin = {
      uri,
      text: source.text,
      line,
      environment,
      files,
      given,
      ...(schema === undefined ? {} : { schema }),
    };
    const prepared = prepareCall(workspace.snapshot, origin);
    switch (prepared.kind) {
      case "needs":
        if (prepared.index) await indexFolders(workspace, () => Promise.resolve());
        if (prepared.files.length > 0) await workspace.loaded(prepared.files);
        break;
      case "needsTexts":
        for (const one of prepared.uris) files.set(one, await textAt(one));
        break;
      case "wantsSchema": {
        const found = await requestSchema(prepared.wanted, workspace);
        if (found.kind === "refused") return { ...found, line };
        schema = found;
        break;
      }
      case "needsValues":
        for (const one of prepared.wanted) guarded.set(guardedKey(one), guardedValue(one, running));
        break;
      default:
        return prepared;
    }
  }
  throw new Error("the call needs more files each time it is prepared");
}

// Who runs a file at the command line has chosen what it may use.
function guardedValue({ source, name }: Guarded, { secrets, io }: Running): string | undefined {
  switch (source) {
    case "secret":
      return secrets.get(name) ?? io.env[`PROTODIAL_SECRET_${name}`];
    case "env":
      return io.env[name];
    case "file":
      return "";
  }
}

function chosenRequests(source: SourceFile, names: readonly string[], file: string): Request[] {
  const { requests, problems } = parseRequests(source);
  const isHttp = /\.(http|rest)$/.test(file);
  // In an `.http` file stand requests of other kinds, too; a block of comments alone is none.
  const all = requests.filter(
    one =>
      one.line !== undefined ||
      (!isHttp && problems.some(({ span }) => span.start >= one.start && span.start < one.end)),
  );
  if (all.length === 0) throw new UsageError(`\`${file}\` has no gRPC request; one begins with \`GRPC host:port/…\``);
  for (const name of names) {
    if (all.some(one => isNamed(one, name))) continue;
    const known = all.map(one => requestName(one)).filter(one => one !== "");
    const help =
      known.length === 0 ? "its requests have no names" : `there are ${known.map(one => `\`${one}\``).join(", ")}`;
    throw new UsageError(`\`${file}\` has no request \`${name}\`: ${help}`);
  }
  return names.length === 0 ? all : all.filter(one => names.some(name => isNamed(one, name)));
}

function isNamed(request: Request, name: string): boolean {
  return requestName(request) === name || request.name === name;
}

function titleOf(request: Request): string {
  const { line } = request;
  const method = line === undefined ? "" : `${line.service.text}/${line.method.text}`;
  return [requestName(request), method].filter(one => one !== "").join(" · ");
}

async function refuseUnknownEnvironment(name: string, uri: string, { snapshot }: Workspace): Promise<void> {
  if (name === "") return;
  const read = environmentUris(uri, snapshot.folders).map(async one => ({ uri: one, text: (await textAt(one)) ?? "" }));
  const { names } = readEnvironments(await Promise.all(read));
  if (names.includes(name)) return;
  const help = names.length === 0 ? "there is none" : `there are ${names.map(one => `\`${one}\``).join(", ")}`;
  throw new UsageError(`no \`http-client.env.json\` beside the file or above has the environment \`${name}\`: ${help}`);
}

function secretsOf(given: readonly string[]): Map<string, string> {
  const secrets = new Map<string, string>();
  for (const one of given) {
    const equals = one.indexOf("=");
    // What was given is not repeated: it may be the secret alone.
    if (equals < 1) throw new UsageError("`--secret` is written as NAME=VALUE");
    secrets.set(one.slice(0, equals), one.slice(equals + 1));
  }
  return secrets;
}

/** The folder whose files are looked at: the repository that the file is in, else where the command runs. */
function homeOf(file: string, cwd: string): string {
  const own = path.dirname(file);
  for (let folder = own; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, ".git"))) return folder;
    if (folder === path.dirname(folder)) break;
  }
  return own === cwd || own.startsWith(cwd.endsWith(path.sep) ? cwd : cwd + path.sep) ? cwd : own;
}

async function textAt(uri: string): Promise<string | undefined> {
  const content = await diskFiles.read(uri);
  return content === undefined || typeof content === "string" ? content : new TextDecoder().decode(content);
}

function textOf(full: string, file: string): string {
  try {
    return readFileSync(full, "utf8");
  } catch (error) {
    throw new UsageError(`\`${file}\` cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
