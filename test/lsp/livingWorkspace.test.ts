import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import type { Diagnostic, Hover, WorkspaceSymbol } from "vscode-languageserver-types";
import { inBursts } from "../../server/src/lsp/watchFiles.ts";
import { git } from "../support/git.ts";
import { type LanguageClient, languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const none = (found: readonly Diagnostic[]) => found.length === 0;
const codes = (...wanted: string[]) => {
  return (found: readonly Diagnostic[]) =>
    JSON.stringify(found.map(one => one.code).sort()) === JSON.stringify(wanted.sort());
};

const user = 'syntax = "proto3";\npackage app;\nimport "gen/item.proto";\nmessage User { gen.Item item = 1; }\n';
const other = 'syntax = "proto3";\npackage app;\nmessage Other { string name = 1; }\n';
const item = 'syntax = "proto3";\npackage gen;\n// An item.\nmessage Item {}\n';

// What the system tells of the disk comes in its own time, in pieces.
const patience = { timeout: 60_000 };

interface Living {
  readonly client: LanguageClient;
  readonly folder: string;
  readonly uriOf: (name: string) => string;
  readonly write: (name: string, text: string) => void;
}

/** A server over a folder with these files; the client watches nothing, unless it says so. */
async function living(
  folder: string,
  ...[options, behaviour]: [Parameters<typeof languageClient>[1]?, Parameters<typeof languageClient>[2]?]
): Promise<Living> {
  const client = await languageClient(folder, options, behaviour);
  return {
    client,
    folder,
    uriOf: name => pathToFileURL(path.join(folder, name)).href,
    write: (name, text) => {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    },
  };
}

async function symbolsNamed(client: LanguageClient, query: string): Promise<readonly WorkspaceSymbol[]> {
  const found: WorkspaceSymbol[] = await client.connection.sendRequest("workspace/symbol", { query });
  return found.filter(one => one.name === query);
}

/** A repository with two branches: `full` has `gen/`, with thousands of files, and `main` has not. */
function twoBranches(): string {
  const folder = tempFolder({ "app/user.proto": user, "app/other.proto": other });
  git(folder, ["init", "-q", "-b", "main"]);
  git(folder, ["add", "."]);
  git(folder, ["commit", "-q", "-m", "without"]);
  git(folder, ["checkout", "-q", "-b", "full"]);
  for (let at = 0; at < 3000; at++) {
    const name = path.join(folder, `gen/p${at % 100}/f${at}.proto`);
    mkdirSync(path.dirname(name), { recursive: true });
    writeFileSync(name, `syntax = "proto3";\npackage gen.p${at % 100};\nmessage Made${at} { string name = 1; }\n`);
  }
  writeFileSync(path.join(folder, "gen/item.proto"), item);
  git(folder, ["add", "."]);
  git(folder, ["commit", "-q", "-m", "with"]);
  git(folder, ["checkout", "-q", "main"]);
  return folder;
}

describe("a checkout under the running server", () => {
  it("is seen where the client watches nothing", { timeout: 180_000 }, async () => {
    const { client, folder, uriOf } = await living(twoBranches());
    await client.open(uriOf("app/user.proto"), "proto", user);
    await client.open(uriOf("app/other.proto"), "proto", other);
    await client.diagnostics(uriOf("app/user.proto"), codes("import-not-found"));
    for (let round = 0; round < 2; round++) {
      git(folder, ["checkout", "-q", "full"]);
      await client.diagnostics(uriOf("app/user.proto"), none);
      const hover: Hover = await client.connection.sendRequest("textDocument/hover", {
        textDocument: { uri: uriOf("app/user.proto") },
        position: { line: 3, character: 20 },
      });
      expect(JSON.stringify(hover.contents)).toContain("An item.");
      await expect.poll(() => symbolsNamed(client, "Made2999"), patience).toHaveLength(1);
      git(folder, ["checkout", "-q", "main"]);
      await client.diagnostics(uriOf("app/user.proto"), codes("import-not-found"));
    }
    expect(await client.diagnostics(uriOf("app/other.proto"), none)).toEqual([]);
    await expect.poll(() => symbolsNamed(client, "Made2999"), patience).toEqual([]);
  });

  it("is seen where the client tells of it, file by file", { timeout: 180_000 }, async () => {
    const { client, folder, uriOf } = await living(
      twoBranches(),
      {},
      {
        capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
        answers: { "client/registerCapability": () => null },
      },
    );
    await client.open(uriOf("app/user.proto"), "proto", user);
    await client.diagnostics(uriOf("app/user.proto"), codes("import-not-found"));
    expect(await symbolsNamed(client, "Other")).toHaveLength(1);
    const tell = (type: number, names: readonly string[]) => {
      for (const name of names) {
        const changes = [{ uri: uriOf(name), type }];
        void client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes });
      }
    };
    git(folder, ["checkout", "-q", "full"]);
    const made = readdirSync(path.join(folder, "gen"), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)));
    expect(made).toHaveLength(3001);
    tell(1, made);
    await client.diagnostics(uriOf("app/user.proto"), none);
    expect(await symbolsNamed(client, "Made2999")).toHaveLength(1);
    git(folder, ["checkout", "-q", "main"]);
    // As VS Code tells of a folder with all that was in it.
    tell(3, ["gen"]);
    await client.diagnostics(uriOf("app/user.proto"), codes("import-not-found"));
    expect(await symbolsNamed(client, "Made2999")).toEqual([]);
  });
});

