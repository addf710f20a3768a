import type {
  Declaration,
  DeclaredFile,
  EnumDeclaration,
  FieldDeclaration,
  MessageDeclaration,
  ServiceDeclaration,
} from "../link/declarations.ts";

/** All that some of the declarations at the top of a file hold, themselves included. */
export interface Declarations {
  /** Every message, groups and map entries included, outer ones first. */
  readonly messages: readonly MessageDeclaration[];
  readonly enums: readonly EnumDeclaration[];
  /** Every field that is written: those of messages and the extensions, not the key and value of map entries. */
  readonly fields: readonly FieldDeclaration[];
  readonly extensions: readonly FieldDeclaration[];
  readonly services: readonly ServiceDeclaration[];
}

/** What a file declares, in portions for which a check takes no time to speak of; a file of usual size is one portion. */
export function* portionsOf(file: DeclaredFile): Generator<Declarations> {
  let portion = new Portion();
  for (const message of file.messages) {
    portion.addMessage(message);
    if (!portion.isFull) continue;
    yield portion;
    portion = new Portion();
  }
  for (const one of file.enums) {
    portion.addEnum(one);
    if (!portion.isFull) continue;
    yield portion;
    portion = new Portion();
  }
  for (const one of file.extensions) portion.addExtension(one);
  for (const one of file.services) portion.services.push(one);
  yield portion;
}

// Fields, values and whatever else is named.
const namesAPortion = 1000;

class Portion implements Declarations {
  readonly messages: MessageDeclaration[] = [];
  readonly enums: EnumDeclaration[] = [];
  readonly fields: FieldDeclaration[] = [];
  readonly extensions: FieldDeclaration[] = [];
  readonly services: ServiceDeclaration[] = [];
  #names = 0;

  get isFull(): boolean {
    return this.#names >= namesAPortion;
  }

  addMessage(message: MessageDeclaration): void {
    this.messages.push(message);
    this.#names += 1 + message.fields.length;
    for (const one of message.enums) this.addEnum(one);
    if (!message.isMapEntry) for (const field of message.fields) this.fields.push(field);
    for (const one of message.messages) this.addMessage(one);
    for (const one of message.extensions) this.addExtension(one);
  }

  addEnum(one: EnumDeclaration): void {
    this.enums.push(one);
    this.#names += 1 + one.values.length;
  }

  addExtension(extension: FieldDeclaration): void {
    this.fields.push(extension);
    this.extensions.push(extension);
  }
}

/** Every message of a file, as in `Declarations`. */
export function* messagesIn(file: DeclaredFile): Generator<MessageDeclaration> {
  for (const { messages } of portionsOf(file)) yield* messages;
}

/** Every enum of a file. */
export function* enumsIn(file: DeclaredFile): Generator<EnumDeclaration> {
  for (const { enums } of portionsOf(file)) yield* enums;
}

/** Every field of a file, as in `Declarations`. */
export function* fieldsIn(file: DeclaredFile): Generator<FieldDeclaration> {
  for (const { fields } of portionsOf(file)) yield* fields;
}

/** Every extension of a file. */
export function extensionsIn(file: DeclaredFile): readonly FieldDeclaration[] {
  const found = [...file.extensions];
  for (const message of file.messages) addExtensions(message, found);
  return found;
}

function addExtensions(message: MessageDeclaration, found: FieldDeclaration[]): void {
  for (const one of message.extensions) found.push(one);
  for (const inner of message.messages) addExtensions(inner, found);
}

/** Everything that is written and bears a name; what the compiler makes is left out. */
export function* writtenDeclarations({ messages, fields, enums, services }: Declarations): Generator<Declaration> {
  for (const message of messages) {
    if (message.isMapEntry) continue;
    yield message;
    for (const oneof of message.oneofs) if (oneof.node !== undefined) yield oneof;
  }
  yield* fields;
  for (const declaration of enums) {
    yield declaration;
    yield* declaration.values;
  }
  for (const service of services) {
    yield service;
    yield* service.methods;
  }
}
