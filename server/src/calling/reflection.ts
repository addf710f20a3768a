// A schema from the server itself, tolerant of what servers answer.
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { base64Decode } from "@bufbuild/protobuf/wire";
import { type FileDescriptorProto, FileDescriptorProtoSchema, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import type { CallStatus } from "../protocol/call.ts";
import type { ReflectionRequest, ReflectionResponse } from "./reflectionProtocol.ts";
import { type AskReflection, type ReflectionSource, reflectionQuestions } from "./reflectionQuestions.ts";
import { repairDescriptors } from "./repairDescriptors.ts";
import { wellKnownFile } from "./wellKnownFiles.ts";

export type { ReflectionSource } from "./reflectionQuestions.ts";

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

export type ReflectedServer =
  | {
      kind: "schema";
      /** Serialised `google.protobuf.FileDescriptorSet` of all services that the server describes. */
      set: Uint8Array;
      /** Full names of the services that are in it. */
      services: readonly string[];
      /** Those that the server lists and does not describe. */
      undescribed: readonly string[];
      missing: readonly string[];
    }
  | ReflectionFailure;

export type ReflectionFailure =
  /** The call of reflection failed. */
  | { kind: "failed"; status: CallStatus }
  /** The server answered, but does not describe what was asked for. */
  | { kind: "absent"; message: string }
  /** Nothing was sent: the target or the metadata is wrong. */
  | { kind: "wrong"; message: string };

/** The services that the server lists, by full name. */
export function reflectServices(source: ReflectionSource): Promise<ReflectedServices> {
  return listed(reflectionQuestions(source));
}

/** The descriptors that a service needs: its file and all that it refers to, put right where the server's are not sound. */
export async function reflectService(source: ReflectionSource, service: string): Promise<ReflectedSchema> {
  const ask = reflectionQuestions(source);
  const name = withoutDot(service);
  const first = await ask([{ fileContainingSymbol: name }]);
  if (first.kind !== "answers") return first;
  const files = filesIn(first.answers);
  if (files.size === 0) return absent(ask, name, first.answers[0]);
  const { set, missing } = await completed(ask, files);
  return { kind: "schema", set, missing };
}

/** The descriptors of all services that the server lists. One that it does not describe leaves the others as they are. */
export async function reflectServer(source: ReflectionSource): Promise<ReflectedServer> {
  const ask = reflectionQuestions(source);
  const names = await listed(ask);
  if (names.kind !== "services") return names;
  const first = await ask(names.services.map(fileContainingSymbol => ({ fileContainingSymbol })));
  if (first.kind !== "answers") return first;
  const files = filesIn(first.answers);
  const { set, missing } = await completed(ask, files);
  const described = new Set([...files.values()].flatMap(servicesOf));
  return {
    kind: "schema",
    set,
    services: names.services.filter(one => described.has(one)),
    undescribed: names.services.filter(one => !described.has(one)),
    missing,
  };
}

async function listed(ask: AskReflection): Promise<ReflectedServices> {
  const asked = await ask([{ listServices: "" }]);
  if (asked.kind !== "answers") return asked;
  const services = asked.answers.flatMap(answer => answer.listServicesResponse?.service ?? []);
  const names = services.flatMap(({ name }) => (name === undefined ? [] : [withoutDot(name)]));
  return { kind: "services", services: [...new Set(names)].sort() };
}

// Imports are asked for level by level. A server whose every file imports another one would be asked for ever.
const mostRounds = 100;

/** Asks for what `files` refer to, as far as the server knows it, and puts them right. */
async function completed(ask: AskReflection, files: Map<string, FileDescriptorProto>) {
  const asked = new Set<string>();
  for (let round = 0; round < mostRounds; round += 1) {
    const questions = openQuestions(files, asked);
    if (questions.length === 0) break;
    const more = await ask(questions);
    if (more.kind !== "answers") break;
    addFiles(more.answers, files);
  }
  const repaired = repairDescriptors([...files.values()]);
  const set = toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file: [...repaired.files] }));
  return { set, missing: repaired.missing };
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

function filesIn(answers: readonly ReflectionResponse[]): Map<string, FileDescriptorProto> {
  const files = new Map<string, FileDescriptorProto>();
  addFiles(answers, files);
  return files;
}

function addFiles(answers: readonly ReflectionResponse[], files: Map<string, FileDescriptorProto>): void {
  for (const encoded of answers.flatMap(answer => answer.fileDescriptorResponse?.fileDescriptorProto ?? [])) {
    try {
      const file = fromBinary(FileDescriptorProtoSchema, base64Decode(encoded));
      const known = files.get(file.name);
      if (known === undefined) files.set(file.name, file);
      else if (known.package !== file.package) {
        // Made-up names need not be different ones.
        const name = `${file.package.replaceAll(".", "/")}/${file.name}`;
        file.name = name;
        if (!files.has(name)) files.set(name, file);
      }
    } catch {
      // One file that cannot be read takes only what needs it with it.
    }
  }
}

async function absent(
  ask: AskReflection,
  service: string,
  answer: ReflectionResponse | undefined,
): Promise<ReflectionFailure> {
  const all = await listed(ask);
  const names = all.kind === "services" ? all.services.filter(name => !name.startsWith("grpc.reflection.")) : [];
  if (names.includes(service)) {
    return {
      kind: "absent",
      message: `the server lists \`${service}\` but does not describe it: ${answer?.errorResponse?.errorMessage ?? "no file came"}`,
    };
  }
  const has = names.length === 0 ? "" : `; it has ${names.map(name => `\`${name}\``).join(", ")}`;
  return { kind: "absent", message: `the server has no service \`${service}\`${has}` };
}

function servicesOf(file: FileDescriptorProto): string[] {
  return file.service.map(one => (file.package === "" ? one.name : `${file.package}.${one.name}`));
}

// No server knows a symbol by the name that a descriptor has for it, with a dot before it.
function withoutDot(name: string): string {
  return name.replace(/^\./, "");
}
