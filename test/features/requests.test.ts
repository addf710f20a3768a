import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CompletionItem, CompletionList, Diagnostic, Hover, Location } from "vscode-languageserver-types";
import { isNeeds, type Needs } from "../../server/src/features/needs.ts";
import { requestCompletion } from "../../server/src/features/requestCompletion.ts";
import { requestDefinition } from "../../server/src/features/requestDefinition.ts";
import { requestDiagnostics } from "../../server/src/features/requestDiagnostics.ts";
import { requestHover } from "../../server/src/features/requestHover.ts";
import { requestLenses } from "../../server/src/features/requestLenses.ts";
import { prepareCall } from "../../server/src/requests/prepareCall.ts";
import type { Snapshot } from "../../server/src/workspace/snapshot.ts";
import { edited, type Fixture, fixture } from "../support/fixture.ts";

const schema = `//- shop/v1/shop.proto
syntax = "proto3";
package shop.v1;
import "google/protobuf/any.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/timestamp.proto";
import "shop/v1/parts.proto";
// Sells things.
service Shop {
  // Buys one thing.
  rpc Buy(BuyRequest) returns (Item);
  rpc Stock(stream Item) returns (Item);
}
message BuyRequest {
  // What to buy.
  string item_name = 1;
  Kind kind = 2;
  bool gift = 3;
  Item item = 4;
  repeated Item more = 5;
  map<string, Kind> kinds = 6;
  oneof paid { string card = 7; int32 cash = 8; }
  google.protobuf.Any extra = 9;
  google.protobuf.Timestamp at = 10;
  google.protobuf.FieldMask mask = 11;
}
//- shop/v1/parts.proto
syntax = "proto3";
package shop.v1;
enum Kind {
  KIND_UNSPECIFIED = 0;
  // Made of paper.
  KIND_BOOK = 1;
}
message Item { string title = 1; Item part = 2; }
//- other/other.proto
syntax = "proto3";
package other;
service Other { rpc Do(Thing) returns (Thing); }
message Thing { int32 size = 1; }
//- a.grpc
`;
const buy = "GRPC h:1/shop.v1.Shop/Buy\n\n";

async function asked<Result>(
  text: string,
  feature: (snapshot: Snapshot, params: Fixture["params"]) => Result | Needs,
): Promise<{ result: Result; made: Fixture }> {
  const made = await fixture(schema + text);
  let { snapshot } = made;
  for (let round = 0; round < 5; round++) {
    const result = feature(snapshot, made.params);
    if (!isNeeds(result)) return { result, made };
    snapshot = await made.workspace.loaded(result.files);
  }
  throw new Error("it always needs more");
}

async function items(text: string, snippets = false): Promise<{ items: CompletionItem[]; made: Fixture }> {
  const { result, made } = await asked<CompletionList | null>(text, (snapshot, params) =>
    requestCompletion(snapshot, params, { snippets }),
  );
  const found = [...(result?.items ?? [])].sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));
  return { items: found, made };
}

async function labels(text: string): Promise<string[]> {
  return (await items(text)).items.map(one => one.label);
}

/** The text of the request document after taking an offer. */
async function taken(text: string, label: string, snippets = false): Promise<string> {
  const found = await items(text, snippets);
  const item = found.items.find(one => one.label === label);
  if (item?.textEdit === undefined || !("range" in item.textEdit)) throw new Error(`\`${label}\` is not offered`);
  return edited(found.made.text, [item.textEdit]);
}

