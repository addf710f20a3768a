// A request as a `grpcurl` or `buf curl` command that can be run as it is, in bash. What is the user's does not stand in it:
// secrets and variables of the environment are left to the shell.
import type { CallRequest } from "../protocol/call.ts";
import type { Guarded } from "./variables.ts";

export type CommandTool = "grpcurl" | "buf";

/** What a command needs beside the call. Paths are absolute. */
export interface CommandSchema {
  /** The file that declares the service, below the first of `roots`. */
  readonly path: string;
  readonly roots: readonly string[];
  /** Certificates and keys by option. */
  readonly pem: { readonly ca?: string; readonly cert?: string; readonly key?: string };
}

// Words that nobody writes, of characters that neither JSON nor a header changes.
const begins = "__protodial_variable_begins__";
const ends = "__protodial_variable_ends__";

/** Stands in a request for what is guarded, until its command is written. */
export function shellVariable({ source, name }: Guarded): string {
  const variable = source === "secret" ? `PROTODIAL_SECRET_${name}` : name;
  return begins + variable.replace(/\W/g, "_") + ends;
}

/** The command, its flags one a line. */
export function requestCommand(tool: CommandTool, request: CallRequest, schema: CommandSchema): string {
  const lines = tool === "grpcurl" ? grpcurlLines(request, schema) : bufLines(request, schema);
  return `${lines.join(" \\\n  ")}\n`;
}

function grpcurlLines(request: CallRequest, { path, roots, pem }: CommandSchema): string[] {
  const { target, metadata, messages, deadlineMs } = request;
  const tls = target.tls;
  const address = target.address.replace(/^https?:\/\//, "");
  const socket = /^unix:(?:\/\/)?(\/.*)$/.exec(address)?.[1];
  const file = roots[0] !== undefined && path.startsWith(`${roots[0]}/`) ? path.slice(roots[0].length + 1) : path;
  return [
    "grpcurl",
    ...(tls === undefined ? ["-plaintext"] : []),
    ...(socket === undefined ? [] : ["-unix"]),
    ...pemFlags("-cacert", "-cert", "-key", pem),
    ...(tls?.insecure === true ? ["-insecure"] : []),
    ...(tls?.serverName === undefined ? [] : [`-servername ${quoted(tls.serverName)}`]),
    ...(target.authority === undefined ? [] : [`-authority ${quoted(target.authority)}`]),
    ...roots.map(root => `-import-path ${quoted(root)}`),
    `-proto ${quoted(file)}`,
    `-max-time ${deadlineMs / 1000}`,
    ...metadata.map(({ key, value }) => `-H ${quoted(`${key}: ${value}`)}`),
    `-d ${quoted(messages.join("\n"))}`,
    quoted(socket ?? address),
    `${request.service}/${request.method}`,
  ];
}

function bufLines(request: CallRequest, { roots, pem }: CommandSchema): string[] {
  const { target, metadata, messages, deadlineMs, protocol } = request;
  const tls = target.tls;
  const address = target.address.replace(/^https?:\/\/|^dns:\/\/\//, "");
  const socket = /^unix:(?:\/\/)?(\/.*)$/.exec(address)?.[1];
  const host = socket === undefined ? address : (target.authority ?? "localhost");
  const spoken = protocol === undefined ? "grpc" : protocol === "grpc-web" ? "grpcweb" : protocol;
  return [
    "buf curl",
    ...roots.map(root => `--schema ${quoted(root)}`),
    `--protocol ${spoken}`,
    ...(tls === undefined && spoken === "grpc" ? ["--http2-prior-knowledge"] : []),
    ...(socket === undefined ? [] : [`--unix-socket ${quoted(socket)}`]),
    ...pemFlags("--cacert", "--cert", "--key", pem),
    ...(tls?.insecure === true ? ["--insecure"] : []),
    ...(tls?.serverName === undefined ? [] : [`--servername ${quoted(tls.serverName)}`]),
    `--timeout ${deadlineMs}ms`,
    ...(target.authority === undefined || socket !== undefined ? [] : [`-H ${quoted(`Host: ${target.authority}`)}`]),
    ...metadata.map(({ key, value }) => `-H ${quoted(`${key}: ${value}`)}`),
    `-d ${quoted(messages.join("\n"))}`,
    quoted(`${tls === undefined ? "http" : "https"}://${host}/${request.service}/${request.method}`),
  ];
}

function pemFlags(ca: string, cert: string, key: string, pem: CommandSchema["pem"]): string[] {
  const flags = [
    [ca, pem.ca],
    [cert, pem.cert],
    [key, pem.key],
  ] as const;
  return flags.flatMap(([flag, file]) => (file === undefined ? [] : [`${flag} ${quoted(file)}`]));
}

/** As one word of bash: in single quotes, variables in double ones. */
function quoted(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return text
    .split(new RegExp(`(${begins}\\w+?${ends})`))
    .filter(part => part !== "")
    .map(part =>
      part.startsWith(begins) ? `"$${part.slice(begins.length, -ends.length)}"` : `'${part.replaceAll("'", "'\\''")}'`,
    )
    .join("");
}
