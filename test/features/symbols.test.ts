import { describe, expect, it } from "vitest";
import type { DocumentSymbol, Range, SemanticTokens } from "vscode-languageserver-types";
import { finished } from "../../server/src/compiler/text/steps.ts";
import { codeLenses, methodItems } from "../../server/src/features/codeLenses.ts";
import { definitionSteps } from "../../server/src/features/definition.ts";
import { documentHighlights } from "../../server/src/features/documentHighlights.ts";
import { documentSymbols } from "../../server/src/features/documentSymbols.ts";
import { foldingRanges } from "../../server/src/features/foldingRanges.ts";
import { hoverSteps } from "../../server/src/features/hover.ts";
import { isNeeds } from "../../server/src/features/needs.ts";
import { references } from "../../server/src/features/references.ts";
import { selectionRanges } from "../../server/src/features/selectionRanges.ts";
import { semanticTokenLegend, semanticTokens } from "../../server/src/features/semanticTokens.ts";
import { workspaceSymbols } from "../../server/src/features/workspaceSymbols.ts";
import { fixture, root } from "../support/fixture.ts";

async function hovered(text: string): Promise<string> {
  const { snapshot, params } = await fixture(text);
  const found = finished(hoverSteps(snapshot, params));
  return found !== null && "value" in Object(found.contents) ? Reflect.get(Object(found.contents), "value") : "";
}

/** `path:line:column` (zero-based) of the definition. */
async function defined(text: string): Promise<string | null> {
  const { snapshot, params } = await fixture(text);
  const found = finished(definitionSteps(snapshot, params));
  if (found === null) return null;
  const { line, character } = found.range.start;
  return `${found.uri.replace(`${root}/`, "")}:${line}:${character}`;
}

const head = 'syntax = "proto3";\npackage a.v1;\n';

describe("hover", () => {
  it("shows signature and comment of a message, with or without a comment", async () => {
    expect(await hovered(`${head}// What is kept.\n//\n// More of it.\nmessage It$0em {}\n`)).toBe(
      "```proto\nmessage a.v1.Item\n```\n\nWhat is kept.\n\nMore of it.",
    );
    expect(await hovered(`${head}message It$0em {}\n`)).toBe("```proto\nmessage a.v1.Item\n```");
  });

  it("shows a field with its full type, its number and where it stands", async () => {
    const text = `${head}message Item {}\nmessage M {\n  Item first = 1; // Of them all.\n  repeated Item it$0ems = 2;\n}\n`;
    expect(await hovered(text)).toBe("```proto\nrepeated a.v1.Item items = 2;  // in message a.v1.M\n```");
    expect(await hovered(text.replace("$0", "").replace("first", "fi$0rst"))).toBe(
      "```proto\na.v1.Item first = 1;  // in message a.v1.M\n```\n\nOf them all.",
    );
    expect(await hovered(`${head}message M {\n  map<string, M> al$0l = 3;\n}`)).toContain(
      "map<string, a.v1.M> all = 3;",
    );
  });

  it("shows an image as a link, so that nothing is fetched", async () => {
    const image = "![logo](https://example.com/logo.png)";
    const shown = await hovered(`${head}// See ${image} and \\${image}\nmessage It$0em {}\n`);
    expect(shown).toContain("See !\u200b[logo](https://example.com/logo.png) and");
    expect(shown).not.toContain("![");
    const imported = await hovered(`${head}import "no\`${image}$0\`where.proto";\n`);
    expect(imported).toContain("`no'![logo](https://example.com/logo.png)'where.proto` was not found");
  });

  it("shows both types of an rpc", async () => {
    expect(
      await hovered(`${head}message Q {}\nservice S {\n  /** Gets. */\n  rpc G$0et(Q) returns (stream Q);\n}`),
    ).toBe("```proto\nrpc Get(a.v1.Q) returns (stream a.v1.Q);  // in service a.v1.S\n```\n\nGets.");
  });

  it("tells of a type where it is used, and of what is around it", async () => {
    const text = `${head}// Outside.\nmessage Outer {\n  // Inside.\n  enum Inner { A = 0; }\n}\nmessage M { Outer.In$0ner x = 1; }`;
    expect(await hovered(text)).toContain("enum a.v1.Outer.Inner\n```\n\nInside.");
    expect(await hovered(text.replace("In$0ner x", "Inner x").replace("{ Outer", "{ Ou$0ter"))).toContain("Outside.");
  });

  it("explains scalars and options, and says where an import leads", async () => {
    expect(await hovered(`${head}message M { sin$0t32 x = 1; }`)).toContain("zigzag");
    expect(await hovered(`${head}message M { string x = 1 [depr$0ecated = true]; }`)).toContain(
      "bool deprecated = 3;  // in message google.protobuf.FieldOptions",
    );
    expect(await hovered(`//- a/v1/a.proto\n${head}import "a/v1/$0b.proto";\n//- a/v1/b.proto\n${head}`)).toBe(
      `[\`a/v1/b.proto\`](${root}/a/v1/b.proto)\n\nbelow \`.\`: inferred from packages and imports`,
    );
    expect(await hovered(`${head}import "google/protobuf/$0any.proto";`)).toContain("comes with Protodial");
    expect(await hovered(`${head}import "no$0ne.proto";`)).toContain("was not found. Looked for in:");
  });

  it("marks what is deprecated", async () => {
    expect(await hovered(`${head}message O$0ld { option deprecated = true; }`)).toContain("**Deprecated**");
  });

  it("does not take a comment across an empty line, nor that of the line before", async () => {
    expect(await hovered(`${head}// Licence.\n\nmessage It$0em {}\n`)).not.toContain("Licence");
    expect(await hovered(`${head}message M {\n  string a = 1; // Of a.\n  string b$0 = 2;\n}`)).not.toContain("Of a");
  });
});

