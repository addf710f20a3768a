// Questions to a server's reflection: in v1, or v1alpha where there is no v1, as many calls as they take.
import { createFileRegistry, createRegistry } from "@bufbuild/protobuf";
import { status } from "@grpc/grpc-js";
import type { CallStatus, CallTarget, MetadataEntry } from "../protocol/call.ts";
import { startCall } from "./call.ts";
import type { Channels } from "./channel.ts";
import { requestMetadata } from "./metadata.ts";
import {
  type ReflectionProtocol,
  type ReflectionRequest,
  type ReflectionResponse,
  type ReflectionVersion,
  reflectionProtocol,
} from "./reflectionProtocol.ts";

/** Whom to ask, and how; the metadata is that of the call, since servers guard reflection with the same tokens. */
export interface ReflectionSource {
  readonly target: CallTarget;
  readonly metadata: readonly MetadataEntry[];
  /** For all questions together. */
  readonly deadlineMs: number;
  readonly channels: Channels;
}

export type AskedReflection =
  /** One for each question, in their order, but for those that the server gives no answer to. */
  | { kind: "answers"; answers: readonly ReflectionResponse[] }
  | { kind: "failed"; status: CallStatus }
  | { kind: "absent"; message: string }
  | { kind: "wrong"; message: string };

export type AskReflection = (questions: readonly ReflectionRequest[]) => Promise<AskedReflection>;

/** Asks one server. Which version it speaks is found out with the first question. */
export function reflectionQuestions(source: ReflectionSource): AskReflection {
  const endAtMs = performance.now() + source.deadlineMs;
  let version: ReflectionVersion | undefined;

  /**
   * Some servers end the stream with an error after a question that they cannot answer: what came before counts, and the
   * others are asked again. Of a stream that gives nothing, the first question is given up.
   */
  return async questions => {
    const answers: ReflectionResponse[] = [];
    let rest = questions;
    while (rest.length > 0) {
      const asked = await askOnce(rest);
      if (asked.kind !== "answers") return asked;
      answers.push(...asked.answers);
      if (asked.ended.number === status.OK) break;
      const isStuck = asked.answers.length === 0;
      const isLast = !isServersOwn(asked.ended) || (isStuck && answers.length === 0 && rest.length === 1);
      if (isLast) return answers.length > 0 ? { kind: "answers", answers } : { kind: "failed", status: asked.ended };
      rest = rest.slice(Math.max(1, asked.answers.length));
    }
    return { kind: "answers", answers };
  };

  async function askOnce(questions: readonly ReflectionRequest[]): Promise<Asked> {
    const deadlineMs = Math.max(1, endAtMs - performance.now());
    if (version !== undefined) return askVersion({ ...source, deadlineMs }, version, questions);
    const current = await askVersion({ ...source, deadlineMs }, "v1", questions);
    if (current.kind !== "answers" || current.answers.length > 0 || !isPerhapsOlder(current.ended)) {
      if (current.kind === "answers" && current.answers.length > 0) version = "v1";
      return current;
    }
    const older = await askVersion({ ...source, deadlineMs }, "v1alpha", questions);
    if (older.kind !== "answers") return older;
    const hasNeither = older.answers.length === 0 && older.ended.number === status.UNIMPLEMENTED;
    if (!hasNeither) {
      version = "v1alpha";
      return older;
    }
    if (current.ended.number !== status.UNIMPLEMENTED) return current;
    return { kind: "absent", message: "the server does not offer reflection; give the schema as a .proto file" };
  }
}

/** What lies before a server answers in its own way to a service that is not there. */
function isPerhapsOlder(ended: CallStatus): boolean {
  if (ended.number === status.UNIMPLEMENTED) return true;
  return isServersOwn(ended) && (ended.number === status.UNAVAILABLE || ended.number === status.UNKNOWN);
}

function isServersOwn({ number, verdict }: CallStatus): boolean {
  return verdict !== "not-sent" && number !== status.DEADLINE_EXCEEDED && number !== status.CANCELLED;
}

type Asked =
  | { kind: "answers"; answers: readonly ReflectionResponse[]; ended: CallStatus }
  | { kind: "absent"; message: string }
  | { kind: "wrong"; message: string };

function askVersion(
  source: ReflectionSource,
  version: ReflectionVersion,
  questions: readonly ReflectionRequest[],
): Promise<Asked> {
  const protocol = reflectionProtocol(version);
  const registry = createFileRegistry(protocol.file, () => undefined);
  const method = registry.getService(protocol.service)?.methods[0];
  const metadata = requestMetadata(source.metadata);
  if (metadata.kind === "wrong") return Promise.resolve(metadata);
  if (method === undefined) throw new Error("reflection has a method");
  const answers: ReflectionResponse[] = [];
  return new Promise(resolve => {
    const request = {
      target: source.target,
      schema: "",
      service: protocol.service,
      method: method.name,
      messages: [],
      metadata: source.metadata,
      deadlineMs: source.deadlineMs,
    };
    const messages = questions.map(question => protocol.writeRequest(question));
    const prepared = {
      request,
      method,
      streaming: "bidirectional",
      types: createRegistry(registry),
      messages,
      metadata: metadata.metadata,
    } as const;
    const started = startCall(prepared, source.channels, {
      opened: () => undefined,
      headers: () => undefined,
      message: ({ direction, bytes }) => {
        const answer = direction === "received" ? readAnswer(protocol, bytes) : undefined;
        if (answer !== undefined) answers.push(answer);
      },
      done: ended => resolve({ kind: "answers", answers, ended }),
    });
    if (started.kind === "refused") resolve({ kind: "wrong", message: started.reason });
  });
}

function readAnswer(protocol: ReflectionProtocol, bytes: Uint8Array): ReflectionResponse {
  try {
    return protocol.readResponse(bytes);
  } catch {
    // An answer that cannot be read is as good as none; what it would have given is then reported as missing.
    return {};
  }
}
