// The server's code, kept compiled from one start to the next: it answers with it, without it, and with what is left of it.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { builtServer } from "../support/builtServer.ts";

let server = "";
beforeAll(async () => {
  server = await builtServer();
});

test("it is kept at the end, for this user alone, and not written again by who finds it whole", () => {
  const home = temporary();
  // The first two may have come to different ends of what nobody waits for.
  for (const _ of [1, 2]) expect(capabilitiesWith(home)).toHaveProperty("hoverProvider");
  const file = keptIn(home);
  const { mode, mtimeMs, size } = statSync(file);
  expect(mode & 0o077).toBe(0);
  // Hundreds of functions, not a heading alone.
  expect(size).toBeGreaterThan(200_000);
  expect(capabilitiesWith(home)).toHaveProperty("hoverProvider");
  expect(statSync(file).mtimeMs).toBe(mtimeMs);
});

const damages: readonly (readonly [string, (bytes: Buffer) => Buffer])[] = [
  ["empty", () => Buffer.alloc(0)],
  ["cut off", bytes => bytes.subarray(0, bytes.length / 2)],
  ["cut off in its heading", bytes => bytes.subarray(0, 20)],
  ["longer", bytes => Buffer.concat([bytes, Buffer.from("more")])],
  ["of another version", bytes => Buffer.from(bytes.toString("latin1").replace(/\n\d+\./, "\n99."), "latin1")],
  ...[0.1, 0.5, 0.9, 0.999].map(at => [`changed at ${at}`, flipped(at)] as const),
];

test.each(damages)("one that is %s is made again", (_, damage) => {
  const home = temporary();
  capabilitiesWith(home);
  const file = keptIn(home);
  const damaged = damage(readFileSync(file));
  writeFileSync(file, damaged);
  expect(capabilitiesWith(home)).toHaveProperty("hoverProvider");
  expect(readFileSync(file).equals(damaged)).toBe(false);
});

test("where it cannot be kept the server runs without", () => {
  const home = temporary();
  writeFileSync(path.join(home, "protodial"), "a file where the folder would be");
  expect(capabilitiesWith(home)).toHaveProperty("hoverProvider");
  const other = temporary();
  capabilitiesWith(other);
  const file = keptIn(other);
  rmSync(file);
  mkdirSync(file);
  expect(capabilitiesWith(other)).toHaveProperty("hoverProvider");
  expect(readdirSync(path.dirname(file))).toEqual([path.basename(file)]);
});

test("nothing is kept where Node's own variable forbids it", () => {
  const home = temporary();
  expect(capabilitiesWith(home, { NODE_DISABLE_COMPILE_CACHE: "1" })).toHaveProperty("hoverProvider");
  expect(readdirSync(home)).toEqual([]);
});

/** What a server says of itself whose cache folder is in `home`, from its start to its end. */
function capabilitiesWith(home: string, more: Record<string, string> = { NODE_DISABLE_COMPILE_CACHE: "" }): object {
  const input = [
    { id: 1, method: "initialize", params: { processId: null, rootUri: null, capabilities: {} } },
    { id: 2, method: "shutdown" },
    { method: "exit" },
  ].map(framed);
  const env = { ...process.env, XDG_CACHE_HOME: home, LOCALAPPDATA: home, ...more };
  const { stdout } = spawnSync(process.execPath, [server, "--stdio"], { input: input.join(""), env, encoding: "utf8" });
  const answer = /\{"jsonrpc":"2.0","id":1,.*?\}(?=Content-Length|$)/s.exec(stdout)?.[0];
  return JSON.parse(answer ?? "{}").result?.capabilities ?? {};
}

function framed(message: object): string {
  const text = JSON.stringify({ jsonrpc: "2.0", ...message });
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

function keptIn(home: string): string {
  const folder = path.join(home, "protodial");
  const [name = "", ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  expect(name).toMatch(/^[0-9a-f]{8}\.code$/);
  return path.join(folder, name);
}

function flipped(at: number): (bytes: Buffer) => Buffer {
  return bytes => {
    const place = Math.floor(bytes.length * at);
    const changed = Buffer.from(bytes);
    changed[place] = (bytes[place] ?? 0) ^ 0x10;
    return changed;
  };
}

function temporary(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "protodial-kept-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
