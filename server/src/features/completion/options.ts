import type { Declaration, FieldDeclaration, MessageDeclaration } from "../../compiler/link/declarations.ts";
import type { LinkedFile } from "../../compiler/link/linkedFile.ts";
import { nameFor } from "../../compiler/link/scopes.ts";
import { fieldType, isDeprecated } from "../describeSymbol.ts";
import { optionTypes } from "../optionMeanings.ts";
import { linkedFileOf } from "../symbolAt.ts";
import { type Completing, Kind, type Offer } from "./offer.ts";
import type { Block } from "./place.ts";
import { scopeOf } from "./types.ts";

/** The options message (`FieldOptions`, …) that stands for the options of a block's own kind. */
export const optionsOfBlock: Readonly<Partial<Record<Block["kind"], string>>> = {
  file: "FileOptions",
  message: "MessageOptions",
  enum: "EnumOptions",
  service: "ServiceOptions",
  oneof: "OneofOptions",
  method: "MethodOptions",
};

/** `tokens`: what is written of the option, from its name on. */
export function optionOffers(completing: Completing, optionsType: string, tokens: readonly string[]): Offer[] {
  const equals = tokens.indexOf("=");
  const name = partsOf(equals < 0 ? withWord(completing, tokens) : tokens.slice(0, equals));
  if (equals >= 0) return valueOffers(completing, fieldNamed(completing, optionsType, name), "statement");
  return nameOffers(completing, optionsType, name);
}

/** The fields, or the value of a field, inside the braces of an option's value. `blocks`: innermost first. */
export function optionValueOffers(completing: Completing, optionsType: string, blocks: readonly Block[]): Offer[] {
  const outermost = blocks.at(-1)?.heading ?? [];
  const first = Math.max(outermost.indexOf("option"), outermost.lastIndexOf("[")) + 1;
  const written = outermost.slice(first, outermost.indexOf("=", first));
  let field = fieldNamed(completing, optionsType, partsOf(written));
  for (const block of blocks.slice(0, -1).reverse()) {
    const inner: string | undefined = block.heading.filter(token => /^\w+$/.test(token)).at(-1);
    field = memberFields(messageOf(completing, field)).find(one => one.name === inner);
  }
  const { statement } = completing.place;
  const colon = statement.at(-1) === ":" ? statement.at(-2) : undefined;
  const fields = memberFields(messageOf(completing, field));
  if (colon !== undefined)
    return valueOffers(
      completing,
      fields.find(one => one.name === colon),
      "inside",
    );
  return fields.map(one => ({ ...fieldOffer(completing, one, one.name), text: `${one.name}: `, goesOn: true }));
}

interface NamePart {
  readonly text: string;
  readonly extension: boolean;
}

// The word that is typed stands for the parts before its last dot: `features.` is one finished part.
function withWord({ place: { word } }: Completing, tokens: readonly string[]): readonly string[] {
  const dot = word.lastIndexOf(".");
  return dot < 0 || tokens.at(-1) === "(" ? tokens : [...tokens, ...word.slice(0, dot).split("."), "."];
}

function partsOf(tokens: readonly string[]): readonly NamePart[] {
  const parts: NamePart[] = [];
  let extension: string | undefined;
  for (const token of tokens) {
    if (token === "(") extension = "";
    else if (token === ")") {
      if (extension !== undefined) parts.push({ text: extension, extension: true });
      extension = undefined;
    } else if (extension !== undefined) extension += token;
    else if (/^\w+$/.test(token)) parts.push({ text: token, extension: false });
  }
  return parts;
}

function nameOffers(completing: Completing, optionsType: string, parts: readonly NamePart[]): Offer[] {
  const { statement, word } = completing.place;
  const isOpen = statement.at(-1) === "(";
  if (parts.length > 0 && !isOpen) {
    const message = messageOf(completing, fieldNamed(completing, optionsType, parts));
    const prefix = word.slice(0, word.lastIndexOf(".") + 1);
    return memberFields(message).map(one => fieldOffer(completing, one, one.name, prefix));
  }
  const plain = isOpen ? [] : memberFields(rootMessage(completing, optionsType));
  const custom = customOptions(completing, optionsType).map(one => {
    const name = nameFor(completing.linked.optionNames, one.fullName, scopeOf(completing));
    return fieldOffer(completing, one, isOpen ? name : `(${name})`);
  });
  return [...plain.map(one => fieldOffer(completing, one, one.name)), ...custom];
}

