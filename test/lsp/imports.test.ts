import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { CodeAction, Diagnostic, Hover, Location } from "vscode-languageserver-types";
import { edited } from "../support/fixture.ts";
import { type LanguageClient, languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const message = (packageName: string, name: string, ...imports: readonly string[]) =>
  `syntax = "proto3";\npackage ${packageName};\n${imports.map(one => `import "${one}";\n`).join("")}message ${name} {}\n`;

interface Opened {
  readonly client: LanguageClient;
  readonly uri: string;
  readonly uriOf: (name: string) => string;
}

/** The server over a folder with `files`, the first of them open in it. */
async function opened(
  files: Readonly<Record<string, string>>,
  options: Parameters<typeof languageClient>[1] = {},
): Promise<Opened> {
  const folder = tempFolder(files);
  const client = await languageClient(folder, options);
  const uriOf = (name: string) => pathToFileURL(path.join(folder, name)).href;
  const [[name, text] = ["", ""]] = Object.entries(files);
  await client.open(uriOf(name), "proto", text);
  return { client, uri: uriOf(name), uriOf };
}

/** The one diagnostic with this code, once there is one that `wanted` holds for. */
async function diagnostic(
  { client, uri }: Opened,
  code: string,
  wanted: (one: Diagnostic) => boolean = () => true,
): Promise<Diagnostic> {
  const isIt = (one: Diagnostic) => one.code === code && wanted(one);
  const found = (await client.diagnostics(uri, all => all.some(isIt))).find(isIt);
  if (found === undefined) throw new Error(`no ${code}`);
  return found;
}

function actionsOf({ client, uri }: Opened, found: Diagnostic): Promise<CodeAction[]> {
  const params = { textDocument: { uri }, range: found.range, context: { diagnostics: [found] } };
  return client.connection.sendRequest("textDocument/codeAction", params);
}

async function hoverText({ client, uri }: Opened, line: number): Promise<string> {
  const params = { textDocument: { uri }, position: { line, character: 12 } };
  const hover: Hover = await client.connection.sendRequest("textDocument/hover", params);
  return typeof hover.contents === "object" && "value" in hover.contents ? hover.contents.value : "";
}

test("an import that is not found names the roots tried and the file of that name, which a fix imports", async () => {
  const files = {
    "proto/a/v1/a.proto": message("a.v1", "A", "wrong/b.proto"),
    "proto/b/v1/b.proto": message("b.v1", "B"),
  };
  const one = await opened(files);
  const found = await diagnostic(one, "import-not-found", ({ message: text }) => String(text).includes("found at"));
  expect(found.message).toBe(
    "cannot find the imported file `wrong/b.proto` in `proto` and `.`\nfound at `proto/b/v1/b.proto`: import it as `b/v1/b.proto`",
  );
  const [fix, ...others] = await actionsOf(one, found);
  expect(others).toEqual([]);
  expect(fix).toMatchObject({ title: "Change to `b/v1/b.proto`", isPreferred: true, diagnostics: [found] });
  const text = edited(files["proto/a/v1/a.proto"], fix?.edit?.changes?.[one.uri] ?? []);
  expect(text).toContain('import "b/v1/b.proto";');
  await one.client.change(one.uri, text);
  await one.client.diagnostics(one.uri, all => all.every(({ code }) => code !== "import-not-found"));
});

test("a client that can run the command is offered to add the root, others are not", async () => {
  const files = { "a.proto": message("a", "A", "lost/b.proto"), "c.proto": message("c", "C") };
  const command = { command: "protodial.addImportRoot", arguments: ["lost/b.proto"] };
  const able = await opened(files, { fixCommands: ["protodial.addImportRoot"] });
  const found = await diagnostic(able, "import-not-found");
  expect(found.message).toMatch(/\nname the folder that it is relative to in `protodial.importRoots`/);
  expect(await actionsOf(able, found)).toMatchObject([{ kind: "quickfix", command, diagnostics: [found] }]);
  const unable = await opened(files);
  expect(await actionsOf(unable, await diagnostic(unable, "import-not-found"))).toEqual([]);
});

test("an import that no root could make right is not offered one", async () => {
  const options = { fixCommands: ["protodial.addImportRoot"] as const };
  const one = await opened({ "a.proto": message("a", "A", "../lost/b.proto") }, options);
  expect(await actionsOf(one, await diagnostic(one, "import-not-found"))).toEqual([]);
});

test("an import that finds files that differ says so, and is silent when they are alike again", async () => {
  const files = {
    "proto/shop.proto": message("shop", "Shop", "money/money.proto"),
    "proto/money/money.proto": message("money", "Money"),
    "third_party/money/money.proto": message("money", "Cents"),
  };
  const one = await opened(files);
  const found = await diagnostic(one, "ambiguous-import");
  expect(found).toMatchObject({
    severity: 3,
    range: { start: { line: 2, character: 7 }, end: { line: 2, character: 26 } },
  });
  expect(found.message).toContain("leads to `proto/money/money.proto` and hides `third_party/money/money.proto`");
  expect(found.relatedInformation?.map(({ location }) => location.uri)).toEqual([
    one.uriOf("proto/money/money.proto"),
    one.uriOf("third_party/money/money.proto"),
  ]);
  await one.client.open(one.uriOf("proto/money/money.proto"), "proto", files["third_party/money/money.proto"]);
  await one.client.diagnostics(one.uri, all => all.every(({ code }) => code !== "ambiguous-import"));
  await one.client.change(one.uriOf("proto/money/money.proto"), files["proto/money/money.proto"]);
  await diagnostic(one, "ambiguous-import");
});

test("an import below no root that several files end in says which one was taken, until a root is named", async () => {
  const files = {
    "svc/a/a.proto": message("a", "A", "money.proto"),
    "lib/one/money.proto": message("money", "Cents"),
    "lib/two/money.proto": message("money", "Money"),
  };
  const one = await opened(files, { fixCommands: ["protodial.addImportRoot"] });
  const found = await diagnostic(one, "ambiguous-import");
  expect(found.severity).toBe(3);
  expect(found.message).toBe(
    "`money.proto` is in no import root, and several files that end in it differ\nthe import leads to `lib/one/money.proto`, not to `lib/two/money.proto`; make the folder of the right one an import root, in `protodial.importRoots` or with `-I`",
  );
  const command = { command: "protodial.addImportRoot", arguments: ["money.proto"] };
  expect(await actionsOf(one, found)).toContainEqual(
    expect.objectContaining({ kind: "quickfix", command: expect.objectContaining(command) }),
  );
  const named = { fixCommands: ["protodial.addImportRoot"] as const, settings: { importRoots: ["lib/two"] } };
  const settled = await opened(files, named);
  const left = await settled.client.diagnostics(settled.uri, () => true);
  expect(left.map(({ code }) => code)).toEqual(["unused-import"]);
});

test("an import that is not found in a tree of Bazel says what Bazel may add to paths", async () => {
  const files = {
    "app/app.proto": message("app", "App", "foo/x/x.proto", "lost/lost.proto"),
    "lib/src/x/x.proto": message("x", "X"),
    "MODULE.bazel": "",
  };
  const one = await opened(files);
  const isPlaced = (found: Diagnostic) => String(found.message).includes("import_prefix");
  const [meant, lost] = await one.client.diagnostics(one.uri, all => all.filter(isPlaced).length === 2);
  expect(meant?.message).toMatch(
    /\ndid you mean `lib\/src\/x\/x.proto`\? a prefix that Bazel adds with `import_prefix`/,
  );
  expect(lost?.message).toMatch(/or with `-I`; a prefix that Bazel adds with `import_prefix` is in no folder$/);
  const { "MODULE.bazel": _, ...plain } = files;
  const other = await opened(plain);
  const found = await diagnostic(other, "import-not-found", ({ message: text }) =>
    String(text).includes("did you mean"),
  );
  expect(found.message).not.toContain("Bazel");
});

test("every fix that is offered for an import that is not found makes it resolve", async () => {
  const lost = [
    "b.v1/nearby.proto",
    "../../b/v1/nearby.proto",
    "b\\\\v1\\\\nearby.proto",
    "b/v1/Nearby.proto",
    "b/v1/neraby.proto",
    "proto/../b/v1/nearby.proto",
    "googel/protobuf/any.proto",
    "x/deep/q.proto",
  ];
  const files = {
    "proto/a/v1/a.proto": message("a.v1", "A", ...lost),
    "proto/b/v1/nearby.proto": message("b.v1", "B"),
    "lib/one/deep/q.proto": message("deep", "Q"),
    "lib/two/deep/q.proto": message("deep", "Q2"),
  };
  const one = await opened(files);
  const isHinted = (found: Diagnostic) => String(found.message).includes("\n");
  const isLost = (found: Diagnostic) => found.code === "import-not-found";
  const found = (
    await one.client.diagnostics(
      one.uri,
      all => all.filter(isLost).length === lost.length && all.filter(isLost).every(isHinted),
    )
  ).filter(isLost);
  let tried = 0;
  for (const [at, problem] of found.entries()) {
    await one.client.change(one.uri, files["proto/a/v1/a.proto"]);
    await one.client.diagnostics(one.uri, all => all.filter(isLost).length === lost.length);
    const actions = await actionsOf(one, problem);
    expect(actions, lost[at]).not.toEqual([]);
    for (const { edit } of actions) {
      const text = edited(files["proto/a/v1/a.proto"], edit?.changes?.[one.uri] ?? []);
      await one.client.change(one.uri, text);
      await one.client.diagnostics(one.uri, all => all.filter(isLost).length === lost.length - 1);
      tried++;
    }
  }
  expect(tried).toBeGreaterThanOrEqual(lost.length + 1);
});

test("an import that buf leaves out of its module says so", async () => {
  const one = await opened({
    "proto/a/a.proto": message("a", "A", "old/o.proto"),
    "proto/old/o.proto": message("old", "O"),
    "buf.yaml": "version: v2\nmodules:\n  - path: proto\n    excludes: [proto/old]\n",
  });
  const found = await diagnostic(one, "import-not-found", ({ message: text }) => String(text).includes("left out"));
  expect(found.message).toContain("`proto/old/o.proto` is left out of its module by `buf.yaml`");
});

test("roots that are given are looked into wherever they are", async () => {
  const one = tempFolder({ "money/money.proto": message("money", "Money") });
  const other = tempFolder({ "money/money.proto": message("money", "Cents") });
  const files = { "a.proto": message("a", "A", "money/money.proto") };
  const found = await diagnostic(await opened(files, { settings: { importRoots: [one, other] } }), "ambiguous-import");
  expect(found.message).toContain(`leads to \`${one}/money/money.proto\` and hides \`${other}/money/money.proto\``);
});

test("nothing is said of a vendored copy of a file that comes with the product", async () => {
  const vendored = 'syntax = "proto3";\npackage google.protobuf;\nmessage Empty {}\n';
  const one = await opened({
    "proto/a.proto": message("a", "A", "google/protobuf/empty.proto", "lost.proto"),
    "third_party/google/protobuf/empty.proto": vendored,
  });
  await diagnostic(one, "import-not-found");
  const found = await one.client.diagnostics(one.uri, () => true);
  expect(found.map(({ code }) => code)).not.toContain("ambiguous-import");
});

test("a hover over an import tells the file, its root, why it is one, and what it hides", async () => {
  const one = await opened({
    "proto/shop.proto": message("shop", "Shop", "money/money.proto", "google/protobuf/any.proto", "lost/lost.proto"),
    "proto/money/money.proto": message("money", "Money"),
    "third_party/money/money.proto": message("money", "Cents"),
  });
  await diagnostic(one, "ambiguous-import");
  const money = await hoverText(one, 2);
  expect(money).toContain(`[\`proto/money/money.proto\`](${one.uriOf("proto/money/money.proto")})`);
  expect(money).toContain("below `proto`: inferred from packages and imports");
  expect(money).toContain(
    `It hides:\n\n- [\`third_party/money/money.proto\`](${one.uriOf("third_party/money/money.proto")})`,
  );
  const any = await hoverText(one, 3);
  expect(any).toContain("](protodial:/google/protobuf/any.proto)");
  expect(any).toMatch(/comes with Protodial, from protoc \d+\.\d+$/);
  const lost = await hoverText(one, 4);
  expect(lost).toMatch(/^`lost\/lost.proto` was not found\. Looked for in:\n\n- `proto`: inferred/);
  expect(lost).toMatch(/\n- `\.`: the workspace folder\n/);
  expect(lost).toMatch(/\n- `third_party`: by custom/);
  const place: Location = await one.client.connection.sendRequest("textDocument/definition", {
    textDocument: { uri: one.uri },
    position: { line: 2, character: 12 },
  });
  expect(place.uri).toBe(one.uriOf("proto/money/money.proto"));
});

test("roots of the settings are told as such", async () => {
  const one = await opened(
    { "a.proto": message("a", "A", "b/b.proto"), "deep/down/b/b.proto": message("b", "B") },
    { settings: { importRoots: ["deep/down"] } },
  );
  await one.client.diagnostics(one.uri, () => true);
  expect(await hoverText(one, 2)).toContain("below `deep/down`: named in `protodial.importRoots`");
});
