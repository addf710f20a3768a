import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { type WatchedChange, watchedDiskFiles } from "../../server/src/node/watchFiles.ts";
import { FolderRules } from "../../server/src/workspace/folderRules.ts";
import { tempFolder } from "../support/tempFolder.ts";

interface Watched {
  readonly uriOf: (name: string) => string;
  readonly list: () => Promise<readonly string[]>;
  readonly read: (uri: string) => Promise<Uint8Array | undefined>;
  /** Waits for what is told of a uri. */
  readonly told: (uri: string) => Promise<WatchedChange["kind"]>;
  readonly all: readonly WatchedChange[];
}

async function watched(folder: string): Promise<Watched> {
  const all: WatchedChange[] = [];
  const waiting = new Set<() => void>();
  const files = watchedDiskFiles({
    onChange: changes => {
      for (const one of changes) all.push(one);
      for (const look of waiting) look();
    },
    log: message => expect.unreachable(message),
  });
  onTestFinished(files.close);
  const list = () => files.list(pathToFileURL(folder).href, new FolderRules([]));
  await list();
  return {
    uriOf: name => pathToFileURL(path.join(folder, name)).href,
    list,
    read: files.read,
    told: uri =>
      new Promise(resolve => {
        const look = () => {
          const at = all.findIndex(one => one.uri === uri);
          const found = all[at];
          if (found === undefined) return;
          all.splice(at, 1);
          waiting.delete(look);
          resolve(found.kind);
        };
        waiting.add(look);
        look();
      }),
    all,
  };
}

it("files that come, change and go are told", async () => {
  const folder = tempFolder({ "a.proto": "", "deep/er/b.proto": "" });
  const { uriOf, told } = await watched(folder);
  writeFileSync(path.join(folder, "a.proto"), "// changed");
  expect(await told(uriOf("a.proto"))).toBe("changed");
  writeFileSync(path.join(folder, "deep/er/c.proto"), "");
  expect(await told(uriOf("deep/er/c.proto"))).toBe("changed");
  rmSync(path.join(folder, "deep/er/b.proto"));
  expect(await told(uriOf("deep/er/b.proto"))).toBe("deleted");
  // As editors save.
  writeFileSync(path.join(folder, "a.proto.tmp"), "// replaced");
  renameSync(path.join(folder, "a.proto.tmp"), path.join(folder, "a.proto"));
  expect(await told(uriOf("a.proto"))).toBe("changed");
});

it("a folder that comes is told as itself, and watched once it is listed", async () => {
  const folder = tempFolder({ "a.proto": "" });
  const { uriOf, told, list } = await watched(folder);
  mkdirSync(path.join(folder, "new/deep"), { recursive: true });
  expect(await told(uriOf("new/"))).toBe("changed");
  await list();
  writeFileSync(path.join(folder, "new/deep/b.proto"), "");
  expect(await told(uriOf("new/deep/b.proto"))).toBe("changed");
});

it("a folder that is moved away and back is watched afterwards as before", async () => {
  const folder = tempFolder({ "lib/deep/a.proto": "" });
  const { uriOf, told, list } = await watched(folder);
  renameSync(path.join(folder, "lib"), path.join(folder, "away"));
  expect(await told(uriOf("lib"))).toBe("deleted");
  expect(await told(uriOf("away/"))).toBe("changed");
  await list();
  renameSync(path.join(folder, "away"), path.join(folder, "lib"));
  expect(await told(uriOf("lib/"))).toBe("changed");
  await list();
  writeFileSync(path.join(folder, "lib/deep/a.proto"), "// changed");
  expect(await told(uriOf("lib/deep/a.proto"))).toBe("changed");
});

it("files beyond the listed folder are told of once one beside them was read", async () => {
  const elsewhere = tempFolder({ "far.proto": "" });
  const { read, told } = await watched(tempFolder());
  const uri = pathToFileURL(path.join(elsewhere, "far.proto")).href;
  await read(uri);
  writeFileSync(path.join(elsewhere, "far.proto"), "// changed");
  expect(await told(uri)).toBe("changed");
});

it("nothing is told of dependencies", async () => {
  const folder = tempFolder({ "a.proto": "", "node_modules/b/b.proto": "" });
  const { uriOf, told, all } = await watched(folder);
  writeFileSync(path.join(folder, "node_modules/b/b.proto"), "// changed");
  writeFileSync(path.join(folder, "a.proto"), "// changed");
  await told(uriOf("a.proto"));
  expect(all.filter(one => one.uri.includes("node_modules"))).toEqual([]);
});
