// What a running server would make of a request otherwise than it is meant, known before it is sent.
import type { FieldDeclaration, MessageDeclaration } from "../compiler/link/declarations.ts";
import { nearestName } from "../compiler/report/nearestName.ts";
import { type Problem, problem } from "../compiler/report/problem.ts";
import type { Span } from "../compiler/text/span.ts";
import { fieldNamed } from "../requests/checkBody.ts";
import type { JsonNode, JsonObject } from "../requests/json/jsonNodes.ts";
import type { Request } from "../requests/requestDocument.ts";
import type { FoundRpc } from "../requests/rpcLookup.ts";
import type { FieldShape, schemaView, ValueShape } from "../requests/schemaView.ts";
import { wellKnown } from "../requests/wellKnownTypes.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import {
  compareFields,
  isRequired,
  isUntold,
  methodDifferences,
  type SchemaDifference,
  seenService,
} from "./serverDifferences.ts";

/** A server as it was told last. */
export interface ToldServer {
  readonly address: string;
  readonly snapshot: Snapshot;
  readonly services: readonly string[];
  readonly undescribed: readonly string[];
  readonly missing: readonly string[];
}

/** What speaks against sending a request as it is, at its place in the document. */
export interface Objection {
  readonly span: Span;
  /** Lower case, no full stop. */
  readonly text: string;
  /** The same request can be made with the server's own schema. */
  readonly mends?: "as the server has it";
}

export interface Objections {
  /** What would fail, or be lost. */
  readonly stops: readonly Objection[];
  /** What else differs of the rpc and its messages, which this request does not touch. */
  readonly others: readonly SchemaDifference[];
}

/** What a server that is known has against a request for an rpc as it is declared here. */
export function serverObjections(request: Request, rpc: FoundRpc, server: ToldServer): Objections {
  const { line } = request;
  const { parent, name } = rpc.method;
  if (line === undefined || server.undescribed.includes(parent.fullName)) return nothing;
  const there = seenService(server.snapshot, "", parent.fullName);
  if (!server.services.includes(parent.fullName) || there === undefined) {
    const alike = alikeServices(parent.fullName, server.services).map(one => `\`${one}\``);
    const has = alike.length === 0 ? "" : `; it has ${alike.join(", ")}`;
    const text = `it does not list the service \`${parent.fullName}\`${has}`;
    return { stops: [{ span: line.service, text }], others: [] };
  }
  const { missing } = server;
  const found = methodDifferences(rpc.method, { service: parent, view: rpc.view }, { ...there, missing });
  const twin = there.service.methods.find(one => one.name === name);
  const near =
    twin === undefined
      ? nearestName(
          name,
          there.service.methods.map(one => one.name),
        )
      : undefined;
  const stops: Objection[] = found
    .filter(one => one.kind === "call")
    .map(({ text }) => ({
      span: line.method,
      text: near === undefined ? text : `${text}; it has \`${near}\``,
      ...(twin === undefined ? {} : { mends: "as the server has it" }),
    }));
  const [input, other] = [rpc.view.input(rpc.method), twin === undefined ? undefined : there.view.input(twin)];
  if (input !== undefined && other !== undefined) {
    const reading = { view: rpc.view, other: there.view, missing, stops };
    for (const message of request.messages) inMessage(message, input, other, reading);
    if (request.messages.length === 0 && !rpc.method.clientStreaming)
      requiredIn(undefined, other, reading, line.method);
  }
  const texts = new Set(stops.map(one => one.text));
  return { stops, others: found.filter(one => one.kind !== "call" && !texts.has(one.text)) };
}

const nothing: Objections = { stops: [], others: [] };

/** The same as problems of the request document. */
export function objectionProblems(request: Request, { stops, others }: Objections, address: string): Problem[] {
  const compare = "the lens above the service compares both";
  const asServer = `add \`# @schema server\` to send it as the server has it; ${compare}`;
  const problems = stops.map(({ span, text, mends }) =>
    problem("request-server", span, `\`${address}\`: ${text}`, {
      severity: "warning",
      help: mends === undefined ? compare : asServer,
    }),
  );
  const [first, ...more] = others.filter(one => one.kind === "data");
  if (first !== undefined && request.line !== undefined && stops.length === 0) {
    const rest = more.length === 0 ? "" : `, and ${more.length} more`;
    problems.push(
      problem("request-server", request.line.method, `\`${address}\` has it otherwise: ${first.text}${rest}`, {
        severity: "info",
        help: `this request goes through as it is; ${compare}`,
      }),
    );
  }
  return problems;
}

