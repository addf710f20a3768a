import { type Channels, warmChannels } from "../calling/channel.ts";
import { reflectService } from "../calling/reflection.ts";
import { defaultDeadlineMs } from "../calling/runningCall.ts";
import { joinedEntries } from "../compiler/describe/descriptorSet.ts";
import type { CallRequest } from "../protocol/call.ts";
import { byteCount } from "../requests/requestOptions.ts";
import { parseArguments } from "./arguments.ts";
import type { CommandIo } from "./commandIo.ts";
import { jsonValues, performCall, statusLine } from "./performCall.ts";
import { loadSchema, problemLines } from "./schema.ts";
import { durationMs, fileText, headerEntry, serverOptions, targetOf } from "./serverOptions.ts";
import { UsageError } from "./usageError.ts";

export const callUsage = `protodial call TARGET SERVICE/METHOD [-d DATA] [-H 'key: value']… [--proto FILE… | --reflect] [options]

Calls an rpc and prints each message of the answer as one line of JSON. A status other than OK is printed to stderr as
{"code","number","message","details","verdict"}, and the exit code is 1.

  TARGET                  host:port, [::1]:port, unix:/path, dns:///host:port, https://host:port for TLS
  -d, --data DATA         the message, or several for a client stream: JSON, @FILE, or - for standard input (default {});
                          to a client stream each value of - is sent as it comes, and the end of input half-closes
  -H, --header 'K: V'     metadata; the value of a -bin key in base64
  --proto FILE            take the schema from a .proto file
  -I, --import-root ROOT  a folder that imports are relative to; found without when there is none
  --reflect               take the schema from the server's reflection (the default without --proto)
  --tls                   use TLS; also with https://
  --ca FILE               trust this authority's certificate (PEM)
  --cert FILE --key FILE  the client's certificate and private key (PEM)
  --insecure              accept any certificate
  --authority NAME        the :authority to send, and the name to expect in the certificate
  --server-name NAME      the name to expect in the certificate, where it is another
  --protocol PROTOCOL     grpc, grpc-web or connect (default grpc)
  --compression gzip      compress messages on their way to the server
  --max-size SIZE         the largest message to take of the answer, as 512KB, 256MB or 1GB (default 64MB)
  --deadline TIME         from start to status, as 500ms, 5s or 2m (default ${defaultDeadlineMs / 1000}s,
                          and 1h for a stream that takes its messages from standard input)`;

/** Of a stream whose messages are typed, by whoever thinks between them. */
const typingDeadlineMs = 3_600_000;

/** `protodial call`: 0 for OK, 1 for any other status. @throws {UsageError} when there is nothing that could be sent. */
export async function callCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArguments(args, {
    data: { type: "string", short: "d", default: "{}" },
    proto: { type: "string", multiple: true, default: [] },
    "import-root": { type: "string", short: "I", multiple: true, default: [] },
    reflect: { type: "boolean", default: false },
    ...serverOptions,
    protocol: { type: "string" },
    compression: { type: "string" },
    "max-size": { type: "string" },
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
    messages: values.data === "-" ? [] : await messagesOf(values.data, io),
    metadata: values.header.map(headerEntry),
    deadlineMs: values.deadline === undefined ? defaultDeadlineMs : durationMs(values.deadline),
    ...mannerOf(values.protocol, values.compression, values["max-size"]),
  };
  const typed =
    values.data === "-" ? { restMs: values.deadline === undefined ? typingDeadlineMs : request.deadlineMs } : undefined;
  if (values.insecure) io.stderr("note: the server's certificate is not verified (`--insecure`)\n");
  // Node warns on stderr of an IP address as a TLS name, where a script expects our JSON.
  process.noDeprecation = true;
  const channels = warmChannels();
  try {
    const schema =
      values.proto.length > 0
        ? await compiled(values.proto, values["import-root"], io)
        : await reflected(request, channels, io);
    if (schema === undefined) return 1;
    const { status } = await performCall({ ...request, schema: "" }, schema, channels, io, typed);
    return status.number === 0 ? 0 : 1;
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

async function messagesOf(data: string, io: CommandIo): Promise<readonly string[]> {
  return jsonValues(data.startsWith("@") ? await fileText(data.slice(1), io) : data);
}

function mannerOf(
  protocol: string | undefined,
  compression: string | undefined,
  maxSize: string | undefined,
): Pick<CallRequest, "protocol" | "compression" | "maxAnswerBytes"> {
  if (protocol !== undefined && protocol !== "grpc" && protocol !== "grpc-web" && protocol !== "connect")
    throw new UsageError(`\`${protocol}\` is not a protocol; \`grpc\`, \`grpc-web\` and \`connect\` are`);
  if (compression !== undefined && compression !== "gzip")
    throw new UsageError(`\`${compression}\` is not available; \`gzip\` is`);
  const maxAnswerBytes = maxSize === undefined ? undefined : byteCount(maxSize);
  if (maxSize !== undefined && maxAnswerBytes === undefined)
    throw new UsageError(`\`${maxSize}\` is not a size; write \`512KB\`, \`256MB\` or \`1GB\`, up to 2GB`);
  return {
    ...(protocol === undefined || protocol === "grpc" ? {} : { protocol }),
    ...(compression === undefined ? {} : { compression }),
    ...(maxAnswerBytes === undefined ? {} : { maxAnswerBytes }),
  };
}

function serviceAndMethod(path: string): [string, string] {
  const found = /^\/?([\w.]+)\/(\w+)$/.exec(path) ?? /^([\w.]+)\.(\w+)$/.exec(path);
  const [, service, method] = found ?? [];
  if (service === undefined || method === undefined)
    throw new UsageError(`\`${path}\` is not a method; write \`pkg.Service/Method\``);
  return [service, method];
}
