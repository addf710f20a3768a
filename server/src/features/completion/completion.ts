import type { CompletionList } from "vscode-languageserver-types";
import { lowerSnake, upperSnake } from "../../compiler/report/casing.ts";
import { finished, type Steps } from "../../compiler/text/steps.ts";
import type { Snapshot } from "../../workspace/snapshot.ts";
import { baseName, parentUri, pathBelow } from "../../workspace/uri.ts";
import { linkedAt, rangesMoved } from "../linkedAt.ts";
import { offsetAt } from "../lspRange.ts";
import type { PositionParams } from "../params.ts";
import { importOffers } from "./imports.ts";
import { enumKeywords, fileKeywords, messageKeywords, serviceKeywords, words } from "./keywords.ts";
import { nextNumber, numberOffers } from "./numbers.ts";
import { type Completing, completionItem, Kind, matches, type Offer } from "./offer.ts";
import { optionOffers, optionsOfBlock, optionValueOffers } from "./options.ts";
import { opensBracket, placeAt } from "./place.ts";
import { scalarOffers, typeOffers } from "./types.ts";

interface Offers {
  readonly offers: readonly Offer[];
  /** Whether a longer word would bring others. */
  readonly isCut?: boolean;
}

const none: Offers = { offers: [] };

/** What can be written at a position. Works in any text, however broken. */
export function completion(snapshot: Snapshot, params: PositionParams, client: Client): CompletionList {
  return finished(completionSteps(snapshot, params, client));
}

interface Client {
  readonly snippets: boolean;
}

/** The same in steps. */
export function* completionSteps(
  snapshot: Snapshot,
  { textDocument: { uri }, position }: PositionParams,
  { snippets }: Client,
): Steps<CompletionList> {
  const whole = snapshot.source(uri);
  if (whole === undefined) return { isIncomplete: false, items: [] };
  const offset = offsetAt(whole, position);
  const at = yield* linkedAt(snapshot, uri, offset);
  if (at === undefined) return { isIncomplete: false, items: [] };
  const { linked, moved } = at;
  const { parsed } = linked.declared;
  const place = placeAt(parsed, offset - moved);
  if (place === undefined) return { isIncomplete: false, items: [] };
  const rangeOf = rangesMoved(whole, moved);
  const completing: Completing = { snapshot, uri, source: parsed.source, linked, place, rangeOf, snippets };
  const { offers, isCut } = offersAt(completing);
  const typed = offers.filter(offer => isTyped(completing, offer));
  return { isIncomplete: isCut === true, items: typed.map(offer => completionItem(completing, offer)) };
}

function isTyped({ place }: Completing, offer: Offer): boolean {
  const { word } = place;
  if (offer.replaced !== undefined || word === "") return true;
  return matches(word, offer.label) || matches(word, (offer.text ?? offer.label).trim());
}

function offersAt(completing: Completing): Offers {
  const { statement, blocks, literal } = completing.place;
  const block = blocks[0];
  if (literal !== undefined) return inLiteral(completing);
  if (block === undefined) return none;
  if (block.kind === "optionValue") return inOptionValue(completing);
  const compact = compactOption(statement);
  if (compact !== undefined) return { offers: optionOffers(completing, compactType(completing), compact) };
  if (statement[0] === "option") {
    const type = optionsOfBlock[block.kind];
    return type === undefined ? none : { offers: optionOffers(completing, type, statement.slice(1)) };
  }
  switch (block.kind) {
    case "file":
      return inFile(completing);
    case "message":
    case "oneof":
    case "extend":
      return inMessage(completing, block.kind);
    case "enum":
      return inEnum(completing);
    case "service":
      return inService(completing);
    case "method":
      return statement.length === 0 ? { offers: [optionKeyword] } : none;
  }
}

const optionKeyword: Offer = { label: "option", text: "option ", kind: Kind.Keyword, rank: 1, goesOn: true };

