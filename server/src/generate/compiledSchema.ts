import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { type FileDescriptorProto, FileDescriptorProtoSchema, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import type { DescribedTargets } from "./describeTargets.ts";
import { GenerateError, type Schema } from "./generator.ts";
import { sourceOptionStripper } from "./sourceRetention.ts";

/**
 * The schema of described files.
 *
 * @throws {GenerateError} when two of them are imported by one path
 */
export function compiledSchema(described: readonly DescribedTargets[]): Schema {
  const files = new Map<string, FileDescriptorProto>();
  const embedded = new Map<string, FileDescriptorProto>();
  const targets = new Set<string>();
  for (const { paths, whole, bare } of described) {
    for (const path of paths) {
      if (targets.has(path)) throw new GenerateError(`two files are imported as \`${path}\`; generate them one by one`);
      targets.add(path);
    }
    for (const file of filesOf(whole)) if (!files.has(file.name)) files.set(file.name, file);
    for (const file of filesOf(bare)) if (!embedded.has(file.name)) embedded.set(file.name, file);
  }
  const stripped = sourceOptionStripper([...files.values()]);
  return {
    files: [...files.values()],
    targets: [...targets],
    bundled: described.flatMap(one => one.bundled),
    embedded: path => {
      const file = embedded.get(path);
      return file === undefined ? undefined : toBinary(FileDescriptorProtoSchema, stripped(file));
    },
  };
}

function filesOf(set: Uint8Array): readonly FileDescriptorProto[] {
  return fromBinary(FileDescriptorSetSchema, set).file;
}
