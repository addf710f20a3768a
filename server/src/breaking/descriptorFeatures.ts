// Features of what a descriptor describes. Descriptors have them as they were written, so they are resolved as in
// compiler/link/editionFeatures.ts: the defaults of the edition, changed on the way from the file down.
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import type { FeatureSet, FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { Edition } from "../compiler/link/declarations.ts";
import { defaultFeatures, type Features } from "../compiler/link/editionFeatures.ts";

/** The features that shapes follow from. */
export interface DescriptorFeatures
  extends Pick<
    Features,
    "field_presence" | "enum_type" | "repeated_field_encoding" | "utf8_validation" | "message_encoding" | "json_format"
  > {
  /** Those of generated code; undefined where nothing is said. */
  readonly javaUtf8Validation: "DEFAULT" | "VERIFY" | undefined;
  readonly cppStringType: "VIEW" | "CORD" | "STRING" | undefined;
}

/** The number of the edition of a file, where proto2 and proto3 are editions too. */
export function editionOf({ syntax, edition }: FileDescriptorProto): number {
  if (syntax === "editions") return edition;
  return syntax === "proto3" ? Edition.Proto3 : Edition.Proto2;
}

/** The features of a file. */
export function featuresOfFile(file: FileDescriptorProto): DescriptorFeatures {
  const defaults = { ...defaultFeatures(editionOf(file)), javaUtf8Validation: undefined, cppStringType: undefined };
  return withFeatures(defaults, file.options?.features);
}

/** The features of what stands in something with the features `around`, and sets `own` itself. */
export function withFeatures(around: DescriptorFeatures, own: FeatureSet | undefined): DescriptorFeatures {
  if (own === undefined) return around;
  return {
    field_presence: presences[own.fieldPresence] ?? around.field_presence,
    enum_type: enumTypes[own.enumType] ?? around.enum_type,
    repeated_field_encoding: repeatedEncodings[own.repeatedFieldEncoding] ?? around.repeated_field_encoding,
    utf8_validation: validations[own.utf8Validation] ?? around.utf8_validation,
    message_encoding: messageEncodings[own.messageEncoding] ?? around.message_encoding,
    json_format: jsonFormats[own.jsonFormat] ?? around.json_format,
    javaUtf8Validation: javaValidations[customFeature(own, javaFeatures) ?? 0] ?? around.javaUtf8Validation,
    cppStringType: stringTypes[customFeature(own, cppFeatures) ?? 0] ?? around.cppStringType,
  };
}

// The names of the values, at their numbers (descriptor.proto, java_features.proto, cpp_features.proto).
const presences = [undefined, "EXPLICIT", "IMPLICIT", "LEGACY_REQUIRED"] as const;
const enumTypes = [undefined, "OPEN", "CLOSED"] as const;
const repeatedEncodings = [undefined, "PACKED", "EXPANDED"] as const;
const validations = [undefined, undefined, "VERIFY", "NONE"] as const;
const messageEncodings = [undefined, "LENGTH_PREFIXED", "DELIMITED"] as const;
const jsonFormats = [undefined, "ALLOW", "LEGACY_BEST_EFFORT"] as const;
const javaValidations = [undefined, "DEFAULT", "VERIFY"] as const;
const stringTypes = [undefined, "VIEW", "CORD", "STRING"] as const;

/** `pb.java` and `pb.cpp` are these extensions of FeatureSet; in both, what is looked for is the field 2. */
const javaFeatures = 1001;
const cppFeatures = 1000;

function customFeature(features: FeatureSet, extension: number): number | undefined {
  let found: number | undefined;
  for (const { no, wireType, data } of features.$unknown ?? []) {
    if (no === extension && wireType === WireType.LengthDelimited) found = secondField(data) ?? found;
  }
  return found;
}

/** The number in field 2 of a message that stands behind its length. */
function secondField(data: Uint8Array): number | undefined {
  let found: number | undefined;
  try {
    const message = new BinaryReader(new BinaryReader(data).bytes());
    while (message.pos < message.len) {
      const [field, wireType] = message.tag();
      if (field === 2 && wireType === WireType.Varint) found = message.int32();
      else message.skip(wireType, field);
    }
  } catch {
    // The content of unknown fields is anything: what is no message sets nothing.
    return undefined;
  }
  return found;
}
