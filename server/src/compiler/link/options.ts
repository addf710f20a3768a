// What the options of a file mean: each name is followed from the options message of its element through fields and
// extensions, each value is encoded. `default` and `json_name` are no options, see pseudoOptions.ts.

import type { Problem } from "../report/problem.ts";
import type { MessageValueName, OptionNamePart, OptionNode } from "../syntax/nodes.ts";
import { Remembered } from "../text/remembered.ts";
import { finished, Gradual, type Steps } from "../text/steps.ts";
import type { DeclaredFile, EnumDeclaration, FieldDeclaration, MessageDeclaration } from "./declarations.ts";
import { type InterpretedOptions, noOptions, type OptionOwner, unknownOptions } from "./interpretedOptions.ts";
import type { LinkedFile } from "./linkedFile.ts";
import { emptyContent, StoredBytes } from "./optionContent.ts";
import { linksBelow, type OptionContext, type OptionElement } from "./optionContext.ts";
import { scalarAt } from "./optionLookup.ts";
import { OptionSetter } from "./optionSetter.ts";
import { checkPseudoOption, isPseudoOption } from "./pseudoOptions.ts";
import { RepeatedOptions } from "./repeatedOptions.ts";
import { outer } from "./scopes.ts";

/** The path of the file that declares what options there are. */
export const optionTypesPath = "google/protobuf/descriptor.proto";

/**
 * Interprets all options of `file`. `optionTypes` is the file behind `optionTypesPath`, which need not be imported; without it
 * nothing is interpreted. The same files give the same object.
 */
export function interpretOptions(file: LinkedFile, optionTypes: LinkedFile | undefined): InterpretedOptions {
  return finished(optionSteps(file, optionTypes));
}

/** The same in steps. */
export function* optionSteps(file: LinkedFile, optionTypes: LinkedFile | undefined): Steps<InterpretedOptions> {
  const known = interpreted.get(file);
  if (known !== undefined && known.optionTypes === optionTypes) return yield* known.options.steps();
  if (!hasOptions(file.declared)) return noOptions;
  if (optionTypes === undefined) return unknownOptions;
  const options = new Gradual(() => interpret(file, optionTypes));
  interpreted.set(file, { optionTypes, options });
  return yield* options.steps();
}

/** Whether any options stand in a file; where there are none, nothing has to be known of what options there are. */
export function hasOptions(file: DeclaredFile): boolean {
  let found = false;
  const steps = eachOwner(file, () => {
    found = true;
  });
  while (!found && steps.next().done !== true);
  return found;
}

/** Lets go of what was remembered of a file; it is interpreted again when it is asked for again. */
export function forgetOptions(file: LinkedFile): void {
  interpreted.forget(file);
}

const interpreted = new Remembered<LinkedFile, { optionTypes: LinkedFile; options: Gradual<InterpretedOptions> }>();

function* interpret(file: LinkedFile, optionTypes: LinkedFile): Steps<InterpretedOptions> {
  const problems: Problem[] = [];
  const meanings = new Map<OptionNamePart | MessageValueName, FieldDeclaration | MessageDeclaration>();
  const context: OptionContext = {
    file,
    optionTypes: optionTypes.declared,
    report: problem => problems.push(problem),
    meanings,
    valuesWithOptions: [],
    linkOf: linksBelow([file, optionTypes]),
    found: new Map(),
    element: { optionsType: "FileOptions", scope: file.declared.packageName },
  };
  const bytes = new StoredBytes();
  const paths = new Map<OptionNode, readonly number[]>();
  const repeated = new RepeatedOptions(context);
  yield* eachOwner(file.declared, (owner, options, element) => {
    context.element = element;
    if (repeated.take(owner, options, { bytes, paths })) return;
    const before = problems.length + context.valuesWithOptions.length;
    const real = isField(owner) ? realOptions(context, owner, options) : options;
    const typeName = `google.protobuf.${element.optionsType}`;
    const message = file.optionTypes?.byName.get(typeName) ?? optionTypes.declared.byName.get(typeName);
    if (real.length === 0 || message?.kind !== "message") return;
    const content = emptyContent();
    const done = new OptionSetter(context, message, content).setAll(real);
    for (const one of done) paths.set(one.node, one.path);
    bytes.add([owner], content);
    if (problems.length + context.valuesWithOptions.length === before) repeated.keep(owner, options, done);
    if (isField(owner)) passFeaturesOn(context, owner, { message, bytes });
  });
  return {
    problems,
    meanings,
    valuesWithOptions: context.valuesWithOptions,
    bytesOf: owner => bytes.of(owner),
    pathOf: option => paths.get(option),
    valueOf: (owner, name) =>
      scalarAt(
        optionsOf(owner).filter(option => paths.has(option)),
        meanings,
        name,
      ),
  };
}

