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
