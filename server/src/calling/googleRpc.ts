// The types of `google.rpc`, so that the details of a failure can be read whatever schema the call was made with.
import { createFileRegistry, createRegistry, type FileRegistry, fromBinary, type Registry } from "@bufbuild/protobuf";
import { base64Decode } from "@bufbuild/protobuf/wire";
import { type FileDescriptorProto, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { wellKnownFile, wellKnownTypes } from "./wellKnownFiles.ts";

/** The types of a schema, and under them the well-known ones and `google.rpc`: what `Any` may hold. */
export function withStandardTypes(schema: FileRegistry): Registry {
  return createRegistry(wellKnownTypes(), googleRpcTypes(), schema);
}

let loaded: FileRegistry | undefined;

/** `google.rpc.Status`, `Code` and the messages of `error_details.proto`. */
export function googleRpcTypes(): FileRegistry {
  if (loaded === undefined) {
    const set = fromBinary(FileDescriptorSetSchema, base64Decode(descriptorSet));
    const needed = ["google/protobuf/any.proto", "google/protobuf/duration.proto"].map(wellKnownFile);
    set.file.unshift(...needed.filter((file): file is FileDescriptorProto => file !== undefined));
    loaded = createFileRegistry(set);
  }
  return loaded;
}

// What `protoc -I googleapis google/rpc/{status,code,error_details}.proto -o` writes, without its imports.
const descriptorSet = [
  "CpACChdnb29nbGUvcnBjL3N0YXR1cy5wcm90bxIKZ29vZ2xlLnJwYxoZZ29vZ2xlL3Byb3RvYnVmL2FueS5wcm90byJmCgZTdGF0dXMSEgoEY29kZRgBIAEoBVIEY29kZRIYCgdtZXNz",
  "YWdlGAIgASgJUgdtZXNzYWdlEi4KB2RldGFpbHMYAyADKAsyFC5nb29nbGUucHJvdG9idWYuQW55UgdkZXRhaWxzQl4KDmNvbS5nb29nbGUucnBjQgtTdGF0dXNQcm90b1ABWjdnb29n",
  "bGUuZ29sYW5nLm9yZy9nZW5wcm90by9nb29nbGVhcGlzL3JwYy9zdGF0dXM7c3RhdHVzogIDUlBDYgZwcm90bzMKjA8KHmdvb2dsZS9ycGMvZXJyb3JfZGV0YWlscy5wcm90bxIKZ29v",
  "Z2xlLnJwYxoeZ29vZ2xlL3Byb3RvYnVmL2R1cmF0aW9uLnByb3RvIrkBCglFcnJvckluZm8SFgoGcmVhc29uGAEgASgJUgZyZWFzb24SFgoGZG9tYWluGAIgASgJUgZkb21haW4SPwoI",
  "bWV0YWRhdGEYAyADKAsyIy5nb29nbGUucnBjLkVycm9ySW5mby5NZXRhZGF0YUVudHJ5UghtZXRhZGF0YRo7Cg1NZXRhZGF0YUVudHJ5EhAKA2tleRgBIAEoCVIDa2V5EhQKBXZhbHVl",
  "GAIgASgJUgV2YWx1ZToCOAEiRwoJUmV0cnlJbmZvEjoKC3JldHJ5X2RlbGF5GAEgASgLMhkuZ29vZ2xlLnByb3RvYnVmLkR1cmF0aW9uUgpyZXRyeURlbGF5IkgKCURlYnVnSW5mbxIj",
  "Cg1zdGFja19lbnRyaWVzGAEgAygJUgxzdGFja0VudHJpZXMSFgoGZGV0YWlsGAIgASgJUgZkZXRhaWwijgQKDFF1b3RhRmFpbHVyZRJCCgp2aW9sYXRpb25zGAEgAygLMiIuZ29vZ2xl",
  "LnJwYy5RdW90YUZhaWx1cmUuVmlvbGF0aW9uUgp2aW9sYXRpb25zGrkDCglWaW9sYXRpb24SGAoHc3ViamVjdBgBIAEoCVIHc3ViamVjdBIgCgtkZXNjcmlwdGlvbhgCIAEoCVILZGVz",
  "Y3JpcHRpb24SHwoLYXBpX3NlcnZpY2UYAyABKAlSCmFwaVNlcnZpY2USIQoMcXVvdGFfbWV0cmljGAQgASgJUgtxdW90YU1ldHJpYxIZCghxdW90YV9pZBgFIAEoCVIHcXVvdGFJZBJi",
  "ChBxdW90YV9kaW1lbnNpb25zGAYgAygLMjcuZ29vZ2xlLnJwYy5RdW90YUZhaWx1cmUuVmlvbGF0aW9uLlF1b3RhRGltZW5zaW9uc0VudHJ5Ug9xdW90YURpbWVuc2lvbnMSHwoLcXVv",
  "dGFfdmFsdWUYByABKANSCnF1b3RhVmFsdWUSMQoSZnV0dXJlX3F1b3RhX3ZhbHVlGAggASgDSABSEGZ1dHVyZVF1b3RhVmFsdWWIAQEaQgoUUXVvdGFEaW1lbnNpb25zRW50cnkSEAoD",
  "a2V5GAEgASgJUgNrZXkSFAoFdmFsdWUYAiABKAlSBXZhbHVlOgI4AUIVChNfZnV0dXJlX3F1b3RhX3ZhbHVlIr0BChNQcmVjb25kaXRpb25GYWlsdXJlEkkKCnZpb2xhdGlvbnMYASAD",
  "KAsyKS5nb29nbGUucnBjLlByZWNvbmRpdGlvbkZhaWx1cmUuVmlvbGF0aW9uUgp2aW9sYXRpb25zGlsKCVZpb2xhdGlvbhISCgR0eXBlGAEgASgJUgR0eXBlEhgKB3N1YmplY3QYAiAB",
  "KAlSB3N1YmplY3QSIAoLZGVzY3JpcHRpb24YAyABKAlSC2Rlc2NyaXB0aW9uIowCCgpCYWRSZXF1ZXN0ElAKEGZpZWxkX3Zpb2xhdGlvbnMYASADKAsyJS5nb29nbGUucnBjLkJhZFJl",
  "cXVlc3QuRmllbGRWaW9sYXRpb25SD2ZpZWxkVmlvbGF0aW9ucxqrAQoORmllbGRWaW9sYXRpb24SFAoFZmllbGQYASABKAlSBWZpZWxkEiAKC2Rlc2NyaXB0aW9uGAIgASgJUgtkZXNj",
  "cmlwdGlvbhIWCgZyZWFzb24YAyABKAlSBnJlYXNvbhJJChFsb2NhbGl6ZWRfbWVzc2FnZRgEIAEoCzIcLmdvb2dsZS5ycGMuTG9jYWxpemVkTWVzc2FnZVIQbG9jYWxpemVkTWVzc2Fn",
  "ZSJPCgtSZXF1ZXN0SW5mbxIdCgpyZXF1ZXN0X2lkGAEgASgJUglyZXF1ZXN0SWQSIQoMc2VydmluZ19kYXRhGAIgASgJUgtzZXJ2aW5nRGF0YSKQAQoMUmVzb3VyY2VJbmZvEiMKDXJl",
  "c291cmNlX3R5cGUYASABKAlSDHJlc291cmNlVHlwZRIjCg1yZXNvdXJjZV9uYW1lGAIgASgJUgxyZXNvdXJjZU5hbWUSFAoFb3duZXIYAyABKAlSBW93bmVyEiAKC2Rlc2NyaXB0aW9u",
  "GAQgASgJUgtkZXNjcmlwdGlvbiJvCgRIZWxwEisKBWxpbmtzGAEgAygLMhUuZ29vZ2xlLnJwYy5IZWxwLkxpbmtSBWxpbmtzGjoKBExpbmsSIAoLZGVzY3JpcHRpb24YASABKAlSC2Rl",
  "c2NyaXB0aW9uEhAKA3VybBgCIAEoCVIDdXJsIkQKEExvY2FsaXplZE1lc3NhZ2USFgoGbG9jYWxlGAEgASgJUgZsb2NhbGUSGAoHbWVzc2FnZRgCIAEoCVIHbWVzc2FnZUJsCg5jb20u",
  "Z29vZ2xlLnJwY0IRRXJyb3JEZXRhaWxzUHJvdG9QAVo/Z29vZ2xlLmdvbGFuZy5vcmcvZ2VucHJvdG8vZ29vZ2xlYXBpcy9ycGMvZXJyZGV0YWlscztlcnJkZXRhaWxzogIDUlBDYgZw",
  "cm90bzMKvwMKFWdvb2dsZS9ycGMvY29kZS5wcm90bxIKZ29vZ2xlLnJwYyq3AgoEQ29kZRIGCgJPSxAAEg0KCUNBTkNFTExFRBABEgsKB1VOS05PV04QAhIUChBJTlZBTElEX0FSR1VN",
  "RU5UEAMSFQoRREVBRExJTkVfRVhDRUVERUQQBBINCglOT1RfRk9VTkQQBRISCg5BTFJFQURZX0VYSVNUUxAGEhUKEVBFUk1JU1NJT05fREVOSUVEEAcSEwoPVU5BVVRIRU5USUNBVEVE",
  "EBASFgoSUkVTT1VSQ0VfRVhIQVVTVEVEEAgSFwoTRkFJTEVEX1BSRUNPTkRJVElPThAJEgsKB0FCT1JURUQQChIQCgxPVVRfT0ZfUkFOR0UQCxIRCg1VTklNUExFTUVOVEVEEAwSDAoI",
  "SU5URVJOQUwQDRIPCgtVTkFWQUlMQUJMRRAOEg0KCURBVEFfTE9TUxAPQlgKDmNvbS5nb29nbGUucnBjQglDb2RlUHJvdG9QAVozZ29vZ2xlLmdvbGFuZy5vcmcvZ2VucHJvdG8vZ29v",
  "Z2xlYXBpcy9ycGMvY29kZTtjb2RlogIDUlBDYgZwcm90bzM=",
].join("");
