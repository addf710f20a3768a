import type { EnumDeclaration, EnumValueDeclaration } from "../link/declarations.ts";
import { featuresOf } from "../link/editionFeatures.ts";
import { builtInName, isSetTrue, plainName } from "../link/plainOptions.ts";
import type { Check, Report } from "./checks.ts";
import {
  aliasOptionFalse,
  duplicateEnumNumber,
  emptyEnum,
  firstValueNotZero,
  needlessAlias,
  sameNameWithoutPrefix,
} from "./enumProblems.ts";
import { nextFreeEnumNumber } from "./freeNumbers.ts";
import { isSound } from "./isSound.ts";

/** Enums have values, open ones begin with zero, and a number stands twice only where aliases are allowed. */
export const enums: Check = ({ declared, enums }, report) => {
  for (const one of enums) {
    const [first] = one.values;
    const sound = isSound(declared, one.node);
    if (first === undefined) {
      if (one.node.closed && sound) report(emptyEnum(one));
      continue;
    }
    const isOpen = featuresOf(one).enum_type === "OPEN";
    if (isOpen && first.number !== undefined && first.number !== 0 && isFirstWritten(one, first)) {
      report(firstValueNotZero(one, first));
    }
    checkAliases(one, sound, report);
    checkStrippedNames(one, report);
  }
};

function isFirstWritten(one: EnumDeclaration, first: EnumValueDeclaration): boolean {
  return one.node.members.find(member => member.kind === "enumValue") === first.node;
}

function checkAliases(one: EnumDeclaration, sound: boolean, report: Report): void {
  const option = one.options.find(option => builtInName(option, one.file) === "allow_alias");
  const isAllowed = option?.value?.kind === "identifier" && option.value.text === "true";
  const first = new Map<number, EnumValueDeclaration>();
  let aliases = 0;
  for (const value of one.values) {
    if (value.number === undefined) continue;
    const earlier = first.get(value.number);
    if (earlier === undefined) {
      first.set(value.number, value);
      continue;
    }
    aliases++;
    if (!isAllowed) report(duplicateEnumNumber(value, earlier, nextFreeEnumNumber(one), option));
  }
  // What is needless is found by protoc's parser, which knows the plain name alone.
  if (option?.value?.kind !== "identifier" || plainName(option) === undefined) return;
  if (option.value.text === "false" && aliases === 0) report(aliasOptionFalse(one, option));
  if (isAllowed && aliases === 0 && sound) report(needlessAlias(one, option));
}

// Languages drop the enum's name from its values and their underscores; what is then one name must be one number
// (protoc, `DescriptorBuilder::CheckEnumValueUniqueness`).
function checkStrippedNames(one: EnumDeclaration, report: Report): void {
  if (!mayCoincide(one)) return;
  // An enum of proto2 that says so keeps what it had.
  const isLegacy =
    one.file.syntax === "proto2" && isSetTrue(one.options, "deprecated_legacy_json_field_conflicts", one.file);
  const first = new Map<string, EnumValueDeclaration>();
  for (const value of one.values) {
    const stripped = pascalCase(withoutPrefix(value.name, one.name));
    const earlier = first.get(stripped);
    if (earlier === undefined) first.set(stripped, value);
    else if (earlier.name !== value.name && earlier.number !== value.number && value.number !== undefined)
      report(sameNameWithoutPrefix(value, earlier, stripped, isLegacy ? "warning" : "error"));
  }
}

// Nearly all values differ in their letters alone, without the words being told apart.
function mayCoincide(one: EnumDeclaration): boolean {
  const prefix = lettersOf(one.name);
  const seen = new Set<string>();
  for (const value of one.values) {
    const letters = lettersOf(value.name);
    seen.add(letters.startsWith(prefix) && letters !== prefix ? letters.slice(prefix.length) : letters);
  }
  return seen.size < one.values.length;
}

function lettersOf(name: string): string {
  return (name.includes("_") ? name.replaceAll("_", "") : name).toLowerCase();
}

function withoutPrefix(name: string, enumName: string): string {
  const prefix = enumName.replaceAll("_", "").toLowerCase();
  let at = 0;
  for (let matched = 0; matched < prefix.length; at++) {
    const letter = name[at];
    if (letter === undefined) return name;
    if (letter === "_") continue;
    if (letter.toLowerCase() !== prefix[matched++]) return name;
  }
  while (name[at] === "_") at++;
  return at === name.length ? name : name.slice(at);
}

function pascalCase(name: string): string {
  return name
    .split("_")
    .map(word => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
    .join("");
}
