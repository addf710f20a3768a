// How a command reaches a server: target, TLS, metadata, deadline.
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { ParseArgsConfig } from "node:util";
import type { CallTarget, MetadataEntry, TlsOptions } from "../protocol/call.ts";
import type { CommandIo } from "./commandIo.ts";
import { UsageError } from "./usageError.ts";

/** For `parseArguments`. */
export const serverOptions = {
  header: { type: "string", short: "H", multiple: true, default: [] },
  tls: { type: "boolean", default: false },
  ca: { type: "string" },
  cert: { type: "string" },
  key: { type: "string" },
  insecure: { type: "boolean", default: false },
  authority: { type: "string" },
  "server-name": { type: "string" },
} satisfies ParseArgsConfig["options"];

interface TargetValues {
  readonly tls: boolean;
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly insecure: boolean;
  readonly authority?: string | undefined;
  readonly "server-name"?: string | undefined;
}

/** @throws {UsageError} when a file of certificates cannot be read. */
export async function targetOf(address: string, values: TargetValues, io: CommandIo): Promise<CallTarget> {
  const tls: TlsOptions = {
    ...(values.ca === undefined ? {} : { ca: await fileText(values.ca, io) }),
    ...(values.cert === undefined ? {} : { cert: await fileText(values.cert, io) }),
    ...(values.key === undefined ? {} : { key: await fileText(values.key, io) }),
    ...(values.insecure ? { insecure: true } : {}),
    ...(values["server-name"] === undefined ? {} : { serverName: values["server-name"] }),
  };
  // The options say that TLS is meant, even where `--tls` was forgotten.
  const isTls = values.tls || Object.keys(tls).length > 0;
  const authority = values.authority === undefined ? {} : { authority: values.authority };
  return { address, tls: isTls ? tls : undefined, ...authority };
}

/** The text of a file relative to `cwd`. @throws {UsageError} when it cannot be read. */
export async function fileText(path: string, io: CommandIo): Promise<string> {
  try {
    return await readFile(resolve(io.cwd, path), "utf8");
  } catch (error) {
    throw new UsageError(`\`${path}\` cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** `key: value` @throws {UsageError} */
export function headerEntry(header: string): MetadataEntry {
  const colon = header.indexOf(":", 1);
  if (colon < 0) throw new UsageError(`\`${header}\` is not a header; write \`key: value\``);
  return { key: header.slice(0, colon).trim(), value: header.slice(colon + 1).trim() };
}

/** Milliseconds of `500ms`, `5s`, `2m`; seconds without a unit. @throws {UsageError} */
export function durationMs(text: string): number {
  const [, number = "", unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim()) ?? [];
  const factor = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[unit] ?? 0;
  const result = Number(number) * factor;
  if (number === "" || result <= 0)
    throw new UsageError(`\`${text}\` is not a deadline; write \`500ms\`, \`5s\` or \`2m\``);
  return result;
}
