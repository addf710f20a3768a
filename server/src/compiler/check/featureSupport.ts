// `feature_support`: the editions in which an option, a feature or a value of one can be used (protoc,
// `ValidateFeatureSupport` and `ValidateFeatureLifetimes`).

import type { EnumValueDeclaration, FieldDeclaration } from "../link/declarations.ts";
import { builtInField } from "../link/plainOptions.ts";
import { integerOf, type OptionNode, type OptionValue } from "../syntax/nodes.ts";
import { Remembered } from "../text/remembered.ts";
import type { Span } from "../text/span.ts";
import type { Check, FileCheck, Report } from "./checks.ts";
import { deprecatedOption, optionOutsideEdition, wrongFeatureSupport } from "./featureSupportProblems.ts";
import { hasPlainFeatures } from "./features.ts";

/** Options and their values say consistently to which editions they are known. */
export const featureSupport: Check = ({ fields, enums }, report) => {
  for (const field of fields) checkSupport(field, report);
  for (const one of enums) for (const value of one.values) checkSupport(value, report);
};

/** What has a `feature_support`. */
type Supported = FieldDeclaration | EnumValueDeclaration;

interface Support {
  /** Where it is written first. */
  readonly span: Span;
  readonly introduced: Edition | undefined;
  readonly deprecated: Edition | undefined;
  readonly removed: Edition | undefined;
  readonly warning: string | undefined;
  readonly error: string | undefined;
}

interface Edition {
  readonly number: number;
  readonly name: string;
}

function checkSupport(of: Supported, report: Report): void {
  const support = supportOf(of);
  const fault = support === undefined ? undefined : faultOf(support);
  if (support !== undefined && fault !== undefined) report(wrongFeatureSupport(support.span, of, fault));
}

function faultOf({ introduced, deprecated, removed, warning, error }: Support): string | undefined {
  const first = introduced?.number ?? 0;
  if (deprecated !== undefined) {
    if (deprecated.number < first) return "is deprecated before it is introduced";
    if (warning === undefined) return "is deprecated but has no `deprecation_warning`";
  } else if (warning !== undefined) return "has a `deprecation_warning` but no `edition_deprecated`";
  if (removed === undefined) return error === undefined ? undefined : "has a `removal_error` but no `edition_removed`";
  if (deprecated !== undefined && deprecated.number >= removed.number) return "is deprecated after it is removed";
  if (removed.number < first) return "is removed before it is introduced";
  // What was never there needs no words for its end.
  return error === undefined && removed.number !== first ? "is removed but has no `removal_error`" : undefined;
}

/** Options that are used, and their values, are known to the edition of the file. */
export const usedFeatures: FileCheck = ({ declared }, report, options) => {
  const { edition } = declared;
  let areRefused: boolean | undefined;
  for (const [node, meaning] of options.meanings) {
    if (meaning.kind !== "field") continue;
    if (edition < firstEdition && meaning.parent?.fullName === "google.protobuf.FeatureSet") {
      // Features in proto2 and proto3 files have been reported as such.
      areRefused ??= hasPlainFeatures(declared);
      if (areRefused) continue;
    }
    checkUse(edition, node, meaning, report);
  }
  for (const { node, meaning } of options.valuesWithOptions) checkUse(edition, node, meaning, report);
};

const firstEdition = 1000;

function checkUse(edition: number, at: Span, used: Supported, report: Report): void {
  const support = supportOf(used);
  if (support === undefined) return;
  const { introduced, deprecated, removed } = support;
  if (introduced !== undefined && edition < introduced.number) {
    report(optionOutsideEdition(at, used, "introduced", introduced.name));
  } else if (removed !== undefined && edition >= removed.number) {
    report(optionOutsideEdition(at, used, "removed", removed.name, support.error));
  } else if (deprecated !== undefined && edition >= deprecated.number) {
    report(deprecatedOption(at, used, deprecated.name, support.warning));
  }
}

const known = new Remembered<Supported, { readonly support: Support | undefined }>();

/** The `feature_support` of an option or enum value. */
export function supportOf(of: Supported): Support | undefined {
  if (!of.options.some(saysSupport)) return undefined;
  let remembered = known.get(of);
  if (remembered === undefined) {
    remembered = { support: writtenSupport(of) };
    known.set(of, remembered);
  }
  return remembered.support;
}

// However it is spelt.
function saysSupport({ name }: OptionNode): boolean {
  return name?.parts[0]?.text.endsWith("feature_support") === true;
}

// `feature_support = { edition_removed: EDITION_2024 }` and `feature_support.edition_removed = EDITION_2024`.
function writtenSupport({ options, file }: Supported): Support | undefined {
  const parts = new Map<string, OptionValue | undefined>();
  let span: Span | undefined;
  for (const option of options) {
    const [first, second] = option.name?.parts ?? [];
    if (first === undefined || builtInField(first, file) !== "feature_support") continue;
    span ??= option;
    if (second !== undefined) parts.set(builtInField(second, file) ?? second.text, option.value);
    else if (option.value?.kind === "messageValue")
      for (const field of option.value.fields) parts.set(field.name.text, field.value);
  }
  if (span === undefined) return undefined;
  return {
    span,
    introduced: editionIn(parts.get("edition_introduced")),
    deprecated: editionIn(parts.get("edition_deprecated")),
    removed: editionIn(parts.get("edition_removed")),
    warning: textIn(parts.get("deprecation_warning")),
    error: textIn(parts.get("removal_error")),
  };
}

/** The numbers of `google.protobuf.Edition`. */
const editionNumbers: Readonly<Record<string, number>> = {
  EDITION_UNKNOWN: 0,
  EDITION_1_TEST_ONLY: 1,
  EDITION_2_TEST_ONLY: 2,
  EDITION_LEGACY: 900,
  EDITION_PROTO2: 998,
  EDITION_PROTO3: 999,
  EDITION_2023: 1000,
  EDITION_2024: 1001,
  EDITION_2026: 1002,
  EDITION_UNSTABLE: 9999,
  EDITION_99997_TEST_ONLY: 99997,
  EDITION_99998_TEST_ONLY: 99998,
  EDITION_99999_TEST_ONLY: 99999,
  EDITION_MAX: 0x7fffffff,
};

/** The edition that a value of `google.protobuf.Edition` stands for. */
export function editionIn(value: OptionValue | undefined): Edition | undefined {
  if (value?.kind !== "identifier" && value?.kind !== "integer") return undefined;
  const number = value.kind === "identifier" ? editionNumbers[value.text] : Number(integerOf(value));
  const written = Object.keys(editionNumbers).find(name => editionNumbers[name] === number);
  if (number === undefined || written === undefined) return undefined;
  return { number, name: written.slice("EDITION_".length).toLowerCase() };
}

function textIn(value: OptionValue | undefined): string | undefined {
  return value?.kind === "string" ? value.text : undefined;
}