function inLiteral(completing: Completing): Offers {
  const { statement, literal } = completing.place;
  if (statement[0] === "import") return importOffers(completing, "inQuotes");
  const values = { syntax: ["proto3", "proto2"], edition: ["2023", "2024"] }[statement[0] ?? ""];
  if (values === undefined || literal === undefined) return none;
  return { offers: values.map(label => ({ label, kind: Kind.Value, rank: 0, replaced: literal.span })) };
}

function inFile(completing: Completing): Offers {
  const { linked, place } = completing;
  const [first, ...rest] = place.statement;
  const { members } = linked.declared.parsed.tree;
  switch (first) {
    case undefined: {
      const syntax = members.some(member => member.kind === "syntax" && member.end < place.replaced.start);
      const packageName = members.some(member => member.kind === "package");
      return { offers: fileKeywords({ syntax, packageName }) };
    }
    case "import":
      return inImport(completing, rest);
    case "syntax":
      return rest.at(-1) === "=" ? { offers: words(['"proto3"', '"proto2"'], 0) } : none;
    case "edition":
      return rest.at(-1) === "=" ? { offers: words(['"2023"', '"2024"'], 0) } : none;
    case "package":
      return { offers: packageOffer(completing) };
    case "export":
    case "local":
      return rest.length === 0 ? { offers: words(["message", "enum"]) } : none;
    case "extend":
      return rest.length === 0 ? typeOffers(completing, "message") : none;
    default:
      return none;
  }
}

function inImport(completing: Completing, rest: readonly string[]): Offers {
  const paths = importOffers(completing, "quoted");
  return rest.length > 0 ? paths : { ...paths, offers: [...paths.offers, ...words(["public", "weak"], 3)] };
}

// The folders below the import root, as the style guides want it.
function packageOffer({ snapshot, uri, linked }: Completing): Offer[] {
  const { path } = linked.declared;
  const folder = parentUri(uri);
  const below = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : undefined;
  const fromRoot = snapshot.folders.map(root => (folder === undefined ? undefined : pathBelow(root, folder)));
  const name = below ?? fromRoot.find(one => one !== undefined) ?? (folder === undefined ? "" : baseName(folder));
  const label = name
    .split("/")
    .filter(part => /^[A-Za-z_]\w*$/.test(part))
    .join(".");
  return label === "" ? [] : [{ label, kind: Kind.Module, rank: 0 }];
}

function inMessage(completing: Completing, block: "message" | "oneof" | "extend"): Offers {
  const { statement } = completing.place;
  const isLabelled = ["repeated", "optional", "required"].includes(statement[0] ?? "");
  const rest = isLabelled ? statement.slice(1) : statement;
  const last = rest.at(-1);
  if (last === "=") return { offers: numberOffers(completing) };
  if (rest[0] === "map" && opensBracket(rest)) return inMap(completing, rest);
  if (rest[0] === "extend" && rest.length === 1) return typeOffers(completing, "message");
  if (rest.length === 0) {
    const types = typeOffers(completing, "messageOrEnum");
    return {
      offers: [...(isLabelled ? [] : memberKeywords(completing, block)), ...scalarOffers("field"), ...types.offers],
      isCut: types.isCut === true,
    };
  }
  if (isAfterType(rest)) return { offers: nameOffer(completing, rest) };
  return none;
}

function memberKeywords({ linked }: Completing, block: "message" | "oneof" | "extend"): Offer[] {
  const all = messageKeywords(linked.declared.syntax);
  if (block === "message") return all;
  const allowed = block === "oneof" ? ["option"] : ["repeated", "optional"];
  return all.filter(offer => allowed.includes(offer.label));
}

function inMap(completing: Completing, rest: readonly string[]): Offers {
  const inside = rest.slice(rest.lastIndexOf("<") + 1);
  if (inside.length === 0) return { offers: scalarOffers("mapKey") };
  if (inside.at(-1) !== ",") return none;
  const types = typeOffers(completing, "messageOrEnum");
  return { ...types, offers: [...scalarOffers("field"), ...types.offers] };
}

