// What one file declares, made from its tree alone. Uses of types are kept as written; `LinkedFile` says what they mean.
import type { Problem } from "../report/problem.ts";
import type {
  EnumNode,
  EnumValueNode,
  ExtendNode,
  ExtensionsNode,
  FieldNode,
  GroupNode,
  ImportNode,
  Label,
  MapFieldNode,
  MessageNode,
  MethodNode,
  MethodType,
  OneofNode,
  OptionNode,
  ReservedNode,
  ServiceNode,
  TypeName,
} from "../syntax/nodes.ts";
import type { ParsedFile } from "../syntax/parsedFile.ts";
import type { ScalarType } from "../syntax/scalarTypes.ts";
import type { Span } from "../text/span.ts";

export { type ScalarType, scalarTypes } from "../syntax/scalarTypes.ts";

/** Numbers of `google.protobuf.Edition`. */
export const Edition = {
  Legacy: 900,
  Proto2: 998,
  Proto3: 999,
  Edition2023: 1000,
  Edition2024: 1001,
  Edition2026: 1002,
} as const;

export type Declaration =
  | MessageDeclaration
  | FieldDeclaration
  | OneofDeclaration
  | EnumDeclaration
  | EnumValueDeclaration
  | ServiceDeclaration
  | MethodDeclaration;

interface Declared {
  /** Last part of `fullName`. */
  readonly name: string;
  /** With package and enclosing scopes, no leading dot. Enum values are siblings of their enum. */
  readonly fullName: string;
  readonly file: DeclaredFile;
  /** Where the name stands; of what the compiler made (map entry, synthetic oneof): the span of its field's name. */
  readonly nameSpan: Span;
}

/** Something with a full name and a parent message, undefined at file level. */
interface Nested extends Declared {
  readonly parent: MessageDeclaration | undefined;
}

export interface MessageDeclaration extends Nested {
  readonly kind: "message";
  /** A map field stands for its entry message. */
  readonly node: MessageNode | GroupNode | MapFieldNode;
  /** Fields in the order of the text, those of oneofs and groups included; of a map entry: key, value. */
  readonly fields: readonly FieldDeclaration[];
  /** Written ones first, then the synthetic ones of proto3 `optional`. */
  readonly oneofs: readonly OneofDeclaration[];
  /** In the order of the text; groups' messages and map entries where their fields stand. */
  readonly messages: readonly MessageDeclaration[];
  readonly enums: readonly EnumDeclaration[];
  readonly extensions: readonly FieldDeclaration[];
  readonly extensionRanges: readonly ExtensionsNode[];
  readonly reserved: readonly ReservedNode[];
  readonly options: readonly OptionNode[];
  readonly isMapEntry: boolean;
}

export interface FieldDeclaration extends Nested {
  readonly kind: "field";
  /** Of a map entry's `key` and `value`: the map field. */
  readonly node: FieldNode | GroupNode | MapFieldNode;
  /** As written, after range checks: undefined when missing or beyond int32. */
  readonly number: number | undefined;
  /** The label as written; a map field is `repeated`. */
  readonly label: Label | undefined;
  /** A scalar type keyword, or undefined for a message, group or enum. */
  readonly scalar: ScalarType | undefined;
  /** The use of a message or enum type: key of `LinkedFile.types`. Undefined for scalars, groups and map fields. */
  readonly typeName: TypeName | undefined;
  /** The message a group or map field declares with itself. */
  readonly ownMessage: MessageDeclaration | undefined;
  /** The oneof it stands in, synthetic ones included. */
  readonly oneof: OneofDeclaration | undefined;
  /** `optional` in proto3. */
  readonly proto3Optional: boolean;
  /** Of an extension: the `extend` block, whose `extendee` is a key of `LinkedFile.types`. Else undefined. */
  readonly extend: ExtendNode | undefined;
  /** `json_name` where written and a string, else derived from the name. */
  readonly jsonName: string;
  readonly jsonNameWritten: boolean;
  readonly options: readonly OptionNode[];
}

export interface OneofDeclaration extends Declared {
  readonly kind: "oneof";
  readonly parent: MessageDeclaration;
  /** Undefined for a synthetic one. */
  readonly node: OneofNode | undefined;
  readonly fields: readonly FieldDeclaration[];
  readonly options: readonly OptionNode[];
}

export interface EnumDeclaration extends Nested {
  readonly kind: "enum";
  readonly node: EnumNode;
  readonly values: readonly EnumValueDeclaration[];
  readonly reserved: readonly ReservedNode[];
  readonly options: readonly OptionNode[];
}

export interface EnumValueDeclaration extends Declared {
  readonly kind: "enumValue";
  readonly node: EnumValueNode;
  readonly parent: EnumDeclaration;
  readonly number: number | undefined;
  readonly options: readonly OptionNode[];
}

export interface ServiceDeclaration extends Declared {
  readonly kind: "service";
  readonly node: ServiceNode;
  readonly methods: readonly MethodDeclaration[];
  readonly options: readonly OptionNode[];
}

export interface MethodDeclaration extends Declared {
  readonly kind: "method";
  readonly node: MethodNode;
  readonly parent: ServiceDeclaration;
  /** Their `type`, when a type name, is a key of `LinkedFile.types`. */
  readonly input: MethodType | undefined;
  readonly output: MethodType | undefined;
  readonly clientStreaming: boolean;
  readonly serverStreaming: boolean;
  readonly options: readonly OptionNode[];
}

export interface DeclaredFile {
  readonly parsed: ParsedFile;
  /** Import path. */
  readonly path: string;
  readonly syntax: "proto2" | "proto3" | "editions";
  /** One of `Edition`, or the number of a later edition. */
  readonly edition: number;
  readonly syntaxWritten: boolean;
  /** Empty where there is none. */
  readonly packageName: string;
  readonly imports: readonly ImportNode[];
  readonly options: readonly OptionNode[];
  readonly messages: readonly MessageDeclaration[];
  readonly enums: readonly EnumDeclaration[];
  readonly services: readonly ServiceDeclaration[];
  readonly extensions: readonly FieldDeclaration[];
  /** Everything declared in the file by full name; of two with one name, the first. */
  readonly byName: ReadonlyMap<string, Declaration>;
  /** Names (last parts) of the messages and enums that are declared inside of others. */
  readonly innerTypes: ReadonlySet<string>;
  /** Names declared twice in the file, and numbers that cannot be read. */
  readonly problems: readonly Problem[];
}
