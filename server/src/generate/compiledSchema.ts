import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { type FileDescriptorProto, FileDescriptorProtoSchema, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { type Compilation, type CompiledFile, pathsByCompilation } from "../compiler/compile.ts";
import { descriptorSet } from "../compiler/describe/descriptorSet.ts";
import { GenerateError, type Schema } from "./generator.ts";
import { sourceOptionStripper } from "./sourceRetention.ts";

/**
 * The schema of compiled files, which must be free of errors; they may stand in compilations of their own, as files
 * below different import roots do.
 *
 * @throws {GenerateError} when two of them are imported by one path
 */
export function compiledSchema(targets: readonly CompiledFile[]): Schema {
  const files = new Map<string, FileDescriptorProto>();
  const embedded = new Map<string, FileDescriptorProto>();
  const owners = new Map<string, Compilation>();
  for (const [compilation, paths] of pathsByCompilation(targets)) {
    for (const path of paths) {
      if (owners.has(path)) throw new GenerateError(`two files are imported as \`${path}\`; generate them one by one`);
      owners.set(path, compilation);
    }
    const whole = descriptorSet([...paths], compilation, { sourceInfo: "with", jsonNames: "all" });
    for (const file of filesOf(whole)) if (!files.has(file.name)) files.set(file.name, file);
    const bare = descriptorSet([...paths], compilation, { sourceInfo: "without", jsonNames: "written" });
    for (const file of filesOf(bare)) if (!embedded.has(file.name)) embedded.set(file.name, file);
  }
  const stripped = sourceOptionStripper([...files.values()]);
  return {
    files: [...files.values()],
    targets: [...owners.keys()],
    embedded: path => {
      const file = embedded.get(path);
      return file === undefined ? undefined : toBinary(FileDescriptorProtoSchema, stripped(file));
    },
  };
}

function filesOf(set: Uint8Array): readonly FileDescriptorProto[] {
  return fromBinary(FileDescriptorSetSchema, set).file;
}
