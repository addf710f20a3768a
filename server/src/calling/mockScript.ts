// A `*.mock.json`: what a mock server answers instead of what it would make up.
import type { DescMethod, JsonObject, Registry } from "@bufbuild/protobuf";
import type { Node } from "jsonc-parser";
import { googleRpcTypes } from "./googleRpc.ts";
import { requestMetadata } from "./metadata.ts";
import { keysOf, membersOf, plainValue, type Reading, type ScriptProblem, scriptTree } from "./mockScriptJson.ts";
import { scriptWords } from "./mockScriptProblems.ts";
import { nearest } from "./nearest.ts";
import { encodeRequest } from "./requestJson.ts";
import { statusNumber } from "./statusNames.ts";

/** What a script says of one method; the first rule that fits a request counts. */
export interface ScriptRule {
  /** Fields that the request must have with these values; undefined: any request. */
  readonly match: JsonObject | undefined;
  /** Taken in turn, the last one from then on; `cycle`: the first again. At least one. */
  readonly replies: readonly ScriptReply[];
  readonly cycle: boolean;
}

export interface ScriptReply {
  /** Encoded messages; undefined: made up, as without a script. */
  readonly answers: readonly Uint8Array[] | undefined;
  /** Before each message, and before the status where there is none; undefined: as without a script. */
  readonly delayMs: number | undefined;
  readonly headers: readonly ScriptHeader[];
  readonly trailers: readonly ScriptHeader[];
  /** Undefined: OK. */
  readonly status: ScriptStatus | undefined;
  /** What goes wrong after the answers. */
  readonly fault: Fault | undefined;
}

export const faults = ["drop-connection", "never-end"] as const;
export type Fault = (typeof faults)[number];

export interface ScriptHeader {
  readonly key: string;
  readonly value: string;
}

export interface ScriptStatus {
  readonly code: number;
  readonly message: string;
  /** A serialised `google.rpc.Status`, where there are details. */
  readonly detailed: Uint8Array | undefined;
}

export interface ReadScript {
  /** By `pkg.Service/Method`. */
  readonly rules: ReadonlyMap<string, readonly ScriptRule[]>;
  readonly problems: readonly ScriptProblem[];
}

/** What a script is read with. */
export interface ScriptSchema {
  /** All methods that are served, `pkg.Service/Method`. */
  readonly names: readonly string[];
  readonly find: (name: string) => ScriptMethod | undefined;
}

export interface ScriptMethod {
  readonly method: DescMethod;
  readonly types: Registry;
}

/**
 * Reads a script as far as it is sound: a rule with a mistake is left out, and the mistake told at its place.
 */
export function readScript(text: string, schema: ScriptSchema): ReadScript {
  const reading: Reading = { text, problems: [] };
  const rules = new Map<string, readonly ScriptRule[]>();
  const root = scriptTree(reading);
  if (root === undefined) return { rules, problems: reading.problems };
  for (const [key, methods] of keysOf(reading, root, ["$schema", "methods"], "a script")) {
    if (key.value !== "methods") continue;
    for (const [name, list] of membersOf(reading, methods, "`methods`")) {
      const found = schema.find(name.value);
      if (found === undefined)
        reading.problems.push(problemAt(name, scriptWords.noMethod(name.value, nearest(name.value, schema.names))));
      else rules.set(name.value, rulesOf(reading, list, found));
    }
  }
  return { rules, problems: reading.problems };
}

function rulesOf(reading: Reading, list: Node, method: ScriptMethod): ScriptRule[] {
  const items = list.type === "array" ? (list.children ?? []) : [list];
  return items.flatMap(item => {
    const before = reading.problems.length;
    const rule = ruleOf(reading, item, method);
    return reading.problems.length > before ? [] : [rule];
  });
}

const replyKeys = ["answer", "answers", "delay", "headers", "trailers", "status", "fault"];

function ruleOf(reading: Reading, node: Node, method: ScriptMethod): ScriptRule {
  const members = keysOf(reading, node, ["match", "replies", "cycle", ...replyKeys], "a rule");
  const member = (name: string) => members.find(([key]) => key.value === name)?.[1];
  const [match, replies] = [member("match"), member("replies")];
  if (match !== undefined) checkMessage(reading, match, method, "input");
  const both = members.find(([key]) => replies !== undefined && replyKeys.includes(key.value));
  if (both !== undefined) reading.problems.push(problemAt(both[0], scriptWords.besideReplies(both[0].value)));
  if (replies !== undefined && (replies.type !== "array" || replies.children?.length === 0))
    reading.problems.push(problemAt(replies, scriptWords.notReplies));
  const made =
    replies === undefined
      ? [replyOf(reading, members, method)]
      : (replies.children ?? []).map(one => replyOf(reading, keysOf(reading, one, replyKeys, "a reply"), method));
  const wanted = match === undefined ? undefined : plainValue(match);
  return {
    match: typeof wanted === "object" && wanted !== null && !Array.isArray(wanted) ? wanted : undefined,
    replies: made,
    cycle: member("cycle")?.value === true,
  };
}