/** `before`: what of the typed word stays in front of the name. */
function fieldOffer(completing: Completing, field: FieldDeclaration, name: string, before = ""): Offer {
  const isNested = messageOf(completing, field) !== undefined;
  const isOpen = completing.place.statement.at(-1) === "(";
  return {
    label: name,
    fullName: field.fullName,
    text: before + (isNested || isOpen ? name : `${name} = `),
    kind: Kind.Property,
    detail: fieldType(field, linkedFileOf(completing.snapshot, completing.uri, field)),
    rank: field.extend === undefined ? 1 : 0,
    deprecated: isDeprecated(field),
    goesOn: !isNested,
  };
}

function valueOffers(
  completing: Completing,
  field: FieldDeclaration | undefined,
  where: "statement" | "inside",
): Offer[] {
  if (field === undefined) return [];
  if (field.scalar === "bool") return ["true", "false"].map(label => ({ label, kind: Kind.Keyword, rank: 0 }));
  if (field.scalar === "string" || field.scalar === "bytes") {
    return [{ label: '""', snippet: '"$1"', kind: Kind.Value, rank: 0 }];
  }
  const type = typeOf(completing, field);
  if (type?.kind === "enum") {
    return type.values.map(one => ({ label: one.name, kind: Kind.EnumMember, rank: 0, deprecated: isDeprecated(one) }));
  }
  return type?.kind === "message" && where === "statement"
    ? [{ label: "{ }", snippet: "{ $1 }", kind: Kind.Struct, rank: 0, goesOn: true }]
    : [];
}

/** The field that a whole option name means. */
function fieldNamed(
  completing: Completing,
  optionsType: string,
  parts: readonly NamePart[],
): FieldDeclaration | undefined {
  let message = rootMessage(completing, optionsType);
  let field: FieldDeclaration | undefined;
  for (const { text, extension } of parts) {
    field = extension
      ? customOptions(completing, message?.name ?? "").find(one => isMeant(completing, one, text))
      : memberFields(message).find(one => one.name === text);
    message = messageOf(completing, field);
  }
  return field;
}

function isMeant({ linked }: Completing, field: FieldDeclaration, text: string): boolean {
  const name = text.replace(/^\./, "");
  if (field.fullName === name) return true;
  const { packageName } = linked.declared;
  return field.fullName.endsWith(`.${name}`) && `${packageName}.`.startsWith(field.fullName.slice(0, -name.length));
}

function rootMessage(completing: Completing, optionsType: string): MessageDeclaration | undefined {
  const types = optionTypes(completing.snapshot, completing.uri)?.declared.byName;
  const message = types?.get(`google.protobuf.${optionsType}`);
  return message?.kind === "message" ? message : undefined;
}

function customOptions(completing: Completing, optionsType: string): readonly FieldDeclaration[] {
  const wanted = `google.protobuf.${optionsType}`;
  const found: FieldDeclaration[] = [];
  const { own, others } = completing.linked.optionNames;
  for (const file of [own, ...others]) {
    const linked = file === own ? completing.linked : linkedIn(completing, file.path);
    for (const one of file.byName.values()) {
      if (one.kind !== "field" || one.extend?.extendee === undefined) continue;
      if (linked?.types.get(one.extend.extendee)?.fullName === wanted) found.push(one);
    }
  }
  return found;
}

function memberFields(message: MessageDeclaration | undefined): readonly FieldDeclaration[] {
  // Compilers fill this one in; nobody writes it.
  return (message?.fields ?? []).filter(one => one.name !== "uninterpreted_option");
}

function messageOf(completing: Completing, field: FieldDeclaration | undefined): MessageDeclaration | undefined {
  const type = field === undefined ? undefined : typeOf(completing, field);
  return type?.kind === "message" ? type : undefined;
}

function typeOf({ snapshot, uri }: Completing, field: FieldDeclaration): Declaration | undefined {
  if (field.ownMessage !== undefined) return field.ownMessage;
  return field.typeName === undefined ? undefined : linkedFileOf(snapshot, uri, field)?.types.get(field.typeName);
}

function linkedIn({ snapshot, uri }: Completing, path: string): LinkedFile | undefined {
  return snapshot.compilation(uri).compilation.file(path);
}