describe("completion in a request document", () => {
  it("offers the rpcs of the workspace behind the target, and those of a service behind it", async () => {
    expect(await labels("GRPC localhost:50051/$0")).toEqual([
      "other.Other/Do",
      "shop.v1.Shop/Buy",
      "shop.v1.Shop/Stock",
    ]);
    expect(await labels("GRPC https://h/shop.v1.Shop/B$0")).toEqual(["Buy", "Stock"]);
    expect(await taken("GRPC {{host}}/sho$0", "shop.v1.Shop/Buy")).toBe("GRPC {{host}}/shop.v1.Shop/Buy");
    expect(await labels("GRPC loc$0")).toEqual(["localhost:50051"]);
    expect(await taken("GRPC {{host}}/a.A/B\n###\nGRPC $0", "{{host}}")).toBe(
      "GRPC {{host}}/a.A/B\n###\nGRPC {{host}}/",
    );
    expect(await labels("$0")).toEqual(["GRPC"]);
  });

  it("offers options and headers", async () => {
    expect(await labels("# $0\nGRPC h:1/shop.v1.Shop/Buy")).toContain("@deadline");
    expect(await taken("# @dea$0\nGRPC h:1/s.S/M", "@deadline")).toBe("# @deadline \nGRPC h:1/s.S/M");
    expect(await labels("# @deadline $0\nGRPC h:1/s.S/M")).toEqual(["5s", "500ms", "30s", "1m"]);
    expect(await labels("# @protocol $0\nGRPC h:1/s.S/M")).toEqual(["grpc", "grpc-web", "connect"]);
    expect(await taken("GRPC h:1/shop.v1.Shop/Buy\nx-request-id: $0\n\n{}", "{{$uuid}}")).toContain(
      "x-request-id: {{$uuid}}",
    );
    expect(await labels("GRPC h:1/shop.v1.Shop/Buy\nau$0\n\n{}")).toContain("authorization");
  });

  it("offers a whole message in an empty body", async () => {
    expect(await taken("GRPC h:1/shop.v1.Shop/Stock\n\n$0", "{ … } Item")).toBe(
      'GRPC h:1/shop.v1.Shop/Stock\n\n{\n  "title": "",\n  "part": null\n}',
    );
  });

  it("offers the fields that are not set yet, one of a oneof", async () => {
    const all = ["itemName", "kind", "gift", "item", "more", "kinds", "card", "cash", "extra", "at", "mask"];
    expect(await labels(`${buy}{ $0 }`)).toEqual(all);
    expect(await labels(`${buy}{ "card": "", "kind": "KIND_BOOK", $0 }`)).toEqual(
      all.filter(one => !["card", "cash", "kind"].includes(one)),
    );
    expect(await labels(`${buy}{ "it$0" }`)).toEqual(all);
    expect(await labels(`${buy}{ "item": { "$0`)).toEqual(["title", "part"]);
    expect(await labels(`${buy}{ "more": [{}, { $0 }] }`)).toEqual(["title", "part"]);
    expect(await labels(`${buy}{ "nope": { $0 } }`)).toEqual([]);
  });

  it("writes a field with a value to start from, and a comma where one is needed", async () => {
    expect(await taken(`${buy}{ "item$0" }`, "itemName")).toBe(`${buy}{ "itemName": "" }`);
    expect(await taken(`${buy}{ it$0 }`, "itemName")).toBe(`${buy}{ "itemName": "" }`);
    expect(await taken(`${buy}{ "it$0 }`, "itemName")).toBe(`${buy}{ "itemName": "" }`);
    expect(await taken(`${buy}{ $0 "gift": true }`, "kind")).toBe(`${buy}{ "kind": "KIND_BOOK", "gift": true }`);
    expect(await taken(`${buy}{ "gi$0": true }`, "itemName")).toBe(`${buy}{ "itemName": true }`);
    expect(await taken(`${buy}{ $0 }`, "itemName", true)).toBe(`${buy}{ "itemName": "$1" }`);
    expect(await taken(`${buy}{ $0 }`, "at", true)).toBe(`${buy}{ "at": "\${1:2026-01-01T00:00:00Z}" }`);
  });

  it("offers values of enums, booleans, and the forms of well-known types", async () => {
    expect(await labels(`${buy}{ "kind": $0 }`)).toEqual(["KIND_UNSPECIFIED", "KIND_BOOK"]);
    expect(await taken(`${buy}{ "kind": "KI$0" }`, "KIND_BOOK")).toBe(`${buy}{ "kind": "KIND_BOOK" }`);
    expect(await labels(`${buy}{ "kinds": { "a": "$0" } }`)).toEqual(["KIND_UNSPECIFIED", "KIND_BOOK"]);
    expect(await labels(`${buy}{ "gift": $0 }`)).toEqual(["false", "true"]);
    expect(await labels(`${buy}{ "at": $0 }`)).toContain('"2026-01-01T00:00:00Z"');
    expect(await taken(`${buy}{ "at": "$0" }`, '"{{$now}}"')).toBe(`${buy}{ "at": "{{$now}}" }`);
    expect(await taken(`${buy}{ "kinds": { "$0" } }`, "key")).toBe(`${buy}{ "kinds": { "key":  } }`);
    expect(await labels(`${buy}{ "mask": "$0" }`)).toEqual(["title", "part", "part.title", "part.part"]);
    expect(await taken(`${buy}{ "mask": "title,part.t$0" }`, "part.title")).toBe(
      `${buy}{ "mask": "title,part.title" }`,
    );
    expect(await labels(`${buy}{ "item": $0 }`)).toEqual(["{}"]);
  });

  it("offers fields behind a bracket that is not closed yet", async () => {
    expect(await labels(`${buy}{   $0`)).toContain("itemName");
    expect(await labels(`${buy}{ "item": {   $0`)).toEqual(["title", "part"]);
    expect(await labels(`${buy}{ "more": [ {   $0`)).toEqual(["title", "part"]);
  });

  it("offers the types and the fields of an Any", async () => {
    expect(await labels(`${buy}{ "extra": { $0 } }`)).toEqual(["@type"]);
    expect(await labels(`${buy}{ "extra": { "@type": "$0" } }`)).toContain("other.Thing");
    expect(await labels(`${buy}{ "extra": { "@type": "type.googleapis.com/other.Thing", "$0" } }`)).toEqual(["size"]);
  });
});

