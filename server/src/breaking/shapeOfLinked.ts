// A file that was compiled from text, as the shapes that are compared. On each keystroke only the declaration that was
// edited is made anew, so each has a function of its own. Of a broken file, what can be made out is there: a number or a
// name that is missing leaves its field, value or range out, a type that means nothing is undefined.
import { extensionRanges, reservedRanges, type NumberRange as WrittenRange } from "../compiler/check/ranges.ts";
import type {
  EnumDeclaration,
  MessageDeclaration,
  MethodDeclaration,
  ServiceDeclaration,
} from "../compiler/link/declarations.ts";
import { featuresOf } from "../compiler/link/editionFeatures.ts";
import type { LinkedFile } from "../compiler/link/linkedFile.ts";
import { builtInName, isSetTrue } from "../compiler/link/plainOptions.ts";
import { Remembered } from "../compiler/text/remembered.ts";
import { finished, type Steps } from "../compiler/text/steps.ts";
import { fieldShape } from "./shapeOfLinkedField.ts";
import { httpOf, optionWord, type ShapeContext } from "./shapeOfLinkedOptions.ts";
import {
  type EnumShape,
  type EnumValueShape,
  type FieldShape,
  type FileOptionName,
  type FileShape,
  fileOptionNames,
  type MessageShape,
  type MethodShape,
  type NumberRange,
  type OneofShape,
  type Reserved,
  type ServiceShape,
} from "./shapes.ts";

/**
 * The shapes of a linked file. `optionTypes` is the linked `google/protobuf/descriptor.proto`; it is asked for only by
 * files with features or bindings that are extensions. `path` is what the file is paired by, where that is not its import
 * path. The same files give the same shape.
 */
export function shapeOfLinked(
  linked: LinkedFile,
  optionTypes: LinkedFile | undefined,
  path: string = linked.declared.path,
): FileShape {
  return finished(shapeSteps(linked, optionTypes, path));
}

/** The same in steps. */
export function* shapeSteps(linked: LinkedFile, optionTypes: LinkedFile | undefined, path: string): Steps<FileShape> {
  const known = shapes.get(linked);
  if (known !== undefined && known.optionTypes === optionTypes && known.shape.path === path) return known.shape;
  const shape = yield* makeShape(linked, optionTypes, path);
  shapes.set(linked, { optionTypes, shape });
  return shape;
}

/** Finds enums that `files` declare or see, as far as they were made from text. */
export function enumsSeen(files: Iterable<FileShape | undefined>): (fullName: string) => EnumShape | undefined {
  // Asked for each field of an enum, of thousands of files.
  let own: Map<string, EnumShape> | undefined;
  let visible: Set<LinkedFile> | undefined;
  const seen = new Map<string, EnumShape | undefined>();
  const look = (fullName: string) => {
    visible ??= new Set([...files].flatMap(file => file?.linked?.visible ?? []));
    for (const one of visible) {
      if (one.declared.byName.get(fullName)?.kind !== "enum") continue;
      return shapeOfLinked(one, undefined).enums.find(shape => shape.fullName === fullName);
    }
    return undefined;
  };
  return fullName => {
    own ??= byName([...files].flatMap(file => file?.enums ?? []));
    const found = own.get(fullName) ?? seen.get(fullName);
    if (found !== undefined || seen.has(fullName)) return found;
    const looked = look(fullName);
    seen.set(fullName, looked);
    return looked;
  };
}

// Of several, which no sound schema has, the first counts.
function byName(enums: readonly EnumShape[]): Map<string, EnumShape> {
  return new Map([...enums].reverse().map(one => [one.fullName, one]));
}

const shapes = new Remembered<LinkedFile, { optionTypes: LinkedFile | undefined; shape: FileShape }>();

function* makeShape(linked: LinkedFile, optionTypes: LinkedFile | undefined, path: string): Steps<FileShape> {
  const { declared } = linked;
  const messages: MessageShape[] = [];
  const enums: EnumShape[] = [];
  const services: ServiceShape[] = [];
  const extensions: FieldShape[] = [];
  const file: FileShape = {
    kind: "file",
    path,
    packageName: declared.packageName,
    syntax: declared.syntax,
    options: fileOptions(linked),
    messages,
    enums,
    services,
    extensions,
    linked,
    described: undefined,
  };
  const context: ShapeContext = { file, linked, optionTypes };
  for (const one of declared.enums) enums.push(enumShape(context, one, undefined));
  for (const one of declared.extensions) push(extensions, fieldShape(context, one, undefined));
  for (const one of declared.services) services.push(serviceShape(context, one));
  for (const one of declared.messages) {
    addMessage(context, one, undefined);
    yield;
  }
  return file;

  function addMessage(within: ShapeContext, one: MessageDeclaration, parent: MessageShape | undefined): void {
    const shape = messageShape(within, one, parent);
    messages.push(shape);
    for (const inner of one.enums) enums.push(enumShape(within, inner, shape));
    for (const inner of one.extensions) push(extensions, fieldShape(within, inner, shape));
    for (const inner of one.messages) addMessage(within, inner, shape);
  }
}