describe("definition", () => {
  const files = `//- a/v1/b.proto\n${head}message Item {\n  message Part {}\n}\n`;

  it("leads to a type in another file, part by part", async () => {
    const text = `//- a/v1/a.proto\n${head}import "a/v1/b.proto";\nmessage M { Item.Pa$0rt x = 1; }\n${files}`;
    expect(await defined(text)).toBe("a/v1/b.proto:3:10");
    expect(await defined(text.replace("Pa$0rt", "Part").replace("Item.", "It$0em."))).toBe("a/v1/b.proto:2:8");
  });

  it("opens imports, bundled ones as virtual documents", async () => {
    expect(await defined(`//- a/v1/a.proto\n${head}import "a/v1/b$0.proto";\n${files}`)).toBe("a/v1/b.proto:0:0");
    const text = `${head}import "google/protobuf/timestamp.proto";\nmessage M { google.protobuf.Time$0stamp t = 1; }`;
    expect(await defined(text)).toMatch(/^protodial:\/google\/protobuf\/timestamp\.proto:\d+:8$/);
  });

  it("leads from options to what declares them", async () => {
    expect(await defined(`${head}option java_pack$0age = "x";`)).toMatch(/descriptor\.proto:\d+:\d+$/);
    expect(await defined(`${head}option optimize_for = SP$0EED;`)).toMatch(/descriptor\.proto:\d+:\d+$/);
  });

  it("is nothing where nothing is meant", async () => {
    expect(await defined(`${head}message M { $0 }`)).toBeNull();
    expect(await defined(`${head}message M { Nope$0 x = 1; }`)).toBeNull();
  });
});

describe("references", () => {
  const files = `//- a/v1/a.proto
syntax = "proto3";
package a.v1;
message It$0em {}
message Own { Item item = 1; a.v1.Item other = 2; }
//- a/v1/b.proto
syntax = "proto3";
package a.v1;
import "a/v1/a.proto";
service S { rpc Get(Item) returns (stream .a.v1.Item); }
//- c/c.proto
syntax = "proto3";
package c;
message Item {}
message Uses { Item item = 1; }
`;

  async function referred(text: string): Promise<string[]> {
    const { workspace, snapshot, params } = await fixture(text);
    let at = snapshot;
    for (let round = 0; round < 3; round++) {
      const found = references(at, { ...params, context: { includeDeclaration: true } });
      if (!isNeeds(found)) {
        return found.map(
          ({ uri, range }) => `${uri.replace(`${root}/`, "")}:${range.start.line}:${range.start.character}`,
        );
      }
      at = await workspace.with(at, found.files);
    }
    throw new Error("never enough");
  }

  it("finds every use of a type, in files that nobody opened, and no namesakes", async () => {
    expect(await referred(files)).toEqual([
      "a/v1/a.proto:2:8",
      "a/v1/a.proto:3:14",
      "a/v1/a.proto:3:34",
      "a/v1/b.proto:3:20",
      "a/v1/b.proto:3:48",
    ]);
  });

  it("finds those who import a file", async () => {
    const text = files.replace("It$0em", "Item").replace('"a/v1/a.proto"', '"a/v1$0/a.proto"');
    expect(await referred(text)).toEqual(["a/v1/b.proto:2:7"]);
    const { snapshot, params, reads } = await fixture(text);
    const before = reads.length;
    const found = references(snapshot, { ...params, context: { includeDeclaration: true } });
    expect(found).toEqual([
      { uri: `${root}/a/v1/b.proto`, range: { start: { line: 2, character: 7 }, end: { line: 2, character: 21 } } },
    ]);
    expect(reads.length).toBe(before);
  });

  it("highlights the uses in one file", async () => {
    const { snapshot, params } = await fixture(files);
    expect(documentHighlights(snapshot, params).map(one => one.range.start.line)).toEqual([2, 3, 3]);
  });
});

