import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { printAnswer } from "../calling/answerJson.ts";
import { defaultDeadlineMs, prepareCall, startCall } from "../calling/call.ts";
import { type Channels, warmChannels } from "../calling/channel.ts";
import { splitJsonValues } from "../calling/jsonValues.ts";
import { reflectService } from "../calling/reflection.ts";
import { readSchema } from "../calling/schema.ts";
import { joinedEntries } from "../compiler/describe/descriptorSet.ts";
import type { CallRequest, CallStatus, CallTarget, MetadataEntry, TlsOptions } from "../protocol/call.ts";
import { parseArguments } from "./arguments.ts";
import type { CommandIo } from "./commandIo.ts";
import { loadSchema, problemLines } from "./schema.ts";
import { UsageError } from "./usageError.ts";

export const callUsage = `protodial call TARGET SERVICE/METHOD [-d DATA] [-H 'key: value']… [--proto FILE… | --reflect] [options]

Calls an rpc and prints each message of the answer as one line of JSON. A status other than OK is printed to stderr as
{"code","number","message","details","verdict"}, and the exit code is 1.

  TARGET                  host:port, [::1]:port, unix:/path, dns:///host:port, https://host:port for TLS
  -d, --data DATA         the message, or several for a client stream: JSON, @FILE, or - for standard input (default {})
  -H, --header 'K: V'     metadata; the value of a -bin key in base64
  --proto FILE            take the schema from a .proto file
  -I, --import-root ROOT  a folder that imports are relative to; found without when there is none
  --reflect               take the schema from the server's reflection (the default without --proto)
  --tls                   use TLS; also with https://
  --ca FILE               trust this authority's certificate (PEM)
  --cert FILE --key FILE  the client's certificate and private key (PEM)
  --insecure              accept any certificate
  --authority NAME        the :authority to send, and the name to expect in the certificate
  --deadline TIME         from start to status, as 500ms, 5s or 2m (default ${defaultDeadlineMs / 1000}s)`;

/** `protodial call`: 0 for OK, 1 for any other status. @throws {UsageError} when there is nothing that could be sent. */
export async function callCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArguments(args, {
    data: { type: "string", short: "d", default: "{}" },
    header: { type: "string", short: "H", multiple: true, default: [] },
    proto: { type: "string", multiple: true, default: [] },
    "import-root": { type: "string", short: "I", multiple: true, default: [] },
    reflect: { type: "boolean", default: false },
    tls: { type: "boolean", default: false },
    ca: { type: "string" },
    cert: { type: "string" },
    key: { type: "string" },
    insecure: { type: "boolean", default: false },
    authority: { type: "string" },
    deadline: { type: "string" },
  });
  const [address, path, ...rest] = positionals;
  if (address === undefined || path === undefined)
    throw new UsageError("a call needs a target and a method, as `localhost:50051 pkg.Service/Method`");
  if (rest[0] !== undefined) throw new UsageError(`\`${rest[0]}\` is one argument too many; quote DATA and headers`);
  if (values.reflect && values.proto.length > 0) throw new UsageError("`--proto` and `--reflect` exclude each other");
  const [service, method] = serviceAndMethod(path);
  const request: Omit<CallRequest, "schema"> = {
    target: await targetOf(address, values, io),
    service,
    method,
    messages: await messagesOf(values.data, io),
    metadata: values.header.map(headerEntry),
    deadlineMs: values.deadline === undefined ? defaultDeadlineMs : durationMs(values.deadline),
  };
  // Node warns on stderr of an IP address as a TLS name, where a script expects our JSON.
  process.noDeprecation = true;
  const channels = warmChannels();
  try {
    const schema =
      values.proto.length > 0
        ? await compiled(values.proto, values["import-root"], io)
        : await reflected(request, channels, io);
    return schema === undefined ? 1 : await perform({ ...request, schema: "" }, schema, channels, io);
  } finally {
    channels.closeAll();
  }
}

async function compiled(
  files: readonly string[],
  roots: readonly string[],
  io: CommandIo,
): Promise<Uint8Array | undefined> {
  const loaded = await loadSchema(io.cwd, { paths: files, roots, ignored: "left out" }, { sourceInfo: "without" });
  if (loaded.kind === "schema") return joinedEntries(loaded.set);
  io.stderr(problemLines(loaded.problems));
  return undefined;
}

