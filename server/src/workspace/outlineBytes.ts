// Outlines as bytes, to be kept between two starts. What is read may have been cut off or damaged, or written by another
// version: then it holds nothing, and all is made again.
import { importWidth, Outline, symbolWidth, useWidth } from "./outline.ts";

/** The outline of what stands in a file. */
export interface KeptOutline {
  /** Undefined where the file may have changed after it was read, and its stamp not. */
  readonly stamp: FileStamp | undefined;
  /** Of the content. */
  readonly digest: string;
  readonly outline: Outline;
}

/** Size and times of a file: as long as they are the same, so is its content. */
export type FileStamp = readonly [number, number, number];

/** Counted up when outlines or their bytes change: what other versions of the product wrote is not read anyway. */
const formatVersion = 2;

// The bytes are, in this order: the head, three float numbers a file (its stamp), four integers a file (the lengths of
// `declared`, `used` and `rows`, the count of symbols), all rows, all names, and the rest as a line of JSON a file.
const Head = { Magic: 0, Version: 1, Checksum: 2, Files: 3, Rows: 4, Names: 5, Json: 6 } as const;
const headWidth = 8;
const stampWidth = 3;
const fileWidth = 4;
const magic = 0x50444f4c;

type FileJson = [path: string, digest: string, packageName: string, imports: string[], publicImports: string[]];

// Between two pauses: some milliseconds of work.
const filesAtOnce = 400;

/** Puts outlines into bytes, by the paths of their files. `pause` lets others work between steps of some milliseconds. */
export async function outlineBytes(
  outlines: ReadonlyMap<string, KeptOutline>,
  version: string,
  pause: () => Promise<void>,
): Promise<Uint8Array> {
  const files = [...outlines];
  const encoder = new TextEncoder();
  const names: Uint8Array[] = [];
  const json: Uint8Array[] = [];
  for (let at = 0; at < files.length; at += filesAtOnce) {
    const some = files.slice(at, at + filesAtOnce);
    names.push(encoder.encode(some.map(([, { outline }]) => outline.columns.declared + outline.columns.used).join("")));
    json.push(encoder.encode(some.map(file => `${JSON.stringify(fileJson(file))}\n`).join("")));
    await pause();
  }
  const counts = {
    files: files.length,
    rows: files.reduce((sum, [, { outline }]) => sum + outline.columns.rows.length, 0),
    names: lengthOf(names),
    json: lengthOf(json),
  };
  const parts = partsOf(new Uint8Array(sizeOf(counts)), counts);
  let end = 0;
  files.forEach(([, { stamp = noStamp, outline }], at) => {
    const { declared, used, rows, symbolCount } = outline.columns;
    parts.stamps.set(stamp, at * stampWidth);
    parts.files.set([declared.length, used.length, rows.length, symbolCount], at * fileWidth);
    parts.rows.set(rows, end);
    end += rows.length;
  });
  join(names, parts.names);
  join(json, parts.json);
  await pause();
  parts.words.set([magic, hashOf(version), 0, counts.files, counts.rows, counts.names, counts.json]);
  parts.words[Head.Checksum] = checksum(parts.words);
  return parts.bytes;
}

function lengthOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, one) => sum + one.length, 0);
}

function join(chunks: readonly Uint8Array[], into: Uint8Array): void {
  let end = 0;
  for (const one of chunks) {
    into.set(one, end);
    end += one.length;
  }
}

/** What was put into bytes; undefined where they are not such, or not of this version. */
export async function keptOutlines(
  given: Uint8Array,
  version: string,
  pause: () => Promise<void>,
): Promise<ReadonlyMap<string, KeptOutline> | undefined> {
  if (given.length < headWidth * 4 || given.length % 4 !== 0) return undefined;
  // Columns begin where numbers of their size may.
  const bytes = given.byteOffset % 8 === 0 ? given : given.slice();
  const head = new Int32Array(bytes.buffer, bytes.byteOffset, headWidth);
  const count = (at: number) => head[at] ?? 0;
  if (count(Head.Magic) !== magic || count(Head.Version) !== hashOf(version)) return undefined;
  const counts = {
    files: count(Head.Files),
    rows: count(Head.Rows),
    names: count(Head.Names),
    json: count(Head.Json),
  };
  if (Object.values(counts).some(one => one < 0) || sizeOf(counts) !== bytes.length) return undefined;
  const parts = partsOf(bytes, counts);
  if (count(Head.Checksum) !== checksum(parts.words)) return undefined;
  await pause();
  return outlinesIn(parts, pause);
}

