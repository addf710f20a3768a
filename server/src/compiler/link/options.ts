// What the options of a file mean: each name is followed from the options message of its element through fields and
// extensions, each value is encoded. `default` and `json_name` are no options, see pseudoOptions.ts.
import type { Problem } from "../report/problem.ts";
import type { ExtensionsNode, MessageValueName, OptionNamePart, OptionNode } from "../syntax/nodes.ts";
import type { DeclaredFile, EnumDeclaration, FieldDeclaration, MessageDeclaration } from "./declarations.ts";
import { type InterpretedOptions, noOptions, type OptionOwner, type OptionScalar } from "./interpretedOptions.ts";
import type { LinkedFile } from "./linkedFile.ts";
import { emptyContent, encodedContent } from "./optionContent.ts";
import { linksBelow, type OptionContext, type OptionElement } from "./optionContext.ts";
import { scalarAt } from "./optionLookup.ts";
import { type Assignment, OptionSetter } from "./optionSetter.ts";
import { checkPseudoOption, isPseudoOption } from "./pseudoOptions.ts";
import { outer } from "./scopes.ts";

/** The path of the file that declares what options there are. */
export const optionTypesPath = "google/protobuf/descriptor.proto";

/**
 * Interprets all options of `file`. `optionTypes` is the file behind `optionTypesPath`, which need not be imported; without it
 * nothing is interpreted. The same files give the same object.
 */
export function interpretOptions(file: LinkedFile, optionTypes: LinkedFile | undefined): InterpretedOptions {
  if (optionTypes === undefined) return noOptions;
  const known = interpreted.get(file);
  if (known?.optionTypes === optionTypes) return known.options;
  const options = interpret(file, optionTypes);
  interpreted.set(file, { optionTypes, options });
  return options;
}

const interpreted = new WeakMap<LinkedFile, { optionTypes: LinkedFile; options: InterpretedOptions }>();

function interpret(file: LinkedFile, optionTypes: LinkedFile): InterpretedOptions {
  const problems: Problem[] = [];
  const meanings = new Map<OptionNamePart | MessageValueName, FieldDeclaration | MessageDeclaration>();
  const context: OptionContext = {
    file,
    report: problem => problems.push(problem),
    meanings,
    linkOf: linksBelow([file, optionTypes]),
    element: { optionsType: "FileOptions", scope: file.declared.packageName },
  };
  const bytes = new Map<OptionOwner, Uint8Array>();
  const paths = new Map<OptionNode, readonly number[]>();
  const assignments = new Map<OptionOwner, readonly Assignment[]>();
  for (const { owner, element, options } of owners(file.declared)) {
    context.element = element;
    const real = isField(owner) ? realOptions(context, owner, options) : options;
    if (real.length === 0) continue;
    const message = optionTypes.declared.byName.get(`google.protobuf.${element.optionsType}`);
    if (message?.kind !== "message") continue;
    const content = emptyContent();
    const setter = new OptionSetter(context, message, content);
    const set = setter.setAll(real);
    for (const one of set) paths.set(one.node, one.path);
    assignments.set(owner, set);
    bytes.set(owner, encodedContent(content));
    if (isField(owner)) passFeaturesOn(context, owner, { message, bytes });
  }
  return {
    problems,
    meanings,
    bytesOf: owner => bytes.get(owner),
    pathOf: option => paths.get(option),
    valueOf: (owner: OptionOwner, name: string): OptionScalar | undefined =>
      scalarAt(assignments.get(owner) ?? [], name),
  };
}

function isField(owner: OptionOwner): owner is FieldDeclaration {
  return "kind" in owner && owner.kind === "field";
}

function realOptions(context: OptionContext, field: FieldDeclaration, options: readonly OptionNode[]): OptionNode[] {
  const seen = new Map<string, OptionNode>();
  return options.filter(option => {
    if (!isPseudoOption(option)) return true;
    checkPseudoOption(context, field, option, seen);
    return false;
  });
}

// Features of a map field go for its key and its value, too.
function passFeaturesOn(
  context: OptionContext,
  field: FieldDeclaration,
  into: { readonly message: MessageDeclaration; readonly bytes: Map<OptionOwner, Uint8Array> },
): void {
  if (field.node.kind !== "mapField" || field.ownMessage === undefined) return;
  const features = field.options.filter(option => {
    const first = option.name?.parts[0];
    return first?.text === "features" && !first.extension;
  });
  if (features.length === 0) return;
  const content = emptyContent();
  new OptionSetter({ ...context, report: ignore }, into.message, content).setAll(features);
  const encoded = encodedContent(content);
  for (const side of field.ownMessage.fields) into.bytes.set(side, encoded);
}

// What is wrong has been reported for the map field.
function ignore(): void {}

interface Owned {
  readonly owner: OptionOwner;
  readonly element: OptionElement;
  readonly options: readonly OptionNode[];
}

function* owners(file: DeclaredFile): Generator<Owned> {
  if (file.options.length > 0) {
    yield { owner: file, element: { optionsType: "FileOptions", scope: file.packageName }, options: file.options };
  }
  for (const message of file.messages) yield* ownersInMessage(message);
  for (const one of file.enums) yield* ownersInEnum(one);
  for (const extension of file.extensions) yield* ownersOfField(extension);
  for (const service of file.services) {
    if (service.options.length > 0) {
      const element: OptionElement = { optionsType: "ServiceOptions", scope: outer(service.fullName) };
      yield { owner: service, element, options: service.options };
    }
    const element: OptionElement = { optionsType: "MethodOptions", scope: service.fullName };
    for (const method of service.methods) {
      if (method.options.length > 0) yield { owner: method, element, options: method.options };
    }
  }
}

function* ownersInMessage(message: MessageDeclaration): Generator<Owned> {
  if (message.isMapEntry) return;
  const around: OptionElement = { optionsType: "MessageOptions", scope: outer(message.fullName) };
  if (message.options.length > 0) yield { owner: message, element: around, options: message.options };
  for (const field of message.fields) if (field.options.length > 0) yield* ownersOfField(field);
  for (const oneof of message.oneofs) {
    if (oneof.options.length === 0) continue;
    yield { owner: oneof, element: { optionsType: "OneofOptions", scope: message.fullName }, options: oneof.options };
  }
  for (const node of message.extensionRanges) {
    const options = optionsOfRanges(node);
    const element: OptionElement = { optionsType: "ExtensionRangeOptions", scope: around.scope };
    if (options.length > 0) yield { owner: node, element, options };
  }
  for (const one of message.messages) yield* ownersInMessage(one);
  for (const one of message.enums) yield* ownersInEnum(one);
  for (const extension of message.extensions) yield* ownersOfField(extension);
}

function optionsOfRanges(node: ExtensionsNode): readonly OptionNode[] {
  return node.options?.options ?? [];
}

function* ownersOfField(field: FieldDeclaration): Generator<Owned> {
  if (field.options.length === 0) return;
  yield {
    owner: field,
    element: { optionsType: "FieldOptions", scope: outer(field.fullName) },
    options: field.options,
  };
}

function* ownersInEnum(declaration: EnumDeclaration): Generator<Owned> {
  const scope = outer(declaration.fullName);
  if (declaration.options.length > 0) {
    yield { owner: declaration, element: { optionsType: "EnumOptions", scope }, options: declaration.options };
  }
  for (const value of declaration.values) {
    if (value.options.length === 0) continue;
    yield { owner: value, element: { optionsType: "EnumValueOptions", scope }, options: value.options };
  }
}
