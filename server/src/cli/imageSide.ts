// The files of a descriptor image, as the side to compare with.
import { readFileSync } from "node:fs";
import * as zlib from "node:zlib";
import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { descriptorImage } from "../breaking/descriptorImage.ts";
import { readBytes } from "../node/syncFiles.ts";
import type { Against, Compression } from "./against.ts";
import { UsageError } from "./usageError.ts";

/**
 * Reads an image.
 * @throws {UsageError} when it cannot be read, or is none.
 */
export async function imageFiles({
  file,
  form,
  compression,
}: Extract<Against, { readonly kind: "image" }>): Promise<readonly FileDescriptorProto[]> {
  const name = file ?? "standard input";
  const content = file === undefined ? readFileSync(0) : readBytes(file);
  if (content === undefined) throw new UsageError(`\`${name}\` cannot be read`);
  const image = await descriptorImage(unpacked(content, compression, name), form);
  if (image.kind === "damaged") throw new UsageError(`\`${name}\` ${image.message}`);
  return image.files;
}

/**
 * The content of a file that may be compressed; gzip is known by its first bytes.
 * @throws {UsageError} when it is damaged, or of a form that this Node cannot read.
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
    throw new UsageError(`\`${name}\`: zstd needs Node 22.15 or newer; unpack it first`);
  } catch (error) {
    if (error instanceof Error && "code" in error) throw new UsageError(`\`${name}\` is damaged: ${error.message}`);
    throw error;
  }
}
