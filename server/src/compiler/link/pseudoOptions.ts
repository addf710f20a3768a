// `default` and `json_name` are written among the options of a field, but are parts of the field itself.

import type { OptionNode } from "../syntax/nodes.ts";
import type { FieldDeclaration } from "./declarations.ts";
import { jsonNameOf } from "./generatedNames.ts";
import { type OptionContext, typeOf } from "./optionContext.ts";
import { optionSetTwice } from "./optionProblems.ts";
import { encodeScalar } from "./optionScalars.ts";
import { defaultOfMessage, defaultOfRepeated, jsonNameOfExtension, wrongValue } from "./optionValueProblems.ts";
import { plainName } from "./plainOptions.ts";

/** Whether `option` is `default = …` or `json_name = …`, or just the one that is named. */
export function isPseudoOption(option: OptionNode, name?: "default" | "json_name"): boolean {
  const written = plainName(option);
  return name === undefined ? written === "default" || written === "json_name" : written === name;
}

/** Reports what is wrong with one of the two on `field`. `seen`: those that stand before it, by name; it is added. */
export function checkPseudoOption(
  context: OptionContext,
  field: FieldDeclaration,
  option: OptionNode,
  seen: Map<string, OptionNode>,
): void {
  const name = option.name?.parts[0];
  const value = option.value;
  if (name === undefined) return;
  const earlier = seen.get(name.text);
  if (earlier !== undefined) {
    context.report(optionSetTwice(context.file, option, name.text, earlier.name));
    return;
  }
  seen.set(name.text, option);
  if (name.text === "json_name") {
    if (value !== undefined && value.kind !== "string") context.report(wrongValue(value, field, "string"));
    // The name that it has anyway may be written.
    else if (field.extend !== undefined && field.jsonName !== jsonNameOf(field.name))
      context.report(jsonNameOfExtension(context.file, option));
    return;
  }
  if (field.label === "repeated") {
    context.report(defaultOfRepeated(context.file, option));
    return;
  }
  const type = typeOf(context, field);
  if (type === undefined || value === undefined) return;
  if (typeof type === "object" && type.kind === "message") context.report(defaultOfMessage(context.file, option, type));
  else encodeScalar(context, field, type, value, "option");
}
