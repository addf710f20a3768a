// Whatever happens on disk under a running server: in the end it says what one says that was just started.
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "vscode-languageserver-types";
import { diskOperations, openedFiles } from "../support/diskOperations.ts";
import { freshState, runningState } from "../support/diskOracle.ts";
import { type LanguageClient, languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const all = process.env.PROTODIAL_FUZZ === "all";
const firstSeed = Number(process.env.PROTODIAL_SEED ?? 1);
const seeds = Array.from({ length: all ? 60 : 3 }, (_, at) => firstSeed + at);
const rounds = 12;

describe.each(seeds)("what happens on disk is seen to the last (%i)", seed => {
  it("by a server that watches itself", { timeout: 600_000 }, () => compare(seed, {}, () => {}));

  it("by a server whose client watches", { timeout: 600_000 }, async () => {
    const watching = {
      capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
      answers: { "client/registerCapability": () => null },
    };
    await compare(seed, watching, (client, before, after) => {
      const changes = toldChanges(before, after);
      void client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes });
    });
  });
});

/** Operates on a folder under a server; `tell` is given what stood there before and after. */
async function compare(
  seed: number,
  behaviour: Parameters<typeof languageClient>[2],
  tell: (client: LanguageClient, before: Standing, after: Standing) => void,
): Promise<void> {
  const chance = numbers(seed);
  const top = path.join(tempFolder(), "work");
  const operate = diskOperations(top, chance);
  // What one that was just started says is not compared with an earlier version.
  const client = await languageClient(top, { settings: { breaking: { against: "off" } } }, behaviour);
  const published = new Map<string, readonly Diagnostic[]>();
  client.connection.onNotification(
    "textDocument/publishDiagnostics",
    (told: { uri: string; diagnostics: Diagnostic[] }) => {
      published.set(told.uri, told.diagnostics);
    },
  );
  const open = Object.entries(openedFiles).map(([name, file]) => ({ uri: uriOf(path.join(top, name)), ...file }));
  for (const { uri, text } of open) await client.open(uri, "proto", text);
  const done: string[] = [];
  let before = standing(top);
  for (let round = 0; round < rounds; round++) {
    for (let more = 1 + chance(4); more > 0; more--) {
      done.push(operate());
      const after = standing(top);
      tell(client, before, after);
      before = after;
    }
    const { state, counts } = await freshState(top, open);
    const message = `after\n${done.join("\n")}\n`;
    await expect
      .poll(() => runningState(client, published, open, counts), { timeout: 30_000, interval: 50, message })
      .toEqual(state);
  }
}

/** What stands in a folder: by uri whether it is a folder, and what changes with its content. */
type Standing = ReadonlyMap<string, { readonly isFolder: boolean; readonly state: string }>;

function standing(folder: string): Standing {
  const found = new Map<string, { isFolder: boolean; state: string }>();
  // Watchers do not walk through links.
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const stat = existsSync(file) ? statSync(file) : undefined;
    if (stat === undefined || /^\.git(\/|$)/.test(path.relative(folder, file))) continue;
    const isFolder = stat.isDirectory();
    const state = isFolder ? `${stat.ino}` : `${stat.ino} ${stat.size} ${stat.mtimeMs}`;
    found.set(uriOf(file), { isFolder, state });
  }
  return found;
}

const told = { created: 1, changed: 2, deleted: 3 } as const;

/** What an editor tells: of a folder that came or went itself alone, of others each file. */
function toldChanges(before: Standing, after: Standing): readonly { readonly uri: string; readonly type: number }[] {
  const isSame = (uri: string) =>
    before.get(uri)?.isFolder === after.get(uri)?.isFolder &&
    (after.get(uri)?.isFolder !== true || before.get(uri)?.state === after.get(uri)?.state);
  const folderOf = (uri: string) => uri.slice(0, uri.lastIndexOf("/"));
  const isNews = (uri: string) => !(before.has(folderOf(uri)) || after.has(folderOf(uri))) || isSame(folderOf(uri));
  const gone = [...before.keys()].filter(uri => isNews(uri) && !isSame(uri));
  const come = [...after.keys()].filter(uri => isNews(uri) && !isSame(uri));
  const changed = [...after].filter(
    ([uri, { isFolder, state }]) => isNews(uri) && isSame(uri) && !isFolder && before.get(uri)?.state !== state,
  );
  return [
    ...gone.map(uri => ({ uri, type: told.deleted })),
    ...come.map(uri => ({ uri, type: told.created })),
    ...changed.map(([uri]) => ({ uri, type: told.changed })),
  ];
}

function uriOf(file: string): string {
  return pathToFileURL(file).href;
}

/** Numbers below a bound, the same ones each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}
