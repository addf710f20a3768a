// biome-ignore-all lint/suspicious/noTemplateCurlyInString: snippets have placeholders in this form.
import { Kind, type Offer, type Rank } from "./offer.ts";

/** What can begin a statement at the top of a file. */
export function fileKeywords(written: { readonly syntax: boolean; readonly packageName: boolean }): Offer[] {
  const heading = written.syntax
    ? []
    : [keyword("syntax", 'syntax = "proto3";'), keyword("edition", 'edition = "2023";')];
  const naming = written.packageName ? [] : [keyword("package", "package $1;")];
  return [
    ...heading,
    ...naming,
    { ...keyword("import", 'import "$1";'), goesOn: true },
    keyword("message", "message ${1:Name} {\n\t$0\n}"),
    keyword("enum", "enum ${1:Name} {\n\t${2:NAME}_UNSPECIFIED = 0;\n\t$0\n}"),
    keyword("service", "service ${1:Name} {\n\t$0\n}"),
    keyword("extend", "extend ${1:Message} {\n\t$0\n}"),
    { ...keyword("option", "option "), goesOn: true },
  ];
}

/** What beside a type can begin a statement in a message. */
export function messageKeywords(syntax: "proto2" | "proto3" | "editions"): Offer[] {
  const labels = [keyword("repeated", "repeated ")];
  if (syntax !== "editions") labels.push(keyword("optional", "optional "));
  if (syntax === "proto2") labels.push(keyword("required", "required "));
  return [
    ...labels.map(offer => ({ ...offer, goesOn: true })),
    keyword("map", "map<${1:string}, ${2:string}> ${3:name} = ${4:1};"),
    keyword("oneof", "oneof ${1:name} {\n\t$0\n}"),
    keyword("message", "message ${1:Name} {\n\t$0\n}"),
    keyword("enum", "enum ${1:Name} {\n\t${2:NAME}_UNSPECIFIED = 0;\n\t$0\n}"),
    keyword("reserved", "reserved $1;"),
    { ...keyword("option", "option "), goesOn: true },
    ...(syntax === "proto3" ? [] : [keyword("extensions", "extensions ${1:100} to ${2:max};")]),
    ...(syntax === "proto3" ? [] : [keyword("extend", "extend ${1:Message} {\n\t$0\n}")]),
  ];
}

export function serviceKeywords(): Offer[] {
  return [
    keyword("rpc", "rpc ${1:Name}(${2:Request}) returns (${3:Reply});"),
    shaped("rpc … returns (stream …)", "rpc ${1:Name}(${2:Request}) returns (stream ${3:Reply});"),
    shaped("rpc (stream …) returns", "rpc ${1:Name}(stream ${2:Request}) returns (${3:Reply});"),
    shaped("rpc (stream …) returns (stream …)", "rpc ${1:Name}(stream ${2:Request}) returns (stream ${3:Reply});"),
    { ...keyword("option", "option "), goesOn: true },
  ];
}

export function enumKeywords(): Offer[] {
  return [{ ...keyword("option", "option "), goesOn: true }, keyword("reserved", "reserved $1;")];
}

/** Words without more to fill in. */
export function words(list: readonly string[], rank: Rank = 1): Offer[] {
  return list.map(label => ({ label, kind: Kind.Keyword, rank }));
}

function keyword(label: string, snippet: string): Offer {
  return { label, snippet, kind: Kind.Keyword, rank: 3 };
}

// Clients without snippets are offered the plain keyword only.
function shaped(label: string, snippet: string): Offer {
  return { label, snippet, text: "rpc", kind: Kind.Snippet, rank: 4 };
}
