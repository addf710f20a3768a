import { create } from "@bufbuild/protobuf";
import { type CodeGeneratorRequest, CodeGeneratorRequestSchema } from "@bufbuild/protobuf/wkt";
import type { Plugin } from "@bufbuild/protoplugin";
import type { GeneratedFile } from "../../protocol/requests.ts";
import { GenerateError, type Schema } from "../generator.ts";
import { generatedProtos } from "../targets.ts";

/** Runs a plugin of `@bufbuild/protoplugin` in this process. @throws {GenerateError} with what it refuses */
export function runPlugin(plugin: Plugin, schema: Schema, parameter: string): readonly GeneratedFile[] {
  const request = pluginRequest(schema, parameter);
  if (request.fileToGenerate.length === 0) return [];
  try {
    return plugin.run(request).file.map(({ name, content }) => ({ path: name, content }));
  } catch (error) {
    // Plugins throw for a file that they cannot express, with a sentence for the user.
    throw new GenerateError(error instanceof Error ? error.message : String(error));
  }
}

function pluginRequest(schema: Schema, parameter: string): CodeGeneratorRequest {
  return create(CodeGeneratorRequestSchema, {
    fileToGenerate: generatedProtos(schema).map(file => file.name),
    protoFile: [...schema.files],
    parameter,
  });
}