function optionsOf(owner: OptionOwner): readonly OptionNode[] {
  if ("kind" in owner && owner.kind === "extensions") return owner.options?.options ?? [];
  return owner.options;
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
  into: { readonly message: MessageDeclaration; readonly bytes: StoredBytes },
): void {
  if (field.node.kind !== "mapField" || field.ownMessage === undefined) return;
  const features = field.options.filter(option => {
    const first = option.name?.parts[0];
    return first?.text === "features" && !first.extension;
  });
  if (features.length === 0) return;
  const content = emptyContent();
  new OptionSetter({ ...context, report: ignore, valuesWithOptions: [] }, into.message, content).setAll(features);
  into.bytes.add(field.ownMessage.fields, content);
}

// What is wrong has been reported for the map field.
function ignore(): void {}

type Visit = (owner: OptionOwner, options: readonly OptionNode[], element: OptionElement) => void;

// A step for each declaration at the top.
function* eachOwner(file: DeclaredFile, visit: Visit): Steps<void> {
  const { packageName } = file;
  if (file.options.length > 0) visit(file, file.options, { optionsType: "FileOptions", scope: packageName });
  for (const message of file.messages) {
    yield;
    eachInMessage(message, visit);
  }
  for (const one of file.enums) {
    yield;
    eachInEnum(one, visit);
  }
  for (const extension of file.extensions) visitField(extension, visit);
  for (const service of file.services) {
    yield;
    const { options, fullName } = service;
    if (options.length > 0) visit(service, options, { optionsType: "ServiceOptions", scope: packageName });
    for (const method of service.methods) {
      if (method.options.length > 0) visit(method, method.options, { optionsType: "MethodOptions", scope: fullName });
    }
  }
}

function eachInMessage(message: MessageDeclaration, visit: Visit): void {
  if (message.isMapEntry) return;
  const { options, fullName } = message;
  if (options.length > 0) visit(message, options, { optionsType: "MessageOptions", scope: outer(fullName) });
  for (const field of message.fields) visitField(field, visit);
  for (const oneof of message.oneofs) {
    if (oneof.options.length > 0) visit(oneof, oneof.options, { optionsType: "OneofOptions", scope: fullName });
  }
  for (const node of message.extensionRanges) {
    const written = optionsOf(node);
    if (written.length > 0) visit(node, written, { optionsType: "ExtensionRangeOptions", scope: outer(fullName) });
  }
  for (const one of message.messages) eachInMessage(one, visit);
  for (const one of message.enums) eachInEnum(one, visit);
  for (const extension of message.extensions) visitField(extension, visit);
}

function visitField(field: FieldDeclaration, visit: Visit): void {
  if (field.options.length === 0) return;
  const scope = field.parent === undefined ? field.file.packageName : field.parent.fullName;
  visit(field, field.options, { optionsType: "FieldOptions", scope });
}

function eachInEnum(declaration: EnumDeclaration, visit: Visit): void {
  const { options, fullName } = declaration;
  if (options.length > 0) visit(declaration, options, { optionsType: "EnumOptions", scope: outer(fullName) });
  for (const value of declaration.values) {
    if (value.options.length === 0) continue;
    visit(value, value.options, { optionsType: "EnumValueOptions", scope: outer(fullName) });
  }
}
