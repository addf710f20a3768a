// The `.proto` files, and those that say how they are imported, of a tar or zip archive.
import { inflateRawSync } from "node:zlib";
import type { ArchiveForm } from "./against.ts";
import { BaselineError } from "./baselineError.ts";
import { unpacked } from "./packed.ts";
import { readBytes } from "./syncFiles.ts";

/**
 * The contents of the plain files in an archive, by path with `/`. What leads out of it is left out.
 * @throws {BaselineError} when it cannot be read.
 */
export function archiveFiles(file: string, form: ArchiveForm): ReadonlyMap<string, Uint8Array> {
  const bytes = readBytes(file);
  if (bytes === undefined) throw new BaselineError(`\`${file}\` cannot be read`);
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  try {
    const files = form === "tar" ? tarFiles(unpackedTar(archive, file)) : zipFiles(archive);
    return new Map(
      [...files].filter(([name]) => isInside(name)).map(([name, content]) => [name.replace(/^(\.\/)+/, ""), content]),
    );
  } catch (error) {
    if (error instanceof RangeError || (error instanceof Error && "code" in error))
      throw new BaselineError(`\`${file}\` is no ${form} archive, or is damaged`);
    throw error;
  }
}

function isInside(name: string): boolean {
  return name !== "" && !name.startsWith("/") && !name.includes("\\") && !name.split("/").includes("..");
}

function unpackedTar(archive: Buffer, file: string): Buffer {
  const content = unpacked(archive, file.endsWith(".zst") ? "zstd" : "none", file);
  return Buffer.from(content.buffer, content.byteOffset, content.length);
}

// POSIX ustar with pax headers and GNU's long names: blocks of 512 bytes, a header before each content.
function* tarFiles(archive: Buffer): Generator<readonly [string, Uint8Array]> {
  let longName: string | undefined;
  for (let at = 0; at + 512 <= archive.length; ) {
    const header = archive.subarray(at, at + 512);
    if (header[0] === 0) return;
    const length = Number.parseInt(textAt(header, 124, 12).trim() || "0", 8);
    if (textAt(header, 257, 5) !== "ustar" || Number.isNaN(length)) throw new RangeError("no header");
    const content = archive.subarray(at + 512, at + 512 + length);
    const kind = textAt(header, 156, 1);
    const prefix = textAt(header, 345, 155);
    const name = longName ?? (prefix === "" ? "" : `${prefix}/`) + textAt(header, 0, 100);
    if (kind === "L") longName = content.toString("utf8").replace(/\0.*$/s, "");
    else if (kind === "x") longName = paxPath(content.toString("utf8")) ?? longName;
    else if (kind !== "g") {
      if (kind === "0" || kind === "") yield [name, content];
      longName = undefined;
    }
    at += 512 + Math.ceil(length / 512) * 512;
  }
}

function paxPath(records: string): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(records)?.[1];
}

function textAt(bytes: Buffer, start: number, length: number): string {
  const text = bytes.toString("utf8", start, start + length);
  const end = text.indexOf("\0");
  return end < 0 ? text : text.slice(0, end);
}

// The directory at the end of a zip file tells of each entry; contents are stored or deflated.
function* zipFiles(archive: Buffer): Generator<readonly [string, Uint8Array]> {
  const end = archive.lastIndexOf("PK\x05\x06", undefined, "latin1");
  if (end < 0) throw new RangeError("no directory");
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    if (archive.readUInt32LE(at) !== 0x02014b50) throw new RangeError("no entry");
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString("utf8", at + 46, at + 46 + nameLength);
    const start = archive.readUInt32LE(at + 42);
    const from = start + 30 + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28);
    const content = archive.subarray(from, from + archive.readUInt32LE(at + 20));
    if (!name.endsWith("/")) yield [name, archive.readUInt16LE(at + 10) === 8 ? inflateRawSync(content) : content];
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
}
