// What a running server has of a service in another way than the files here, in words; what breaks calls first.
import type {
  Declaration,
  EnumDeclaration,
  FieldDeclaration,
  MessageDeclaration,
  MethodDeclaration,
  ServiceDeclaration,
} from "../compiler/link/declarations.ts";
import { featuresOf } from "../compiler/link/editionFeatures.ts";
import { streamingOf } from "../requests/prepareCall.ts";
import { type FieldShape, isList, type SchemaView, schemaView, type ValueShape } from "../requests/schemaView.ts";
import type { Snapshot } from "../workspace/snapshot.ts";

/** A service with what its file sees. */
export interface SeenService {
  readonly service: ServiceDeclaration;
  readonly view: SchemaView;
  /** Full names of types that are used and not described: what has them is left out, and no difference. */
  readonly missing?: readonly string[];
}

/** One thing that is not here as it is there. */
export interface SchemaDifference {
  /**
   * `call`: the rpc cannot be called as it is declared here. `data`: values are lost, refused or read as others. `name`: it
   * is only called otherwise. `added`: only the server has it.
   */
  readonly kind: "call" | "data" | "name" | "added";
  /** Lower case, no full stop. */
  readonly text: string;
  /** What differs, or what would hold it where it is not there. */
  readonly here: Declaration;
  readonly there: Declaration;
}

/** A service by its full name, where its file has been read. `uri`: nearer files go before others. */
export function seenService(snapshot: Snapshot, uri: string, fullName: string): SeenService | undefined {
  const found = snapshot.declarations(fullName, uri).find(one => one.symbol.kind === "service");
  const linked = found === undefined ? undefined : snapshot.linked(found.file.uri);
  const service = linked?.declared.byName.get(fullName);
  if (linked === undefined || service?.kind !== "service") return undefined;
  return { service, view: schemaView(linked) };
}

/** The differences between a service here and as the server tells it. */
export function serviceDifferences(here: SeenService, there: SeenService): readonly SchemaDifference[] {
  const told = emptyTold(here, there);
  for (const method of here.service.methods) compareMethod(method, here, there, told);
  const own = new Set(here.service.methods.map(one => one.name));
  for (const method of there.service.methods) {
    if (!own.has(method.name)) tell(told, "added", `the server also has \`${method.name}\``, here.service, method);
  }
  return inOrder(told.found);
}

/** The same of one rpc alone, with its messages. */
export function methodDifferences(
  method: MethodDeclaration,
  here: SeenService,
  there: SeenService,
): readonly SchemaDifference[] {
  const told = emptyTold(here, there);
  compareMethod(method, here, there, told);
  return inOrder(told.found);
}

interface Told {
  readonly found: SchemaDifference[];
  readonly compared: Set<unknown>;
  readonly view: SchemaView;
  readonly other: SchemaView;
  readonly missing: readonly string[];
}

function emptyTold(here: SeenService, there: SeenService): Told {
  return { found: [], compared: new Set(), view: here.view, other: there.view, missing: there.missing ?? [] };
}

function tell(
  { found }: Told,
  kind: SchemaDifference["kind"],
  text: string,
  here: Declaration,
  there: Declaration,
): void {
  found.push({ kind, text, here, there });
}

const order: readonly SchemaDifference["kind"][] = ["call", "data", "name", "added"];

function inOrder(found: readonly SchemaDifference[]): readonly SchemaDifference[] {
  return order.flatMap(kind => found.filter(one => one.kind === kind));
}

function compareMethod(method: MethodDeclaration, here: SeenService, there: SeenService, told: Told): void {
  const twin = there.service.methods.find(one => one.name === method.name);
  const [input, output] = [here.view.input(method), here.view.output(method)];
  if (twin === undefined) {
    if (isMissing(input, told.missing) || isMissing(output, told.missing)) return;
    tell(told, "call", `\`${method.name}\` is not on the server`, method, there.service);
    return;
  }
  const [streaming, otherStreaming] = [streamingWords[streamingOf(method)], streamingWords[streamingOf(twin)]];
  if (streaming !== otherStreaming) {
    tell(told, "call", `\`${method.name}\` ${streaming} here and ${otherStreaming} on the server`, method, twin);
  }
  const [otherInput, otherOutput] = [there.view.input(twin), there.view.output(twin)];
  compareMessages(input, otherInput, told);
  compareMessages(output, otherOutput, told);
  for (const [verb, own, other] of [
    ["takes", input, otherInput],
    ["gives", output, otherOutput],
  ] as const) {
    if (own === undefined || other === undefined || own.fullName === other.fullName) continue;
    const words = `\`${method.name}\` ${verb} \`${own.fullName}\` here and \`${other.fullName}\` on the server`;
    tell(told, "name", words, method, twin);
  }
}

const streamingWords = {
  unary: "does not stream",
  client: "streams its requests",
  server: "streams its answers",
  bidirectional: "streams both ways",
} as const;

function compareMessages(
  here: MessageDeclaration | undefined,
  there: MessageDeclaration | undefined,
  told: Told,
): void {
  // What is broken here is told in the file, and what the server does not tell nobody knows.
  if (here === undefined || there === undefined || told.compared.has(here)) return;
  told.compared.add(here);
  const remote = new Map(there.fields.map(one => [one.number, one]));
  for (const field of here.fields) {
    if (field.number === undefined) continue;
    const twin = remote.get(field.number);
    remote.delete(field.number);
    if (twin !== undefined) {
      told.found.push(...compareFields(field, twin, told));
      compareValues(elementOf(told.view.shapeOf(field)), elementOf(told.other.shapeOf(twin)), told);
    } else if (!isUntold(told.view.shapeOf(field), told.missing)) {
      tell(told, "data", `${fieldWords(field, here)} is not on the server`, field, there);
    }
  }
  for (const field of remote.values()) {
    const isNeeded = isRequired(field);
    const words = `the server also has ${fieldWords(field, there)}`;
    tell(told, isNeeded ? "data" : "added", isNeeded ? `${words}, and requires it` : words, here, field);
  }
}

