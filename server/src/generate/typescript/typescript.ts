// The package names no entry: its one file is imported by its path, so its version is pinned and a test runs it.
import { protocGenEs } from "@bufbuild/protoc-gen-es/dist/cjs/src/protoc-gen-es-plugin.js";
import type { GenerateOption } from "../../protocol/requests.ts";
import type { Generator, Schema } from "../generator.ts";
import { grpcJs } from "./grpcJs.ts";
import { runPlugin } from "./pluginRequest.ts";

const outputOptions: readonly GenerateOption[] = [
  {
    name: "target",
    description: "TypeScript, or JavaScript with declarations",
    values: ["ts", "js+dts", "js", "dts"],
    default: "ts",
  },
  {
    name: "import_extension",
    description: "ending of relative imports: `js` for Node's ES modules, `ts` where TypeScript runs as it is",
    values: ["none", "js", "ts"],
    default: "none",
  },
  {
    name: "js_import_style",
    description: "`import` statements, or `require()` in JavaScript output",
    values: ["module", "legacy_commonjs"],
    default: "module",
  },
];

const messageOptions: readonly GenerateOption[] = [
  { name: "json_types", description: "also types of the ProtoJSON form", values: ["false", "true"], default: "false" },
];

/** Messages for TypeScript and JavaScript, as protoc-gen-es writes them. */
export const typescript: Generator = {
  title: "TypeScript",
  description: "x_pb.ts for @bufbuild/protobuf 2 (Protobuf-ES), also the service definitions of Connect",
  options: [...outputOptions, ...messageOptions],
  generate: (schema, options) =>
    runPlugin(protocGenEs, withBundledImports(schema), parameterOf(options, [...outputOptions, ...messageOptions])),
};

// What is imported of the files that come with the product nobody else would write: but for the well-known types, which
// come with @bufbuild/protobuf.
function withBundledImports(schema: Schema): Schema {
  return { ...schema, targets: [...new Set([...schema.targets, ...schema.bundled])] };
}

/** The same with clients and servers for `@grpc/grpc-js`. */
export const typescriptGrpc: Generator = {
  title: "TypeScript with gRPC",
  description: "x_pb.ts, and x_grpc.ts with clients and servers for @grpc/grpc-js",
  options: typescript.options,
  generate: (schema, options) => [
    ...typescript.generate(schema, options),
    ...runPlugin(grpcJs, schema, parameterOf(options, outputOptions)),
  ],
};

/** `target=ts,import_extension=js`: what differs from the plugin's own defaults, and the target, whose default is another. */
function parameterOf(options: Readonly<Record<string, string>>, known: readonly GenerateOption[]): string {
  return known
    .map(option => ({ ...option, value: options[option.name] ?? option.default }))
    .filter(option => option.name === "target" || option.value !== option.default)
    .map(option => `${option.name}=${option.value}`)
    .join(",");
}
