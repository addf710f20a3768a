// Which cause another one is only a part of: what is told of the larger one need not be told again.
import type { Cause } from "./causes.ts";
import type { Finding } from "./compare.ts";
import type { Place } from "./rule.ts";
import { type FieldShape, nestedName, type Shape } from "./shapes.ts";

/** `find`: a cause by `id fullName`, by the `old → new` names of a type, or by the `map Entry` of a field. */
export function largerCause<One extends Cause>(
  { id, findings }: One,
  find: (key: string) => One | undefined,
): One | undefined {
  const [finding] = findings;
  const before = finding?.before;
  if (finding === undefined || before === undefined) return undefined;
  if (before.kind === "file") return id === "PACKAGE_NO_DELETE" ? find(`FILE_SAME_PACKAGE ${before.path}`) : undefined;
  const now = shapeAt(finding.at);
  switch (id) {
    case "MESSAGE_NO_DELETE":
    case "ENUM_NO_DELETE":
    case "EXTENSION_NO_DELETE":
    case "SERVICE_NO_DELETE":
      return ofGone(before, find) ?? ofPackage(before, find);
    case "FIELD_SAME_TYPE":
      if (before.kind !== "field" || now?.kind !== "field") return undefined;
      return isMap(before) && isMap(now)
        ? find(`FIELD_SAME_NAME ${before.fullName}`)
        : find(`${before.typeName} → ${now.typeName}`);
    case "RPC_SAME_REQUEST_TYPE":
      return before.kind === "method" && now?.kind === "method" ? find(`${before.input} → ${now.input}`) : undefined;
    case "RPC_SAME_RESPONSE_TYPE":
      return before.kind === "method" && now?.kind === "method" ? find(`${before.output} → ${now.output}`) : undefined;
    case "FIELD_SAME_ONEOF":
      return before.kind === "field" && now?.kind === "field" ? ofOneof(before, now, find) : undefined;
    case "MESSAGE_SAME_REQUIRED_FIELDS":
      if (before.kind !== "field") return undefined;
      return find(`FIELD_NO_DELETE ${before.fullName}`) ?? find(`FIELD_SAME_CARDINALITY ${before.fullName}`);
    case "FIELD_SAME_CARDINALITY":
      if (before.kind !== "field" || now?.kind !== "field" || !isPresence(before) || !isPresence(now)) return undefined;
      return ofPresence(before, now, find) ?? ofSyntax(before, now, find);
    case "FIELD_SAME_JAVA_UTF8_VALIDATION":
      return ofSyntax(before, now, find) ?? find(`FIELD_SAME_UTF8_VALIDATION ${before.fullName}`);
    case "FIELD_SAME_UTF8_VALIDATION":
    case "ENUM_SAME_TYPE":
    case "ENUM_SAME_JSON_FORMAT":
    case "MESSAGE_SAME_JSON_FORMAT":
    case "packed-list":
      return ofSyntax(before, now, find);
    default:
      return undefined;
  }
}

type Find<One> = (key: string) => One | undefined;

function shapeAt(at: Finding["at"]): Shape | undefined {
  if (at.kind === "part") return at.shape;
  return at.kind === "option" ? shapeOfOption(at) : undefined;
}

function shapeOfOption({ owner, else: other }: Extract<Place, { readonly kind: "option" }>): Shape | undefined {
  return owner.kind === "file" ? shapeAt(other) : owner;
}

// With a message goes what is in it, with a map its entry, and an extension has only another name.
function ofGone<One>(before: Shape, find: Find<One>): One | undefined {
  if (before.kind !== "message" && before.kind !== "enum" && before.kind !== "field") return undefined;
  const around = before.parent === undefined ? undefined : find(`MESSAGE_NO_DELETE ${before.parent.fullName}`);
  if (around !== undefined) return around;
  if (before.kind === "message" && before.isMapEntry) return find(`map ${before.fullName}`);
  return before.kind === "field" ? find(`FIELD_SAME_NAME ${before.fullName}`) : undefined;
}

// What is gone from a package is in the same file, which is of another one.
function ofPackage<One extends Cause>(before: Shape, find: Find<One>): One | undefined {
  const changed = find(`FILE_SAME_PACKAGE ${before.file.path}`);
  const place = changed?.findings[0]?.at;
  const file = place?.kind === "statement" ? place.file : undefined;
  if (file === undefined) return undefined;
  const all = [...file.messages, ...file.enums, ...file.services, ...file.extensions];
  return all.some(one => nestedName(one) === nestedName(before)) ? changed : undefined;
}

function ofOneof<One extends Cause>(before: FieldShape, now: FieldShape, find: Find<One>): One | undefined {
  const gone =
    before.oneof === undefined ? undefined : find(`ONEOF_NO_DELETE ${before.parent?.fullName}.${before.oneof}`);
  const to = gone?.became?.now;
  return now.oneof === (to?.kind === "oneof" ? to.name : undefined) ? gone : undefined;
}

function ofPresence<One>(before: FieldShape, now: FieldShape, find: Find<One>): One | undefined {
  const byOneof = find(`FIELD_SAME_ONEOF ${before.fullName}`);
  if (byOneof !== undefined || isMessage(before) === isMessage(now)) return byOneof;
  return find(`FIELD_SAME_TYPE ${before.fullName}`);
}

// What is written as it was means something else because of the syntax of its file.
function ofSyntax<One>(before: Shape, now: Shape | undefined, find: Find<One>): One | undefined {
  const [old, text] = [ownText(before), now === undefined ? undefined : ownText(now)];
  return old !== undefined && old === text ? find(`FILE_SAME_SYNTAX ${before.file.path}`) : undefined;
}

// A field says all in its statement; a block says it in its own options.
function ownText({ kind, file, declaration }: Shape): string | undefined {
  const text = file.linked?.declared.parsed.source.text;
  if (text === undefined || declaration === undefined) return undefined;
  if (kind === "field") {
    const { node } = declaration;
    return node === undefined ? undefined : text.slice(node.start, node.end).replace(/\s+/g, " ");
  }
  if (kind !== "message" && kind !== "enum") return undefined;
  return declaration.options.map(one => text.slice(one.start, one.end)).join("\n");
}

function isMap({ cardinality }: FieldShape): boolean {
  return cardinality === "map";
}

function isPresence({ cardinality }: FieldShape): boolean {
  return cardinality === "explicit" || cardinality === "implicit";
}

function isMessage({ type }: FieldShape): boolean {
  return type === "message" || type === "group";
}