describe("outline", () => {
  function printed(symbols: readonly DocumentSymbol[], indent = ""): string {
    return symbols
      .map(
        one => `${`${indent}${one.name} ${one.detail ?? ""}`.trimEnd()}\n${printed(one.children ?? [], `${indent}  `)}`,
      )
      .join("");
  }

  it("is a tree, broken text or not", async () => {
    const { snapshot, params } = await fixture(
      `${head}message M {\n  string a = 1\n  oneof x { int32 b = 2; }\n  map<string, M> c = 3;\n  enum E { Z = 0; }\n  message In {\n}\nservice S {\n  rpc Get(M) returns (M);\n}`,
    );
    expect(printed(documentSymbols(snapshot, params))).toBe(
      "a.v1\nM\n  a string\n  x oneof\n    b int32\n  c map<string, M>\n  E\n    Z 0\n  In\nS\n  Get\n",
    );
  });

  it("has ranges that hold the children's", async () => {
    const { snapshot, params } = await fixture(`${head}message M {\n  message In {\n    string a = 1;\n  }\n}\n`);
    const message = documentSymbols(snapshot, params)[1];
    expect(message?.range).toEqual({ start: { line: 2, character: 0 }, end: { line: 6, character: 1 } });
    expect(message?.selectionRange).toEqual({ start: { line: 2, character: 8 }, end: { line: 2, character: 9 } });
    expect(message?.children?.[0]?.range).toEqual({ start: { line: 3, character: 2 }, end: { line: 5, character: 3 } });
  });

  it("folds bodies, comments and imports", async () => {
    const { snapshot, params } = await fixture(
      'syntax = "proto3";\nimport "a.proto";\nimport "b.proto";\n// One.\n// Two.\nmessage M {\n  string a = 1;\n}\n',
    );
    expect(foldingRanges(snapshot, params)).toEqual([
      { startLine: 5, endLine: 6 },
      { startLine: 1, endLine: 2, kind: "imports" },
      { startLine: 3, endLine: 4, kind: "comment" },
    ]);
  });

  it("widens a selection from word to file", async () => {
    const { snapshot, params, position } = await fixture(`${head}message M {\n  string na$0me = 1;\n}\n`);
    const texts: string[] = [];
    const [selection] = selectionRanges(snapshot, { ...params, positions: [position] });
    for (let at = selection; at !== undefined; at = at.parent) {
      texts.push(`${at.range.start.line}:${at.range.start.character}-${at.range.end.line}:${at.range.end.character}`);
    }
    expect(texts).toEqual(["3:9-3:13", "3:2-3:18", "2:11-4:0", "2:0-4:1", "0:0-5:0"]);
  });
});

describe("lenses", () => {
  const service = `${head}message Q {}\nservice S {\n  rpc A(Q) returns (Q);\n  rpc B(stream Q) returns (Q);\n  rpc C(Q) returns (stream Q);\n  rpc D(stream Q) returns (stream Q);\n}\n`;

  it("stand on every rpc, however it streams", async () => {
    const { snapshot, params, uri } = await fixture(service);
    const lenses = codeLenses(snapshot, params);
    expect(lenses.map(lens => lens.range.start.line)).toEqual([4, 5, 6, 7]);
    expect(lenses[0]?.command).toEqual({
      title: "▶ Call",
      command: "protodial.callMethod",
      arguments: [uri, "a.v1.S/A"],
    });
  });

  it("have a list beside them", async () => {
    const { snapshot, uri } = await fixture(service);
    expect(methodItems(snapshot, uri).map(item => item.streaming)).toEqual([
      "unary",
      "client",
      "server",
      "bidirectional",
    ]);
  });
});

