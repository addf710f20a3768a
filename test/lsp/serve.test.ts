import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import type {
  CodeAction,
  CodeLens,
  CompletionList,
  Diagnostic,
  DocumentSymbol,
  Hover,
  Location,
  SemanticTokens,
} from "vscode-languageserver-types";
import { edited } from "../support/fixture.ts";
import { type LanguageClient, languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const main = `syntax = "proto3";

package pets.v1;

import "pets/v1/pet.proto";

service Pets {
  rpc Get(Pet) returns (stream Pet);
}

message Owner {
  string name = 1;
  Pet pet = 2;
}
`;
const pet = 'syntax = "proto3";\n\npackage pets.v1;\n\n// A pet.\nmessage Pet {\n  string name = 1;\n}\n';
const files = { "pets/v1/main.proto": main, "pets/v1/pet.proto": pet };

const none = (found: readonly Diagnostic[]) => found.length === 0;
const some = (found: readonly Diagnostic[]) => found.length > 0;

interface Opened {
  readonly client: LanguageClient;
  readonly folder: string;
  readonly uri: string;
  readonly uriOf: (name: string) => string;
}

/** The server over a folder with `files`, `main.proto` open in it. */
async function opened(
  ...[options, behaviour]: [Parameters<typeof languageClient>[1]?, Parameters<typeof languageClient>[2]?]
): Promise<Opened> {
  const folder = tempFolder(files);
  const client = await languageClient(folder, options, behaviour);
  const uriOf = (name: string) => pathToFileURL(path.join(folder, name)).href;
  const uri = uriOf("pets/v1/main.proto");
  await client.open(uri, "proto", main);
  return { client, folder, uri, uriOf };
}

describe("diagnostics", () => {
  it("appear with the key that causes them and vanish with the one that cures them", async () => {
    const { client, uri } = await opened();
    expect(await client.diagnostics(uri, none)).toEqual([]);
    await client.change(uri, main.replace("pet = 2", "pet = 1"));
    const [found] = await client.diagnostics(uri, some);
    expect(found).toMatchObject({
      source: "protodial",
      severity: 1,
      code: "duplicate-field-number",
      range: { start: { line: 12, character: 12 }, end: { line: 12, character: 13 } },
    });
    expect(found?.relatedInformation?.[0]?.location).toMatchObject({ uri, range: { start: { line: 11 } } });
    await client.change(uri, main);
    await client.diagnostics(uri, none);
  });

  it("bear the version of the text they are of", async () => {
    const { client, uri } = await opened();
    const told = new Promise(resolve => {
      client.connection.onNotification("textDocument/publishDiagnostics", ({ version, diagnostics }) => {
        if (diagnostics.length > 0) resolve(version);
      });
    });
    await client.change(uri, `${main}message {`);
    expect(await told).toBe(2);
  });

  it("take edits as ranges, in UTF-16 units", async () => {
    const { client, uri } = await opened();
    const text = 'syntax = "proto3";\nmessage M { string a = 1; /* é漢😀 */ int33 b = 2; }\n';
    await client.change(uri, text);
    const column = text.split("\n")[1]?.indexOf("int33") ?? -1;
    const [found] = await client.diagnostics(uri, some);
    expect(found?.range).toEqual({ start: { line: 1, character: column }, end: { line: 1, character: column + 5 } });
    const range = { start: { line: 1, character: column + 3 }, end: { line: 1, character: column + 5 } };
    await client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: 9 },
      contentChanges: [{ range, text: "32" }],
    });
    await client.diagnostics(uri, none);
  });

  it("follow unsaved changes of what is imported", async () => {
    const { client, uri, uriOf } = await opened();
    await client.diagnostics(uri, none);
    const petUri = uriOf("pets/v1/pet.proto");
    await client.open(petUri, "proto", pet);
    await client.change(petUri, pet.replace("message Pet", "message Animal"));
    const found = await client.diagnostics(uri, some);
    expect(found.map(one => one.code)).toEqual(["unresolved-type", "unresolved-type", "unresolved-type"]);
    await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri: petUri } });
    await client.diagnostics(uri, none);
  });

  it("follow files that come and go on disk", async () => {
    const registered: { id: string; method: string; registerOptions: unknown }[] = [];
    const { client, folder, uri, uriOf } = await opened(
      {},
      {
        capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
        answers: {
          "client/registerCapability": (params: { registrations: typeof registered }) => {
            registered.push(...params.registrations);
            return null;
          },
        },
      },
    );
    await client.diagnostics(uri, none);
    expect(JSON.stringify(registered)).toContain("**/*.proto");
    const tell = (type: number) =>
      client.connection.sendNotification("workspace/didChangeWatchedFiles", {
        changes: [{ uri: uriOf("pets/v1/pet.proto"), type }],
      });
    rmSync(path.join(folder, "pets/v1/pet.proto"));
    await tell(3);
    expect((await client.diagnostics(uri, some))[0]?.code).toBe("import-not-found");
    writeFileSync(path.join(folder, "pets/v1/pet.proto"), pet);
    await tell(1);
    await client.diagnostics(uri, none);
  });

  it("are withdrawn when a document is closed, and none are shown of bundled files", async () => {
    const { client, uri } = await opened();
    await client.change(uri, "message {");
    await client.diagnostics(uri, some);
    await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
    await client.diagnostics(uri, none);
  });

  it("follow the setting of import roots", async () => {
    const settings = { importRoots: [] as string[] };
    const { client, folder, uri } = await opened(
      {},
      {
        capabilities: { workspace: { configuration: true } },
        answers: { "workspace/configuration": () => [settings] },
      },
    );
    await client.diagnostics(uri, none);
    const elsewhere = tempFolder({ "far/away.proto": 'syntax = "proto3";\npackage far;\n' });
    await client.change(uri, main.replace('import "', 'import "far/away.proto";\nimport "'));
    await client.diagnostics(uri, found => found.some(one => one.code === "import-not-found"));
    settings.importRoots = [folder, elsewhere];
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    await client.diagnostics(uri, found => !found.some(one => one.code === "import-not-found"));
  });
});

