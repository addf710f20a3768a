import type { Problem } from "../report/problem.ts";
import type { ExtensionsNode, MessageValueName, OptionNamePart, OptionNode, OptionValue } from "../syntax/nodes.ts";
import type {
  Declaration,
  DeclaredFile,
  EnumValueDeclaration,
  FieldDeclaration,
  MessageDeclaration,
} from "./declarations.ts";

/** What has options. An `extensions` statement stands for each of its ranges. */
export type OptionOwner = DeclaredFile | Declaration | ExtensionsNode;

/** A simple value of an option: an enum value by its name, a string as text, a 64-bit integer where it needs it. */
export type OptionScalar = boolean | number | bigint | string;

/** What the options of one file mean. */
export interface InterpretedOptions {
  /** Options that mean nothing or have a wrong value, in the order of the text. */
  readonly problems: readonly Problem[];
  /** The encoded options message (`MessageOptions`, …) of `owner`, undefined where it has none. */
  readonly bytesOf: (owner: OptionOwner) => Uint8Array | undefined;
  /** Where the value went: field numbers from the options message down, with an index at the end for a repeated field. */
  readonly pathOf: (option: OptionNode) => readonly number[] | undefined;
  /**
   * The value set for an option by its written name with extensions by their full names, as in `deprecated`,
   * `features.field_presence` or `(buf.validate.field).required`; undefined where it is not set, or not simple. Of a
   * repeated option: the last value.
   */
  readonly valueOf: (owner: OptionOwner, name: string) => OptionScalar | undefined;
  /** What the names in options mean: fields of options messages, extensions, and message types in `[domain/type]`. */
  readonly meanings: ReadonlyMap<OptionNamePart | MessageValueName, FieldDeclaration | MessageDeclaration>;
  /** The values of enums in options that have options of their own, which may say where they can be used. */
  readonly valuesWithOptions: readonly UsedEnumValue[];
}

export interface UsedEnumValue {
  readonly node: OptionValue;
  readonly meaning: EnumValueDeclaration;
}

/** The meaning of a file without options. */
export const noOptions: InterpretedOptions = {
  problems: [],
  bytesOf: () => undefined,
  pathOf: () => undefined,
  valueOf: () => undefined,
  meanings: new Map(),
  valuesWithOptions: [],
};

/** Of a file with options where nothing says what options there are: what they use is not known. */
export const unknownOptions: InterpretedOptions = { ...noOptions };
