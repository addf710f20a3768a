// What a request needs to know of a schema: the meaning of fields, seen from the file of the service.
import type {
  DeclaredFile,
  EnumDeclaration,
  FieldDeclaration,
  MessageDeclaration,
  MethodDeclaration,
  ScalarType,
} from "../compiler/link/declarations.ts";
import type { LinkedFile } from "../compiler/link/linkedFile.ts";

/** What stands in a field: of a repeated one, in each element; of a map, in each entry. */
export type FieldShape = ValueShape | { readonly kind: "map"; readonly key: ScalarType; readonly value: ValueShape };

export type ValueShape =
  | { readonly kind: "scalar"; readonly scalar: ScalarType }
  | { readonly kind: "message"; readonly message: MessageDeclaration }
  | { readonly kind: "enum"; readonly declaration: EnumDeclaration }
  /** Its type is not found, which is told in the `.proto` file. */
  | { readonly kind: "unknown" };

/** A file with all that it imports, directly or not. */
export interface SchemaView {
  readonly file: LinkedFile;
  readonly shapeOf: (field: FieldDeclaration) => FieldShape;
  /** The message types of an rpc; undefined where they are missing or no messages. */
  readonly input: (method: MethodDeclaration) => MessageDeclaration | undefined;
  readonly output: (method: MethodDeclaration) => MessageDeclaration | undefined;
  /** A message by its full name. */
  readonly message: (fullName: string) => MessageDeclaration | undefined;
  /** An extension by its full name. */
  readonly extension: (fullName: string) => FieldDeclaration | undefined;
  /** The full name of the message that an extension extends. */
  readonly extendee: (extension: FieldDeclaration) => string | undefined;
  /** All files of the closure, itself first. */
  readonly files: readonly LinkedFile[];
}

const views = new WeakMap<LinkedFile, SchemaView>();

/** The schema that `file` sees. */
export function schemaView(file: LinkedFile): SchemaView {
  const known = views.get(file);
  if (known !== undefined) return known;
  const view = makeView(file);
  views.set(file, view);
  return view;
}

/** Whether a field holds several values: `repeated`, and no map. */
export function isList(field: FieldDeclaration): boolean {
  return field.label === "repeated" && field.node.kind !== "mapField";
}

/** The key of a field in canonical ProtoJSON. */
export function jsonKey(field: FieldDeclaration): string {
  return field.extend === undefined ? field.jsonName : `[${field.fullName}]`;
}

function makeView(file: LinkedFile): SchemaView {
  const linked = closure(file);
  const files = [...linked.values()];
  const typeOf = (declared: DeclaredFile, use: FieldDeclaration["typeName"]) =>
    use === undefined ? undefined : linked.get(declared)?.types.get(use);

  function valueShape(field: FieldDeclaration): ValueShape {
    if (field.scalar !== undefined) return { kind: "scalar", scalar: field.scalar };
    const type = field.ownMessage ?? typeOf(field.file, field.typeName);
    if (type?.kind === "message") return { kind: "message", message: type };
    if (type?.kind === "enum") return { kind: "enum", declaration: type };
    return { kind: "unknown" };
  }

  function shapeOf(field: FieldDeclaration): FieldShape {
    if (field.node.kind !== "mapField" || field.ownMessage?.isMapEntry !== true) return valueShape(field);
    const [key, value] = field.ownMessage.fields;
    if (key?.scalar === undefined || value === undefined) return { kind: "unknown" };
    return { kind: "map", key: key.scalar, value: valueShape(value) };
  }

  function side(method: MethodDeclaration, type: MethodDeclaration["input"]): MessageDeclaration | undefined {
    if (type?.type?.kind !== "typeName") return undefined;
    const declaration = typeOf(method.file, type.type);
    return declaration?.kind === "message" ? declaration : undefined;
  }

  function named<Kind extends "message" | "field">(kind: Kind, fullName: string) {
    for (const one of files) {
      const found = one.declared.byName.get(fullName);
      if (found?.kind === kind) return found as Extract<typeof found, { kind: Kind }>;
    }
    return undefined;
  }

  return {
    file,
    files,
    shapeOf,
    input: method => side(method, method.input),
    output: method => side(method, method.output),
    message: fullName => named("message", fullName),
    extension: fullName => {
      const field = named("field", fullName);
      return field?.extend === undefined ? undefined : field;
    },
    extendee: extension => typeOf(extension.file, extension.extend?.extendee)?.fullName,
  };
}

function closure(file: LinkedFile): Map<DeclaredFile, LinkedFile> {
  const linked = new Map([[file.declared, file]]);
  const work = [file];
  for (const one of work) {
    for (const { file: imported } of one.imports) {
      if (imported === undefined || linked.has(imported.declared)) continue;
      linked.set(imported.declared, imported);
      work.push(imported);
    }
  }
  return linked;
}
