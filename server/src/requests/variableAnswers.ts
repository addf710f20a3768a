// `{{login.response.token}}`: a part of what an earlier request was answered.
import type { VariableValue } from "./variables.ts";

/** The last answer to a request of the session. */
export interface EarlierAnswer {
  /** The messages as ProtoJSON texts; of a stream, the latest count. */
  readonly messages: readonly string[];
  readonly headers: readonly { readonly key: string; readonly value: string }[];
  readonly trailers: readonly { readonly key: string; readonly value: string }[];
  /** `NOT_FOUND`; undefined while it is running. */
  readonly status: string | undefined;
}

/** The last answer to the request of a name; undefined where it was not sent. */
export type EarlierAnswers = (request: string) => EarlierAnswer | undefined;

export interface EarlierPart {
  readonly request: string;
  readonly of: "response" | "headers" | "trailers" | "status";
  /** Names of fields and places in lists. */
  readonly path: readonly string[];
}

/** What `{{name}}` means of an earlier answer; undefined where it is not of that form. */
export function earlierPart(name: string): EarlierPart | undefined {
  const match = /^([\p{L}_][\p{L}\p{N}_-]*)\.(response|headers|trailers|status)((?:\.[^.[\]]+|\[\d+\])*)$/u.exec(name);
  const of = (["response", "headers", "trailers", "status"] as const).find(one => one === match?.[2]);
  if (match === null || of === undefined) return undefined;
  const path = [...(match[3] ?? "").matchAll(/\.([^.[\]]+)|\[(\d+)\]/g)].map(one => one[1] ?? one[2] ?? "");
  if (of === "status" ? path.length > 0 : of !== "response" && path.length === 0) return undefined;
  return { request: match[1] ?? "", of, path };
}

/** Its value: a string as its text, everything else as the JSON it is. */
export function answerPart({ request, of, path }: EarlierPart, answers: EarlierAnswers): VariableValue {
  const answer = answers(request);
  if (answer === undefined) return wrong(`\`${request}\` was not sent yet: send that request first`);
  if (of === "status") {
    return answer.status === undefined ? wrong(`\`${request}\` has no status yet`) : value(answer.status);
  }
  if (of !== "response") {
    const key = path.join(".").toLowerCase();
    const found = answer[of].find(one => one.key.toLowerCase() === key);
    return found === undefined ? wrong(`the ${of} of \`${request}\` have no \`${key}\``) : value(found.value);
  }
  const last = answer.messages.at(-1);
  if (last === undefined) return wrong(`\`${request}\` was answered without a message`);
  const text = partOf(last, path);
  return text === undefined
    ? wrong(`the answer to \`${request}\` has no \`${path.join(".")}\`; fields with their default value may be absent`)
    : value(text);
}

// JSON.parse would round large numbers, but ProtoJSON writes those of 64 bits as strings.
function partOf(json: string, path: readonly string[]): string | undefined {
  let at: unknown = JSON.parse(json);
  for (const name of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return undefined;
    at = Reflect.get(at, name);
  }
  return typeof at === "string" ? at : JSON.stringify(at);
}

function value(text: string): VariableValue {
  return { kind: "value", value: text };
}

function wrong(reason: string): VariableValue {
  return { kind: "wrong", reason };
}