describe("changes on disk that nobody tells of", () => {
  it("of an imported file are seen by those that import it, through others too", async () => {
    const folder = tempFolder({
      "app/user.proto": user,
      "gen/item.proto": 'syntax = "proto3";\npackage gen;\nimport public "gen/real.proto";\n',
      "gen/real.proto": item,
    });
    const { client, uriOf, write } = await living(folder);
    const uri = uriOf("app/user.proto");
    await client.open(uri, "proto", user);
    await client.diagnostics(uri, none);
    write("gen/real.proto", item.replace("message Item", "message Gone"));
    await client.diagnostics(uri, codes("unresolved-type"));
    write("gen/real.proto", item);
    await client.diagnostics(uri, none);
    rmSync(path.join(folder, "gen/real.proto"));
    await client.diagnostics(uri, codes("unresolved-type"));
    write("gen/real.proto", item);
    await client.diagnostics(uri, none);
    rmSync(path.join(folder, "gen/item.proto"));
    await client.diagnostics(uri, codes("import-not-found"));
  });

  it("of a generator that writes its files again and again are seen to the last", async () => {
    const { client, uriOf, write, folder } = await living(
      tempFolder({ "app/user.proto": user, "gen/item.proto": item }),
    );
    const uri = uriOf("app/user.proto");
    await client.open(uri, "proto", user);
    await client.diagnostics(uri, none);
    for (let round = 0; round <= 10; round++) {
      // As generators do: everything goes, then everything comes.
      rmSync(path.join(folder, "gen"), { recursive: true });
      for (let at = 0; at < 100; at++) {
        write(`gen/f${at}.proto`, `syntax = "proto3";\npackage gen;\nmessage Made${at}V${round} {}\n`);
      }
      write("gen/item.proto", item.replace("Item", round === 10 ? "Item" : `Item${round}`));
      if (round === 9) await client.diagnostics(uri, codes("unresolved-type"));
    }
    await client.diagnostics(uri, none);
    await expect.poll(() => symbolsNamed(client, "Made99V10"), patience).toHaveLength(1);
    await expect.poll(() => symbolsNamed(client, "Made99V9"), patience).toEqual([]);
  });

  it("of a generator of thousands of files are seen, and those that git ignores are none", {
    timeout: 180_000,
  }, async () => {
    const { client, folder, uriOf, write } = await living(
      tempFolder({ ".gitignore": "/ignored\n", "app/user.proto": user, "deep/a.txt": "" }),
    );
    const uri = uriOf("app/user.proto");
    await client.open(uri, "proto", user);
    await client.diagnostics(uri, codes("import-not-found"));
    for (let at = 0; at < 3000; at++) {
      for (const top of ["ignored", "gen"]) {
        write(`${top}/p${at % 50}/f${at}.proto`, `syntax = "proto3";\npackage p${at % 50};\nmessage Made${at} {}\n`);
      }
    }
    write(`deep/${"d/".repeat(300)}far.proto`, other.replace("Other", "Far"));
    write("gen/item.proto", item);
    await client.diagnostics(uri, none);
    await expect.poll(() => symbolsNamed(client, "Made2999"), patience).toHaveLength(1);
    await expect.poll(() => symbolsNamed(client, "Far"), patience).toHaveLength(1);
    expect((await symbolsNamed(client, "Made1500")).map(one => one.location.uri)).toEqual([
      uriOf("gen/p0/f1500.proto"),
    ]);
    rmSync(path.join(folder, "gen"), { recursive: true });
    await client.diagnostics(uri, codes("import-not-found"));
    await expect.poll(() => symbolsNamed(client, "Made2999"), patience).toEqual([]);
  });

  it("of a folder that is moved away and back are seen", async () => {
    const files = {
      "app/user.proto": user,
      "gen/item.proto": item,
      "gen/deep/made.proto": other.replace("Other", "Made"),
    };
    const { client, folder, uriOf, write } = await living(tempFolder(files));
    const uri = uriOf("app/user.proto");
    await client.open(uri, "proto", user);
    await client.diagnostics(uri, none);
    expect(await symbolsNamed(client, "Made")).toHaveLength(1);
    const away = tempFolder();
    renameSync(path.join(folder, "gen"), path.join(away, "gen"));
    await client.diagnostics(uri, codes("import-not-found"));
    await expect.poll(() => symbolsNamed(client, "Made"), patience).toEqual([]);
    renameSync(path.join(away, "gen"), path.join(folder, "gen"));
    await client.diagnostics(uri, none);
    await expect.poll(() => symbolsNamed(client, "Made"), patience).toHaveLength(1);
    write("gen/item.proto", item.replace("message Item", "message Gone"));
    await client.diagnostics(uri, codes("unresolved-type"));
  });

  it("beyond the folder are seen where they are imported", async () => {
    const elsewhere = tempFolder({ "gen/item.proto": item });
    const { client, uriOf } = await living(tempFolder({ "app/user.proto": user }), {
      settings: { importRoots: [elsewhere] },
    });
    const uri = uriOf("app/user.proto");
    await client.open(uri, "proto", user);
    await client.diagnostics(uri, none);
    writeFileSync(path.join(elsewhere, "gen/item.proto"), item.replace("message Item", "message Gone"));
    await client.diagnostics(uri, codes("unresolved-type"));
  });
});

