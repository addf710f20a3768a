import type {
  Declaration,
  DeclaredFile,
  EnumDeclaration,
  FieldDeclaration,
  MessageDeclaration,
} from "../link/declarations.ts";

/** Every message of a file, inner ones, groups and map entries included, outer ones first. */
export function messagesIn(file: DeclaredFile): Generator<MessageDeclaration> {
  return withInner(file.messages);
}

/** Every enum of a file. */
export function* enumsIn(file: DeclaredFile): Generator<EnumDeclaration> {
  yield* file.enums;
  for (const message of messagesIn(file)) yield* message.enums;
}

/** Every field that is written in a file: those of messages and the extensions, not the key and value of map entries. */
export function* fieldsIn(file: DeclaredFile): Generator<FieldDeclaration> {
  yield* file.extensions;
  for (const message of messagesIn(file)) {
    if (!message.isMapEntry) yield* message.fields;
    yield* message.extensions;
  }
}

/** Every extension of a file. */
export function* extensionsIn(file: DeclaredFile): Generator<FieldDeclaration> {
  yield* file.extensions;
  for (const message of messagesIn(file)) yield* message.extensions;
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

function* withInner(messages: readonly MessageDeclaration[]): Generator<MessageDeclaration> {
  for (const message of messages) {
    yield message;
    if (message.messages.length > 0) yield* withInner(message.messages);
  }
}
