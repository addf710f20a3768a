// Where in a request a field stands that the server names in its answer: `directory.entries[2].name`.
import type { Span } from "../compiler/text/span.ts";
import type { JsonMember, JsonNode } from "./json/jsonNodes.ts";
import type { Request } from "./requestDocument.ts";

/**
 * The smallest part of a request that a field path leads to: the member it names, or what is there of the way to it where
 * the field is missing; the first line of the request where there is nothing.
 */
export function fieldPlace(request: Request, path: string): Span {
  const steps = fieldPath(path);
  // Some servers begin with the name of the parameter or of the message.
  const ways = [steps, steps.slice(1)].flatMap(way => request.messages.map(message => walk(message, way)));
  const [best] = ways.filter(one => one.steps > 0).sort((a, b) => b.steps - a.steps);
  if (best !== undefined) return best.span;
  const [body] = request.messages;
  if (body?.kind === "object") return { start: body.start, end: body.start + 1 };
  return request.line ?? request;
}

/** `a.b[2].c["k"]`, and the same with the indices as steps between dots, as `a.b.2.c.k`. */
export function fieldPath(path: string): string[] {
  const pattern = /\[\s*"((?:[^"\\]|\\.)*)"\s*\]|\[([^\]]*)\]|([^.[\]]+)/g;
  return [...path.matchAll(pattern)].map(([, quoted, bracketed, name]) => quoted ?? bracketed ?? name ?? "");
}

interface Walked {
  readonly span: Span;
  /** How many steps there is something for. */
  readonly steps: number;
}

function walk(node: JsonNode, path: readonly string[]): Walked {
  let at: JsonNode | undefined = node;
  let span: Span = node;
  for (const [steps, step] of path.entries()) {
    if (at?.kind === "object") {
      const member: JsonMember | undefined = memberNamed(at.members, step);
      if (member === undefined) return { span, steps };
      span = member.value === undefined ? member.key : { start: member.key.start, end: member.value.end };
      at = member.value;
      // Of an object the key is marked: its whole text would be a page of red.
      if (at?.kind === "object" || at?.kind === "array") span = member.key;
    } else if (at?.kind === "array") {
      const element: JsonNode | undefined = /^\d+$/.test(step) ? at.elements[Number(step)] : undefined;
      if (element === undefined) return { span, steps };
      at = element;
      span = at.kind === "object" || at.kind === "array" ? { start: at.start, end: at.start + 1 } : at;
    } else return { span, steps };
  }
  return { span, steps: path.length };
}

/** A server names fields as the `.proto` file does, and often as JSON or as its own language has them. */
function memberNamed(members: readonly JsonMember[], name: string): JsonMember | undefined {
  return members.find(one => one.key.value === name) ?? members.find(one => plain(one.key.value) === plain(name));
}

function plain(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}
