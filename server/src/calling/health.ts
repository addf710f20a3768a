// The health of a server and its services, as grpc.health.v1 tells it; asked when somebody wants to know.
import { createFileRegistry, createRegistry, fromBinary, fromJson, toBinary } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import { type FileDescriptorProto, FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import { type Client, type Metadata, status } from "@grpc/grpc-js";
import type { CallStatus } from "../protocol/call.ts";
import { startCall } from "./call.ts";
import { requestMetadata } from "./metadata.ts";
import type { ReflectionSource } from "./reflectionQuestions.ts";

export interface HealthState {
  /** `untold`: the server answers, and does not say. `away`: it was not reached. */
  readonly kind: "serving" | "not-serving" | "untold" | "away";
  /** `serving`, `not serving`, `not reached: …` */
  readonly words: string;
}

/** Asks for the health of a service by its full name; of the server as a whole with an empty one. */
export function healthOf(source: ReflectionSource, service: string): Promise<HealthState> {
  const { registry, method } = healthMethod();
  const metadata = requestMetadata(source.metadata);
  if (metadata.kind === "wrong") return Promise.resolve(away(metadata.message));
  const request = {
    target: source.target,
    schema: "",
    service: method.parent.typeName,
    method: method.name,
    messages: [],
    metadata: source.metadata,
    deadlineMs: source.deadlineMs,
  };
  const messages = [Buffer.from(toBinary(method.input, fromJson(method.input, { service })))];
  const prepared = {
    request,
    method,
    streaming: "unary",
    types: createRegistry(registry),
    messages,
    metadata: metadata.metadata,
  } as const;
  let told: number | undefined;
  return new Promise(resolve => {
    const started = startCall(prepared, source.channels, {
      opened: () => undefined,
      headers: () => undefined,
      message: ({ direction, bytes }) => {
        if (direction === "received") told = statusIn(bytes);
      },
      done: ended => resolve(stateOf(told, ended)),
    });
    if (started.kind === "refused") resolve(away(started.reason));
  });
}

/**
 * Tells the health of a service each time that it changes, as long as the server tells it. Ends with the function that it
 * gives. A server that does not tell it in this way, or not of this service, tells nothing.
 */
export function watchHealth(
  client: Client,
  { service, metadata }: { readonly service: string; readonly metadata: Metadata },
  tell: (state: HealthState) => void,
): () => void {
  const { method } = healthMethod();
  const request = Buffer.from(toBinary(method.input, fromJson(method.input, { service })));
  const asIs = (bytes: Buffer) => bytes;
  const watching = client.makeServerStreamRequest("/grpc.health.v1.Health/Watch", asIs, asIs, request, metadata);
  watching.on("data", (bytes: Buffer) => {
    const state = servingState(statusIn(bytes));
    tell(state ?? { kind: "untold", words: "health unknown" });
  });
  // Its end is told by the connection, where it is not the server that has none of this.
  watching.on("error", () => undefined);
  return () => watching.cancel();
}

function healthMethod() {
  const registry = createFileRegistry(healthFile, () => undefined);
  const method = registry.getService("grpc.health.v1.Health")?.methods[0];
  if (method === undefined) throw new Error("the health service has a method");
  return { registry, method };
}

/** The number of the `ServingStatus` in an answer; undefined where it is none. */
function statusIn(bytes: Uint8Array): number | undefined {
  const { output } = healthMethod().method;
  const [field] = output.fields;
  try {
    return field === undefined ? undefined : Number(reflect(output, fromBinary(output, bytes)).get(field));
  } catch {
    // What cannot be read says nothing of the health.
    return undefined;
  }
}

function servingState(told: number | undefined): HealthState | undefined {
  if (told === 1) return { kind: "serving", words: "serving" };
  if (told === 2) return { kind: "not-serving", words: "not serving" };
  return undefined;
}

function stateOf(told: number | undefined, ended: CallStatus): HealthState {
  const serving = servingState(told);
  if (serving !== undefined) return serving;
  if (ended.number === status.OK || ended.number === status.NOT_FOUND)
    return { kind: "untold", words: "health unknown" };
  if (ended.number === status.UNIMPLEMENTED) return { kind: "untold", words: "no health check" };
  if (ended.verdict === "ran") return { kind: "untold", words: `health unknown (${ended.name})` };
  return away(ended.explanation ?? (ended.message || ended.name));
}

function away(why: string): HealthState {
  return { kind: "away", words: `not reached: ${why}` };
}

// What a client needs of grpc/health/v1/health.proto.
const healthFile: FileDescriptorProto = fromJson(FileDescriptorProtoSchema, {
  name: "grpc/health/v1/health.proto",
  package: "grpc.health.v1",
  syntax: "proto3",
  messageType: [
    { name: "HealthCheckRequest", field: [field("service", "TYPE_STRING")] },
    { name: "HealthCheckResponse", field: [field("status", "TYPE_INT32")] },
  ],
  service: [
    {
      name: "Health",
      method: [
        {
          name: "Check",
          inputType: ".grpc.health.v1.HealthCheckRequest",
          outputType: ".grpc.health.v1.HealthCheckResponse",
        },
      ],
    },
  ],
});

function field(name: string, type: string) {
  return { name, number: 1, label: "LABEL_OPTIONAL", type, jsonName: name };
}
