// Two fields of a message that would be one in JSON (protoc, `DescriptorBuilder::CheckFieldJsonNameUniqueness`).
import type { FieldDeclaration, MessageDeclaration } from "../link/declarations.ts";
import { featuresOf } from "../link/editionFeatures.ts";
import { jsonNameOf } from "../link/generatedNames.ts";
import { isSetTrue } from "../link/plainOptions.ts";
import type { Severity } from "../report/problem.ts";
import type { Check, Report } from "./checks.ts";
import { jsonNameConflict, jsonNameForm } from "./jsonNameProblems.ts";

/** The JSON names of a message's fields differ, and written ones are well formed. */
export const jsonNames: Check = ({ messages, fields }, report) => {
  for (const message of messages) {
    if (message.isMapEntry || message.fields.length < 2 || allowsConflicts(message)) continue;
    // Without the names that are written, too: field masks know only the default ones.
    const reported = checkMessage(message, "default", new Map(), report);
    if (message.fields.some(isCustom)) checkMessage(message, "custom", reported, report);
  }
  for (const field of fields) {
    if (!field.jsonNameWritten) continue;
    if (field.jsonNameWritten && field.jsonName.startsWith("[") && field.jsonName.endsWith("]"))
      report(jsonNameForm(field));
    else if (field.jsonNameWritten && field.jsonName.includes("\0")) report(jsonNameForm(field));
  }
};

function checkMessage(
  message: MessageDeclaration,
  pass: "default" | "custom",
  reported: ReadonlyMap<FieldDeclaration, Severity>,
  report: Report,
): ReadonlyMap<FieldDeclaration, Severity> {
  const first = new Map<string, FieldDeclaration>();
  const found = new Map<FieldDeclaration, Severity>();
  const custom = (field: FieldDeclaration) => pass === "custom" && isCustom(field);
  for (const field of message.fields) {
    const name = !field.jsonNameWritten || custom(field) ? field.jsonName : jsonNameOf(field.name);
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, field);
      continue;
    }
    // Two fields of one name have been reported as such, and so have two maps with one entry message.
    if (earlier.name === field.name || haveOneEntry(field, earlier)) continue;
    if (pass === "custom" && !custom(field) && !custom(earlier)) continue;
    const involvesDefault = !custom(field) || !custom(earlier);
    const isLegacy = featuresOf(message).json_format === "LEGACY_BEST_EFFORT" && involvesDefault;
    const severity = isLegacy ? "warning" : "error";
    const before = reported.get(field);
    // A warning about the default names does not stand for an error about the written ones.
    if (before === "error" || before === severity) continue;
    report(jsonNameConflict(field, earlier, name, pass, severity));
    found.set(field, severity);
  }
  return found;
}

function haveOneEntry(field: FieldDeclaration, earlier: FieldDeclaration): boolean {
  const entry = field.node.kind === "mapField" ? field.ownMessage?.fullName : undefined;
  return entry !== undefined && entry === earlier.ownMessage?.fullName;
}

function isCustom(field: FieldDeclaration): boolean {
  return field.jsonNameWritten && field.jsonName !== jsonNameOf(field.name);
}

function allowsConflicts(message: MessageDeclaration): boolean {
  return isSetTrue(message.options, "deprecated_legacy_json_field_conflicts", message.file);
}
