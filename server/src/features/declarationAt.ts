import type { Declaration, DeclaredFile, FieldDeclaration, MessageDeclaration } from "../compiler/link/declarations.ts";

/** Everything a file declares in its text, in no particular order; what the compiler adds is left out. */
export function* declarationsOf(file: DeclaredFile): Iterable<Declaration> {
  for (const message of file.messages) yield* inMessage(message);
  for (const one of file.enums) {
    yield one;
    yield* one.values;
  }
  for (const field of file.extensions) yield* inField(field);
  for (const service of file.services) {
    yield service;
    yield* service.methods;
  }
}

/** The declaration whose name stands at `start`. Of a group, which declares two things with one name, the message. */
export function declarationNamedAt(file: DeclaredFile, start: number): Declaration | undefined {
  let names = memo.get(file);
  if (names === undefined) {
    names = new Map();
    for (const one of declarationsOf(file)) if (!names.has(one.nameSpan.start)) names.set(one.nameSpan.start, one);
    memo.set(file, names);
  }
  return names.get(start);
}

const memo = new WeakMap<DeclaredFile, Map<number, Declaration>>();

function* inMessage(message: MessageDeclaration): Iterable<Declaration> {
  if (message.isMapEntry) return;
  yield message;
  for (const field of message.fields) yield* inField(field);
  for (const oneof of message.oneofs) if (oneof.node !== undefined) yield oneof;
  for (const nested of message.messages) yield* inMessage(nested);
  for (const one of message.enums) {
    yield one;
    yield* one.values;
  }
  for (const field of message.extensions) yield* inField(field);
}

function* inField(field: FieldDeclaration): Iterable<Declaration> {
  if (field.node.kind !== "group") yield field;
}
