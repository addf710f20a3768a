// A `grpcurl` or `buf curl` command as a request document.
import { base64Text } from "./base64.ts";
import { type CommandFlag, commandFlags } from "./commandFlags.ts";
import { type ShellWord, shellWords } from "./shellWords.ts";

export type CommandRequest =
  | { readonly kind: "request"; readonly text: string }
  /** `start`: offset in the command. */
  | { readonly kind: "wrong"; readonly message: string; readonly start: number };

type Tool = keyof typeof commandFlags;

interface Given {
  readonly flags: readonly { readonly flag: CommandFlag; readonly value: string; readonly start: number }[];
  readonly positionals: readonly ShellWord[];
}

/** Whether a text looks like such a command, so that pasting it can offer more. */
export function isCommand(text: string): boolean {
  return /^\s*(?:(?:PS [^>\n]*>|[$>&])\s+)?(?:(?:echo|cat|printf)\b[\s\S]*\|\s*)?(?:\S*[\\/])?(?:grpcurl(?:\.exe)?|buf(?:\.exe)?\s+curl)\s/.test(
    text,
  );
}

/** Reads a command; what is not understood is refused with its place. */
export function commandRequest(command: string): CommandRequest {
  const shell = shellWords(command);
  if (shell.kind === "wrong") return shell;
  const { words, input } = shell;
  const program = (words[0]?.text ?? "").replace(/^.*[\\/]/, "").replace(/\.exe$/i, "");
  const isBuf = program === "buf" && words[1]?.text === "curl";
  if (program !== "grpcurl" && !isBuf) {
    return wrong("this is no `grpcurl` or `buf curl` command", words[0]?.start ?? 0);
  }
  const tool: Tool = isBuf ? "buf" : "grpcurl";
  const given = readFlags(tool, words.slice(isBuf ? 2 : 1));
  if ("kind" in given) return given;
  return isBuf ? fromBuf(given, input, words) : fromGrpcurl(given, input, words);
}

function readFlags(tool: Tool, words: readonly ShellWord[]): Given | Extract<CommandRequest, { kind: "wrong" }> {
  const table: Readonly<Record<string, CommandFlag>> = commandFlags[tool];
  const flags: Given["flags"][number][] = [];
  const positionals: ShellWord[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    const match = /^--?([A-Za-z][\w-]*)(?:=([\s\S]*))?$/.exec(word.text);
    // `-d{…}` of buf's short flags, whose value may follow at once.
    const joined = tool === "buf" ? /^-([dHuAE])([^-=][\s\S]*)$/.exec(word.text) : null;
    const name = joined?.[1] ?? match?.[1];
    if (name === undefined) {
      positionals.push(word);
      continue;
    }
    const flag = Object.hasOwn(table, name) ? table[name] : undefined;
    if (flag === undefined)
      return wrong(`\`${word.text.split("=")[0]}\` is not a flag of ${toolNames[tool]}`, word.start);
    if (flag.use === "refused") return wrong(flag.reason, word.start);
    let value = joined?.[2] ?? match?.[2];
    if (value === undefined && flag.takes === "value") {
      at += 1;
      value = words[at]?.text;
      if (value === undefined) return wrong(`\`${word.text}\` is without its value`, word.start);
    }
    // `-plaintext=false` is as if it were not there.
    if (flag.takes === "nothing" && value === "false") continue;
    flags.push({ flag, value: value ?? "", start: word.start });
  }
  return { flags, positionals };
}

const toolNames = { grpcurl: "grpcurl", buf: "buf curl" } as const;

function fromGrpcurl(given: Given, input: string | undefined, words: readonly ShellWord[]): CommandRequest {
  const [address, symbol, ...rest] = given.positionals;
  if (address === undefined) return wrong("the address is missing", words[0]?.start ?? 0);
  if (address.text === "list" || address.text === "describe")
    return wrong(`\`${address.text}\` calls nothing`, address.start);
  if (symbol === undefined) return wrong("the method is missing behind the address", address.start);
  if (symbol.text === "list" || symbol.text === "describe")
    return wrong(`\`${symbol.text}\` calls nothing`, symbol.start);
  if (rest[0] !== undefined) return wrong("one word too many: is a quote missing?", rest[0].start);
  const method = methodPath(symbol.text);
  if (method === undefined) return wrong(`\`${symbol.text}\` is not \`pkg.Service/Method\``, symbol.start);
  const isUnix = has(given, "unix");
  const target = isUnix && !address.text.startsWith("unix:") ? `unix://${address.text}` : address.text;
  const tls = has(given, "plaintext") || isUnix || target.startsWith("unix:") ? [] : ["# @tls"];
  return document(given, input, { target, method, options: tls });
}

