// What a running server has of a service in another way than the files here, in words; what breaks calls first.
import type { EnumDeclaration, MessageDeclaration, ServiceDeclaration } from "../compiler/link/declarations.ts";
import { type FieldShape, isList, type SchemaView, schemaView, type ValueShape } from "../requests/schemaView.ts";
import type { Snapshot } from "../workspace/snapshot.ts";

/** A service with what its file sees. */
export interface SeenService {
  readonly service: ServiceDeclaration;
  readonly view: SchemaView;
}

/** A service by its full name, where its file has been read. `uri`: nearer files go before others. */
export function seenService(snapshot: Snapshot, uri: string, fullName: string): SeenService | undefined {
  const found = snapshot.declarations(fullName, uri).find(one => one.symbol.kind === "service");
  const linked = found === undefined ? undefined : snapshot.linked(found.file.uri);
  const service = linked?.declared.byName.get(fullName);
  if (linked === undefined || service?.kind !== "service") return undefined;
  return { service, view: schemaView(linked) };
}

/** The differences between a service here and as the server tells it; lower case, no full stop. */
export function serviceDifferences(here: SeenService, there: SeenService): readonly string[] {
  const told: Told = { calls: [], data: [], added: [], compared: new Set() };
  const remote = new Map(there.service.methods.map(one => [one.name, one]));
  for (const method of here.service.methods) {
    const other = remote.get(method.name);
    remote.delete(method.name);
    if (other === undefined) {
      told.calls.push(`\`${method.name}\` is not on the server`);
      continue;
    }
    const streams = [method.clientStreaming, method.serverStreaming];
    if (streams[0] !== other.clientStreaming || streams[1] !== other.serverStreaming) {
      told.calls.push(`\`${method.name}\` streams in another way on the server`);
    }
    compareMessages(here.view.input(method), there.view.input(other), here.view, there.view, told);
    compareMessages(here.view.output(method), there.view.output(other), here.view, there.view, told);
  }
  for (const name of remote.keys()) told.added.push(`the server also has \`${name}\``);
  return [...told.calls, ...told.data, ...told.added];
}

interface Told {
  readonly calls: string[];
  readonly data: string[];
  /** What is only there, and disturbs nobody. */
  readonly added: string[];
  readonly compared: Set<unknown>;
}

function compareMessages(
  here: MessageDeclaration | undefined,
  there: MessageDeclaration | undefined,
  view: SchemaView,
  other: SchemaView,
  told: Told,
): void {
  // What is broken here is told in the file, and what the server does not tell nobody knows.
  if (here === undefined || there === undefined || told.compared.has(here)) return;
  told.compared.add(here);
  const remote = new Map(there.fields.map(one => [one.number, one]));
  for (const field of here.fields) {
    const twin = remote.get(field.number);
    remote.delete(field.number);
    const name = `\`${here.name}.${field.name}\` (${field.number})`;
    if (twin === undefined) {
      told.data.push(`${name} is not on the server`);
      continue;
    }
    if (plain(field.name) !== plain(twin.name)) told.data.push(`${name} is called \`${twin.name}\` on the server`);
    const [shape, remoteShape] = [view.shapeOf(field), other.shapeOf(twin)];
    const [type, remoteType] = [typeWords(shape, isList(field)), typeWords(remoteShape, isList(twin))];
    if (type !== remoteType) told.data.push(`${name} is \`${type}\` here and \`${remoteType}\` on the server`);
    compareValues(elementOf(shape), elementOf(remoteShape), view, other, told);
  }
  for (const field of remote.values()) {
    told.added.push(`the server also has \`${there.name}.${field.name}\` (${field.number})`);
  }
}

function compareValues(here: ValueShape, there: ValueShape, view: SchemaView, other: SchemaView, told: Told): void {
  if (here.kind === "message" && there.kind === "message") {
    compareMessages(here.message, there.message, view, other, told);
  }
  if (here.kind === "enum" && there.kind === "enum") compareEnums(here.declaration, there.declaration, told);
}

function compareEnums(here: EnumDeclaration, there: EnumDeclaration, told: Told): void {
  if (told.compared.has(here)) return;
  told.compared.add(here);
  const remote = new Map(there.values.map(one => [one.number, one.name]));
  const own = new Set(here.values.map(one => one.number));
  for (const { name, number } of here.values) {
    const twin = remote.get(number);
    if (twin === undefined) told.data.push(`\`${here.name}.${name}\` (${number}) is not on the server`);
    else if (!here.values.some(one => one.number === number && one.name === twin)) {
      told.data.push(`\`${here.name}.${name}\` (${number}) is called \`${twin}\` on the server`);
    }
  }
  for (const [number, name] of remote) {
    if (!own.has(number)) told.added.push(`the server also has \`${there.name}.${name}\` (${number})`);
  }
}

function elementOf(shape: FieldShape): ValueShape {
  return shape.kind === "map" ? shape.value : shape;
}

function typeWords(shape: FieldShape, isRepeated: boolean): string {
  if (shape.kind === "map") return `map<${shape.key}, ${valueWords(shape.value)}>`;
  return `${isRepeated ? "repeated " : ""}${valueWords(shape)}`;
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

// Servers that rebuild their schema from a parsed one may write `snake_case` as `camelCase`.
function plain(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}
