import { fromBinary } from "@bufbuild/protobuf";
import { type FileDescriptorProto, FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import type { GeneratedFile } from "../../protocol/requests.ts";
import { GenerateError, type Generator, type Schema } from "../generator.ts";
import { generatedProtos } from "../targets.ts";
import { typeIndex } from "../typeIndex.ts";
import { servicesModule } from "./grpc.ts";
import { servicesStub } from "./grpcPyi.ts";
import type { ImportStyle } from "./imports.ts";
import { moduleName, modulePath } from "./names.ts";
import { messagesModule, type PythonScope } from "./pb2.ts";
import { messagesStub } from "./pyi.ts";

/** Messages and gRPC services for Python, with types. */
export const python: Generator = {
  title: "Python",
  description: "x_pb2.py, x_pb2.pyi, x_pb2_grpc.py, x_pb2_grpc.pyi for protobuf 3.20 or newer and grpcio",
  options: [
    {
      name: "imports",
      description: "how generated modules import each other: relative works inside a package",
      values: ["absolute", "relative"],
      default: "absolute",
    },
    {
      name: "package_prefix",
      description: "Python package that the output folder is, put before absolute imports (`gen` or `app.gen`)",
      values: [],
      default: "",
    },
    {
      name: "init_files",
      description: "add an empty `__init__.py` to every folder that has none",
      values: ["no", "yes"],
      default: "no",
    },
  ],
  generate: (schema, options) => {
    const protos = generatedProtos(schema);
    const style = importStyle(protos, options);
    const scope: PythonScope = {
      files: new Map(schema.files.map(file => [file.name, file])),
      types: typeIndex(schema.files),
      style,
    };
    refuseClashes(protos);
    const files = protos.flatMap(file => modulesOf(file, schema, scope));
    return options.init_files === "yes" ? [...files, ...initFiles(files)] : files;
  },
  warnings: schema => generatedProtos(schema).flatMap(warningsOf),
};

function modulesOf(file: FileDescriptorProto, schema: Schema, scope: PythonScope): readonly GeneratedFile[] {
  const bytes = schema.embedded(file.name);
  if (bytes === undefined) throw new GenerateError(`\`${file.name}\` has no descriptor`);
  const path = modulePath(file.name);
  const messages = [
    { path: `${path}.py`, content: messagesModule(fromBinary(FileDescriptorProtoSchema, bytes), scope) },
    { path: `${path}.pyi`, content: messagesStub(file, scope) },
  ];
  if (file.service.length === 0) return messages;
  return [
    ...messages,
    { path: `${path}_grpc.py`, content: servicesModule(file, scope) },
    { path: `${path}_grpc.pyi`, content: servicesStub(file, scope) },
  ];
}

function importStyle(protos: readonly FileDescriptorProto[], options: Readonly<Record<string, string>>): ImportStyle {
  const prefix = options.package_prefix ?? "";
  if (prefix !== "" && !/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(prefix)) {
    throw new GenerateError(`\`${prefix}\` is not the name of a Python package; write one like \`app.gen\``);
  }
  return {
    kind: options.imports === "relative" ? "relative" : "absolute",
    prefix: prefix === "" ? "" : `${prefix}.`,
    targets: new Set(protos.map(file => file.name)),
  };
}

// `a-b.proto` and `a_b.proto` are one module.
function refuseClashes(protos: readonly FileDescriptorProto[]): void {
  const byModule = new Map<string, string>();
  for (const { name } of protos) {
    const other = byModule.get(moduleName(name));
    if (other !== undefined) {
      throw new GenerateError(`\`${name}\` and \`${other}\` would both be the Python module \`${moduleName(name)}\``);
    }
    byModule.set(moduleName(name), name);
  }
}

function initFiles(files: readonly GeneratedFile[]): readonly GeneratedFile[] {
  const folders = new Set<string>([""]);
  for (const { path } of files) {
    const parts = path.split("/").slice(0, -1);
    for (let depth = 1; depth <= parts.length; depth++) folders.add(`${parts.slice(0, depth).join("/")}/`);
  }
  return [...folders].sort().map(folder => ({ path: `${folder}__init__.py`, content: "", keepExisting: true }));
}

function warningsOf(file: FileDescriptorProto): readonly string[] {
  const warnings: string[] = [];
  const top = file.name.includes("/") ? file.name.slice(0, file.name.indexOf("/")) : undefined;
  if (top === "grpc" || top === "google") {
    warnings.push(
      `\`${file.name}\`: a folder \`${top}\` can hide the Python package of that name; give the protos another root or use \`package_prefix\``,
    );
  }
  if (file.syntax === "editions") {
    warnings.push(`\`${file.name}\` uses an edition: its Python module needs protobuf 5.27 or newer`);
  }
  return warnings;
}