function fromBuf(given: Given, input: string | undefined, words: readonly ShellWord[]): CommandRequest {
  const [url, ...rest] = given.positionals;
  if (url === undefined) return wrong("the URL is missing", words[0]?.start ?? 0);
  if (rest[0] !== undefined) return wrong("one word too many: is a quote missing?", rest[0].start);
  const parts = /^(https?):\/\/([^/]+)\/(?:([^?#]*)\/)?([\w.]+\/\w+)$/.exec(url.text);
  if (parts === null) return wrong("the URL is not `http://host:port/pkg.Service/Method`", url.start);
  const [, scheme, host = "", prefix, method = ""] = parts;
  if (prefix !== undefined) return wrong(`the path \`/${prefix}\` before the service is not sent by gRPC`, url.start);
  const protocol = given.flags.find(one => one.flag.use === "protocol");
  // It is Connect where nothing is said.
  const spoken = protocol?.value ?? "connect";
  const name = { grpc: "grpc", grpcweb: "grpc-web", connect: "connect" }[spoken];
  if (name === undefined) return wrong(`\`${spoken}\` is not one of its protocols`, protocol?.start ?? 0);
  const socket = given.flags.find(one => one.flag.use === "socket")?.value;
  const options = [
    ...(name === "grpc" ? [] : [`# @protocol ${name}`]),
    ...(socket === undefined ? [] : [`# @authority ${host}`]),
    ...(socket !== undefined && scheme === "https" ? ["# @tls"] : []),
  ];
  const withPort = /:\d+$/.test(host) ? host : `${host}:${scheme === "https" ? 443 : 80}`;
  const target = socket !== undefined ? `unix://${socket}` : scheme === "https" ? `https://${withPort}` : withPort;
  return document(given, input, { target, method, options });
}

interface Head {
  readonly target: string;
  readonly method: string;
  readonly options: readonly string[];
}

function document(given: Given, input: string | undefined, { target, method, options }: Head): CommandRequest {
  const lines = [`### ${method.slice(method.lastIndexOf("/") + 1)}`, ...options];
  const headers: string[] = [];
  let body: string | undefined;
  for (const { flag, value, start } of given.flags) {
    switch (flag.use) {
      case "data": {
        if (value === "@" || value === "@-") {
          if (input === undefined) return wrong("the data comes from standard input: put it behind `-d`", start);
          body = input;
        } else if (value.startsWith("@")) {
          return wrong(`the data stands in \`${value.slice(1)}\`: put it behind \`-d\``, start);
        } else body = value;
        break;
      }
      case "header": {
        const colon = value.indexOf(":", 1);
        if (colon < 0) return wrong(`\`${value}\` is not a header; one is \`name: value\``, start);
        // With -expand-headers the program itself puts variables in.
        const text = has(given, "expand") ? value.replace(/\$\{(\w+)\}/g, "{{$env $1}}") : value;
        headers.push(`${text.slice(0, colon).trim()}: ${text.slice(text.indexOf(":", 1) + 1).trim()}`);
        break;
      }
      case "user":
        headers.push(`authorization: Basic ${base64Text(new TextEncoder().encode(value))}`);
        break;
      case "option":
        lines.push(`# @${flag.option} ${flag.takes === "value" ? value : ""}`.trimEnd());
        break;
      case "seconds": {
        const seconds = /^\d+(\.\d+)?$/.test(value) ? `${value}s` : value;
        if (!/^\d+(\.\d+)?(ms|s|m|h)$/.test(seconds)) return wrong(`\`${value}\` is not a time`, start);
        lines.push(`# @deadline ${seconds}`);
        break;
      }
      default:
        break;
    }
  }
  lines.push(`GRPC ${target}/${method}`, ...headers);
  const message = (body ?? "").trim();
  return { kind: "request", text: `${lines.join("\n")}\n${message === "" ? "" : `\n${message}\n`}` };
}

function has(given: Given, use: CommandFlag["use"]): boolean {
  return given.flags.some(one => one.flag.use === use);
}

function methodPath(symbol: string): string | undefined {
  const found = /^\/?([\w.]+)[/.](\w+)$/.exec(symbol);
  return found === null ? undefined : `${found[1]}/${found[2]}`;
}

function wrong(message: string, start: number): Extract<CommandRequest, { kind: "wrong" }> {
  return { kind: "wrong", message, start };
}
