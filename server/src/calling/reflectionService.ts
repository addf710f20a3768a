// Server reflection for our own servers: real descriptors, in both versions of the protocol.
import { toBinary } from "@bufbuild/protobuf";
import { base64Encode } from "@bufbuild/protobuf/wire";
import {
  type DescriptorProto,
  type FieldDescriptorProto,
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { type Server, type ServerDuplexStream, status } from "@grpc/grpc-js";
import {
  type ReflectionProtocol,
  type ReflectionRequest,
  type ReflectionResponse,
  reflectionProtocol,
} from "./reflectionProtocol.ts";
import { declaredNames } from "./symbols.ts";

/**
 * Adds reflection v1 and v1alpha to `server`. `files`: all that it serves and what that imports, or what says it: its tables
 * are made with the first question after it has become another list. `own`: what always belongs to them.
 */
export function addReflection(
  server: Server,
  files: readonly FileDescriptorProto[] | (() => readonly FileDescriptorProto[]),
  own: readonly FileDescriptorProto[] = [],
): void {
  const protocols = [reflectionProtocol("v1"), reflectionProtocol("v1alpha")];
  const always = [...own, ...protocols.map(protocol => protocol.file)];
  let known: { files: readonly FileDescriptorProto[]; source: DescribedFiles } | undefined;
  const source = (): DescribedFiles => {
    const now = typeof files === "function" ? files() : files;
    if (known?.files !== now) known = { files: now, source: describedFiles([...now, ...always]) };
    return known.source;
  };
  for (const protocol of protocols) addVersion(server, protocol, source);
}

function addVersion(server: Server, protocol: ReflectionProtocol, source: () => DescribedFiles): void {
  const method = {
    path: protocol.path,
    requestStream: true as const,
    responseStream: true as const,
    requestSerialize: protocol.writeRequest,
    requestDeserialize: protocol.readRequest,
    responseSerialize: protocol.writeResponse,
    responseDeserialize: protocol.readResponse,
  };
  server.addService(
    { ServerReflectionInfo: method },
    {
      ServerReflectionInfo: (stream: ServerDuplexStream<ReflectionRequest, ReflectionResponse>) => {
        stream.on("data", (request: ReflectionRequest) => stream.write(answer(request, source())));
        stream.on("end", () => stream.end());
      },
    },
  );
}

function answer(request: ReflectionRequest, source: DescribedFiles): ReflectionResponse {
  const base = { validHost: request.host ?? "", originalRequest: request };
  const found = (file: FileDescriptorProto | undefined, what: string): ReflectionResponse =>
    file === undefined
      ? { ...base, errorResponse: { errorCode: status.NOT_FOUND, errorMessage: `${what} is not known here` } }
      : { ...base, fileDescriptorResponse: { fileDescriptorProto: source.closure(file).map(encoded) } };
  if (request.listServices !== undefined)
    return { ...base, listServicesResponse: { service: source.services.map(name => ({ name })) } };
  if (request.fileByFilename !== undefined)
    return found(source.byName.get(request.fileByFilename), `file ${request.fileByFilename}`);
  if (request.fileContainingSymbol !== undefined) {
    return found(source.bySymbol.get(request.fileContainingSymbol), `symbol ${request.fileContainingSymbol}`);
  }
  const extension = request.fileContainingExtension;
  if (extension !== undefined) {
    const { containingType = "", extensionNumber = 0 } = extension;
    const declared = source.extensions.find(one => one.extendee === containingType && one.number === extensionNumber);
    return found(declared?.file, `extension ${extensionNumber} of ${containingType}`);
  }
  const extendee = request.allExtensionNumbersOfType;
  if (extendee !== undefined && source.bySymbol.has(extendee)) {
    const extensionNumber = source.extensions.filter(one => one.extendee === extendee).map(one => one.number);
    return { ...base, allExtensionNumbersResponse: { baseTypeName: extendee, extensionNumber } };
  }
  return found(undefined, extendee === undefined ? "an empty request" : `type ${extendee}`);
}

interface DescribedFiles {
  readonly byName: ReadonlyMap<string, FileDescriptorProto>;
  readonly bySymbol: ReadonlyMap<string, FileDescriptorProto>;
  readonly services: readonly string[];
  readonly extensions: readonly { extendee: string; number: number; file: FileDescriptorProto }[];
  /** A file and all it imports, the file first. */
  readonly closure: (file: FileDescriptorProto) => FileDescriptorProto[];
}

function describedFiles(files: readonly FileDescriptorProto[]): DescribedFiles {
  const byName = new Map(files.map(file => [file.name, file]));
  return {
    byName,
    bySymbol: new Map(files.flatMap(file => declaredNames(file).map(name => [name, file] as const))),
    services: files
      .flatMap(file =>
        file.service.map(service => (file.package === "" ? service.name : `${file.package}.${service.name}`)),
      )
      .sort(),
    extensions: files.flatMap(file =>
      extensionsOf(file).map(one => ({ extendee: one.extendee.replace(/^\./, ""), number: one.number, file })),
    ),
    closure: file => {
      const found = new Set<FileDescriptorProto>([file]);
      for (const one of found) {
        for (const name of one.dependency) {
          const dependency = byName.get(name);
          if (dependency !== undefined) found.add(dependency);
        }
      }
      return [...found];
    },
  };
}

function extensionsOf(file: FileDescriptorProto): FieldDescriptorProto[] {
  const within = (message: DescriptorProto): FieldDescriptorProto[] => [
    ...message.extension,
    ...message.nestedType.flatMap(within),
  ];
  return [...file.extension, ...file.messageType.flatMap(within)];
}

function encoded(file: FileDescriptorProto): string {
  return base64Encode(toBinary(FileDescriptorProtoSchema, file));
}