async function outlinesIn(parts: Parts, pause: () => Promise<void>): Promise<Map<string, KeptOutline> | undefined> {
  // Names are ASCII, of which a byte is a character.
  const names = new TextDecoder().decode(parts.names);
  // Of their own memory, so that the bytes can be let go.
  const rows = parts.rows.slice();
  await pause();
  const texts = new TextDecoder().decode(parts.json).split("\n");
  if (texts.pop() !== "" || texts.length !== parts.files.length / fileWidth) return undefined;
  const found = new Map<string, KeptOutline>();
  let name = 0;
  let row = 0;
  for (const [at, text] of texts.entries()) {
    if (at % filesAtOnce === 0) await pause();
    const json = readJson(text);
    const [declared = 0, used = 0, width = 0, symbolCount = 0] = parts.files.subarray(at * fileWidth);
    if (json === undefined) return undefined;
    const [path, digest, packageName, imports, publicImports] = json;
    const useNumbers = width - symbolCount * symbolWidth - imports.length * importWidth;
    const isSound = Math.min(declared, used, symbolCount, useNumbers) >= 0 && useNumbers % useWidth === 0;
    if (!isSound) return undefined;
    const outline = new Outline({
      header: { packageName, imports, publicImports },
      declared: names.slice(name, name + declared),
      used: names.slice(name + declared, name + declared + used),
      rows: rows.subarray(row, row + width),
      symbolCount,
    });
    const [size = 0, changed = 0, born = 0] = parts.stamps.subarray(at * stampWidth);
    found.set(path, { stamp: Number.isNaN(size) ? undefined : [size, changed, born], digest, outline });
    name += declared + used;
    row += width;
  }
  return name === names.length && row === rows.length ? found : undefined;
}

const noStamp: FileStamp = [Number.NaN, Number.NaN, Number.NaN];

function fileJson([path, { digest, outline }]: readonly [string, KeptOutline]): FileJson {
  return [path, digest, outline.packageName, [...outline.imports], [...outline.publicImports]];
}

function readJson(text: string): FileJson | undefined {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    // Whoever wrote this, it was not `outlineBytes`.
    return undefined;
  }
  return isFileJson(found) ? found : undefined;
}

function isFileJson(value: unknown): value is FileJson {
  if (!Array.isArray(value) || value.length !== 5) return false;
  const [path, digest, packageName, imports, publicImports] = value;
  const areTexts = [path, digest, packageName].every(one => typeof one === "string");
  return areTexts && Array.isArray(imports) && Array.isArray(publicImports);
}

interface Counts {
  readonly files: number;
  readonly rows: number;
  readonly names: number;
  readonly json: number;
}

interface Parts {
  readonly bytes: Uint8Array;
  /** All of it. */
  readonly words: Int32Array;
  readonly stamps: Float64Array;
  readonly files: Int32Array;
  readonly rows: Int32Array;
  readonly names: Uint8Array;
  readonly json: Uint8Array;
}

function partsOf(bytes: Uint8Array, counts: Counts): Parts {
  const { buffer, byteOffset } = bytes;
  const stamps = byteOffset + headWidth * 4;
  const files = stamps + counts.files * stampWidth * 8;
  const rows = files + counts.files * fileWidth * 4;
  const names = rows + counts.rows * 4;
  return {
    bytes,
    words: new Int32Array(buffer, byteOffset, bytes.length / 4),
    stamps: new Float64Array(buffer, stamps, counts.files * stampWidth),
    files: new Int32Array(buffer, files, counts.files * fileWidth),
    rows: new Int32Array(buffer, rows, counts.rows),
    names: new Uint8Array(buffer, names, counts.names),
    json: new Uint8Array(buffer, names + counts.names, counts.json),
  };
}

function sizeOf({ files, rows, names, json }: Counts): number {
  const size = headWidth * 4 + files * (stampWidth * 8 + fileWidth * 4) + rows * 4 + names + json;
  return Math.ceil(size / 4) * 4;
}

/** Of all words but the one where it stands. */
function checksum(words: Int32Array): number {
  let sum = 0;
  for (let at = 0; at < words.length; at++) {
    if (at !== Head.Checksum) sum = Math.imul(sum ^ (words[at] ?? 0) ^ (sum >>> 15), 0x01000193);
  }
  return sum;
}

function hashOf(version: string): number {
  let hash = formatVersion;
  for (const character of version) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) | 0;
  return hash;
}
