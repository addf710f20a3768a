// A schema from the server itself: reflection v1, or v1alpha where there is no v1, and tolerant of what servers answer.
import { create, createFileRegistry, createRegistry, fromBinary, toBinary } from "@bufbuild/protobuf";
import { base64Decode } from "@bufbuild/protobuf/wire";
import { type FileDescriptorProto, FileDescriptorProtoSchema, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { status } from "@grpc/grpc-js";
import type { CallStatus, CallTarget, MetadataEntry } from "../protocol/call.ts";
import { startCall } from "./call.ts";
import type { Channels } from "./channel.ts";
import { requestMetadata } from "./metadata.ts";
import {
  type ReflectionProtocol,
  type ReflectionRequest,
  type ReflectionResponse,
  reflectionProtocol,
} from "./reflectionProtocol.ts";
import { repairDescriptors } from "./repairDescriptors.ts";
import { wellKnownFile } from "./wellKnownFiles.ts";

/** Whom to ask, and how; the metadata is that of the call, since servers guard reflection with the same tokens. */
export interface ReflectionSource {
  readonly target: CallTarget;
  readonly metadata: readonly MetadataEntry[];
  readonly deadlineMs: number;
  readonly channels: Channels;
}

export type ReflectedSchema =
  | {
      kind: "schema";
      /** Serialised `google.protobuf.FileDescriptorSet`. */
      set: Uint8Array;
      /** Types that the server refers to and does not describe; fields of them are left out. */
      missing: readonly string[];
    }
  | ReflectionFailure;

export type ReflectedServices = { kind: "services"; services: readonly string[] } | ReflectionFailure;

export type ReflectionFailure =
  /** The call of reflection failed. */
  | { kind: "failed"; status: CallStatus }
  /** The server answered, but does not describe what was asked for. */
  | { kind: "absent"; message: string }
  /** Nothing was sent: the target or the metadata is wrong. */
  | { kind: "wrong"; message: string };

/** The services that the server lists, by full name. */
export async function reflectServices(source: ReflectionSource): Promise<ReflectedServices> {
  const asked = await ask(source, [{ listServices: "" }]);
  if (asked.kind !== "answers") return asked;
  const services = asked.answers.flatMap(answer => answer.listServicesResponse?.service ?? []);
  return { kind: "services", services: services.flatMap(({ name }) => (name === undefined ? [] : [name])).sort() };
}

// Imports are asked for level by level. A server whose every file imports another one would be asked for ever.
const mostRounds = 100;

/** The descriptors that a service needs: its file and all that it refers to, put right where the server's are not sound. */
export async function reflectService(source: ReflectionSource, service: string): Promise<ReflectedSchema> {
  const endAtMs = performance.now() + source.deadlineMs;
  const first = await ask(source, [{ fileContainingSymbol: service }]);
  if (first.kind !== "answers") return first;
  const files = new Map<string, FileDescriptorProto>();
  addFiles(first.answers, files);
  if (files.size === 0) return absent(source, service, first.answers[0]);
  const asked = new Set<string>();
  for (let round = 0; round < mostRounds; round += 1) {
    const questions = openQuestions(files, asked);
    const deadlineMs = endAtMs - performance.now();
    if (questions.length === 0 || deadlineMs <= 0) break;
    const more = await ask({ ...source, deadlineMs }, questions);
    if (more.kind !== "answers") break;
    addFiles(more.answers, files);
  }
  const repaired = repairDescriptors([...files.values()]);
  const set = toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file: [...repaired.files] }));
  return { kind: "schema", set, missing: repaired.missing };
}

/** Imports that have not come, then types that no file declares; each is asked for once. */
function openQuestions(files: ReadonlyMap<string, FileDescriptorProto>, asked: Set<string>): ReflectionRequest[] {
  const questions: ReflectionRequest[] = [];
  const add = (key: string, question: ReflectionRequest) => {
    if (asked.has(key)) return;
    asked.add(key);
    questions.push(question);
  };
  for (const file of files.values()) {
    for (const name of file.dependency) {
      if (!files.has(name) && wellKnownFile(name) === undefined) add(`file ${name}`, { fileByFilename: name });
    }
  }
  if (questions.length > 0) return questions;
  for (const name of repairDescriptors([...files.values()]).missing)
    add(`type ${name}`, { fileContainingSymbol: name });
  return questions;
}

function addFiles(answers: readonly ReflectionResponse[], files: Map<string, FileDescriptorProto>): void {
  for (const encoded of answers.flatMap(answer => answer.fileDescriptorResponse?.fileDescriptorProto ?? [])) {
    try {
      const file = fromBinary(FileDescriptorProtoSchema, base64Decode(encoded));
      if (!files.has(file.name)) files.set(file.name, file);
    } catch {
      // One file that cannot be read takes only what needs it with it.
    }
  }
}

async function absent(
  source: ReflectionSource,
  service: string,
  answer: ReflectionResponse | undefined,
): Promise<ReflectionFailure> {
  const listed = await reflectServices(source);
  const names = listed.kind === "services" ? listed.services.filter(name => !name.startsWith("grpc.reflection.")) : [];
  if (names.includes(service)) {
    return {
      kind: "absent",
      message: `the server lists \`${service}\` but does not describe it: ${answer?.errorResponse?.errorMessage ?? "no file came"}`,
    };
  }
  const has = names.length === 0 ? "" : `; it has ${names.map(name => `\`${name}\``).join(", ")}`;
  return { kind: "absent", message: `the server has no service \`${service}\`${has}` };
}

type Asked = { kind: "answers"; answers: readonly ReflectionResponse[] } | ReflectionFailure;

/** All questions in one call, v1 first. */
async function ask(source: ReflectionSource, questions: readonly ReflectionRequest[]): Promise<Asked> {
  const current = await askVersion(source, reflectionProtocol("v1"), questions);
  if (current.kind !== "failed" || current.status.number !== status.UNIMPLEMENTED) return current;
  const older = await askVersion(source, reflectionProtocol("v1alpha"), questions);
  if (older.kind !== "failed" || older.status.number !== status.UNIMPLEMENTED) return older;
  return { kind: "absent", message: "the server does not offer reflection; give the schema as a .proto file" };
}

function askVersion(
  source: ReflectionSource,
  protocol: ReflectionProtocol,
  questions: readonly ReflectionRequest[],
): Promise<Asked> {
  const registry = createFileRegistry(protocol.file, () => undefined);
  const method = registry.getService(protocol.service)?.methods[0];
  const metadata = requestMetadata(source.metadata);
  if (metadata.kind === "wrong") return Promise.resolve(metadata);
  if (method === undefined) return Promise.resolve({ kind: "wrong", message: "reflection has no method" });
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
      // Some servers end the stream with an error after a question they cannot answer; what came before it counts.
      done: ended =>
        resolve(
          ended.number === status.OK || answers.length > 0
            ? { kind: "answers", answers }
            : { kind: "failed", status: ended },
        ),
    });
    if (started.kind === "refused") resolve({ kind: "wrong", message: started.reason });
  });
}

function readAnswer(protocol: ReflectionProtocol, bytes: Uint8Array): ReflectionResponse | undefined {
  try {
    return protocol.readResponse(bytes);
  } catch {
    // An answer that cannot be read is as good as none; what it would have given is then reported as missing.
    return undefined;
  }
}