/** Services with the same last name in another package, and one whose name is nearly the same. */
export function alikeServices(service: string, known: readonly string[]): readonly string[] {
  const last = (name: string) => name.slice(name.lastIndexOf(".") + 1);
  const near = nearestName(service, known);
  return [...new Set([...known.filter(one => last(one) === last(service)), ...(near === undefined ? [] : [near])])];
}

interface Reading {
  readonly view: ReturnType<typeof schemaView>;
  readonly other: ReturnType<typeof schemaView>;
  readonly missing: readonly string[];
  readonly stops: Objection[];
}

function inMessage(node: JsonNode, here: MessageDeclaration, there: MessageDeclaration, reading: Reading): void {
  if (node.kind !== "object" || wellKnown(here.fullName) !== undefined) return;
  for (const { key, value } of node.members) {
    const field = fieldNamed(here, key.value, reading.view);
    if (field === undefined || field.extend !== undefined || value === undefined || isNull(value)) continue;
    const twin = there.fields.find(one => one.number === field.number);
    if (twin === undefined) {
      if (isUntold(reading.view.shapeOf(field), reading.missing)) continue;
      const text = `it has no field \`${there.name}.${field.name}\` (${field.number}), and does not see what is set here`;
      reading.stops.push({ span: key, text });
      continue;
    }
    const differing = compareFields(field, twin, reading).find(one => one.kind === "data");
    if (differing !== undefined) reading.stops.push({ span: key, text: differing.text, mends: "as the server has it" });
    else inField(value, reading.view.shapeOf(field), reading.other.shapeOf(twin), reading);
  }
  requiredIn(node, there, reading, { start: node.start, end: node.start + 1 });
}

function inField(value: JsonNode, here: FieldShape, there: FieldShape, reading: Reading): void {
  const [own, other] = [elementOf(here), elementOf(there)];
  const values =
    here.kind === "map" && value.kind === "object"
      ? value.members.flatMap(one => one.value ?? [])
      : value.kind === "array"
        ? value.elements
        : [value];
  for (const one of values) inValue(one, own, other, reading);
}

function inValue(node: JsonNode, here: ValueShape, there: ValueShape, reading: Reading): void {
  if (here.kind === "message" && there.kind === "message") inMessage(node, here.message, there.message, reading);
  if (here.kind !== "enum" || there.kind !== "enum" || node.kind !== "string") return;
  const value = here.declaration.values.find(one => one.name === node.value);
  if (value === undefined || there.declaration.values.some(one => one.number === value.number)) return;
  const text = `it has no \`${there.declaration.name}.${value.name}\` (${value.number})`;
  reading.stops.push({ span: node, text });
}

function requiredIn(node: JsonObject | undefined, there: MessageDeclaration, reading: Reading, span: Span): void {
  for (const field of there.fields) {
    if (!isRequired(field)) continue;
    const isSet = node?.members.some(one => isNumbered(one.key.value, there, field, reading)) === true;
    if (!isSet) reading.stops.push({ span, text: `it requires \`${there.name}.${field.name}\` (${field.number})` });
  }
}

// A key is the name of a field here, which may be another one there.
function isNumbered(key: string, there: MessageDeclaration, field: FieldDeclaration, { view }: Reading): boolean {
  const here = view.message(there.fullName);
  const named = here === undefined ? undefined : fieldNamed(here, key, view);
  return named === undefined ? key === field.name || key === field.jsonName : named.number === field.number;
}

function elementOf(shape: FieldShape): ValueShape {
  return shape.kind === "map" ? shape.value : shape;
}

function isNull(node: JsonNode): boolean {
  return node.kind === "literal" && node.value === null;
}
