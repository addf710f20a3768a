// Outlines as bytes, to be kept between two starts. What is read may have been cut off or damaged, or written by another
// version: then it holds nothing from there on, and the rest is made again.
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
const formatVersion = 3;

// The bytes are pages. Each is, in this order: the head, three float numbers a file (its stamp), four integers a file (the
// lengths of `declared`, `used` and `rows`, the count of symbols), all rows, all names, and the rest as JSON.
const Head = { Magic: 0, Version: 1, Checksum: 2, Words: 3, Files: 4, Rows: 5, Names: 6, Json: 7 } as const;
const headWidth = 8;
const stampWidth = 3;
const fileWidth = 4;
const magic = 0x50444f4c;

type FileJson = [path: string, digest: string, packageName: string, imports: string[], publicImports: string[]];

// Less than a millisecond of work.
const filesAPage = 100;

/** One file of a page, by its path. */
export type KeptFile = readonly [path: string, kept: KeptOutline];

/** Puts outlines into bytes, page by page. */
export function* outlinePages(files: readonly KeptFile[], version: string): Generator<Uint8Array> {
  for (let at = 0; at < files.length; at += filesAPage) yield page(files.slice(at, at + filesAPage), version);
}

function page(files: readonly KeptFile[], version: string): Uint8Array {
  const encoder = new TextEncoder();
  const names = encoder.encode(
    files.map(([, { outline }]) => outline.columns.declared + outline.columns.used).join(""),
  );
  const json = encoder.encode(JSON.stringify(files.map(fileJson)));
  const counts = {
    files: files.length,
    rows: files.reduce((sum, [, { outline }]) => sum + outline.columns.rows.length, 0),
    names: names.length,
    json: json.length,
  };
  const bytes = new Uint8Array(sizeOf(counts));
  const parts = partsOf(bytes, counts);
  let end = 0;
  files.forEach(([, { stamp = noStamp, outline }], at) => {
    const { declared, used, rows, symbolCount } = outline.columns;
    parts.stamps.set(stamp, at * stampWidth);
    parts.files.set([declared.length, used.length, rows.length, symbolCount], at * fileWidth);
    parts.rows.set(rows, end);
    end += rows.length;
  });
  parts.names.set(names);
  parts.json.set(json);
  const { words } = parts;
  words.set([magic, hashOf(version), 0, words.length, counts.files, counts.rows, counts.names, counts.json]);
  words[Head.Checksum] = checksum(words);
  return bytes;
}

/** What was put into bytes, page by page; it ends before the first that is damaged, cut off or of another version. */
export function* keptOutlines(given: Uint8Array, version: string): Generator<readonly KeptFile[]> {
  // Columns begin where numbers of their size may.
  const bytes = given.byteOffset % 8 === 0 ? given : given.slice();
  for (let at = 0; at + headWidth * 4 <= bytes.length; ) {
    const head = new Int32Array(bytes.buffer, bytes.byteOffset + at, headWidth);
    const count = (which: number) => head[which] ?? 0;
    if (count(Head.Magic) !== magic || count(Head.Version) !== hashOf(version)) return;
    const counts = {
      files: count(Head.Files),
      rows: count(Head.Rows),
      names: count(Head.Names),
      json: count(Head.Json),
    };
    const size = sizeOf(counts);
    if (Object.values(counts).some(one => one < 0) || size !== count(Head.Words) * 4 || at + size > bytes.length)
      return;
    const parts = partsOf(bytes.subarray(at, at + size), counts);
    const found = count(Head.Checksum) === checksum(parts.words) ? outlinesIn(parts) : undefined;
    if (found === undefined) return;
    yield found;
    at += size;
  }
}

function outlinesIn(parts: Parts): readonly KeptFile[] | undefined {
  const texts = readJson(new TextDecoder().decode(parts.json));
  if (texts?.length !== parts.files.length / fileWidth) return undefined;
  // Names are ASCII, of which a byte is a character.
  const names = new TextDecoder().decode(parts.names);
  // Of their own memory, so that the bytes can be let go.
  const rows = parts.rows.slice();
  const found: KeptFile[] = [];
  let name = 0;
  let row = 0;
  for (const [at, [path, digest, packageName, imports, publicImports]] of texts.entries()) {
    const [declared = 0, used = 0, width = 0, symbolCount = 0] = parts.files.subarray(at * fileWidth);
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
    found.push([path, { stamp: Number.isNaN(size) ? undefined : [size, changed, born], digest, outline }]);
    name += declared + used;
    row += width;
  }
  return name === names.length && row === rows.length ? found : undefined;
}

const noStamp: FileStamp = [Number.NaN, Number.NaN, Number.NaN];

function fileJson([path, { digest, outline }]: KeptFile): FileJson {
  return [path, digest, outline.packageName, [...outline.imports], [...outline.publicImports]];
}

function readJson(text: string): readonly FileJson[] | undefined {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    // Whoever wrote this, it was not `outlinePages`.
    return undefined;
  }
  return Array.isArray(found) && found.every(isFileJson) ? found : undefined;
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
  // The next page begins where a float number may.
  return Math.ceil(size / 8) * 8;
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
