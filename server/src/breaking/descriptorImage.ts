// Descriptor images: files with a `google.protobuf.FileDescriptorSet`, or buf's `Image`, which is one with more to it.
import { createFileRegistry, fromBinary, fromJson, type JsonValue, type Registry } from "@bufbuild/protobuf";
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import {
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
  type FileDescriptorSet,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import type { MessageValue, OptionValue } from "../compiler/syntax/nodes.ts";
import { parseTextFormat, textAsJson } from "./textFormat.ts";

export type ImageForm = "binpb" | "json" | "txtpb" | "yaml";

export type DescriptorImage =
  | {
      readonly kind: "image";
      readonly files: readonly FileDescriptorProto[];
      /** Names of the files that buf has marked as only imported; other compilers mark none. */
      readonly imported: ReadonlySet<string>;
    }
  /** `message`: why it cannot be read, to stand behind the name of the file. */
  | { readonly kind: "damaged"; readonly message: string };

/** What becomes of the places and comments in an image, which are most of it. */
export type ImagePlaces = "kept" | "left out";

/** Reads an image, which is not compressed any more. Where places are `left out` they may come all the same. */
export async function descriptorImage(
  bytes: Uint8Array,
  form: ImageForm,
  places: ImagePlaces = "left out",
): Promise<DescriptorImage> {
  try {
    const read = await readSet(bytes, form, places);
    if ("kind" in read) return read;
    if (read.file.length === 0) return damaged("it holds no files");
    const marked = read.imported ?? read.file.filter(isMarkedImported).map(one => one.name);
    return { kind: "image", files: read.file, imported: new Set(marked) };
  } catch (error) {
    // What the libraries throw says what is wrong with the content.
    return damaged(error instanceof Error ? error.message : String(error));
  }
}

function damaged(message: string): DescriptorImage & { kind: "damaged" } {
  return { kind: "damaged", message: `is no descriptor image: ${message}` };
}

interface ReadImage {
  readonly file: readonly FileDescriptorProto[];
  /** Where the marks are not part of the files. */
  readonly imported?: readonly string[];
}

async function readSet(bytes: Uint8Array, form: ImageForm, places: ImagePlaces): Promise<ReadImage | DescriptorImage> {
  if (form === "binpb") return { file: readBinary(bytes, places) };
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
      const { file } = decoded(registry => textAsJson(parsed.value, FileDescriptorSetSchema, registry));
      return { file, imported: markedInText(parsed.value) };
    }
  }
}

function readBinary(set: Uint8Array, places: ImagePlaces): FileDescriptorProto[] {
  const files: FileDescriptorProto[] = [];
  const reader = new BinaryReader(set);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field !== 1 || wireType !== WireType.LengthDelimited) reader.skip(wireType, field);
    else {
      const file = reader.bytes();
      files.push(fromBinary(FileDescriptorProtoSchema, places === "kept" ? file : withoutField(file, sourceCodeInfo)));
    }
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

// The field that buf adds to files of an image (buf.alpha.image.v1.ImageFile), and what it says in it of imports.
const bufExtension = 8042;
const isImport = 1;

function isMarkedImported({ $unknown = [] }: FileDescriptorProto): boolean {
  return $unknown.some(({ no, data }) => {
    if (no !== bufExtension) return false;
    const reader = new BinaryReader(new BinaryReader(data).bytes());
    let isMarked = false;
    while (reader.pos < reader.len) {
      const [field, wireType] = reader.tag();
      if (field === isImport && wireType === WireType.Varint) isMarked = reader.bool();
      else reader.skip(wireType, field);
    }
    return isMarked;
  });
}

function readJson(json: JsonValue): ReadImage {
  return { file: decoded(() => json).file, imported: markedImported(json) };
}

function markedImported(json: JsonValue): readonly string[] {
  return partsOf(property(json, "file")).flatMap(file => {
    const name = property(file, "name");
    const mark = property(property(file, "bufExtension") ?? property(file, "buf_extension"), "isImport", "is_import");
    return mark === true && typeof name === "string" ? [name] : [];
  });
}

function markedInText(set: MessageValue): readonly string[] {
  return fieldsOf(set, "file").flatMap(file => {
    const [name] = fieldsOf(file, "name");
    const marks = fieldsOf(file, "buf_extension").flatMap(one => fieldsOf(one, "is_import"));
    const isMarked = marks.some(one => one.kind === "identifier" && one.text === "true");
    return isMarked && name?.kind === "string" ? [name.text] : [];
  });
}

function fieldsOf(value: OptionValue, name: string): readonly OptionValue[] {
  if (value.kind !== "messageValue") return [];
  return value.fields.flatMap(one => (one.name.text === name && one.value !== undefined ? [one.value] : []));
}

function property(json: JsonValue | undefined, ...names: readonly string[]): JsonValue | undefined {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
  return names.map(name => json[name]).find(one => one !== undefined);
}

function partsOf(json: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(json) ? json : [];
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
