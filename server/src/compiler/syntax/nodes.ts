// The tree of one file. Nodes are plain objects with spans; what the text lacks is `undefined`, never a placeholder, so
// that a broken file still has every declaration that can be made out. Each span runs from the first to the last token
// of the construct, its closing `;` or `}` included, comments around it excluded.
import type { Span } from "../text/span.ts";

export interface FileNode extends Span {
  readonly kind: "file";
  readonly members: readonly FileMember[];
}

export type FileMember =
  | SyntaxNode
  | PackageNode
  | ImportNode
  | OptionNode
  | MessageNode
  | EnumNode
  | ServiceNode
  | ExtendNode;

/** `syntax = "proto3";` or `edition = "2023";` */
export interface SyntaxNode extends Span {
  readonly kind: "syntax";
  readonly keyword: "syntax" | "edition";
  readonly value: StringValue | undefined;
}

export interface PackageNode extends Span {
  readonly kind: "package";
  readonly name: DottedName | undefined;
}

export interface ImportNode extends Span {
  readonly kind: "import";
  readonly modifier: Word<"public" | "weak" | "option"> | undefined;
  readonly path: StringValue | undefined;
}

/** An option statement (`option a = b;`) or one entry of compact options (`[a = b]`). */
export interface OptionNode extends Span {
  readonly kind: "option";
  readonly name: OptionName | undefined;
  readonly value: OptionValue | undefined;
}

export interface MessageNode extends Span, Body<MessageMember> {
  readonly kind: "message";
  readonly visibility: Word<"export" | "local"> | undefined;
  readonly keyword: Span;
  readonly name: Name | undefined;
}

export type MessageMember =
  | FieldNode
  | MapFieldNode
  | GroupNode
  | OneofNode
  | MessageNode
  | EnumNode
  | ExtendNode
  | ExtensionsNode
  | ReservedNode
  | OptionNode;

export type Label = "optional" | "required" | "repeated";

export interface FieldNode extends Span {
  readonly kind: "field";
  readonly label: Word<Label> | undefined;
  readonly type: TypeName | undefined;
  readonly name: Name | undefined;
  readonly number: IntegerValue | undefined;
  readonly options: CompactOptions | undefined;
}

/** `map<string, int32> counts = 1;` A label is an error kept for its message. */
export interface MapFieldNode extends Span {
  readonly kind: "mapField";
  readonly label: Word<Label> | undefined;
  readonly mapType: MapType;
  readonly name: Name | undefined;
  readonly number: IntegerValue | undefined;
  readonly options: CompactOptions | undefined;
}

/** `map<…>`, from the keyword to the `>`. */
export interface MapType extends Span {
  readonly kind: "mapType";
  readonly key: TypeName | undefined;
  readonly value: TypeName | undefined;
}

/** `optional group Result = 1 { … }`: a field and its message in one. */
export interface GroupNode extends Span, Body<MessageMember> {
  readonly kind: "group";
  readonly label: Word<Label> | undefined;
  readonly keyword: Span;
  /** The message's name; the field's is the same in lower case. */
  readonly name: Name | undefined;
  readonly number: IntegerValue | undefined;
  readonly options: CompactOptions | undefined;
}

export interface OneofNode extends Span, Body<OneofMember> {
  readonly kind: "oneof";
  readonly keyword: Span;
  readonly name: Name | undefined;
}

export type OneofMember = FieldNode | MapFieldNode | GroupNode | OptionNode;

export interface ExtendNode extends Span, Body<ExtendMember> {
  readonly kind: "extend";
  readonly keyword: Span;
  readonly extendee: TypeName | undefined;
}

export type ExtendMember = FieldNode | MapFieldNode | GroupNode;

/** `extensions 100 to 199, 500 to max [options];` */
export interface ExtensionsNode extends Span {
  readonly kind: "extensions";
  readonly keyword: Span;
  readonly ranges: readonly RangeNode[];
  readonly options: CompactOptions | undefined;
}

/** `reserved 1, 5 to 9;` or `reserved "a", "b";` (identifiers in editions). */
export interface ReservedNode extends Span {
  readonly kind: "reserved";
  readonly keyword: Span;
  readonly ranges: readonly RangeNode[];
  readonly names: readonly (StringValue | Name)[];
}

/** `5`, `5 to 9` or `5 to max`; ends are inclusive, as written. */
export interface RangeNode extends Span {
  readonly kind: "range";
  readonly from: IntegerValue;
  /** Absent in the one-number form, or when its text is missing. */
  readonly to: IntegerValue | Word<"max"> | undefined;
}

export interface EnumNode extends Span, Body<EnumMember> {
  readonly kind: "enum";
  readonly visibility: Word<"export" | "local"> | undefined;
  readonly keyword: Span;
  readonly name: Name | undefined;
}

export type EnumMember = EnumValueNode | OptionNode | ReservedNode;

