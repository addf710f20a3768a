// `{{login.response.token}}`: a part of what an earlier request was answered.
import type { VariableValue } from "./variables.ts";

/** The last answer to a request of the session. */
export interface EarlierAnswer {
  /** The first messages as ProtoJSON texts, at most `mostKeptMessages`. */
  readonly messages: readonly string[];
  /** Undefined where there was none, or it was too long to be kept. */
  readonly last: string | undefined;
  /** Of all messages. */
  readonly count: number;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
  readonly trailers: readonly { readonly key: string; readonly value: string }[];
  /** `NOT_FOUND`; undefined while it is running. */
  readonly status: string | undefined;
  /** What it was sent with and nobody is shown: the answer may repeat it. */
  readonly secrets?: readonly string[];
}

/** So many messages of a stream are kept, and the last one. */
export const mostKeptMessages = 100;

/** The last answer to the request of a name; undefined where it was not sent. */
export type EarlierAnswers = (request: string) => EarlierAnswer | undefined;

export interface EarlierPart {
  readonly request: string;
  /** `response`: the last message; `responses`: the message that the path begins with. */
  readonly of: "response" | "responses" | "headers" | "trailers" | "status";
  /** Names of fields and places in lists. */
  readonly path: readonly string[];
}

const form =
  /^([\p{L}_][\p{L}\p{N}_-]*)\.(response|responses|headers|trailers|status)((?:\.[^.[\]]+|\[-?\d+\]|\["[^"\]]+"\])*)$/u;
const step = /\.([^.[\]]+)|\[(-?\d+)\]|\["([^"\]]+)"\]/g;

/** What `{{name}}` means of an earlier answer; undefined where it is not of that form. */
export function earlierPart(name: string): EarlierPart | undefined {
  const match = form.exec(name);
  const of = (["response", "responses", "headers", "trailers", "status"] as const).find(one => one === match?.[2]);
  if (match === null || of === undefined) return undefined;
  const path = [...(match[3] ?? "").matchAll(step)].map(one => one[1] ?? one[2] ?? one[3] ?? "");
  if (of === "status" && path.length > 0) return undefined;
  if ((of === "headers" || of === "trailers") && path.length === 0) return undefined;
  if (of === "responses" && !/^-?\d+$/.test(path[0] ?? "")) return undefined;
  return { request: match[1] ?? "", of, path };
}

/** Its value: a string as its text, everything else as the JSON it is. */
export function answerPart(name: string, part: EarlierPart, answers: EarlierAnswers): VariableValue {
  const { request } = part;
  const answer = answers(request);
  if (answer === undefined) return wrong(`\`${request}\` was not sent yet: send that request first`);
  const found = partOfAnswer(part, answer);
  if (found.kind !== "value") return found;
  const { value } = found;
  const secrets = answer.secrets ?? [];
  return { kind: "value", value, taken: [{ name, value, from: { kind: "answer", request, secrets } }] };
}

function partOfAnswer({ request, of, path }: EarlierPart, answer: EarlierAnswer): VariableValue {
  switch (of) {
    case "status":
      return answer.status === undefined ? wrong(`\`${request}\` has no status yet`) : value(answer.status);
    case "headers":
    case "trailers": {
      const found = metadataPart(answer[of], path);
      return found === undefined ? wrong(`the ${of} of \`${request}\` have no \`${path.join(".")}\``) : value(found);
    }
    case "response": {
      const { last } = answer;
      const text = last === undefined ? undefined : partOf(last, path);
      if (text !== undefined) return value(text);
      // As other clients write it: `{{login.response.headers.x-token}}`. A field of that name goes first.
      const metadata = path[0] === "headers" || path[0] === "trailers" ? path[0] : undefined;
      const found = metadata === undefined ? undefined : metadataPart(answer[metadata], path.slice(1));
      if (found !== undefined) return value(found);
      if (last === undefined) {
        return wrong(answer.count === 0 ? `\`${request}\` was answered without a message` : notKept(request));
      }
      return wrong(
        `the answer to \`${request}\` has no \`${path.join(".")}\`; fields with their default value may be absent`,
      );
    }
    case "responses": {
      const [index = "0", ...rest] = path;
      const message = messageAt(answer, Number(index));
      if (message === undefined) return wrong(withoutMessage(request, index, answer.count));
      const text = partOf(message, rest);
      return text === undefined
        ? wrong(
            `message ${index} of \`${request}\` has no \`${rest.join(".")}\`; fields with their default value may be absent`,
          )
        : value(text);
    }
  }
}

/** The message at a place, counted from the end where it is negative. */
function messageAt({ messages, last, count }: EarlierAnswer, index: number): string | undefined {
  const at = index < 0 ? count + index : index;
  return at === count - 1 ? last : messages[at];
}

function withoutMessage(request: string, index: string, count: number): string {
  const at = Number(index) < 0 ? count + Number(index) : Number(index);
  if (at >= 0 && at < count) return notKept(request);
  return `\`${request}\` was answered with ${count === 1 ? "one message" : `${count} messages`}`;
}

function notKept(request: string): string {
  return `this message of \`${request}\` was not kept: the first ${mostKeptMessages} and the last one are, up to some megabytes`;
}

function metadataPart(entries: EarlierAnswer["headers"], path: readonly string[]): string | undefined {
  const key = path.join(".").toLowerCase();
  return entries.find(one => one.key.toLowerCase() === key)?.value;
}

// JSON.parse would round large numbers, but ProtoJSON writes those of 64 bits as strings.
function partOf(json: string, path: readonly string[]): string | undefined {
  let at: unknown = JSON.parse(json);
  for (const name of path) {
    if (Array.isArray(at) && /^-?\d+$/.test(name)) at = at.at(Number(name));
    else if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return undefined;
    else at = Reflect.get(at, name);
  }
  if (at === undefined) return undefined;
  return typeof at === "string" ? at : JSON.stringify(at);
}

function value(text: string): VariableValue {
  return { kind: "value", value: text };
}

function wrong(reason: string): VariableValue {
  return { kind: "wrong", reason };
}