describe("other features of a request document", () => {
  it("explain names by the schema", async () => {
    const hover = async (text: string) => {
      const { result } = await asked<Hover | null>(text, requestHover);
      return result !== null && "value" in Object(result.contents)
        ? (result.contents as { value: string }).value
        : null;
    };
    expect(await hover("GRPC h:1/shop.v1.Shop/B$0uy")).toContain("Buys one thing.");
    expect(await hover("GRPC h:1/shop.v1.Sh$0op/Buy")).toContain("Sells things.");
    expect(await hover(`${buy}{ "item$0Name": "" }`)).toContain("What to buy.");
    expect(await hover(`${buy}{ "kind": "KIND_$0BOOK" }`)).toContain("Made of paper.");
    expect(await hover(`${buy}{ "item": { "ti$0tle": "" } }`)).toContain("string title = 1;");
    expect(await hover(`${buy}{ "nope$0": "" }`)).toBeNull();
  });

  it("lead to the declaration of a name", async () => {
    const place = async (text: string) => {
      const { result } = await asked<Location | null>(text, requestDefinition);
      return result && `${result.uri}:${result.range.start.line}`;
    };
    expect(await place(`${buy}{ "item_$0name": "" }`)).toBe("file:///work/shop/v1/shop.proto:14");
    expect(await place(`${buy}{ "item": { "ti$0tle": "" } }`)).toBe("file:///work/shop/v1/parts.proto:7");
    expect(await place("GRPC h:1/other.Other/D$0o")).toBe("file:///work/other/other.proto:2");
    expect(await place(`${buy}{ "extra": { "@type": "x/other.Th$0ing" } }`)).toBe("file:///work/other/other.proto:3");
  });

  it("know names that are close, in the whole workspace", async () => {
    const messages = async (text: string) => {
      const { result } = await asked<Diagnostic[]>(text, requestDiagnostics);
      return result.map(one => one.message);
    };
    expect(await messages("GRPC h:1/shop.v1.Shpo/Buy$0")).toEqual([
      "no service `shop.v1.Shpo` is found in the workspace\ndid you mean `shop.v1.Shop`?",
    ]);
    expect(await messages("GRPC h:1/Shop/Buy$0")).toEqual([
      "no service `Shop` is found in the workspace\ndid you mean `shop.v1.Shop`?",
    ]);
    expect(await messages("GRPC h:1/shop.v1.Shop/Bye$0")).toEqual([
      "`shop.v1.Shop` has no rpc `Bye`\nits rpcs are `Buy` and `Stock`",
    ]);
    expect(await messages("GRPC h:1/shop.v1.Shop/Bu$0")).toEqual([
      "`shop.v1.Shop` has no rpc `Bu`\ndid you mean `Buy`?",
    ]);
    expect(await messages(`${buy}{ "extra": { "@type": "x/other.Thing", "size": "x" } }$0`)).toEqual([
      "`x` is not a number\nthe type is `int32`",
    ]);
    expect(await messages("GRPC h:1/{{service}}/Buy$0")).toEqual([]);
  });
});

describe("the example's request document", () => {
  it("has no problem", async () => {
    const folder = "examples/directories";
    const proto = readFileSync(`${folder}/directories/v1/directories.proto`, "utf8");
    const requests = readFileSync(`${folder}/directories.grpc`, "utf8");
    const made = await fixture(`//- directories/v1/directories.proto\n${proto}//- a.grpc\n${requests}$0`);
    const snapshot = await made.workspace.loaded(["file:///work/directories/v1/directories.proto"]);
    expect(requestDiagnostics(snapshot, made.params)).toEqual([]);
    expect(requestLenses(snapshot, made.params, [])).toHaveLength(requests.split("GRPC ").length - 1);
  });
});

describe("a request document that is being written", () => {
  it("never makes a feature throw, wherever the text ends and the cursor stands", async () => {
    const whole = `### Buy\n# @deadline 5s\nGRPC h:1/shop.v1.Shop/Buy\nwho: me\n\n{ "itemName": "x", "kind": "KIND_BOOK", "more": [{ "title": "t" }], "extra": { "@type": "x/other.Thing", "size": 1 } }\n`;
    const made = await fixture(`${schema}${whole}$0`);
    let snapshot = await made.workspace.loaded(
      ["shop/v1/shop.proto", "other/other.proto"].map(path => `file:///work/${path}`),
    );
    for (let at = 0; at <= whole.length; at++) {
      made.workspace.setDocument(
        made.uri,
        "grpc-request",
        at + 2,
        whole.slice(0, at) + (at % 3 === 0 ? whole.slice(at + 1) : ""),
      );
      snapshot = made.workspace.snapshot;
      const lines = whole.slice(0, at).split("\n");
      const params = {
        textDocument: { uri: made.uri },
        position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 },
      };
      expect(isNeeds(requestDiagnostics(snapshot, params))).toBe(false);
      requestCompletion(snapshot, params, { snippets: true });
      requestHover(snapshot, params);
      requestDefinition(snapshot, params);
      const text = snapshot.document(made.uri)?.source.text ?? "";
      prepareCall(snapshot, { uri: made.uri, text, line: params.position.line, environment: "", files: new Map() });
    }
  });
});
