import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import type {
  CodeAction,
  CompletionList,
  DocumentLink,
  FoldingRange,
  Hover,
  Location,
  SelectionRange,
  SemanticTokens,
  TextEdit,
} from "vscode-languageserver-types";
import { edited } from "../support/fixture.ts";
import { languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const proto = `syntax = "proto3";
package shop.v1;
service Shop { rpc Buy(BuyRequest) returns (Item); }
message BuyRequest {
  // What to buy.
  string item_name = 1;
  Kind kind = 2;
}
enum Kind { KIND_UNSPECIFIED = 0; KIND_BOOK = 1; }
message Item { string title = 1; }
`;
const text = `### Buy a book
# @tls
# @ca certs/my ca.pem
# @key //elsewhere/share/key.pem
GRPC localhost:1/shop.v1.Shop/Buy
x-id:   1

{"itemName": "a",
  "kind":"KIND_BOOK"}
`;

const environment = '{ "dev": { "host": "localhost:1", "book": "Emma" } }';
const secrets = '{ "dev": { "token": "not to be shown" } }';

async function opened(written: string) {
  const folder = tempFolder({
    "shop/v1/shop.proto": proto,
    "a.grpc": written,
    "http-client.env.json": environment,
    "http-client.private.env.json": secrets,
  });
  const client = await languageClient(folder);
  const root = pathToFileURL(folder).href;
  const uri = `${root}/a.grpc`;
  await client.open(uri, "grpc-request", written);
  const ask = <Result>(method: string, more: object = {}): Promise<Result> =>
    client.connection.sendRequest(`textDocument/${method}`, { textDocument: { uri }, ...more });
  return { client, uri, root, ask };
}

describe("a request document in the language server", () => {
  it("is laid out, as a whole or in a range", async () => {
    const { ask } = await opened(text);
    const options = { tabSize: 2, insertSpaces: true };
    const all = edited(text, await ask<TextEdit[]>("formatting", { options }));
    expect(all).toContain('{\n  "itemName": "a",\n  "kind": "KIND_BOOK"\n}');
    expect(all).toContain("x-id: 1\n");
    const range = { start: { line: 8, character: 0 }, end: { line: 8, character: 1 } };
    const part = edited(text, await ask<TextEdit[]>("rangeFormatting", { options, range }));
    expect(part).toContain("x-id:   1\n");
    expect(part).toContain('  "kind": "KIND_BOOK"\n}');
  });

  it("folds, selects from small to large, and links to files on this machine", async () => {
    const { ask, root } = await opened(text);
    const folds = await ask<FoldingRange[]>("foldingRange");
    expect(folds.map(one => [one.startLine, one.endLine])).toContainEqual([0, 8]);
    const [selection] = await ask<SelectionRange[]>("selectionRange", { positions: [{ line: 8, character: 14 }] });
    const shown: string[] = [];
    const lines = text.split("\n");
    for (let one = selection; one !== undefined; one = one.parent) {
      if (one.range.start.line !== one.range.end.line) break;
      shown.push(lines[one.range.start.line]?.slice(one.range.start.character, one.range.end.character) ?? "");
    }
    expect(shown).toEqual(["KIND_BOOK", '"KIND_BOOK"', '"kind":"KIND_BOOK"']);
    const links = await ask<DocumentLink[]>("documentLink");
    expect(links.map(one => one.target)).toEqual([`${root}/certs/my%20ca.pem`]);
  });

  it("offers, explains and finds variables", async () => {
    const { ask, root } = await opened(
      'GRPC {{host}}/shop.v1.Shop/Buy\nauthorization: Bearer {{token}}\n\n{ "itemName": "{{bo" }\n{{$now}}\n',
    );
    const at = (line: number, character: number) => ({ position: { line, character } });
    const offered = await ask<CompletionList>("completion", at(3, 19));
    expect(offered.items.map(one => one.label)).toEqual(expect.arrayContaining(["book", "host", "token", "$uuid"]));
    const book = offered.items.find(one => one.label === "book");
    expect(book?.textEdit?.newText).toBe("book}}");
    const said = async (line: number, character: number) =>
      JSON.stringify((await ask<Hover>("hover", at(line, character))).contents);
    expect(await said(0, 8)).toContain("localhost:1");
    expect(await said(1, 27)).toContain("http-client.private.env.json");
    expect(await said(1, 27)).not.toContain("not to be shown");
    expect(await said(1, 3)).toContain("who calls");
    expect(await said(4, 4)).toContain("the time of the call");
    const [place] = await ask<Location[]>("definition", at(0, 8));
    expect(place).toMatchObject({ uri: `${root}/http-client.env.json`, range: { start: { line: 0, character: 11 } } });
  });

  it("fills in all fields, and writes keys by their other name", async () => {
    const written = 'GRPC h:1/shop.v1.Shop/Buy\n\n{\n  "item_name": "a" // why\n}\n';
    const { ask, uri } = await opened(written);
    const at = { line: 3, character: 4 };
    const actions = await ask<CodeAction[]>("codeAction", {
      range: { start: at, end: at },
      context: { diagnostics: [], only: ["refactor"] },
    });
    const taken = (title: string) =>
      edited(written, actions.find(one => one.title === title)?.edit?.changes?.[uri] ?? []);
    expect(taken("Fill in all fields")).toContain('{\n  "item_name": "a", // why\n  "kind": "KIND_BOOK"\n}\n');
    expect(taken("Write keys by their JSON names")).toContain('"itemName": "a" // why');
    expect(actions).toHaveLength(2);
  });

  it("colours what means something in the schema", async () => {
    const { ask } = await opened(
      'GRPC h:1/shop.v1.Shop/Buy\n\n{ "itemName": "KIND_BOOK", "kind": "KIND_BOOK", "x": 1 }\n',
    );
    const { data } = await ask<SemanticTokens>("semanticTokens/full");
    const places: number[][] = [];
    for (let at = 0; at < data.length; at += 5) places.push(data.slice(at, at + 3));
    expect(places).toEqual([
      [0, 17, 4],
      [0, 5, 3],
      [2, 3, 8],
      [0, 25, 4],
      [0, 8, 9],
    ]);
  });
});