async function reflected(
  request: Omit<CallRequest, "schema">,
  channels: Channels,
  io: CommandIo,
): Promise<Uint8Array | undefined> {
  const { target, metadata, deadlineMs } = request;
  const answer = await reflectService({ target, metadata, deadlineMs, channels }, request.service);
  switch (answer.kind) {
    case "schema":
      return answer.set;
    case "wrong":
      throw new UsageError(answer.message);
    case "absent":
      io.stderr(
        statusLine({ number: 12, name: "UNIMPLEMENTED", message: answer.message, details: [], verdict: "not-sent" }),
      );
      return undefined;
    case "failed":
      // What failed is the question for the schema: the call itself never left.
      io.stderr(statusLine({ ...answer.status, verdict: "not-sent" }));
      return undefined;
  }
}

async function perform(request: CallRequest, schema: Uint8Array, channels: Channels, io: CommandIo): Promise<number> {
  const prepared = prepareCall(request, readSchema(schema));
  if (prepared.kind === "refused") {
    const which =
      prepared.message === undefined || request.messages.length === 1 ? "" : `message ${prepared.message + 1}: `;
    throw new UsageError(`${which}${prepared.reason}`);
  }
  const { method, types } = prepared.call;
  const ended = await new Promise<CallStatus>((settle, fail) => {
    const started = startCall(prepared.call, channels, {
      opened: () => undefined,
      headers: () => undefined,
      message: ({ direction, bytes }) => {
        if (direction === "sent") return;
        const { json, notes } = printAnswer(method.output, bytes, types);
        io.stdout(`${JSON.stringify(json)}\n`);
        for (const note of notes) io.stderr(`note: ${note}\n`);
      },
      done: settle,
    });
    if (started.kind === "refused") fail(new UsageError(started.reason));
    else if (io.stop?.aborted === true) started.call.cancel();
    else io.stop?.addEventListener("abort", () => started.call.cancel());
  });
  if (ended.number === 0) return 0;
  io.stderr(statusLine(ended));
  return 1;
}

/** One line of JSON; `explanation` is there where the failure was not the server's own answer. */
function statusLine({ name, number, message, details, verdict, proof, explanation }: CallStatus): string {
  const shown = { code: name, number, message, details: details.map(detail => JSON.parse(detail)), verdict };
  return `${JSON.stringify({ ...shown, ...(proof && { proof }), ...(explanation && { explanation }) })}\n`;
}

interface TargetValues {
  readonly tls: boolean;
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly insecure: boolean;
  readonly authority?: string | undefined;
}

async function targetOf(address: string, values: TargetValues, io: CommandIo): Promise<CallTarget> {
  const tls: TlsOptions = {
    ...(values.ca === undefined ? {} : { ca: await fileText(values.ca, io) }),
    ...(values.cert === undefined ? {} : { cert: await fileText(values.cert, io) }),
    ...(values.key === undefined ? {} : { key: await fileText(values.key, io) }),
    ...(values.insecure ? { insecure: true } : {}),
  };
  // The options say that TLS is meant, even where `--tls` was forgotten.
  const isTls = values.tls || Object.keys(tls).length > 0;
  const authority = values.authority === undefined ? {} : { authority: values.authority };
  return { address, tls: isTls ? tls : undefined, ...authority };
}

async function messagesOf(data: string, io: CommandIo): Promise<readonly string[]> {
  const text = data === "-" ? await io.stdin() : data.startsWith("@") ? await fileText(data.slice(1), io) : data;
  const split = splitJsonValues(text);
  if (split.kind === "wrong") throw new UsageError(`the data is not JSON: ${split.message}`);
  return split.values;
}

async function fileText(path: string, io: CommandIo): Promise<string> {
  try {
    return await readFile(resolve(io.cwd, path), "utf8");
  } catch (error) {
    throw new UsageError(`\`${path}\` cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function serviceAndMethod(path: string): [string, string] {
  const found = /^\/?([\w.]+)\/(\w+)$/.exec(path) ?? /^([\w.]+)\.(\w+)$/.exec(path);
  const [, service, method] = found ?? [];
  if (service === undefined || method === undefined)
    throw new UsageError(`\`${path}\` is not a method; write \`pkg.Service/Method\``);
  return [service, method];
}

function headerEntry(header: string): MetadataEntry {
  const colon = header.indexOf(":", 1);
  if (colon < 0) throw new UsageError(`\`${header}\` is not a header; write \`key: value\``);
  return { key: header.slice(0, colon).trim(), value: header.slice(colon + 1).trim() };
}

function durationMs(text: string): number {
  const [, number = "", unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim()) ?? [];
  const factor = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[unit] ?? 0;
  const result = Number(number) * factor;
  if (number === "" || result <= 0)
    throw new UsageError(`\`${text}\` is not a deadline; write \`500ms\`, \`5s\` or \`2m\``);
  return result;
}