function replyOf(reading: Reading, members: readonly [Node, Node][], method: ScriptMethod): ScriptReply {
  const member = (name: string) => members.find(([key]) => key.value === name)?.[1];
  const [one, many, delay, status, fault] = ["answer", "answers", "delay", "status", "fault"].map(member);
  if (one !== undefined && many !== undefined) reading.problems.push(problemAt(many, scriptWords.bothAnswers));
  const { methodKind } = method.method;
  const streams = methodKind === "server_streaming" || methodKind === "bidi_streaming";
  const list = many?.type === "array" ? (many.children ?? []) : [];
  if (many !== undefined && many.type !== "array")
    reading.problems.push(problemAt(many, scriptWords.notArray("answers")));
  if (many !== undefined && !streams && list.length > 1)
    reading.problems.push(problemAt(many, scriptWords.oneAnswer(method.method.name)));
  const told = one !== undefined ? [one] : many !== undefined ? list : undefined;
  const endsBadly = status !== undefined || fault !== undefined;
  return {
    // A failure has no answer unless one is written; without anything the answer is made up.
    answers: told?.flatMap(each => checkMessage(reading, each, method, "output") ?? []) ?? (endsBadly ? [] : undefined),
    delayMs: delay === undefined ? undefined : delayOf(reading, delay),
    headers: headersOf(reading, member("headers")),
    trailers: headersOf(reading, member("trailers")),
    status: status === undefined ? undefined : statusOf(reading, status, method.types),
    fault: fault === undefined ? undefined : faultOf(reading, fault),
  };
}

/** The message's bytes; what is wrong with it is told at its place. */
function checkMessage(
  reading: Reading,
  node: Node,
  { method, types }: ScriptMethod,
  side: "input" | "output",
): Uint8Array | undefined {
  const text = reading.text.slice(node.offset, node.offset + node.length);
  const encoded = encodeRequest(method[side], text, types);
  if (encoded.kind === "message") return encoded.bytes;
  const { reason, length } = encoded;
  reading.problems.push({ offset: node.offset + encoded.offset, length: Math.max(1, length), message: reason });
  return undefined;
}

function delayOf(reading: Reading, node: Node): number | undefined {
  const ms = typeof node.value === "string" ? delayMs(node.value) : undefined;
  if (ms === undefined) reading.problems.push(problemAt(node, scriptWords.notDelay));
  return ms;
}

/** Milliseconds of `200ms`, `1.5s` or `1m`; undefined for another text. */
export function delayMs(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m)$/.exec(text.trim());
  const unit = { ms: 1, s: 1000, m: 60_000 }[match?.[2] ?? ""];
  return match === null || unit === undefined ? undefined : Math.min(Math.round(Number(match[1]) * unit), 3_600_000);
}

function headersOf(reading: Reading, node: Node | undefined): ScriptHeader[] {
  if (node === undefined) return [];
  return membersOf(reading, node, "metadata").flatMap(([key, value]) => {
    const values = value.type === "array" ? (value.children ?? []) : [value];
    return values.flatMap(one => {
      if (typeof one.value !== "string") {
        reading.problems.push(problemAt(one, scriptWords.notText(key.value)));
        return [];
      }
      const header = { key: key.value, value: one.value };
      const read = requestMetadata([header]);
      if (read.kind === "wrong") reading.problems.push(problemAt(key, read.message));
      return [header];
    });
  });
}

function statusOf(reading: Reading, node: Node, types: Registry): ScriptStatus | undefined {
  const codeIn = (one: Node): number | undefined => {
    const code = statusNumber(one.value);
    if (code === undefined) reading.problems.push(problemAt(one, scriptWords.notCode(String(one.value))));
    return code;
  };
  if (node.type !== "object") {
    const code = codeIn(node);
    return code === undefined ? undefined : { code, message: "", detailed: undefined };
  }
  const members = keysOf(reading, node, ["code", "message", "details"], "a status");
  const member = (name: string) => members.find(([key]) => key.value === name)?.[1];
  const [codeNode, details] = [member("code"), member("details")];
  if (codeNode === undefined) {
    reading.problems.push(problemAt(node, scriptWords.noCode));
    return undefined;
  }
  const code = codeIn(codeNode);
  if (code === undefined) return undefined;
  const message = String(member("message")?.value ?? "");
  if (details === undefined) return { code, message, detailed: undefined };
  const statusType = googleRpcTypes().getMessage("google.rpc.Status");
  if (statusType === undefined) throw new Error("`google.rpc.Status` is missing from this installation");
  const encoded = encodeRequest(statusType, JSON.stringify({ code, message, details: plainValue(details) }), types);
  if (encoded.kind === "wrong") {
    reading.problems.push(problemAt(details, encoded.reason));
    return undefined;
  }
  return { code, message, detailed: encoded.bytes };
}

function faultOf(reading: Reading, node: Node): Fault | undefined {
  const fault = faults.find(one => one === node.value);
  if (fault === undefined) reading.problems.push(problemAt(node, scriptWords.notFault(faults)));
  return fault;
}

function problemAt({ offset, length }: Node, message: string): ScriptProblem {
  return { offset, length, message };
}
