// What the rules compare: one version of a file in plain values, with resolved names and effective options. A version
// that was read as text also bears its declarations, for the places of what is found; one that was read as a
// descriptor has none.
import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import type {
  EnumDeclaration,
  EnumValueDeclaration,
  FieldDeclaration,
  MessageDeclaration,
  MethodDeclaration,
  OneofDeclaration,
  ScalarType,
  ServiceDeclaration,
} from "../compiler/link/declarations.ts";
import type { LinkedFile } from "../compiler/link/linkedFile.ts";

/** One version of some files. */
export interface Version {
  /** The files to compare, by import path. Files that are the same in both versions may be left out of both. */
  readonly files: ReadonlyMap<string, FileShape>;
  /** Every package of the version, those of files that are left out included. */
  readonly packages: ReadonlySet<string>;
  /** Whether any file of a package declares something of a kind; asked seldom, so files that are left out are read then. */
  readonly declares: (packageName: string, kind: DeclaredKind) => boolean;
  /** An enum of any file of the version. */
  readonly enumOf: (fullName: string) => EnumShape | undefined;
}

/** What a file declares: lists of `FileShape`. */
export type DeclaredKind = "messages" | "enums" | "services" | "extensions";

export type Shape = MessageShape | FieldShape | OneofShape | EnumShape | EnumValueShape | ServiceShape | MethodShape;

export interface FileShape {
  readonly kind: "file";
  /** What it is paired by: its import path, or where that is only likely, its path from the folder that is compared. */
  readonly path: string;
  /** Empty where there is none. */
  readonly packageName: string;
  readonly syntax: "proto2" | "proto3" | "editions";
  /** The value of each option of `fileOptionNames` that is set. */
  readonly options: ReadonlyMap<FileOptionName, string | boolean>;
  /** All of them, an outer one before those inside of it, in the order of the text; map entries included. */
  readonly messages: readonly MessageShape[];
  /** All of them, those inside of messages included. */
  readonly enums: readonly EnumShape[];
  readonly services: readonly ServiceShape[];
  /** All of them, those inside of messages included. */
  readonly extensions: readonly FieldShape[];
  /** What it was made from, where that was text. */
  readonly linked: LinkedFile | undefined;
  /** What it was made from, where that was a descriptor that tells of places. */
  readonly described: FileDescriptorProto | undefined;
}

/** The options of `google.protobuf.FileOptions` that have a rule. */
export const fileOptionNames = [
  "cc_enable_arenas",
  "cc_generic_services",
  "csharp_namespace",
  "go_package",
  "java_generic_services",
  "java_multiple_files",
  "java_outer_classname",
  "java_package",
  "java_string_check_utf8",
  "objc_class_prefix",
  "optimize_for",
  "php_class_prefix",
  "php_metadata_namespace",
  "php_namespace",
  "py_generic_services",
  "ruby_package",
  "swift_prefix",
] as const;

export type FileOptionName = (typeof fileOptionNames)[number];

interface Named<Declared> {
  /** With package and enclosing scopes, no leading dot. */
  readonly fullName: string;
  readonly name: string;
  readonly file: FileShape;
  readonly declaration: Declared | undefined;
}

interface Nested<Declared> extends Named<Declared> {
  /** The message it stands in, undefined at file level. */
  readonly parent: MessageShape | undefined;
}

export interface MessageShape extends Nested<MessageDeclaration> {
  readonly kind: "message";
  readonly isMapEntry: boolean;
  /** In the order of the text; of a map entry: key, value. */
  readonly fields: readonly FieldShape[];
  /** Without synthetic ones. */
  readonly oneofs: readonly OneofShape[];
  readonly reserved: Reserved;
  readonly extensionRanges: readonly NumberRange[];
  readonly jsonFormat: JsonFormat;
  readonly noStandardDescriptorAccessor: boolean;
}

export interface Reserved {
  readonly ranges: readonly NumberRange[];
  readonly names: readonly string[];
}

/** Both ends are part of it. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

export type JsonFormat = "ALLOW" | "LEGACY_BEST_EFFORT";

/** How a field travels: `group` is also a message field with delimited encoding. */
export type FieldKind = ScalarType | "message" | "group" | "enum";

export interface FieldShape extends Nested<FieldDeclaration> {
  readonly kind: "field";
  readonly number: number;
  /** Undefined where it is unresolved, so that nothing is known of it. */
  readonly type: FieldKind | undefined;
  /** Full name of the message or enum, undefined of a scalar. */
  readonly typeName: string | undefined;
  readonly cardinality: "explicit" | "implicit" | "required" | "repeated" | "map";
  /** The label `required` itself, which in editions is a feature instead. */
  readonly requiredLabel: boolean;
  /** Written or derived. */
  readonly jsonName: string;
  /** Name of the oneof it stands in, not a synthetic one. */
  readonly oneof: string | undefined;
  /** As in `FieldDescriptorProto.default_value`, one unit a byte. */
  readonly defaultValue: string | undefined;
  readonly jstype: "JS_NORMAL" | "JS_STRING" | "JS_NUMBER";
  readonly cppStringType: "STRING" | "CORD" | "STRING_PIECE" | "VIEW";
  readonly utf8Validation: "VERIFY" | "NONE";
  /** Whether generated Java checks a string: by its own feature, `java_string_check_utf8`, or `utf8Validation`. */
  readonly javaUtf8Validation: "VERIFY" | "DEFAULT";
  /** Of a repeated field of numbers. */
  readonly packed: boolean;
  readonly deprecated: boolean;
  /** Of an extension: the full name of the message it extends, empty where that is unresolved. */
  readonly extendee: string | undefined;
}

export interface OneofShape extends Named<OneofDeclaration> {
  readonly kind: "oneof";
  readonly parent: MessageShape;
}

export interface EnumShape extends Nested<EnumDeclaration> {
  readonly kind: "enum";
  readonly values: readonly EnumValueShape[];
  readonly type: "OPEN" | "CLOSED";
  readonly jsonFormat: JsonFormat;
  readonly reserved: Reserved;
}

export interface EnumValueShape extends Named<EnumValueDeclaration> {
  readonly kind: "enumValue";
  readonly parent: EnumShape;
  readonly number: number;
  readonly deprecated: boolean;
}

export interface ServiceShape extends Named<ServiceDeclaration> {
  readonly kind: "service";
  readonly methods: readonly MethodShape[];
}

export interface MethodShape extends Named<MethodDeclaration> {
  readonly kind: "method";
  readonly parent: ServiceShape;
  /** Full names of the request and response, empty where unresolved. */
  readonly input: string;
  readonly output: string;
  readonly clientStreaming: boolean;
  readonly serverStreaming: boolean;
  readonly idempotencyLevel: "IDEMPOTENCY_UNKNOWN" | "NO_SIDE_EFFECTS" | "IDEMPOTENT";
  readonly deprecated: boolean;
  /** The HTTP requests that `google.api.http` binds it to, as `POST /v1/{parent}/books body: book`. */
  readonly http: readonly string[];
}

/** The name without the package: `Outer.Inner`. */
export function nestedName(shape: { readonly fullName: string; readonly file: FileShape }): string {
  const { packageName } = shape.file;
  return packageName === "" ? shape.fullName : shape.fullName.slice(packageName.length + 1);
}
