// Options of files that contradict what stands in the file, and options that an edition has not got.
import type { FieldDeclaration } from "../link/declarations.ts";
import type { MessageValueName, OptionNamePart, OptionNode } from "../syntax/nodes.ts";
import type { Check, Report } from "./checks.ts";
import { fieldsIn, messagesIn } from "./declarationsIn.ts";
import {
  deprecatedOption,
  genericServicesInLite,
  messageSetInProto3,
  optionOutsideEdition,
  wrongFeatureSupport,
} from "./fileOptionProblems.ts";
import { isMessageSet } from "./ranges.ts";

/** Lite files have no generic services, proto3 no message sets, and options are known to the file's edition. */
export const fileOptions: Check = ({ declared }, report, options) => {
  if (options.valueOf(declared, "optimize_for") === "LITE_RUNTIME") {
    const generic = ["cc_generic_services", "java_generic_services"].find(
      name => options.valueOf(declared, name) === true,
    );
    const [service] = declared.services;
    if (generic !== undefined && service !== undefined) report(genericServicesInLite(service, generic));
  }
  if (declared.syntax === "proto3") {
    for (const message of messagesIn(declared)) if (isMessageSet(message)) report(messageSetInProto3(message));
  }
  for (const field of fieldsIn(declared)) {
    const support = supportOf(field);
    const fault = support === undefined ? undefined : faultOfSupport(support);
    if (support !== undefined && fault !== undefined) report(wrongFeatureSupport(support, field, fault));
  }
  for (const [node, meaning] of options.meanings) {
    if (meaning.kind === "field") checkLifetime(declared.edition, node, meaning, report);
  }
};

// `feature_support` in the declaration of an option says in which editions it can be used.
function checkLifetime(
  edition: number,
  node: OptionNamePart | MessageValueName,
  option: FieldDeclaration,
  report: Report,
): void {
  const support = supportOf(option);
  if (support === undefined) return;
  const introduced = editionIn(support, "edition_introduced");
  const deprecated = editionIn(support, "edition_deprecated");
  const removed = editionIn(support, "edition_removed");
  // Features in proto2 and proto3 files are refused as such.
  const isFeature = option.parent?.fullName === "google.protobuf.FeatureSet";
  if (isFeature && edition < firstEdition) return;
  if (introduced !== undefined && edition < introduced.number) {
    report(optionOutsideEdition(node, option, "introduced", introduced.name));
  } else if (removed !== undefined && edition >= removed.number) {
    report(optionOutsideEdition(node, option, "removed", removed.name, textIn(support, "removal_error")));
  } else if (deprecated !== undefined && edition >= deprecated.number) {
    report(deprecatedOption(node, option, deprecated.name, textIn(support, "deprecation_warning")));
  }
}

const firstEdition = 1000;

function supportOf(option: FieldDeclaration): OptionNode | undefined {
  if (option.options.length === 0) return undefined;
  return option.options.find(({ name }) => name?.parts.length === 1 && name.parts[0]?.text === "feature_support");
}

// protoc, `ValidateFeatureSupport`.
function faultOfSupport(support: OptionNode): string | undefined {
  const introduced = editionIn(support, "edition_introduced")?.number ?? 0;
  const deprecated = editionIn(support, "edition_deprecated")?.number;
  const removed = editionIn(support, "edition_removed")?.number;
  const isWarned = textIn(support, "deprecation_warning") !== undefined;
  if (deprecated !== undefined && deprecated < introduced) return "is deprecated before it is introduced";
  if (deprecated !== undefined && !isWarned) return "is deprecated but has no `deprecation_warning`";
  if (deprecated === undefined && isWarned) return "has a `deprecation_warning` but no `edition_deprecated`";
  if (removed !== undefined && deprecated !== undefined && deprecated >= removed)
    return "is deprecated after it is removed";
  return removed !== undefined && removed < introduced ? "is removed before it is introduced" : undefined;
}

const editionNumbers: Readonly<Record<string, number>> = {
  PROTO2: 998,
  PROTO3: 999,
  "2023": 1000,
  "2024": 1001,
  "2026": 1002,
};

function editionIn(support: OptionNode, name: string): { number: number; name: string } | undefined {
  const value = fieldIn(support, name);
  if (value?.kind !== "identifier") return undefined;
  const text = value.text.replace(/^EDITION_/, "");
  const number = editionNumbers[text];
  return number === undefined ? undefined : { number, name: text.toLowerCase() };
}

function textIn(support: OptionNode, name: string): string | undefined {
  const value = fieldIn(support, name);
  return value?.kind === "string" ? value.text : undefined;
}

function fieldIn(support: OptionNode, name: string) {
  if (support.value?.kind !== "messageValue") return undefined;
  return support.value.fields.find(field => field.name.text === name)?.value;
}
