// One option after another of one element → the content of its options message.

import type { OptionName, OptionNamePart, OptionNode, OptionValue } from "../syntax/nodes.ts";
import { Remembered } from "../text/remembered.ts";
import type { EnumDeclaration, FieldDeclaration, MessageDeclaration, ScalarType } from "./declarations.ts";
import { knowsAllNames } from "./lackedDeclarations.ts";
import { emptyContent, entriesOf, type OptionContent, type OptionEntry } from "./optionContent.ts";
import { extendeeOf, fieldNamed, lookUpOptionName, type OptionContext, typeOf } from "./optionContext.ts";
import { messageContent } from "./optionMessages.ts";
import {
  extensionUnknown,
  featureOfOwnFile,
  mapEntryWritten,
  optionSetTwice,
  optionUnknown,
  pathThroughRepeated,
  pathThroughScalar,
  requiredFieldsMissing,
  uninterpretedOption,
  wrongExtendee,
} from "./optionProblems.ts";
import { checkText, encodeScalar } from "./optionScalars.ts";
import { checkTargets } from "./optionTargets.ts";
import { messageExpected } from "./optionValueProblems.ts";
import { isDelimited, isRequired } from "./wireForm.ts";

/** An option whose name and value make sense. */
export interface Assignment {
  readonly node: OptionNode;
  /** The fields of its name, outermost first. */
  readonly fields: readonly FieldDeclaration[];
  /** Field numbers from the options message down, and an index for a repeated field. */
  readonly path: readonly number[];
}

export class OptionSetter {
  readonly #context: OptionContext;
  readonly #message: MessageDeclaration;
  readonly #content: OptionContent;
  readonly #done: Assignment[] = [];
  readonly #byNumbers = new Map<string | number, { readonly first: Assignment; readonly count: number }>();

  /** Sets options of `message` (`FieldOptions`, …) into `content`. */
  constructor(context: OptionContext, message: MessageDeclaration, content: OptionContent) {
    this.#context = context;
    this.#message = message;
    this.#content = content;
  }