describe("requests", () => {
  const at = (uri: string, line: number, character: number) => ({
    textDocument: { uri },
    position: { line, character },
  });

  it("hover, definition and references cross files", async () => {
    const { client, uri, uriOf } = await opened();
    const hover: Hover = await client.connection.sendRequest("textDocument/hover", at(uri, 12, 3));
    expect(hover.contents).toMatchObject({ value: "```proto\nmessage pets.v1.Pet\n```\n\nA pet." });
    const place: Location = await client.connection.sendRequest("textDocument/definition", at(uri, 12, 3));
    expect(place).toEqual({
      uri: uriOf("pets/v1/pet.proto"),
      range: { start: { line: 5, character: 8 }, end: { line: 5, character: 11 } },
    });
    const uses: Location[] = await client.connection.sendRequest("textDocument/references", {
      ...at(uri, 12, 3),
      context: { includeDeclaration: true },
    });
    expect(uses).toHaveLength(4);
  });

  it("show bundled files as documents of their own", async () => {
    const { client, uri } = await opened();
    await client.change(uri, 'syntax = "proto3";\nimport "google/protobuf/empty.proto";\n');
    const place: Location = await client.connection.sendRequest("textDocument/definition", at(uri, 1, 12));
    expect(place.uri).toBe("protodial:/google/protobuf/empty.proto");
    const bundled = await client.request("protodial/bundledFile", { uri: place.uri });
    expect(bundled?.text).toContain("message Empty {}");
    expect(await client.request("protodial/bundledFile", { uri: "protodial:/no.proto" })).toBeNull();
  });

  it("outline, complete and colour a broken text", async () => {
    const { client, uri } = await opened();
    const broken = main.replace("  Pet pet = 2;\n}", "  Pet pet = 2\n  P");
    await client.change(uri, broken);
    const symbols: DocumentSymbol[] = await client.connection.sendRequest("textDocument/documentSymbol", at(uri, 0, 0));
    expect(symbols.map(one => one.name)).toEqual(["pets.v1", "Pets", "Owner"]);
    const list: CompletionList = await client.connection.sendRequest("textDocument/completion", at(uri, 13, 3));
    expect(list.items.map(one => one.label)).toContain("Pet");
    const tokens: SemanticTokens = await client.connection.sendRequest(
      "textDocument/semanticTokens/full",
      at(uri, 0, 0),
    );
    expect(tokens.data.length).toBeGreaterThan(0);
  });

  it("offer fixes that cure", async () => {
    const { client, uri } = await opened();
    const broken = main.replace("pet = 2", "pet = 1");
    await client.change(uri, broken);
    const [problem] = await client.diagnostics(uri, some);
    const actions: CodeAction[] = await client.connection.sendRequest("textDocument/codeAction", {
      textDocument: { uri },
      range: problem?.range,
      context: { diagnostics: [problem] },
    });
    const fix = actions.find(one => one.isPreferred);
    expect(fix?.kind).toBe("quickfix");
    await client.change(uri, edited(broken, fix?.edit?.changes?.[uri] ?? []));
    await client.diagnostics(uri, none);
  });

  it("show lenses to clients that can run them, and to no others", async () => {
    const { client, uri } = await opened({ lensCommands: ["protodial.callMethod"] });
    const lenses: CodeLens[] = await client.connection.sendRequest("textDocument/codeLens", at(uri, 0, 0));
    expect(lenses.map(one => one.command?.arguments)).toEqual([[uri, "pets.v1.Pets/Get"]]);
    const other = await opened();
    expect(await other.client.connection.sendRequest("textDocument/codeLens", at(other.uri, 0, 0))).toEqual([]);
  });

  it("list the rpcs of one file and of all", async () => {
    const { client, uri } = await opened();
    const item = { uri, line: 7, method: "pets.v1.Pets/Get", streaming: "server" };
    expect(await client.request("protodial/methods", { uri })).toEqual({ methods: [item] });
    expect(await client.request("protodial/methods", {})).toEqual({ methods: [item] });
  });

  it("find symbols of files that nobody opened", async () => {
    const { client } = await opened();
    const found = await client.connection.sendRequest("workspace/symbol", { query: "Pet" });
    expect(JSON.stringify(found)).toContain("pet.proto");
  });
});

