import type { MessageValueName, OptionNamePart } from "../syntax/nodes.ts";
import { Remembered } from "../text/remembered.ts";
import type { FieldDeclaration } from "./declarations.ts";
import type { OptionContext, OptionsType } from "./optionContext.ts";
import { wrongTarget } from "./optionProblems.ts";
import { builtInName } from "./plainOptions.ts";

/** Reports an option that says on what kinds of elements it may be set, and is set on another. */
export function checkTargets(
  context: OptionContext,
  field: FieldDeclaration,
  name: OptionNamePart | MessageValueName,
): void {
  const targets = targetsOf(field);
  if (targets.length === 0) return;
  const target = targetTypes[context.element.optionsType];
  if (!targets.includes(`TARGET_TYPE_${target.value}`)) {
    context.report(wrongTarget(name, field, target.noun, targets.map(nounOfTarget)));
  }
}

const targetTypes: Readonly<Record<OptionsType, { readonly value: string; readonly noun: string }>> = {
  FileOptions: { value: "FILE", noun: "a file" },
  MessageOptions: { value: "MESSAGE", noun: "a message" },
  FieldOptions: { value: "FIELD", noun: "a field" },
  OneofOptions: { value: "ONEOF", noun: "a oneof" },
  EnumOptions: { value: "ENUM", noun: "an enum" },
  EnumValueOptions: { value: "ENUM_ENTRY", noun: "an enum value" },
  ServiceOptions: { value: "SERVICE", noun: "a service" },
  MethodOptions: { value: "METHOD", noun: "an rpc" },
  ExtensionRangeOptions: { value: "EXTENSION_RANGE", noun: "an extension range" },
};

function nounOfTarget(value: string): string {
  const found = Object.values(targetTypes).find(one => `TARGET_TYPE_${one.value}` === value);
  return found?.noun ?? value;
}

const known = new Remembered<FieldDeclaration, readonly string[]>();
const none: readonly string[] = [];

function targetsOf(field: FieldDeclaration): readonly string[] {
  if (field.options.length === 0) return none;
  let targets = known.get(field);
  if (targets === undefined) {
    targets = writtenTargets(field);
    known.set(field, targets);
  }
  return targets;
}

function writtenTargets(field: FieldDeclaration): string[] {
  return field.options.flatMap(option =>
    builtInName(option, field.file) === "targets" && option.value?.kind === "identifier" ? [option.value.text] : [],
  );
}