const notTypes = new Set(["message", "enum", "oneof", "extend", "extensions", "reserved", "option", "group", "rpc"]);

function isAfterType(rest: readonly string[]): boolean {
  if (notTypes.has(rest[0] ?? "")) return false;
  if (rest[0] === "map" && rest[1] === "<") return rest.at(-1) === ">";
  return rest.every((token, at) => token === "." || rest[at - 1] === "." || at === 0);
}

// A field is mostly called like its type; the whole statement is one Enter away.
function nameOffer(completing: Completing, rest: readonly string[]): Offer[] {
  const type = rest.filter(token => /^\w+$/.test(token)).at(-1) ?? "";
  const isNamed = /^[A-Z]/.test(type) && rest[0] !== "map";
  const label = isNamed ? lowerSnake(type) : "name";
  const number = nextNumber(completing);
  if (number === undefined) return isNamed ? [{ label, kind: Kind.Field, rank: 0 }] : [];
  const text = `${label} = ${number};`;
  return [
    { label, text, snippet: isNamed ? text : `\${1:${label}} = ${number};`, kind: Kind.Field, rank: 0, detail: text },
  ];
}

function inEnum(completing: Completing): Offers {
  const { statement, blocks } = completing.place;
  if (statement.at(-1) === "=") return { offers: numberOffers(completing) };
  if (statement.length > 0) return none;
  const number = nextNumber(completing);
  const prefix = `${upperSnake(blocks[0]?.name ?? "")}_`;
  const label = number === 0 ? `${prefix}UNSPECIFIED` : `${prefix}…`;
  const text = number === 0 ? label : prefix;
  const snippet = number === 0 ? `${label} = 0;` : `${prefix}\${1:NAME} = ${number ?? "$2"};`;
  return { offers: [{ label, text, snippet, kind: Kind.EnumMember, rank: 0 }, ...enumKeywords()] };
}

function inService(completing: Completing): Offers {
  const { statement } = completing.place;
  if (statement.length === 0) return { offers: serviceKeywords() };
  if (statement[0] !== "rpc") return none;
  const last = statement.at(-1);
  if (last === ")") return statement.includes("returns") ? none : { offers: [returnsOffer] };
  if (!opensBracket(statement) || (last !== "(" && last !== "stream")) return none;
  const types = typeOffers(completing, "message");
  return last === "stream" ? types : { ...types, offers: [...types.offers, ...words(["stream"], 3)] };
}

const returnsOffer: Offer = {
  label: "returns",
  text: "returns (",
  snippet: "returns ($1);",
  kind: Kind.Keyword,
  rank: 0,
  goesOn: true,
};

/** The tokens of the compact option at the end of a statement (`int32 a = 1 [x = 1, y`); undefined outside `[…]`. */
function compactOption(statement: readonly string[]): readonly string[] | undefined {
  let depth = 0;
  for (let at = statement.length - 1; at >= 0; at--) {
    const token = statement[at] ?? "";
    if (token === "]" || token === "}") depth++;
    else if (token === "{") depth--;
    else if (token === "[" && depth-- === 0)
      return statement.slice(statement.lastIndexOf(",") > at ? statement.lastIndexOf(",") + 1 : at + 1);
  }
  return undefined;
}

function compactType({ place: { statement, blocks } }: Completing): string {
  if (statement[0] === "extensions") return "ExtensionRangeOptions";
  return blocks[0]?.kind === "enum" ? "EnumValueOptions" : "FieldOptions";
}

function inOptionValue(completing: Completing): Offers {
  const { blocks } = completing.place;
  const outside = blocks.findIndex(block => block.kind !== "optionValue");
  const around = blocks[outside];
  const heading = blocks[outside - 1]?.heading ?? [];
  const isStatement = heading[0] === "option";
  const compact = around?.kind === "enum" ? "EnumValueOptions" : "FieldOptions";
  const type = isStatement ? optionsOfBlock[around?.kind ?? "file"] : compact;
  return type === undefined ? none : { offers: optionValueOffers(completing, type, blocks.slice(0, outside)) };
}