export interface EnumValueNode extends Span {
  readonly kind: "enumValue";
  readonly name: Name | undefined;
  readonly number: IntegerValue | undefined;
  readonly options: CompactOptions | undefined;
}

export interface ServiceNode extends Span, Body<ServiceMember> {
  readonly kind: "service";
  readonly keyword: Span;
  readonly name: Name | undefined;
}

export type ServiceMember = MethodNode | OptionNode;

/** `rpc Get(GetRequest) returns (stream GetReply) { option …; }`; `members` are its options. */
export interface MethodNode extends Span, Body<OptionNode> {
  readonly kind: "method";
  readonly keyword: Span;
  readonly name: Name | undefined;
  readonly input: MethodType | undefined;
  readonly output: MethodType | undefined;
}

/** One side of an rpc, parentheses included. */
export interface MethodType extends Span {
  readonly kind: "methodType";
  readonly stream: Word<"stream"> | undefined;
  /** A map is an error kept for its message. */
  readonly type: TypeName | MapType | undefined;
}

/** A braced body: `body` runs from `{` to `}` (or to where the text ran out) and is absent where no `{` was found. */
export interface Body<Member> {
  readonly body: Span | undefined;
  /** Whether the closing `}` is there. */
  readonly closed: boolean;
  readonly members: readonly Member[];
}

/** A keyword that stands for a choice, with its place. */
export interface Word<Text extends string> extends Span {
  readonly kind: "word";
  readonly word: Text;
}

/** One identifier. */
export interface Name extends Span {
  readonly kind: "name";
  readonly text: string;
}

/** `a.b.c`; `text` is without spaces and comments. */
export interface DottedName extends Span {
  readonly kind: "dottedName";
  readonly text: string;
}

/** A use of a type: a scalar keyword (`int32`) or a possibly dotted name (`.pkg.Type`), without spaces in `text`. */
export interface TypeName extends Span {
  readonly kind: "typeName";
  readonly text: string;
}

/** `[ … ]` after a field, enum value or extension range. */
export interface CompactOptions extends Span {
  readonly kind: "compactOptions";
  readonly options: readonly OptionNode[];
}

/** `features.(pb.java).utf8_validation`: the parts in order. */
export interface OptionName extends Span {
  readonly kind: "optionName";
  readonly parts: readonly OptionNamePart[];
}

/** `name` or `(ext.name)`: `text` is without parentheses and spaces, and may begin with a dot only in an extension. */
export interface OptionNamePart extends Span {
  readonly kind: "optionNamePart";
  readonly extension: boolean;
  readonly text: string;
}

export type OptionValue = StringValue | IntegerValue | FloatValue | IdentifierValue | MessageValue | ListValue;

/** One or more adjacent string literals. */
export interface StringValue extends Span {
  readonly kind: "string";
  /** The literals' bytes after unescaping, one string unit per byte (Latin-1 view). */
  readonly bytes: string;
  /** The same as text: UTF-8 decoded, ill-formed parts replaced. */
  readonly text: string;
  /** Number of literals that were joined. */
  readonly literals: number;
}

/** `-` and an integer literal; beyond 2^53 the value is a bigint. */
export interface IntegerValue extends Span {
  readonly kind: "integer";
  /** Absolute value. */
  readonly value: number | bigint;
  readonly negative: boolean;
  /** Where the text is a hexadecimal or octal literal. */
  readonly radix: 8 | 10 | 16;
}

export interface FloatValue extends Span {
  readonly kind: "float";
  /** Absolute value. */
  readonly value: number;
  readonly negative: boolean;
}

/** `true`, `SPEED`, `inf`, `-nan`. */
export interface IdentifierValue extends Span {
  readonly kind: "identifier";
  readonly text: string;
  readonly negative: boolean;
}

/** `{ … }` in text format (or `< … >` inside one). */
export interface MessageValue extends Span {
  readonly kind: "messageValue";
  readonly fields: readonly MessageValueField[];
  readonly closed: boolean;
}

export interface MessageValueField extends Span {
  readonly kind: "messageValueField";
  readonly name: MessageValueName;
  /** Whether a `:` stood before the value. */
  readonly colon: boolean;
  readonly value: OptionValue | undefined;
}

/** `name`, `[pkg.ext]` or `[type.googleapis.com/pkg.Type]`. */
export interface MessageValueName extends Span {
  readonly kind: "fieldName" | "extensionName" | "anyName";
  /** Without brackets, spaces and domain. */
  readonly text: string;
  /** Of an `anyName`: what stands before the last `/`. */
  readonly domain: string;
}

/** `[a, b]`, only inside a message value. */
export interface ListValue extends Span {
  readonly kind: "list";
  readonly elements: readonly OptionValue[];
}

/** The value with its sign: exact, so a bigint beyond 2^53. */
export function integerOf(value: IntegerValue): number | bigint {
  return value.negative ? -value.value : value.value;
}
