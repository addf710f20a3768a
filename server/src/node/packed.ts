import * as zlib from "node:zlib";
import type { Compression } from "./against.ts";
import { BaselineError } from "./baselineError.ts";

/**
 * The content of a file that may be compressed; gzip is known by its first bytes.
 * @throws {BaselineError} when it is damaged, or of a form that this Node cannot read.
 */
export function unpacked(content: Uint8Array, compression: Compression, name: string): Uint8Array {
  const isGzip = content[0] === 0x1f && content[1] === 0x8b;
  if (compression === "none" && !isGzip) return content;
  try {
    if (compression !== "zstd") return zlib.gunzipSync(content);
    // Newer than the oldest Node that this runs on.
    const unpack: unknown = Reflect.get(zlib, "zstdDecompressSync");
    const read: unknown = typeof unpack === "function" ? unpack(content) : undefined;
    if (read instanceof Uint8Array) return read;
    throw new BaselineError(`\`${name}\`: zstd needs Node 22.15 or newer; unpack it first`);
  } catch (error) {
    if (error instanceof Error && "code" in error) throw new BaselineError(`\`${name}\` is damaged: ${error.message}`);
    throw error;
  }
}