/** The differences between two fields themselves, without what is in their messages. */
export function compareFields(
  here: FieldDeclaration,
  there: FieldDeclaration,
  { view, other }: { readonly view: SchemaView; readonly other: SchemaView },
): readonly SchemaDifference[] {
  const found: SchemaDifference[] = [];
  const words = fieldWords(here, here.parent);
  const add = (kind: SchemaDifference["kind"], text: string) =>
    found.push({ kind, text: `${words} ${text}`, here, there });
  const [shape, otherShape] = [view.shapeOf(here), other.shapeOf(there)];
  const isUnknown = elementOf(shape).kind === "unknown" || elementOf(otherShape).kind === "unknown";
  const [type, otherType] = [typeWords(shape, here), typeWords(otherShape, there)];
  if (type !== otherType && !isUnknown) {
    const kind = isSameOnWire(here, there, shape, otherShape) ? "name" : "data";
    add(kind, `is \`${type}\` here and \`${otherType}\` on the server`);
  }
  if (plain(here.name) !== plain(there.name)) add("name", `is called \`${there.name}\` on the server`);
  if (isRequired(there) && !isRequired(here)) add("data", "is required on the server");
  return found;
}

function fieldWords({ name, number }: FieldDeclaration, parent: MessageDeclaration | undefined): string {
  return `\`${parent === undefined ? "" : `${parent.name}.`}${name}\` (${number})`;
}

/** Whether a message without the field is refused. */
export function isRequired(field: FieldDeclaration): boolean {
  return featuresOf(field).field_presence === "LEGACY_REQUIRED";
}

function compareValues(here: ValueShape, there: ValueShape, told: Told): void {
  if (here.kind === "message" && there.kind === "message") compareMessages(here.message, there.message, told);
  if (here.kind === "enum" && there.kind === "enum") compareEnums(here.declaration, there.declaration, told);
}

function compareEnums(here: EnumDeclaration, there: EnumDeclaration, told: Told): void {
  if (told.compared.has(here)) return;
  told.compared.add(here);
  for (const value of here.values) {
    if (value.number === undefined) continue;
    const words = `\`${here.name}.${value.name}\` (${value.number})`;
    const twins = there.values.filter(one => one.number === value.number);
    const [twin] = twins;
    if (twin === undefined) tell(told, "data", `${words} is not on the server`, value, there);
    else if (!twins.some(one => one.name === value.name)) {
      tell(told, "name", `${words} is called \`${twin.name}\` on the server`, value, twin);
    }
  }
  const own = new Set(here.values.map(one => one.number));
  for (const value of there.values) {
    if (own.has(value.number)) continue;
    tell(told, "added", `the server also has \`${there.name}.${value.name}\` (${value.number})`, here, value);
  }
}

/** Whether a field's type is among those that the server uses and does not describe. */
export function isUntold(shape: FieldShape, missing: readonly string[]): boolean {
  const value = elementOf(shape);
  const type = value.kind === "message" ? value.message : value.kind === "enum" ? value.declaration : undefined;
  return isMissing(type, missing);
}

/** The server may tell it by a part of its name. */
function isMissing(type: Declaration | undefined, missing: readonly string[]): boolean {
  if (type === undefined) return false;
  return missing.some(name => type.fullName === name || type.fullName.endsWith(`.${name}`));
}

function elementOf(shape: FieldShape): ValueShape {
  return shape.kind === "map" ? shape.value : shape;
}

function typeWords(shape: FieldShape, field: FieldDeclaration): string {
  if (shape.kind === "map") return `map<${shape.key}, ${valueWords(shape.value)}>`;
  return `${isList(field) ? "repeated " : ""}${valueWords(shape)}`;
}

function valueWords(shape: ValueShape): string {
  switch (shape.kind) {
    case "scalar":
      return shape.scalar;
    case "message":
      return shape.message.fullName;
    case "enum":
      return shape.declaration.fullName;
    case "unknown":
      return "an unknown type";
  }
}

/** Whether what one writes the other reads, though not always as the same value: see "Updating a message type". */
function isSameOnWire(here: FieldDeclaration, there: FieldDeclaration, shape: FieldShape, other: FieldShape): boolean {
  if (shape.kind === "map" || other.kind === "map") {
    if (shape.kind !== "map" || other.kind !== "map") return false;
    return shape.key === other.key && wireOf(shape.value) === wireOf(other.value);
  }
  return isList(here) === isList(there) && wireOf(shape) === wireOf(other);
}

function wireOf(shape: ValueShape): string {
  if (shape.kind === "enum") return "varint";
  if (shape.kind !== "scalar") return shape.kind;
  return wires[shape.scalar] ?? shape.scalar;
}

const wires: Readonly<Record<string, string>> = {
  int32: "varint",
  int64: "varint",
  uint32: "varint",
  uint64: "varint",
  bool: "varint",
  sint32: "zigzag",
  sint64: "zigzag",
  fixed32: "32 bits",
  sfixed32: "32 bits",
  fixed64: "64 bits",
  sfixed64: "64 bits",
  string: "text",
  bytes: "text",
};

// Servers that rebuild their schema from a parsed one may write `snake_case` as `camelCase`.
function plain(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}
