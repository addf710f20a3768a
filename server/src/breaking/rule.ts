import type {
  EnumShape,
  FieldShape,
  FileShape,
  MessageShape,
  MethodShape,
  ServiceShape,
  Shape,
  Version,
} from "./shapes.ts";

/** Sets of rules, by what is to be kept: generated code per file or per package, JSON, the wire. CSR: Confluent's. */
export const categories = ["FILE", "PACKAGE", "WIRE_JSON", "WIRE", "CSR"] as const;

export type Category = (typeof categories)[number];

/** Of the `buf.yaml` that picks the rules: without one, the latest. */
export type ConfigVersion = "v1beta1" | "v1" | "v2";

/** A version of a thing and the one before. */
export interface Pair<Compared> {
  readonly before: Compared;
  readonly after: Compared;
}

export type VersionPair = Pair<Version>;

/** Two versions of a part of the schema, for rules that look up more in the whole. */
export interface PairOf<Compared> extends Pair<Compared> {
  readonly whole: VersionPair;
}

/** One thing that a rule found. */
export interface Found {
  readonly at: Place;
  /** What an editor marks instead, where that says more. */
  readonly mark?: Place;
  readonly message: string;
  /** What was there before, where it can be shown. */
  readonly before: FileShape | Shape | undefined;
}

/** Where something is told: in the version after. */
export type Place =
  /** The file is gone. */
  | { readonly kind: "nowhere" }
  /** The first line of a file. */
  | { readonly kind: "file"; readonly file: FileShape }
  /** A statement of a file, or its first line where it has none. */
  | { readonly kind: "statement"; readonly file: FileShape; readonly name: "package" | "syntax" }
  | {
      readonly kind: "option";
      readonly owner: FileShape | Shape;
      readonly names: readonly string[];
      readonly else: Place;
    }
  | { readonly kind: "part"; readonly shape: Shape; readonly part: Part };

/** `whole` is the statement or block; `type` of a field in a map entry is the type of the map field. */
export type Part = "whole" | "name" | "type" | "number" | "input" | "output";

interface RuleBase {
  readonly id: string;
  readonly categories: readonly Category[];
  /** Where they differ from `categories`, or the rule does not exist: an empty list. */
  readonly categoriesIn?: Readonly<Partial<Record<ConfigVersion, readonly Category[]>>>;
  /** What stays the same when the rule is kept: lower case, no full stop. */
  readonly summary: string;
}

interface RuleOver<Over extends string, Compared> extends RuleBase {
  readonly over: Over;
  readonly check: (pair: Compared) => readonly Found[];
}

/** A rule is a row: the pair it looks at is matched already. */
export type Rule =
  | RuleOver<"version", VersionPair>
  | RuleOver<"file", PairOf<FileShape>>
  | RuleOver<"message", PairOf<MessageShape>>
  | RuleOver<"field", PairOf<FieldShape>>
  | RuleOver<"enum", PairOf<EnumShape>>
  | RuleOver<"service", PairOf<ServiceShape>>
  | RuleOver<"method", PairOf<MethodShape>>;

/** The categories of a rule in a version of `buf.yaml`; none where it does not exist there. */
export function categoriesOf(rule: Rule, version: ConfigVersion): readonly Category[] {
  const own = rule.categoriesIn?.[version] ?? rule.categories;
  return version === "v2" ? own : own.filter(category => category !== "CSR");
}

/** The place of a part of a declaration. */
export function partOf(shape: Shape, part: Part): Place {
  return { kind: "part", shape, part };
}
