import { deletionRules } from "./deletions.ts";
import { enumRules } from "./enums.ts";
import { fieldRules } from "./fields.ts";
import { fieldTypeRules } from "./fieldTypes.ts";
import { fileRules } from "./files.ts";
import { messageRules } from "./messages.ts";
import { type Category, type ConfigVersion, categoriesOf, type Rule } from "./rule.ts";
import { serviceRules } from "./services.ts";

/** All rules. */
export const rules: readonly Rule[] = [
  ...fileRules,
  ...deletionRules,
  ...messageRules,
  ...fieldRules,
  ...fieldTypeRules,
  ...enumRules,
  ...serviceRules,
];

/** The rules of a category, as a version of `buf.yaml` has them. */
export function rulesIn(category: Category, version: ConfigVersion): readonly Rule[] {
  return rules.filter(rule => categoriesOf(rule, version).includes(category));
}

/** Ids that earlier versions of `buf.yaml` have, and what they stand for: nothing, where they do nothing any more. */
export function replacedRules(version: ConfigVersion): ReadonlyMap<string, readonly string[]> {
  return version === "v2" ? replacedAlways : replacedBefore;
}

const replacedAlways = new Map<string, readonly string[]>([["MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT", []]]);

const replacedBefore = new Map<string, readonly string[]>([
  ...replacedAlways,
  ["FIELD_SAME_CTYPE", ["FIELD_SAME_CPP_STRING_TYPE"]],
  [
    "FIELD_SAME_LABEL",
    ["FIELD_SAME_CARDINALITY", "FIELD_WIRE_COMPATIBLE_CARDINALITY", "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY"],
  ],
  ["FILE_SAME_JAVA_STRING_CHECK_UTF8", ["FIELD_SAME_JAVA_UTF8_VALIDATION"]],
  ["FILE_SAME_PHP_GENERIC_SERVICES", []],
]);
