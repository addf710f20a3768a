// The index that one start keeps for the next: it saves reading, and changes no answer.
import { existsSync, readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import type { Location, SymbolInformation } from "vscode-languageserver-types";
import { languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const item = 'syntax = "proto3";\npackage shop;\nmessage Item {}\n';
const cart =
  'syntax = "proto3";\npackage shop;\nimport "shop/item.proto";\nmessage Cart {\n  repeated Item items = 1;\n}\n';

/** A folder whose files have not changed for so long that their times tell of each change. */
function shop(): string {
  const folder = tempFolder({ "shop/item.proto": item, "shop/cart.proto": cart, "shop/none.proto": "" });
  for (const name of readdirSync(path.join(folder, "shop"))) age(path.join(folder, "shop", name));
  return folder;
}

function age(file: string): void {
  const old = new Date("2020-01-01");
  utimesSync(file, old, old);
}

interface Answers {
  /** `name line:column` */
  readonly symbols: readonly string[];
  /** `file line:column` */
  readonly references: readonly string[];
}

/** Starts a server, asks it about the folder, and ends it once `mayEnd` holds. */
async function answers(folder: string, cacheFolder: string, mayEnd = () => true): Promise<Answers> {
  const { connection, open, end } = await languageClient(folder, { settings: { cacheFolder } });
  const uri = pathToFileURL(path.join(folder, "shop/item.proto")).href;
  await open(uri, "proto", item);
  const symbols: SymbolInformation[] = await connection.sendRequest("workspace/symbol", { query: "" });
  const references: Location[] = await connection.sendRequest("textDocument/references", {
    textDocument: { uri },
    position: { line: 2, character: 9 },
    context: { includeDeclaration: false },
  });
  await until(mayEnd);
  await end();
  return {
    symbols: symbols.map(({ name, location }) => `${name} ${place(location)}`).sort(),
    references: references.map(one => `${path.basename(one.uri)} ${place(one)}`).sort(),
  };
}

function place({ range: { start } }: Location): string {
  return `${start.line}:${start.character}`;
}

function keptFiles(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith(".outlines")) : [];
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(resolve => setTimeout(resolve, 20));
}

const asItIs: Answers = { symbols: ["Cart 3:8", "Item 2:8"], references: ["cart.proto 4:11"] };
const longer = cart.replace("message", "\nmessage").replace("Item items", "  Item items");
const moved: Answers = { symbols: ["Cart 4:8", "Item 2:8"], references: ["cart.proto 5:13"] };

describe("the index kept for the next start", () => {
  test("is one file in the folder of the setting, for each workspace folder, and answers are the same with it", async () => {
    const [folder, cache] = [shop(), path.join(tempFolder(), "made/cache")];
    expect(await answers(folder, cache)).toEqual(asItIs);
    const [kept = ""] = keptFiles(cache);
    expect(readdirSync(cache)).toEqual([kept]);
    expect(readdirSync(folder)).toEqual(["shop"]);
    expect(await answers(folder, cache)).toEqual(asItIs);
    expect(await answers(shop(), cache)).toEqual(asItIs);
    expect(keptFiles(cache)).toHaveLength(2);
  });

  test("is written while the server runs, once it has nothing else to do", async () => {
    const [folder, cache] = [shop(), tempFolder()];
    expect(await answers(folder, cache, () => keptFiles(cache).length > 0)).toEqual(asItIs);
  });

  test("gives way to what changed between two starts", async () => {
    const [folder, cache] = [shop(), tempFolder()];
    const file = path.join(folder, "shop/cart.proto");
    expect(await answers(folder, cache)).toEqual(asItIs);
    writeFileSync(file, longer);
    expect(await answers(folder, cache)).toEqual(moved);
    writeFileSync(file, cart);
    age(file);
    expect(await answers(folder, cache)).toEqual(asItIs);
  });

  test("gives way to another text of the same size and time", async () => {
    const [folder, cache] = [shop(), tempFolder()];
    const file = path.join(folder, "shop/cart.proto");
    // So that the times of files are taken for what they are: a file may change twice in one tick of the clock.
    await new Promise(resolve => setTimeout(resolve, 2100));
    expect(await answers(folder, cache)).toEqual(asItIs);
    writeFileSync(file, cart.replace("Cart", "Card"));
    age(file);
    expect((await answers(folder, cache)).symbols).toEqual(["Card 3:8", "Item 2:8"]);
  });

  test("gives way to files that were moved and to files that are gone", async () => {
    const [folder, cache] = [shop(), tempFolder()];
    expect(await answers(folder, cache)).toEqual(asItIs);
    renameSync(path.join(folder, "shop/cart.proto"), path.join(folder, "shop/trolley.proto"));
    expect((await answers(folder, cache)).references).toEqual(["trolley.proto 4:11"]);
    renameSync(path.join(folder, "shop/trolley.proto"), path.join(folder, "shop/trolley.txt"));
    expect(await answers(folder, cache)).toEqual({ symbols: ["Item 2:8"], references: [] });
  });

  // What else can be wrong with its bytes stands in outlineBytes.test.ts.
  const damages: Readonly<Record<string, (bytes: Buffer) => Uint8Array>> = {
    empty: () => new Uint8Array(),
    "cut off": bytes => bytes.subarray(0, bytes.length >> 1),
    "random bytes": bytes => Uint8Array.from(bytes, (_, at) => (at * 7919 + (at >> 3)) & 255),
  };
  for (const [name, damage] of Object.entries(damages)) {
    test(`is made again where it is ${name}`, async () => {
      const [folder, cache] = [shop(), tempFolder()];
      expect(await answers(folder, cache)).toEqual(asItIs);
      const file = path.join(cache, keptFiles(cache)[0] ?? "");
      const damaged = Buffer.from(damage(readFileSync(file)));
      writeFileSync(file, damaged);
      expect(await answers(folder, cache)).toEqual(asItIs);
      expect(readFileSync(file).equals(damaged)).toBe(false);
      expect(await answers(folder, cache)).toEqual(asItIs);
    });
  }

  test("is no matter where it cannot be written", async () => {
    const folder = shop();
    const file = path.join(tempFolder({ "a file": "" }), "a file");
    const { connection } = await languageClient(folder, { settings: { cacheFolder: file } });
    const told = new Promise<string>(resolve =>
      connection.onNotification("window/logMessage", ({ message }: { message: string }) => resolve(message)),
    );
    const symbols: SymbolInformation[] = await connection.sendRequest("workspace/symbol", { query: "" });
    expect(symbols.map(one => one.name).sort()).toEqual(["Cart", "Item"]);
    expect(await told).toContain("the index is not kept for the next start");
  });
});
