/**
 * Where the bundled `.proto` files come from. All that stand right in `folder` of an npm package are taken, and imported
 * from the folder `imported`. Of googleapis these are the ones that Google calls the common protos, with those that the
 * protos of others import beside them (`expr`, `bytestream`, `geo/type`).
 */
export const protoFolders = [
  { imported: "google/protobuf", from: "protoc", folder: "include/google/protobuf", licence: "BSD-3-Clause" },
  {
    imported: "google/protobuf/compiler",
    from: "protoc",
    folder: "include/google/protobuf/compiler",
    licence: "BSD-3-Clause",
  },
  ...[
    "google/api",
    "google/api/expr/v1alpha1",
    "google/api/expr/v1beta1",
    "google/bytestream",
    "google/geo/type",
    "google/iam/v1",
    "google/iam/v1/logging",
    "google/logging/type",
    "google/longrunning",
    "google/rpc",
    "google/rpc/context",
    "google/type",
  ].map(folder => ({ imported: folder, from: "google-proto-files", folder, licence: "Apache-2.0" })),
  { imported: "grpc/channelz/v1", from: "@grpc/grpc-js", folder: "proto", licence: "Apache-2.0" },
  { imported: "grpc/health/v1", from: "grpc-health-check", folder: "proto/health/v1", licence: "Apache-2.0" },
  ...["grpc/reflection/v1", "grpc/reflection/v1alpha"].map(imported => ({
    imported,
    from: "@grpc/reflection",
    folder: `build/proto/${imported}`,
    licence: "Apache-2.0",
  })),
  {
    imported: "validate",
    from: "@grpc/grpc-js",
    folder: "proto/protoc-gen-validate/validate",
    licence: "Apache-2.0",
  },
];

/** A file that its package has as a descriptor alone, in a module made by protoc-gen-es. */
export const describedProto = {
  imported: "buf/validate/validate.proto",
  from: "@bufbuild/protovalidate",
  module: "gen/buf/validate/validate_pb.js",
  exported: "file_buf_validate_validate",
  licence: "Apache-2.0",
};
