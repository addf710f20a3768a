// What the interpretation of one file's options works with.

import type { Problem } from "../report/problem.ts";
import type { MessageValueName, OptionNamePart } from "../syntax/nodes.ts";
import { Remembered } from "../text/remembered.ts";
import type {
  Declaration,
  DeclaredFile,
  EnumDeclaration,
  FieldDeclaration,
  MessageDeclaration,
  ScalarType,
} from "./declarations.ts";
import type { UsedEnumValue } from "./interpretedOptions.ts";
import type { LinkedFile } from "./linkedFile.ts";
import { findName, type Lookup, lookUp, type Meaning, outer } from "./scopes.ts";

export interface OptionContext {
  readonly file: LinkedFile;
  /** The file that declares the options messages. */
  readonly optionTypes: DeclaredFile;
  readonly report: (problem: Problem) => void;
  readonly meanings: Map<OptionNamePart | MessageValueName, FieldDeclaration | MessageDeclaration>;
  /** See `InterpretedOptions.valuesWithOptions`. */
  readonly valuesWithOptions: UsedEnumValue[];
  /** The links of any file that the file depends on. */
  readonly linkOf: (file: DeclaredFile) => LinkedFile | undefined;
  /** What names of extensions mean: in the package of the file, and where each was looked up last. */
  readonly found: Map<string, FoundName>;
  /** What has the options that are being interpreted. */
  element: OptionElement;
}

interface FoundName {
  readonly inPackage: Lookup;
  scope: string;
  inScope: Lookup;
}

/** A kind of element, by the name of its options message. */
export type OptionsType =
  | "FileOptions"
  | "MessageOptions"
  | "FieldOptions"
  | "OneofOptions"
  | "EnumOptions"
  | "EnumValueOptions"
  | "ServiceOptions"
  | "MethodOptions"
  | "ExtensionRangeOptions";

export interface OptionElement {
  readonly optionsType: OptionsType;
  /** Full name of the scope in which names of extensions are looked up: the one around the element. */
  readonly scope: string;
}

/** The files that `root` and `more` depend on, themselves included, with a search that begins when it is first asked. */
export function linksBelow(roots: readonly (LinkedFile | undefined)[]): (file: DeclaredFile) => LinkedFile | undefined {
  const known = new Map<DeclaredFile, LinkedFile>();
  const queue: LinkedFile[] = [];
  for (const root of roots) if (root !== undefined) queue.push(root);
  let next = 0;
  return wanted => {
    for (let found = known.get(wanted); ; found = known.get(wanted)) {
      const file = queue[next++];
      if (found !== undefined || file === undefined) {
        if (found !== undefined) next--;
        return found;
      }
      if (known.has(file.declared)) continue;
      known.set(file.declared, file);
      for (const one of file.imports) if (one.file !== undefined) queue.push(one.file);
    }
  };
}

/** The message, enum or scalar type of a field; undefined where it is unresolved. */
export function typeOf(
  context: OptionContext,
  field: FieldDeclaration,
): MessageDeclaration | EnumDeclaration | ScalarType | undefined {
  if (field.scalar !== undefined) return field.scalar;
  if (field.ownMessage !== undefined) return field.ownMessage;
  if (field.typeName === undefined) return undefined;
  const type = context.linkOf(field.file)?.types.get(field.typeName);
  return type?.kind === "message" || type?.kind === "enum" ? type : undefined;
}

/** The message an extension extends; undefined where it is unresolved. */
export function extendeeOf(context: OptionContext, extension: FieldDeclaration): MessageDeclaration | undefined {
  const extendee = extension.extend?.extendee;
  const type = extendee === undefined ? undefined : context.linkOf(extension.file)?.types.get(extendee);
  return type?.kind === "message" ? type : undefined;
}

/** The field of `message` with this name. */
export function fieldNamed(message: MessageDeclaration, name: string): FieldDeclaration | undefined {
  let byName = fieldsByName.get(message);
  if (byName === undefined) {
    byName = new Map(message.fields.map(field => [field.name, field]));
    fieldsByName.set(message, byName);
  }
  return byName.get(name);
}

const fieldsByName = new Remembered<MessageDeclaration, ReadonlyMap<string, FieldDeclaration>>();

/** What the name of an extension in parentheses means at the element at hand. */
export function lookUpOptionName(context: OptionContext, name: string): Lookup {
  const { declared } = context.file;
  const { scope } = context.element;
  let found = context.found.get(name);
  if (found?.scope === scope) return found.inScope;
  if (found === undefined) {
    const inPackage = lookUpFrom(context, name, declared.packageName);
    found = { inPackage, scope: declared.packageName, inScope: inPackage };
    context.found.set(name, found);
  }
  // Most names mean the same everywhere in a file; only what a message or service around declares can change that.
  found.inScope = isShadowed(context, name) ? lookUpFrom(context, name, scope) : found.inPackage;
  found.scope = scope;
  return found.inScope;
}

/** Whether a message or service around the element declares what an extension's name begins with. */
export function isShadowed({ file, element }: OptionContext, name: string): boolean {
  const dot = name.indexOf(".");
  return declaresInside(file.declared, element.scope, dot < 0 ? name : name.slice(0, dot));
}

function declaresInside(file: DeclaredFile, scope: string, name: string): boolean {
  for (let at = scope; at.length > file.packageName.length; at = outer(at)) {
    if (file.byName.has(`${at}.${name}`)) return true;
  }
  return false;
}

/**
 * What a name in brackets inside of a message value means: it is looked up from the scope of the message that is
 * written, which may be that of another file, and seen with the eyes of this one.
 */
export function lookUpInMessage(
  context: OptionContext,
  name: string,
  message: MessageDeclaration,
): Declaration | undefined {
  const found = walkOutward(context, name, outer(message.fullName));
  return found.kind === "lost" || found.meaning.kind === "package" ? undefined : found.meaning;
}

function lookUpFrom(context: OptionContext, name: string, scope: string): Lookup {
  const { names, optionNames } = context.file;
  const isPlain = names === optionNames || name.startsWith(".");
  return isPlain ? lookUp(optionNames, name, scope, "any") : walkOutward(context, name, scope);
}

function walkOutward({ file }: OptionContext, name: string, scope: string): Lookup {
  const firstPart = name.split(".", 1)[0] ?? "";
  const isDotted = firstPart.length < name.length;
  for (let at = scope; at !== ""; at = outer(at)) {
    const first = seenByOptions(file, `${at}.${firstPart}`);
    if (first === undefined || (isDotted && !holdsNames(first.kind))) continue;
    const expected = `${at}.${name}`;
    const meaning = isDotted ? seenByOptions(file, expected) : first;
    return meaning === undefined ? { kind: "lost", first, expected } : { kind: "found", meaning };
  }
  const meaning = seenByOptions(file, name);
  return meaning === undefined ? { kind: "lost", first: undefined, expected: name } : { kind: "found", meaning };
}

// `import option` brings the extensions of a file and its package: for its messages and enums no name stands.
function seenByOptions({ names, optionNames }: LinkedFile, fullName: string): Meaning | undefined {
  const found = findName(optionNames, fullName);
  if (found === undefined || found.kind === "package" || names === optionNames) return found;
  return found.kind === "field" && found.extend !== undefined ? found : findName(names, fullName);
}

function holdsNames(kind: string): boolean {
  return kind === "message" || kind === "enum" || kind === "package" || kind === "service";
}
