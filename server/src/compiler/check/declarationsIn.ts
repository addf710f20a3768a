import type {
  Declaration,
  DeclaredFile,
  EnumDeclaration,
  FieldDeclaration,
  MessageDeclaration,
} from "../link/declarations.ts";
import { Remembered } from "../text/remembered.ts";

/** Every message of a file, inner ones, groups and map entries included, outer ones first. */
export function messagesIn(file: DeclaredFile): readonly MessageDeclaration[] {
  return listsOf(file).messages;
}

/** Every enum of a file. */
export function enumsIn(file: DeclaredFile): readonly EnumDeclaration[] {
  return listsOf(file).enums;
}

/** Every field that is written in a file: those of messages and the extensions, not the key and value of map entries. */
export function fieldsIn(file: DeclaredFile): readonly FieldDeclaration[] {
  return listsOf(file).fields;
}

/** Every extension of a file. */
export function extensionsIn(file: DeclaredFile): readonly FieldDeclaration[] {
  return listsOf(file).extensions;
}

interface Lists {
  readonly messages: MessageDeclaration[];
  readonly enums: EnumDeclaration[];
  readonly fields: FieldDeclaration[];
  readonly extensions: FieldDeclaration[];
}

// Nearly every check walks them, so they are gathered once.
const lists = new Remembered<DeclaredFile, Lists>();

/** Lets go of what was remembered of a file. */
export function forgetLists(file: DeclaredFile): void {
  lists.forget(file);
}

function listsOf(file: DeclaredFile): Lists {
  const known = lists.get(file);
  if (known !== undefined) return known;
  const made: Lists = { messages: [], enums: [...file.enums], fields: [], extensions: [...file.extensions] };
  addMessages(made, file.messages);
  for (const extension of made.extensions) made.fields.push(extension);
  lists.set(file, made);
  return made;
}

function addMessages(into: Lists, messages: readonly MessageDeclaration[]): void {
  for (const message of messages) {
    into.messages.push(message);
    for (const one of message.enums) into.enums.push(one);
    if (!message.isMapEntry) for (const field of message.fields) into.fields.push(field);
    for (const extension of message.extensions) into.extensions.push(extension);
    if (message.messages.length > 0) addMessages(into, message.messages);
  }
}

/** Everything that is written in a file and bears a name; what the compiler makes is left out. */
export function* writtenDeclarations(file: DeclaredFile): Generator<Declaration> {
  for (const message of messagesIn(file)) {
    if (message.isMapEntry) continue;
    yield message;
    for (const oneof of message.oneofs) if (oneof.node !== undefined) yield oneof;
  }
  yield* fieldsIn(file);
  for (const declaration of enumsIn(file)) {
    yield declaration;
    yield* declaration.values;
  }
  for (const service of file.services) {
    yield service;
    yield* service.methods;
  }
}