  /**
   * Sets all options of the element. Custom ones come after the others, as in protoc, which must know the features
   * before it looks at anything else; that shows in the order of what it does not know.
   */
  setAll(options: readonly OptionNode[]): readonly Assignment[] {
    for (const option of options) if (option.name?.parts[0]?.extension === false) this.#assign(option);
    for (const option of options) if (option.name?.parts[0]?.extension === true) this.#assign(option);
    if (this.#done.some(one => one.fields.length > 1)) this.#checkRequired();
    return this.#done;
  }

  // Parts of a message that are set one by one must make up all that it requires; a whole value has been checked.
  #checkRequired(): void {
    const wholes = new Set(this.#done.map(one => one.fields.map(field => field.number).join(".")));
    const partly = new Map<string, { message: MessageDeclaration; name: OptionName; set: Set<FieldDeclaration> }>();
    for (const { node, fields } of this.#done) {
      for (let at = 1; at < fields.length; at++) {
        const [outer, inner] = [fields[at - 1], fields[at]];
        const message = outer === undefined ? undefined : typeOf(this.#context, outer);
        if (inner === undefined || typeof message !== "object" || message.kind !== "message") break;
        if (node.name === undefined || !message.fields.some(isRequired)) continue;
        const key = fields
          .slice(0, at)
          .map(field => field.number)
          .join(".");
        const known = partly.get(key) ?? { message, name: node.name, set: new Set() };
        partly.set(key, known);
        known.set.add(inner);
      }
    }
    for (const [key, { message, name, set }] of partly) {
      const missing = message.fields.filter(field => isRequired(field) && !set.has(field));
      if (missing.length > 0 && !wholes.has(key)) this.#context.report(requiredFieldsMissing(name, message, missing));
    }
  }

  #assign(node: OptionNode): void {
    const { name, value } = node;
    if (name === undefined) return;
    const fields = this.#resolve(name);
    const leaf = fields?.at(-1);
    if (fields === undefined || leaf === undefined || value === undefined) return;
    const numbers = numbersOf(fields);
    const key = numbers.length === 1 ? (numbers[0] ?? 0) : numbers.join();
    const earlier = this.#byNumbers.get(key);
    if (leaf.label !== "repeated" && isSet(this.#content, numbers)) {
      this.#context.report(optionSetTwice(this.#context.file, node, nameText(name), earlier?.first.node.name));
      return;
    }
    const entry = this.#encode(leaf, value);
    if (entry === undefined) return;
    this.#insert(fields, entry);
    const path = leaf.label === "repeated" ? [...numbers, earlier?.count ?? 0] : numbers;
    const done = { node, fields, path };
    this.#done.push(done);
    this.#byNumbers.set(key, { first: earlier?.first ?? done, count: (earlier?.count ?? 0) + 1 });
  }

  /** The fields that the parts of a name stand for. */
  #resolve(name: OptionName): FieldDeclaration[] | undefined {
    const context = this.#context;
    let message = this.#message;
    const fields: FieldDeclaration[] = [];
    const isFeature = name.parts[0]?.text === "features" && !name.parts[0].extension;
    for (let index = 0; ; index++) {
      const part = name.parts[index];
      if (part === undefined) break;
      const field = this.#fieldOf(part, message, index === 0 ? "element" : "message");
      if (field === undefined) return undefined;
      context.meanings.set(part, field);
      checkTargets(context, field, part);
      if (isFeature && field.file === context.file.declared && index > 0) {
        context.report(featureOfOwnFile(part));
        return undefined;
      }
      fields.push(field);
      const next = name.parts[index + 1];
      if (next === undefined) break;
      const type = typeOf(context, field);
      if (type === undefined) return undefined;
      if (typeof type === "string" || type.kind === "enum") {
        context.report(pathThroughScalar(part, next));
        return undefined;
      }
      if (field.label === "repeated") {
        context.report(pathThroughRepeated(part));
        return undefined;
      }
      message = type;
    }
    return fields;
  }

  #fieldOf(part: OptionNamePart, message: MessageDeclaration, at: "element" | "message"): FieldDeclaration | undefined {
    const context = this.#context;
    if (!part.extension) {
      if (at === "element" && part.text === "uninterpreted_option") {
        context.report(uninterpretedOption(part));
        return undefined;
      }
      if (at === "element" && part.text === "map_entry" && context.element.optionsType === "MessageOptions") {
        context.report(mapEntryWritten(part));
        return undefined;
      }
      const field = fieldNamed(message, part.text);
      if (field === undefined) {
        context.report(
          optionUnknown(
            part,
            message,
            at === "element" ? elementNouns[context.element.optionsType] : undefined,
            extensionsOf(context, message),
          ),
        );
      }
      return field;
    }
    const found = lookUpOptionName(context, part.text);
    const field = found.kind === "found" && found.meaning.kind === "field" ? found.meaning : undefined;
    // The full name of a field is as good as that of an extension.
    if (field?.extend === undefined && field?.parent === message) return field;
    if (field?.extend === undefined) {
      // What is missing may stand in an import that was not found or is broken, which has been reported.
      const { declared, imports } = context.file;
      if (found.kind === "found" || knowsAllNames(declared, imports)) {
        context.report(extensionUnknown(context.file, part, found, message, extensionsOf(context, message)));
      }
      return undefined;
    }
    const extendee = extendeeOf(context, field);
    if (extendee === message) return field;
    if (extendee !== undefined) context.report(wrongExtendee(part, field, extendee, message));
    return undefined;
  }

