// grpc.health.v1 of a mock server: what it serves is serving.
import { createFileRegistry, type DescMessage, fromBinary, fromJson, toBinary, toJson } from "@bufbuild/protobuf";
import { type FileDescriptorProto, FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import {
  type Server,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  status,
} from "@grpc/grpc-js";

/** Adds `grpc.health.v1.Health`; `serves` says whether there is a service. Gives its file, for reflection. */
export function addMockHealth(server: Server, serves: (service: string) => boolean): FileDescriptorProto {
  const file = fromJson(FileDescriptorProtoSchema, healthFile);
  const registry = createFileRegistry(file, () => undefined);
  const messageNamed = (name: string): DescMessage => {
    const message = registry.getMessage(`grpc.health.v1.${name}`);
    if (message === undefined) throw new Error(`health has no message \`${name}\``);
    return message;
  };
  const [request, response] = [messageNamed("HealthCheckRequest"), messageNamed("HealthCheckResponse")];
  const serviceIn = (bytes: Buffer): string => {
    const json = toJson(request, fromBinary(request, bytes));
    return String((typeof json === "object" && json !== null && Reflect.get(json, "service")) || "");
  };
  const answerOf = (state: string) => Buffer.from(toBinary(response, fromJson(response, { status: state })));
  const isServing = (bytes: Buffer) => {
    const service = serviceIn(bytes);
    return service === "" || serves(service);
  };
  const bytes = (given: Buffer) => given;
  const method = (name: string, responseStream: boolean) => ({
    path: `/grpc.health.v1.Health/${name}`,
    requestStream: false as const,
    responseStream,
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  });
  server.addService(
    { Check: method("Check", false), Watch: method("Watch", true) },
    {
      Check: (call: ServerUnaryCall<Buffer, Buffer>, respond: sendUnaryData<Buffer>) => {
        if (isServing(call.request)) respond(null, answerOf("SERVING"));
        else respond({ code: status.NOT_FOUND, details: `service ${serviceIn(call.request)} is not known here` });
      },
      // It stays open as the protocol has it; what it says does not change while the server runs.
      Watch: (call: ServerWritableStream<Buffer, Buffer>) => {
        call.write(answerOf(isServing(call.request) ? "SERVING" : "SERVICE_UNKNOWN"));
      },
    },
  );
  return file;
}

const field = (name: string, type: string, typeName?: string) => ({
  name,
  number: 1,
  label: "LABEL_OPTIONAL",
  type: `TYPE_${type}`,
  jsonName: name,
  ...(typeName === undefined ? {} : { typeName }),
});

const healthFile = {
  name: "grpc/health/v1/health.proto",
  package: "grpc.health.v1",
  syntax: "proto3",
  messageType: [
    { name: "HealthCheckRequest", field: [field("service", "STRING")] },
    {
      name: "HealthCheckResponse",
      field: [field("status", "ENUM", ".grpc.health.v1.HealthCheckResponse.ServingStatus")],
      enumType: [
        {
          name: "ServingStatus",
          value: ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"].map((name, number) => ({ name, number })),
        },
      ],
    },
  ],
  service: [
    {
      name: "Health",
      method: ["Check", "Watch"].map(name => ({
        name,
        inputType: ".grpc.health.v1.HealthCheckRequest",
        outputType: ".grpc.health.v1.HealthCheckResponse",
        ...(name === "Watch" ? { serverStreaming: true } : {}),
      })),
    },
  ],
};