function push<Item>(list: Item[], item: Item | undefined): void {
  if (item !== undefined) list.push(item);
}

function fileOptions({ declared }: LinkedFile): ReadonlyMap<FileOptionName, string | boolean> {
  const options = new Map<FileOptionName, string | boolean>();
  for (const option of declared.options) {
    const name = fileOptionNames.find(one => one === builtInName(option, declared));
    const { value } = option;
    if (name === undefined || value === undefined) continue;
    if (value.kind === "string") options.set(name, value.text);
    else if (value.kind === "identifier") options.set(name, plainValue(value.text));
  }
  return options;
}

function plainValue(word: string): string | boolean {
  return word === "true" || word === "false" ? word === "true" : word;
}

function messageShape(
  context: ShapeContext,
  declaration: MessageDeclaration,
  parent: MessageShape | undefined,
): MessageShape {
  const { options, file } = declaration;
  const fields: FieldShape[] = [];
  const oneofs: OneofShape[] = [];
  const shape: MessageShape = {
    kind: "message",
    ...named(context, declaration),
    parent,
    isMapEntry: declaration.isMapEntry,
    fields,
    oneofs,
    reserved: reservedOf(declaration),
    extensionRanges: extensionRanges(declaration).map(plainRange),
    jsonFormat: featuresOf(declaration).json_format,
    noStandardDescriptorAccessor: isSetTrue(options, "no_standard_descriptor_accessor", file),
  };
  for (const one of declaration.fields) push(fields, fieldShape(context, one, shape));
  for (const one of declaration.oneofs) {
    if (one.node !== undefined) oneofs.push({ kind: "oneof", ...named(context, one), parent: shape });
  }
  return shape;
}

function enumShape(context: ShapeContext, declaration: EnumDeclaration, parent: MessageShape | undefined): EnumShape {
  const features = featuresOf(declaration);
  const values: EnumValueShape[] = [];
  const shape: EnumShape = {
    kind: "enum",
    ...named(context, declaration),
    parent,
    values,
    type: features.enum_type,
    jsonFormat: features.json_format,
    reserved: reservedOf(declaration),
  };
  for (const value of declaration.values) {
    if (value.number === undefined) continue;
    const deprecated = isSetTrue(value.options, "deprecated", value.file);
    values.push({ kind: "enumValue", ...named(context, value), parent: shape, number: value.number, deprecated });
  }
  return shape;
}

function serviceShape(context: ShapeContext, declaration: ServiceDeclaration): ServiceShape {
  const methods: MethodShape[] = [];
  const shape: ServiceShape = { kind: "service", ...named(context, declaration), methods };
  for (const one of declaration.methods) methods.push(methodShape(context, one, shape));
  return shape;
}

function methodShape(context: ShapeContext, declaration: MethodDeclaration, parent: ServiceShape): MethodShape {
  const level = optionWord(declaration.options, "idempotency_level", declaration.file);
  return {
    kind: "method",
    ...named(context, declaration),
    parent,
    input: typeOfSide(context, declaration.input),
    output: typeOfSide(context, declaration.output),
    clientStreaming: declaration.clientStreaming,
    serverStreaming: declaration.serverStreaming,
    idempotencyLevel: level === "NO_SIDE_EFFECTS" || level === "IDEMPOTENT" ? level : "IDEMPOTENCY_UNKNOWN",
    deprecated: isSetTrue(declaration.options, "deprecated", declaration.file),
    http: httpOf(context, declaration),
  };
}

function typeOfSide({ linked }: ShapeContext, side: MethodDeclaration["input"]): string {
  if (side?.type?.kind !== "typeName") return "";
  return linked.types.get(side.type)?.fullName ?? "";
}

function named<One extends { readonly fullName: string; readonly name: string }>({ file }: ShapeContext, one: One) {
  return { fullName: one.fullName, name: one.name, file, declaration: one };
}

function reservedOf(declaration: MessageDeclaration | EnumDeclaration): Reserved {
  const ranges = reservedRanges(declaration).map(plainRange);
  const names = declaration.reserved.flatMap(one => one.names.map(name => name.text));
  return { ranges, names };
}

function plainRange({ from, to }: WrittenRange): NumberRange {
  return { from, to };
}
