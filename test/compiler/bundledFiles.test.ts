// The `.proto` files that come with the product are those of their packages, whole, and mean to us what they mean to protoc.
import { createRegistry, fromBinary, toJson } from "@bufbuild/protobuf";
import { type FileDescriptorProto, FileDescriptorProtoSchema, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { file_buf_validate_validate } from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";
import { describe, expect, test } from "vitest";
import { descriptorSet } from "../../server/src/compiler/describe/descriptorSet.ts";
import { headerOf } from "../../server/src/compiler/syntax/fileHeader.ts";
import { parseFile } from "../../server/src/compiler/syntax/parseFile.ts";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import { bundledFiles } from "../../server/src/workspace/bundledFiles.generated.ts";
import { compile, runProtoc } from "./describe/protoc.ts";

const paths = Object.keys(bundledFiles);

/** What protoc makes of all of them, in which protovalidate's is to be found. */
const made = runProtoc(bundledFiles, paths);
const set = "set" in made ? made.set : new Uint8Array();

test("imports of bundled files lead to bundled files", () => {
  const lost = Object.entries(bundledFiles).flatMap(([path, text]) =>
    headerOf(parseFile(sourceFile(path, text)).tree).imports.filter(one => !(one in bundledFiles)),
  );
  expect(lost).toEqual([]);
});

describe("bundled files", () => {
  test("are what many import", () => {
    expect(paths).toEqual(
      expect.arrayContaining([
        "google/protobuf/timestamp.proto",
        "google/protobuf/compiler/plugin.proto",
        "google/api/annotations.proto",
        "google/rpc/context/attribute_context.proto",
        "google/type/money.proto",
        "google/longrunning/operations.proto",
        "google/iam/v1/policy.proto",
        "grpc/channelz/v1/channelz.proto",
        "grpc/health/v1/health.proto",
        "grpc/reflection/v1/reflection.proto",
        "grpc/reflection/v1alpha/reflection.proto",
        "buf/validate/validate.proto",
        "validate/validate.proto",
      ]),
    );
  });

  test("are without problems", () => {
    const compiled = compile(bundledFiles);
    const problems = paths.flatMap(path => compiled.problems(path).filter(one => one.severity === "error"));
    expect(problems).toEqual([]);
  });

  test("compile to the descriptors that protoc makes", () => {
    expect(made).toHaveProperty("set");
    const ours = descriptorSet(paths, compile(bundledFiles), { sourceInfo: "with", jsonNames: "all" });
    expect(Buffer.from(ours).equals(set)).toBe(true);
  });

  test("have the descriptor of protovalidate that its package has", () => {
    const printed = fromBinary(FileDescriptorSetSchema, set).file.find(
      one => one.name === "buf/validate/validate.proto",
    );
    const registry = createRegistry(file_buf_validate_validate);
    const shown = (file: FileDescriptorProto) =>
      toJson(FileDescriptorProtoSchema, { ...file, sourceCodeInfo: undefined }, { registry });
    expect(printed).toBeDefined();
    if (printed !== undefined) expect(shown(printed)).toEqual(shown(file_buf_validate_validate.proto));
  });
});
