import { replaceFix } from "../report/fix.ts";
import type { Fix, Problem } from "../report/problem.ts";
import type { MethodType, TypeName } from "../syntax/nodes.ts";
import { isScalarType } from "../syntax/scalarTypes.ts";
import type { Steps } from "../text/steps.ts";
import { below } from "./clashes.ts";
import type { Declaration, DeclaredFile, FieldDeclaration, MessageDeclaration } from "./declarations.ts";
import type { LinkedFile, LinkedImport, UnresolvedType } from "./linkedFile.ts";
import { notAType, optionImportedType, shadowedType, unresolvedType } from "./linkProblems.ts";
import { findName, lookUp, outer, type VisibleNames } from "./scopes.ts";
import { type Suggestion, suggest } from "./suggest.ts";

export interface Resolving {
  readonly declared: DeclaredFile;
  readonly names: VisibleNames;
  readonly optionNames: VisibleNames;
  readonly imports: readonly LinkedImport[];
  /** Whether every import was found: unknown names are not reported otherwise, as they may stand in what is missing. */
  readonly isComplete: () => boolean;
}

type ResolvedTypes = Pick<LinkedFile, "types" | "problems" | "unresolved">;

/** Resolves each use of a type in the file: of fields, map values, extendees, rpc requests and responses; in steps. */
export function* resolveTypes(resolving: Resolving): Steps<ResolvedTypes> {
  const types = new Map<TypeName, Declaration>();
  const problems: Problem[] = [];
  const unresolved: UnresolvedType[] = [];
  let looked = 0;
  for (const use of typeUses(resolving.declared)) {
    if (++looked % usesAStep === 0) yield;
    const found = lookUp(resolving.names, use.node.text, use.scope, use.kind === "field" ? "types" : "any");
    if (found.kind === "lost") {
      const problem = problemOf(resolving, use, found, problems.length);
      unresolved.push({ node: use.node, scope: use.scope, problem });
      if (problem !== undefined) problems.push(problem);
    } else if (found.meaning.kind === "message" || found.meaning.kind === "enum") {
      types.set(use.node, found.meaning);
    } else {
      const wanted = use.kind === "field" ? "message or enum" : "message";
      problems.push(notAType(use.node, found.meaning, wanted, typeFurtherOut(resolving, use)));
    }
  }
  return { types, problems, unresolved };
}

const usesAStep = 100;

// A service's rpc hides a message of its name from the other rpcs.
function typeFurtherOut(resolving: Resolving, use: TypeUse): Declaration | undefined {
  const found = lookUp(resolving.names, use.node.text, use.scope, "types");
  return found.kind === "found" && found.meaning.kind === "message" ? found.meaning : undefined;
}

interface TypeUse {
  readonly kind: "field" | "extendee" | "rpc";
  readonly node: TypeName;
  /** Full name of the innermost scope. */
  readonly scope: string;
  /** Where a missing message could be declared: after the service. */
  readonly afterService?: number;
}

function* typeUses(file: DeclaredFile): Generator<TypeUse> {
  yield* usesOfExtensions(file.extensions, file.packageName);
  for (const message of file.messages) yield* usesOfMessage(message);
  for (const service of file.services) {
    for (const method of service.methods) {
      for (const side of [method.input, method.output]) {
        const node = typeNameOf(side);
        if (node !== undefined) yield { kind: "rpc", node, scope: service.fullName, afterService: service.node.end };
      }
    }
  }
}

function* usesOfMessage(message: MessageDeclaration): Generator<TypeUse> {
  // The type of a map's value is written, and looked up, in the message around the entry.
  const scope = message.isMapEntry ? outer(message.fullName) : message.fullName;
  for (const field of message.fields) {
    // `group` as the value of a map is refused as such.
    const isGroup = message.isMapEntry && field.typeName?.text === "group";
    if (field.typeName !== undefined && !isGroup) yield { kind: "field", node: field.typeName, scope };
  }
  yield* usesOfExtensions(message.extensions, message.fullName);
  for (const inner of message.messages) yield* usesOfMessage(inner);
}

function* usesOfExtensions(extensions: readonly FieldDeclaration[], scope: string): Generator<TypeUse> {
  let block: FieldDeclaration["extend"];
  for (const extension of extensions) {
    const extendee = extension.extend?.extendee;
    if (extendee !== undefined && extension.extend !== block) yield { kind: "extendee", node: extendee, scope };
    block = extension.extend;
    if (extension.typeName !== undefined) yield { kind: "field", node: extension.typeName, scope };
  }
}

function typeNameOf(side: MethodType | undefined): TypeName | undefined {
  return side?.type?.kind === "typeName" && !isScalarType(side.type.text) ? side.type : undefined;
}

function problemOf(
  resolving: Resolving,
  use: TypeUse,
  lost: Extract<ReturnType<typeof lookUp>, { kind: "lost" }>,
  reported: number,
): Problem | undefined {
  const { node, scope } = use;
  const { names, optionNames } = resolving;
  if (lost.first !== undefined) {
    const outermost = node.text.startsWith(".") ? undefined : findName(names, node.text);
    const reach = outermost !== undefined && (outermost.kind === "message" || outermost.kind === "enum");
    const fixes = reach ? [replaceFix(`Change to \`.${node.text}\``, node, `.${node.text}`)] : [];
    if (reach || lost.first.kind !== "package") return shadowedType(node, lost.first, lost.expected, fixes);
  }
  if (!resolving.isComplete()) return undefined;
  if (optionNames !== names) {
    const forOptions = lookUp(optionNames, node.text, scope, "types");
    if (forOptions.kind === "found" && forOptions.meaning.kind !== "package") {
      return optionImportedType(node, forOptions.meaning, plainImport(resolving, forOptions.meaning));
    }
  }
  const suggestion = reported < mostSuggestions ? suggestionFor(resolving, use) : undefined;
  return unresolvedType(node, suggestion, newMessage(use));
}

// To guess what is meant takes a look at all there is. Whoever lacks more types than this lacks the same few files.
const mostSuggestions = 50;

function suggestionFor(resolving: Resolving, { node, scope, kind }: TypeUse): Suggestion | undefined {
  const { names, declared } = resolving;
  const visible = new Set([declared, ...names.others]);
  const hidden = [...below(resolving.imports)].map(file => file.declared).filter(file => !visible.has(file));
  return suggest({ node, scope, names, hidden, messagesOnly: kind !== "field" });
}

function plainImport(resolving: Resolving, meaning: Declaration): Fix[] {
  const one = resolving.imports.find(link => link.path === meaning.file.path && link.modifier === "option");
  if (one?.node.modifier === undefined || one.node.path === undefined) return [];
  const span = { start: one.node.modifier.start, end: one.node.path.start };
  return [{ title: "Import it for its types as well", edits: [{ span, newText: "" }] }];
}

function newMessage(use: TypeUse): Fix[] {
  if (use.afterService === undefined || !/^[A-Za-z_]\w*$/.test(use.node.text)) return [];
  const span = { start: use.afterService, end: use.afterService };
  return [
    {
      title: `Declare the message \`${use.node.text}\``,
      edits: [{ span, newText: `\n\nmessage ${use.node.text} {\n}` }],
    },
  ];
}
