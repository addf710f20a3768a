// Code that stays compiled from one start to the next. V8 compiles a function when it is first called, and with a server
// that has just started that is most of what a request waits for.
import { mkdirSync, readFileSync, renameSync, rmSync, type Stats, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Script } from "node:vm";
import { fromDisk } from "./readFile.ts";

/** The end of the names of such files. */
export const codeExtension = ".code";

const restMs = 2000;
const restingCpuMs = 100;
const grownBy = 1.05;

/** What Node puts around a CommonJS module. */
const head = "(function (exports, require, module, __filename, __dirname) { ";
const foot = "\n})";

/**
 * Runs the CommonJS bundle `file` with the `require` of a neighbour. What V8 made of it the last time is taken from
 * `folder` where it is whole, of this very file and version of V8, and this user's own. Once the process is at rest, and
 * at its end, it is kept anew if there is more of it. Where that does not go the code runs as if there were no folder.
 */
export function runKept(file: string, require: NodeJS.Require, { folder, version }: Kept): void {
  const source = head + readFileSync(file, "utf8") + foot;
  const place = folder && path.join(folder, nameOf(file));
  const of = [version, process.versions.v8, process.arch, file, stampOf(statSync(file))].join("\n");
  const known = place === undefined ? undefined : readCode(place, of);
  const script = new Script(source, { filename: file, cachedData: known });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, file, path.dirname(file));
  if (folder === undefined || place === undefined) return;
  let kept = script.cachedDataRejected === false ? (known?.length ?? 0) : 0;
  const keep = () => {
    const made = script.createCachedData();
    if (made.length < kept * grownBy) return;
    kept = made.length;
    writeCode(folder, place, of, made);
  };
  if (kept === 0) onceAtRest(keep);
  process.once("exit", keep);
}

/** Where to keep code, undefined for nowhere, and the version of the product. */
interface Kept {
  readonly folder: string | undefined;
  readonly version: string;
}

// Making it takes tens of milliseconds, in which nobody is answered.
function onceAtRest(then: () => void): void {
  let before = process.cpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    before = process.cpuUsage();
    if (user + system > restingCpuMs * 1000) return;
    clearInterval(timer);
    then();
  }, restMs);
  timer.unref();
}

/** V8 trusts what it is given: a file that is damaged, or of others, must not reach it. */
function readCode(place: string, of: string): Buffer | undefined {
  return fromDisk(() => {
    const found = statSync(place, { throwIfNoEntry: false });
    if (found === undefined || !isOwn(found)) return undefined;
    const bytes = readFileSync(place);
    const heading = headingOf(of, 0).length;
    const code = bytes.subarray(heading);
    return bytes.subarray(0, heading).equals(headingOf(of, checksum(code))) ? code : undefined;
  });
}

function writeCode(folder: string, place: string, of: string, code: Buffer): void {
  const unfinished = `${place}.${process.pid}`;
  const written = fromDisk(() => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(unfinished, Buffer.concat([headingOf(of, checksum(code)), code]), { mode: 0o600 });
    renameSync(unfinished, place);
    return true;
  });
  if (!written) fromDisk(() => rmSync(unfinished, { force: true }));
}

/** What such a file begins with; of one length for all checksums, and a multiple of eight, as V8 wants what follows. */
function headingOf(of: string, sum: number): Buffer {
  const text = Buffer.from(`protodial code\n${of}\n${sum.toString(16).padStart(8, "0")}\n`);
  return Buffer.concat([text, Buffer.alloc(-text.length & 7, "\n")]);
}

function isOwn({ uid }: Stats): boolean {
  return process.getuid === undefined || uid === process.getuid();
}

const stampOf = ({ size, mtimeMs }: Stats) => `${size} ${mtimeMs}`;

const nameOf = (file: string) => checksum(Buffer.from(file)).toString(16).padStart(8, "0") + codeExtension;

/** FNV-1a over words of four bytes; what `node:crypto` gives would take longer to load than all of this takes. */
function checksum(bytes: Buffer): number {
  let sum = 0x811c9dc5;
  const { length } = bytes;
  const whole = length & ~3;
  const words = new DataView(bytes.buffer, bytes.byteOffset, length);
  for (let at = 0; at < whole; at += 4) sum = Math.imul(sum ^ words.getInt32(at, true), 0x01000193);
  for (let at = whole; at < length; at++) sum = Math.imul(sum ^ (bytes[at] ?? 0), 0x01000193);
  return sum >>> 0;
}