describe("workspace symbols", () => {
  it("find what is declared anywhere, the best match first", async () => {
    const { snapshot } = await fixture(
      `//- a/a.proto\nsyntax = "proto3";\npackage a;\nmessage OrderItem {}\nenum Kind { KIND_ITEM = 0; }\n//- b/b.proto\nsyntax = "proto3";\npackage b;\nmessage Item {}\nservice Items { rpc GetItem(Item) returns (Item); }\n`,
    );
    const found = workspaceSymbols(snapshot, { query: "item" });
    if (isNeeds(found)) throw new Error("not indexed");
    expect(found.map(one => one.name)).toEqual(["Item", "Items", "OrderItem", "KIND_ITEM", "GetItem"]);
    expect(found[0]?.location).toEqual({
      uri: `${root}/b/b.proto`,
      range: { start: { line: 2, character: 8 }, end: { line: 2, character: 12 } },
    });
  });

  it("goes by names, by packages and scopes, and by letters in their order", async () => {
    const { snapshot } = await fixture(
      `//- a.proto\nsyntax = "proto3";\npackage shop.v1;\nmessage Order { message Line {} }\nenum Kind { LINE_KIND = 0; }\n//- b.proto\nsyntax = "proto3";\npackage shop.v10;\nmessage Order {}\n//- c.proto\nmessage On {}\n`,
    );
    const found = (query: string): string[] => {
      const symbols = workspaceSymbols(snapshot, { query });
      if (isNeeds(symbols)) throw new Error("not indexed");
      return symbols.map(one => [one.containerName, one.name].filter(part => part !== "").join("."));
    };
    expect(found("line")).toEqual(["shop.v1.Order.Line", "shop.v1.LINE_KIND"]);
    expect(found("order")).toEqual(["shop.v1.Order", "shop.v10.Order", "shop.v1.Order.Line"]);
    expect(found("v10")).toEqual(["shop.v10.Order"]);
    expect(found("v1.order")).toEqual(["shop.v1.Order", "shop.v1.Order.Line"]);
    expect(found("Order.")).toEqual(["shop.v1.Order.Line"]);
    expect(found("op.V1.")).toEqual(["shop.v1.Kind", "shop.v1.Order", "shop.v1.LINE_KIND", "shop.v1.Order.Line"]);
    expect(found("ordr")).toEqual(["shop.v1.Order", "shop.v10.Order"]);
    expect(found("knd")).toEqual(["shop.v1.Kind", "shop.v1.LINE_KIND"]);
    expect([found("nowhere"), found("*"), found("\\"), found("a.b.c")]).toEqual([[], [], [], []]);
    expect(found("")).toHaveLength(6);
  });
});

describe("semantic tokens", () => {
  it("tell messages from enums, in columns of UTF-16 units", async () => {
    const { snapshot, params } = await fixture(
      'syntax = "proto3";\nenum E { Z = 0; }\nmessage M { /* é漢😀 */ E e = 1; M m = 2 [deprecated = true]; }\n',
    );
    expect(tokensIn(semanticTokens(snapshot, params))).toEqual([
      "1:5+1 enum 1",
      "1:9+1 enumMember 1",
      "2:8+1 struct 1",
      "2:23+1 enum 0",
      "2:25+1 property 1",
      "2:32+1 struct 0",
      "2:34+1 property 3",
      "2:41+10 decorator 4",
    ]);
  });

  it("of a range are those of the whole that begin in it", async () => {
    const { snapshot, params } = await fixture(
      'syntax = "proto3";\nenum E { Z = 0; }\nmessage M {\n  E e = 1;\n  M m = 2;\n}\nenum F { Y = 0; }\n',
    );
    const whole = tokensIn(semanticTokens(snapshot, params));
    const within = (range: Range) => tokensIn(semanticTokens(snapshot, { ...params, range }));
    const lines = (first: number, last: number) => whole.filter(one => one[0] === `${first}` || one[0] === `${last}`);
    const from = (line: number, character = 0) => ({ line, character });
    expect(lines(3, 4)).toHaveLength(4);
    expect(within({ start: from(3), end: from(5) })).toEqual(lines(3, 4));
    expect(within({ start: from(0), end: from(99) })).toEqual(whole);
    expect(within({ start: from(1, 99), end: from(3, 99) })).toEqual(lines(2, 3));
    expect(within({ start: from(4, 3), end: from(4, 99) })).toEqual(["4:4+1 property 1"]);
    expect(within({ start: from(50), end: from(60) })).toEqual([]);
  });
});

/** Each token at its own place, with its type and the bits of its modifiers. */
function tokensIn({ data }: SemanticTokens): string[] {
  const tokens: string[] = [];
  let [line, column] = [0, 0];
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, right = 0, length = 0, type = 0, bits = 0] = data.slice(at, at + 5);
    line += down;
    column = down === 0 ? column + right : right;
    tokens.push(`${line}:${column}+${length} ${semanticTokenLegend.tokenTypes[type]} ${bits}`);
  }
  return tokens;
}
