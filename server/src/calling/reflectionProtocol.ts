// The messages of gRPC server reflection, in both its versions. They differ in their package and in nothing else.
import {
  createFileRegistry,
  type DescMessage,
  fromBinary,
  fromJson,
  type JsonValue,
  toBinary,
  toJson,
} from "@bufbuild/protobuf";
import { type FileDescriptorProto, FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";

export type ReflectionVersion = "v1" | "v1alpha";

/** One of the members is set. Names and numbers as in grpc/reflection/v1/reflection.proto. */
export interface ReflectionRequest {
  host?: string;
  fileByFilename?: string;
  fileContainingSymbol?: string;
  fileContainingExtension?: { containingType?: string; extensionNumber?: number };
  allExtensionNumbersOfType?: string;
  listServices?: string;
}

/** Bytes are base64. */
export interface ReflectionResponse {
  validHost?: string;
  originalRequest?: ReflectionRequest;
  fileDescriptorResponse?: { fileDescriptorProto?: readonly string[] };
  allExtensionNumbersResponse?: { baseTypeName?: string; extensionNumber?: readonly number[] };
  listServicesResponse?: { service?: readonly { name?: string }[] };
  errorResponse?: { errorCode?: number; errorMessage?: string };
}

export interface ReflectionProtocol {
  readonly service: string;
  /** `/grpc.reflection.v1.ServerReflection/ServerReflectionInfo` */
  readonly path: string;
  readonly file: FileDescriptorProto;
  readonly writeRequest: (request: ReflectionRequest) => Buffer;
  readonly readRequest: (bytes: Uint8Array) => ReflectionRequest;
  readonly writeResponse: (response: ReflectionResponse) => Buffer;
  readonly readResponse: (bytes: Uint8Array) => ReflectionResponse;
}

/** The protocol of a version; its readers throw on bytes that are no such message. */
export function reflectionProtocol(version: ReflectionVersion): ReflectionProtocol {
  const file = reflectionFile(`grpc.reflection.${version}`, `grpc/reflection/${version}/reflection.proto`);
  const registry = createFileRegistry(file, () => undefined);
  const messageNamed = (name: string): DescMessage => {
    const message = registry.getMessage(`${file.package}.${name}`);
    if (message === undefined) throw new Error(`reflection has no message \`${name}\``);
    return message;
  };
  const request = messageNamed("ServerReflectionRequest");
  const response = messageNamed("ServerReflectionResponse");
  const write = (message: DescMessage, json: JsonValue) => Buffer.from(toBinary(message, fromJson(message, json)));
  const read = (message: DescMessage, bytes: Uint8Array): object => Object(toJson(message, fromBinary(message, bytes)));
  const service = `${file.package}.ServerReflection`;
  return {
    service,
    path: `/${service}/ServerReflectionInfo`,
    file,
    writeRequest: json => write(request, { ...json }),
    readRequest: bytes => read(request, bytes),
    writeResponse: json => write(response, JSON.parse(JSON.stringify(json))),
    readResponse: bytes => read(response, bytes),
  };
}

const field = (name: string, number: number, type: string, extra: Record<string, JsonValue> = {}): JsonValue => ({
  name,
  number,
  label: "LABEL_OPTIONAL",
  type: `TYPE_${type}`,
  jsonName: name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  ...extra,
});

function reflectionFile(pack: string, path: string): FileDescriptorProto {
  const of = (name: string) => ({ typeName: `.${pack}.${name}` });
  const repeated = { label: "LABEL_REPEATED" };
  const oneof = { oneofIndex: 0 };
  return fromJson(FileDescriptorProtoSchema, {
    name: path,
    package: pack,
    syntax: "proto3",
    messageType: [
      {
        name: "ServerReflectionRequest",
        field: [
          field("host", 1, "STRING"),
          field("file_by_filename", 3, "STRING", oneof),
          field("file_containing_symbol", 4, "STRING", oneof),
          field("file_containing_extension", 5, "MESSAGE", { ...of("ExtensionRequest"), ...oneof }),
          field("all_extension_numbers_of_type", 6, "STRING", oneof),
          field("list_services", 7, "STRING", oneof),
        ],
        oneofDecl: [{ name: "message_request" }],
      },
      {
        name: "ExtensionRequest",
        field: [field("containing_type", 1, "STRING"), field("extension_number", 2, "INT32")],
      },
      {
        name: "ServerReflectionResponse",
        field: [
          field("valid_host", 1, "STRING"),
          field("original_request", 2, "MESSAGE", of("ServerReflectionRequest")),
          field("file_descriptor_response", 4, "MESSAGE", { ...of("FileDescriptorResponse"), ...oneof }),
          field("all_extension_numbers_response", 5, "MESSAGE", { ...of("ExtensionNumberResponse"), ...oneof }),
          field("list_services_response", 6, "MESSAGE", { ...of("ListServiceResponse"), ...oneof }),
          field("error_response", 7, "MESSAGE", { ...of("ErrorResponse"), ...oneof }),
        ],
        oneofDecl: [{ name: "message_response" }],
      },
      { name: "FileDescriptorResponse", field: [field("file_descriptor_proto", 1, "BYTES", repeated)] },
      {
        name: "ExtensionNumberResponse",
        field: [field("base_type_name", 1, "STRING"), field("extension_number", 2, "INT32", repeated)],
      },
      {
        name: "ListServiceResponse",
        field: [field("service", 1, "MESSAGE", { ...of("ServiceResponse"), ...repeated })],
      },
      { name: "ServiceResponse", field: [field("name", 1, "STRING")] },
      { name: "ErrorResponse", field: [field("error_code", 1, "INT32"), field("error_message", 2, "STRING")] },
    ],
    service: [
      {
        name: "ServerReflection",
        method: [
          {
            name: "ServerReflectionInfo",
            inputType: `.${pack}.ServerReflectionRequest`,
            outputType: `.${pack}.ServerReflectionResponse`,
            clientStreaming: true,
            serverStreaming: true,
          },
        ],
      },
    ],
  });
}