describe("files that git ignores", () => {
  it("are no symbols of the workspace, and are found where they are imported", async () => {
    const folder = tempFolder({
      "app/user.proto": user,
      "gen/item.proto": item,
      "gen/made.proto": other.replace("Other", "Made"),
      ".gitignore": "gen/\n",
    });
    const { client, uriOf, write } = await living(folder);
    const uri = uriOf("app/user.proto");
    await client.open(uri, "proto", user);
    await client.diagnostics(uri, none);
    expect(await symbolsNamed(client, "Made")).toEqual([]);
    write("gen/item.proto", item.replace("message Item", "message Gone"));
    await client.diagnostics(uri, codes("unresolved-type"));
    write("gen/item.proto", item);
    await client.diagnostics(uri, none);
  });

  it("are known at once when they are no longer ignored, and the other way round", async () => {
    const folder = tempFolder({ "app/other.proto": other, "app/gen/made.proto": other.replace("Other", "Made") });
    const { client, write } = await living(folder);
    expect(await symbolsNamed(client, "Made")).toHaveLength(1);
    write("app/.gitignore", "gen\n");
    await expect.poll(() => symbolsNamed(client, "Made"), patience).toEqual([]);
    write("app/.gitignore", "");
    await expect.poll(() => symbolsNamed(client, "Made"), patience).toHaveLength(1);
  });
});

it("what `files.exclude` names is left out, as the client has it", async () => {
  const exclude: Record<string, unknown> = { "**/gen": true, "**/*.js": { when: "$(basename).ts" }, app: false };
  const registered: string[] = [];
  const { client } = await living(
    tempFolder({ "app/other.proto": other, "app/gen/made.proto": other.replace("Other", "Made") }),
    {},
    {
      capabilities: { workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } } },
      answers: {
        "workspace/configuration": ({ items }: { items: { section: string }[] }) =>
          items.map(({ section }) => (section === "files.exclude" ? exclude : null)),
        "client/registerCapability": (params: { registrations: { method: string }[] }) => {
          registered.push(...params.registrations.map(one => one.method));
          return null;
        },
      },
    },
  );
  await expect.poll(() => symbolsNamed(client, "Made"), patience).toEqual([]);
  expect(await symbolsNamed(client, "Other")).toHaveLength(1);
  expect(registered).toContain("workspace/didChangeConfiguration");
  exclude["**/gen"] = false;
  await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
  await expect.poll(() => symbolsNamed(client, "Made"), patience).toHaveLength(1);
});

it("import roots beyond the folders are watched too, by clients that can", async () => {
  const folder = tempFolder({ "app/user.proto": user });
  const elsewhere = tempFolder({ "gen/item.proto": item });
  const settings = { importRoots: [elsewhere, "app"] };
  const calls: string[] = [];
  const { client } = await living(
    folder,
    { settings },
    {
      capabilities: {
        workspace: {
          configuration: true,
          didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
        },
      },
      answers: {
        "workspace/configuration": () => [settings],
        "client/registerCapability": (params: unknown) => {
          if (JSON.stringify(params).includes("baseUri")) calls.push(JSON.stringify(params));
          return null;
        },
        "client/unregisterCapability": () => {
          calls.push("unregister");
          return null;
        },
      },
    },
  );
  await expect.poll(() => calls, patience).toHaveLength(1);
  expect(calls[0]).toContain(JSON.stringify({ baseUri: pathToFileURL(elsewhere).href, pattern: "**/*.proto" }));
  expect(calls[0]).not.toContain(pathToFileURL(folder).href);
  settings.importRoots = [];
  await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
  await expect.poll(() => calls, patience).toEqual([calls[0], "unregister"]);
});

it("a burst of changes is taken in two pieces", async () => {
  const taken: (readonly number[])[] = [];
  const all = new Promise<void>(resolve => {
    const bursts = inBursts<number>(items => {
      taken.push(items);
      if (taken.length === 2) resolve();
    });
    for (let at = 0; at < 5000; at++) bursts.take([at]);
  });
  expect(taken).toEqual([[0]]);
  await all;
  expect(taken[1]).toHaveLength(4999);
});
