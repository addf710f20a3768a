import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import type { GeneratedFile, GenerateTarget } from "../protocol/requests.ts";

/** What every generator is given: compiled, valid files. */
export interface Schema {
  /** All files with their imports, dependencies first, `json_name` on every field, with source info. */
  readonly files: readonly FileDescriptorProto[];
  /** Import paths to generate for. */
  readonly targets: readonly string[];
  /** Import paths of those of `files` that come with the product: nobody else may have written stubs for them. */
  readonly bundled: readonly string[];
  /**
   * The serialised `FileDescriptorProto` of a file as language runtimes embed it: without source info, `json_name` only
   * where it was written, options without those that are kept in source only. Undefined for a path that is not in `files`.
   */
  readonly embedded: (path: string) => Uint8Array | undefined;
}

/** One target of `protodial generate`: a pure function from schema to files. */
export interface Generator extends Omit<GenerateTarget, "name"> {
  /** @throws {GenerateError} when the schema or an option does not suit the target. */
  readonly generate: (schema: Schema, options: Readonly<Record<string, string>>) => readonly GeneratedFile[];
  /** What the user should know about what is generated; nothing when absent. */
  readonly warnings?: (schema: Schema, options: Readonly<Record<string, string>>) => readonly string[];
}

/** Something the user can mend: the message says what. */
export class GenerateError extends Error {
  override readonly name = "GenerateError";
}
