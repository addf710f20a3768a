// Descriptor images: files with a `google.protobuf.FileDescriptorSet`, or buf's `Image`, which is one with more to it.
import { createFileRegistry, fromBinary, fromJson, type JsonValue, type Registry } from "@bufbuild/protobuf";
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import {
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
  type FileDescriptorSet,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import { parseTextFormat, textAsJson } from "./textFormat.ts";

export type ImageForm = "binpb" | "json" | "txtpb" | "yaml";

export type DescriptorImage =
  | { readonly kind: "image"; readonly files: readonly FileDescriptorProto[] }
  /** `message`: why it cannot be read, to stand behind the name of the file. */
  | { readonly kind: "damaged"; readonly message: string };

/** Reads an image, which is not compressed any more. Its files may come without places and comments. */
export async function descriptorImage(bytes: Uint8Array, form: ImageForm): Promise<DescriptorImage> {
  try {
    const read = await readSet(bytes, form);
    if ("kind" in read) return read;
    return read.file.length > 0 ? { kind: "image", files: read.file } : damaged("it holds no files");
  } catch (error) {
    // What the libraries throw says what is wrong with the content.
    return damaged(error instanceof Error ? error.message : String(error));
  }
}

function damaged(message: string): DescriptorImage & { kind: "damaged" } {
  return { kind: "damaged", message: `is no descriptor image: ${message}` };
}

async function readSet(bytes: Uint8Array, form: ImageForm): Promise<Pick<FileDescriptorSet, "file"> | DescriptorImage> {
  if (form === "binpb") return { file: readBinary(bytes) };
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  switch (form) {
    case "json":
      return readJson(JSON.parse(text));
    case "yaml": {
      const { parse } = await import("yaml");
      return readJson(parse(text));
    }
    case "txtpb": {
      const parsed = parseTextFormat(text);
      if (parsed.kind === "mistake") return damaged(`line ${parsed.line}: ${parsed.message}`);
      return decoded(registry => textAsJson(parsed.value, FileDescriptorSetSchema, registry));
    }
  }
}

// Places and comments are most of an image, and nobody asks for them.
function readBinary(set: Uint8Array): FileDescriptorProto[] {
  const files: FileDescriptorProto[] = [];
  const reader = new BinaryReader(set);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field !== 1 || wireType !== WireType.LengthDelimited) reader.skip(wireType, field);
    else files.push(fromBinary(FileDescriptorProtoSchema, withoutField(reader.bytes(), sourceCodeInfo)));
  }
  return files;
}

const sourceCodeInfo = 9;

/** The encoded message without one of its fields. */
function withoutField(message: Uint8Array, unwanted: number): Uint8Array {
  const kept = new Uint8Array(message.length);
  let length = 0;
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const from = reader.pos;
    const [field, wireType] = reader.tag();
    reader.skip(wireType, field);
    if (field === unwanted) continue;
    kept.set(message.subarray(from, reader.pos), length);
    length += reader.pos - from;
  }
  return kept.subarray(0, length);
}

function readJson(json: JsonValue): FileDescriptorSet {
  return decoded(() => json);
}

// Options that are extensions can be decoded only with what the image itself says of them. What more is unknown, as buf's
// own fields, is left out.
function decoded(asJson: (registry: Registry | undefined) => JsonValue): FileDescriptorSet {
  const plain = fromJson(FileDescriptorSetSchema, asJson(undefined), { ignoreUnknownFields: true });
  const registry = registryOf(plain);
  if (registry === undefined) return plain;
  return fromJson(FileDescriptorSetSchema, asJson(registry), { registry, ignoreUnknownFields: true });
}

function registryOf(set: FileDescriptorSet): Registry | undefined {
  try {
    return createFileRegistry(set);
  } catch {
    // An image without its imports is an image, of which no custom option is known.
    return undefined;
  }
}