  #encode(field: FieldDeclaration, value: OptionValue): OptionEntry | undefined {
    const context = this.#context;
    const number = field.number;
    const type: MessageDeclaration | EnumDeclaration | ScalarType | undefined = typeOf(context, field);
    if (type === undefined || number === undefined) return undefined;
    // A list has been reported by the parser.
    if (value.kind === "list") return undefined;
    if (typeof type === "object" && type.kind === "message") {
      if (value.kind === "messageValue") {
        const kind = isDelimited(field) ? "group" : "message";
        return { kind, number, isSorted: true, content: messageContent(context, type, value) };
      }
      context.report(messageExpected(value, field, type));
      return undefined;
    }
    checkText(context, field, type, value);
    const scalar = encodeScalar(context, field, type, value, "option");
    return scalar === undefined ? undefined : { kind: "scalar", number, isSorted: true, ...scalar };
  }

  // Parts of messages that protoc knows come together in one, of others each stands alone.
  #insert(fields: readonly FieldDeclaration[], leaf: OptionEntry): void {
    let into = this.#content;
    let areKnown = true;
    for (let at = 0; at < fields.length - 1; at++) {
      const field = fields[at];
      if (field === undefined) break;
      areKnown &&= isKnownToProtoc(this.#context, field);
      const number = field.number ?? 0;
      const existing = areKnown ? entriesOf(into, number)[0] : undefined;
      if (existing !== undefined && existing.kind !== "scalar") {
        into = existing.content;
        continue;
      }
      const content = emptyContent();
      into.entries.push({ kind: isDelimited(field) ? "group" : "message", number, isSorted: areKnown, content });
      into = content;
    }
    const last = fields.at(-1);
    const isSorted = areKnown && last !== undefined && isKnownToProtoc(this.#context, last);
    into.entries.push(isSorted === leaf.isSorted ? leaf : { ...leaf, isSorted });
  }
}

// Most options are one field of an options message, and share one path.
function numbersOf(fields: readonly FieldDeclaration[]): readonly number[] {
  const [first] = fields;
  if (first === undefined || fields.length > 1) return fields.map(field => field.number ?? 0);
  let path = shortPaths.get(first);
  if (path === undefined) {
    path = [first.number ?? 0];
    shortPaths.set(first, path);
  }
  return path;
}

const shortPaths = new Remembered<FieldDeclaration, readonly number[]>();

/** Whether the field at the end of `numbers` has a value in any of the messages on the way. */
function isSet(content: OptionContent, numbers: readonly number[], at = 0): boolean {
  for (const entry of content.entries) {
    if (entry.number !== numbers[at]) continue;
    if (at === numbers.length - 1) return true;
    if (entry.kind !== "scalar" && isSet(entry.content, numbers, at + 1)) return true;
  }
  return false;
}

// The files whose generated classes are part of protoc.
const knownFiles: ReadonlySet<string> = new Set([
  "google/protobuf/descriptor.proto",
  "google/protobuf/cpp_features.proto",
  "google/protobuf/java_features.proto",
  "google/protobuf/cpp_file_options.proto",
  "google/protobuf/json_enumvalue_options.proto",
]);

// A copy of descriptor.proto at another place has what protoc's own has.
function isKnownToProtoc(context: OptionContext, field: FieldDeclaration): boolean {
  if (knownFiles.has(field.file.path)) return true;
  if (field.extend !== undefined || field.file.packageName !== "google.protobuf") return false;
  const original = context.optionTypes.byName.get(field.fullName);
  return original?.kind === "field" && original.number === field.number;
}

function* extensionsOf(context: OptionContext, message: MessageDeclaration): Generator<FieldDeclaration> {
  const { own, others } = context.file.optionNames;
  for (const file of [own, ...others]) {
    for (const one of file.byName.values()) {
      if (one.kind === "field" && one.extend !== undefined && extendeeOf(context, one) === message) yield one;
    }
  }
}

function nameText(name: OptionName): string {
  return name.parts.map(part => (part.extension ? `(${part.text})` : part.text)).join(".");
}

const elementNouns = {
  FileOptions: "a file",
  MessageOptions: "a message",
  FieldOptions: "a field",
  OneofOptions: "a oneof",
  EnumOptions: "an enum",
  EnumValueOptions: "an enum value",
  ServiceOptions: "a service",
  MethodOptions: "an rpc",
  ExtensionRangeOptions: "an extension range",
} as const;