describe("failures", () => {
  it("of one request are told and logged, and the server lives", async () => {
    const logged: string[] = [];
    const { client, uri } = await opened();
    client.connection.onNotification(
      "window/logMessage",
      ({ message }: { message: string }) => void logged.push(message),
    );
    // A request without a position is one no feature reckons with.
    const failed = client.connection.sendRequest("textDocument/hover", { textDocument: { uri } });
    await expect(failed).rejects.toThrow("textDocument/hover failed");
    expect(logged.join("\n")).toContain("textDocument/hover: TypeError");
    const symbols: DocumentSymbol[] = await client.connection.sendRequest("textDocument/documentSymbol", {
      textDocument: { uri },
    });
    expect(symbols).toHaveLength(3);
  });

  it("to list files end the requests that need the list, and the next one tries again", async () => {
    let isBroken = true;
    const listFiles = () => {
      if (isBroken) throw new Error("the list cannot be had");
      return { uris: [] };
    };
    const answers = { "protodial/listFiles": listFiles, "protodial/readFile": () => null };
    const { client } = await opened({ servesFiles: true }, { answers });
    const symbols = () => client.connection.sendRequest("workspace/symbol", { query: "Owner" });
    await expect(symbols()).rejects.toThrow("the list cannot be had");
    isBroken = false;
    expect(await symbols()).toHaveLength(1);
  });

  it("include documents that are not open and uris of other schemes", async () => {
    const { client } = await opened();
    for (const uri of ["file:///nowhere/x.proto", "git:/a.proto?HEAD", "untitled:Untitled-1"]) {
      const params = { textDocument: { uri }, position: { line: 3, character: 9 } };
      expect(await client.connection.sendRequest("textDocument/hover", params)).toBeNull();
      expect(await client.connection.sendRequest("textDocument/documentSymbol", params)).toEqual([]);
    }
  });
});
