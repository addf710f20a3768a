// The tree of one file → what it declares, with all that protoc's parser adds by itself: the messages of groups and
// maps, the oneofs of proto3 `optional`, JSON names.

import type { Problem } from "../report/problem.ts";
import type { FileNode, ServiceNode, SyntaxNode } from "../syntax/nodes.ts";
import type { ParsedFile } from "../syntax/parsedFile.ts";
import { Remembered } from "../text/remembered.ts";
import { finished, Gradual, type Steps } from "../text/steps.ts";
import {
  type Declaration,
  type DeclaredFile,
  Edition,
  type EnumDeclaration,
  type FieldDeclaration,
  type MessageDeclaration,
  type MethodDeclaration,
  type ServiceDeclaration,
} from "./declarations.ts";
import { declareEnum } from "./declareEnum.ts";
import { declareExtensions, declareMessage } from "./declareMessage.ts";
import { type Declaring, joined, optionsAmong, push, take } from "./declaring.ts";
import { NamesOfPart } from "./namesOfPart.ts";

/** What `parsed` declares. The same parsed file gives the same object. */
export function declare(parsed: ParsedFile): DeclaredFile {
  return begunFor(parsed).result;
}

/** The same in steps. */
export function declareSteps(parsed: ParsedFile): Steps<DeclaredFile> {
  return begunFor(parsed).steps();
}

function begunFor(parsed: ParsedFile): Gradual<DeclaredFile> {
  const known = declaredFiles.get(parsed);
  if (known !== undefined) return known;
  const begun = new Gradual(() => declareFile(parsed));
  declaredFiles.set(parsed, begun);
  return begun;
}

const declaredFiles = new Remembered<ParsedFile, Gradual<DeclaredFile>>();

/**
 * What `parsed` declares, as a part of the file `whole` in the place of what had the names `replaced` there: it has the
 * other names of that file, too.
 */
export function declarePart(parsed: ParsedFile, whole: DeclaredFile, replaced: ReadonlySet<string>): DeclaredPart {
  const names = new Map<string, Declaration>();
  const byName = new NamesOfPart(whole.byName, replaced, names);
  const file = finished(declareFile(parsed, { names, byName, innerTypes: new Set(whole.innerTypes) }));
  return { file, names };
}

export interface DeclaredPart {
  readonly file: DeclaredFile;
  /** The names of the part alone. */
  readonly names: ReadonlyMap<string, Declaration>;
}

interface Names {
  /** Those that are declared. */
  readonly names: Map<string, Declaration>;
  readonly byName: ReadonlyMap<string, Declaration>;
  readonly innerTypes: Set<string>;
}

function namesOfFile(): Names {
  const names = new Map<string, Declaration>();
  return { names, byName: names, innerTypes: new Set() };
}

function* declareFile(parsed: ParsedFile, { names, byName, innerTypes }: Names = namesOfFile()): Steps<DeclaredFile> {
  const tree = parsed.tree;
  const messages: MessageDeclaration[] = [];
  const enums: EnumDeclaration[] = [];
  const services: ServiceDeclaration[] = [];
  const extensions: FieldDeclaration[] = [];
  const problems: Problem[] = [];
  const file: DeclaredFile = {
    parsed,
    path: parsed.source.path,
    ...syntaxOf(tree),
    packageName: packageOf(tree),
    imports: tree.members.filter(member => member.kind === "import"),
    options: optionsAmong(tree.members),
    messages,
    enums,
    services,
    extensions,
    byName,
    innerTypes,
    problems,
  };
  const declaring: Declaring = { file, byName: names, innerTypes, problems };
  const scope = { fullName: file.packageName, parent: undefined };
  for (const member of tree.members) {
    switch (member.kind) {
      case "message":
        push(messages, declareMessage(declaring, scope, member));
        break;
      case "enum":
        push(enums, declareEnum(declaring, scope, member));
        break;
      case "service":
        push(services, declareService(declaring, member));
        break;
      case "extend":
        declareExtensions(declaring, scope, member, { extensions, messages });
        break;
    }
    yield;
  }
  return file;
}

function declareService(declaring: Declaring, node: ServiceNode): ServiceDeclaration | undefined {
  const { file } = declaring;
  if (node.name === undefined) return undefined;
  const methods: MethodDeclaration[] = [];
  const service: ServiceDeclaration = {
    kind: "service",
    name: node.name.text,
    fullName: joined(file.packageName, node.name.text),
    file,
    nameSpan: node.name,
    node,
    methods,
    options: optionsAmong(node.members),
  };
  take(declaring, service);
  for (const member of node.members) {
    if (member.kind !== "method" || member.name === undefined) continue;
    const method: MethodDeclaration = {
      kind: "method",
      name: member.name.text,
      fullName: joined(service.fullName, member.name.text),
      file,
      nameSpan: member.name,
      node: member,
      parent: service,
      input: member.input,
      output: member.output,
      clientStreaming: member.input?.stream !== undefined,
      serverStreaming: member.output?.stream !== undefined,
      options: optionsAmong(member.members),
    };
    methods.push(method);
    take(declaring, method);
  }
  return service;
}

function packageOf(tree: FileNode): string {
  const name = tree.members.find(member => member.kind === "package")?.name?.text ?? "";
  // protoc refuses longer ones. Each of their parts would be a scope to look into for every name.
  return name.length > 511 ? "" : name;
}

// An edition that is not known is taken for the latest one, so that its file is not drowned in follow-up problems.
function syntaxOf(tree: FileNode): Pick<DeclaredFile, "syntax" | "edition" | "syntaxWritten"> {
  const node = tree.members.find((member): member is SyntaxNode => member.kind === "syntax");
  if (node === undefined) return { syntax: "proto2", edition: Edition.Proto2, syntaxWritten: false };
  const value = node.value?.text;
  if (node.keyword === "edition" && value !== "proto2" && value !== "proto3") {
    return { syntax: "editions", edition: editions[value ?? ""] ?? Edition.Edition2024, syntaxWritten: true };
  }
  if (value === "proto2") return { syntax: "proto2", edition: Edition.Proto2, syntaxWritten: true };
  return { syntax: "proto3", edition: Edition.Proto3, syntaxWritten: true };
}

const editions: Readonly<Record<string, number>> = {
  "2023": Edition.Edition2023,
  "2024": Edition.Edition2024,
  "2026": Edition.Edition2026,
};
