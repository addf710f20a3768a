import { readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { cacheFolder } from "../../server/src/node/cacheFolder.ts";
import { outlineFiles } from "../../server/src/node/outlineFiles.ts";
import { tempFolder } from "../support/tempFolder.ts";

function logged(): { readonly lines: string[]; readonly log: (line: string) => void } {
  const lines: string[] = [];
  return { lines, log: line => void lines.push(line) };
}

async function* pages(...all: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* all;
}

describe("files that keep the index", () => {
  test("give back what was written last for a folder, and nothing for others", async () => {
    const { log, lines } = logged();
    const folder = path.join(tempFolder(), "deep/in it");
    const store = outlineFiles(folder, log);
    expect(await store.read("file:///a")).toBeUndefined();
    await store.write("file:///a", pages(Uint8Array.of(1, 2, 3)));
    await store.write("file:///a", pages(Uint8Array.of(4), Uint8Array.of(5, 6)));
    expect(await store.read("file:///a")).toEqual(Buffer.of(4, 5, 6));
    expect(await store.read("file:///a/b")).toBeUndefined();
    expect(readdirSync(folder)).toHaveLength(1);
    expect(lines).toEqual([]);
  });

  test("are for this user alone", async () => {
    if (process.platform === "win32") return;
    const folder = path.join(tempFolder(), "cache");
    await outlineFiles(folder, () => {}).write("file:///a", pages(Uint8Array.of(1)));
    const [name = ""] = readdirSync(folder);
    expect([folder, path.join(folder, name)].map(one => statSync(one).mode & 0o777)).toEqual([0o700, 0o600]);
  });

  test("take no more than they may: what was not used for the longest time goes, and what is too large is not kept", async () => {
    const folder = tempFolder();
    const store = outlineFiles(folder, () => {}, 250);
    const names = ["a", "b", "c"].map(name => `file:///${name}`);
    for (const [at, name] of names.entries()) {
      await store.write(name, pages(new Uint8Array(100)));
      const [file = ""] = readdirSync(folder).filter(
        one => statSync(path.join(folder, one)).mtimeMs > Date.now() - 1e6,
      );
      const used = new Date(Date.now() - (10 - at) * 1e7);
      utimesSync(path.join(folder, file), used, used);
    }
    expect(await Promise.all(names.map(async name => (await store.read(name)) !== undefined))).toEqual([
      false,
      true,
      true,
    ]);
    await store.write("file:///d", pages(new Uint8Array(200)));
    expect(await store.read("file:///d")).toBeUndefined();
  });

  test("leave no unfinished ones behind for long, and nothing else is touched", async () => {
    const folder = tempFolder({ "x.outlines.123": "", "y.outlines.456": "", "notes.txt": "" });
    const old = new Date(Date.now() - 1e7);
    for (const name of ["x.outlines.123", "notes.txt"]) utimesSync(path.join(folder, name), old, old);
    await outlineFiles(folder, () => {}).write("file:///a", pages(Uint8Array.of(1)));
    const names = readdirSync(folder).filter(name => !/^[0-9a-f]{32}\.outlines$/.test(name));
    expect(names.sort()).toEqual(["notes.txt", "y.outlines.456"]);
  });

  test("stamp a file by its size and times, but not while it may change again unseen", () => {
    const folder = tempFolder({ "a.proto": "message A {}" });
    const store = outlineFiles(folder, () => {});
    const uri = pathToFileURL(path.join(folder, "a.proto")).href;
    expect(store.stamp(uri)).toBeUndefined();
    expect(store.stamp(`${uri}x`)).toBeUndefined();
    expect(store.stamp("untitled:a")).toBeUndefined();
    const old = fileURLToPath(new URL("../../package-lock.json", import.meta.url));
    const { size, mtimeMs, ctimeMs } = statSync(old);
    expect(store.stamp(pathToFileURL(old).href)).toEqual([size, mtimeMs, ctimeMs]);
  });

  test("say why they could not be written", async () => {
    const { log, lines } = logged();
    const folder = tempFolder();
    writeFileSync(path.join(folder, "file"), "");
    await outlineFiles(path.join(folder, "file/below"), log).write("file:///a", pages(Uint8Array.of(1)));
    expect(lines).toEqual([expect.stringContaining("the index is not kept for the next start")]);
  });

  test("stand in the folder of the setting, or where the system has caches", () => {
    if (process.platform !== "linux") return;
    const { log, lines } = logged();
    const places = [
      ["/x/y", { HOME: "/home/me" }],
      ["", { HOME: "/home/me" }],
      ["", { HOME: "/home/me", XDG_CACHE_HOME: "/var/me" }],
      ["", { HOME: "/home/me", XDG_CACHE_HOME: "relative" }],
      ["", {}],
    ] as const;
    expect(places.map(([setting, environment]) => cacheFolder(setting, environment, log))).toEqual([
      "/x/y",
      "/home/me/.cache/protodial",
      "/var/me/protodial",
      "/home/me/.cache/protodial",
      undefined,
    ]);
    expect(lines).toEqual([]);
    expect(cacheFolder("my/cache", { HOME: "/home/me" }, log)).toBe("/home/me/.cache/protodial");
    expect(lines).toEqual(["`protodial.cacheFolder` is `my/cache`, which is no absolute path, and is not used"]);
  });
});
