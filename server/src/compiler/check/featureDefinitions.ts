// Features of one's own: extensions of `google.protobuf.FeatureSet`. protoc compiles a file with any of them, and refuses
// them where it works out what holds in an edition (`--edition_defaults_out`; `FeatureResolver::CompileDefaults`), as a
// generator that knows the feature has to.
import { Edition, type EnumDeclaration, type FieldDeclaration } from "../link/declarations.ts";
import { featuresOf } from "../link/editionFeatures.ts";
import type { LinkedFile } from "../link/linkedFile.ts";
import { builtInName } from "../link/plainOptions.ts";
import { isRequired } from "../link/wireForm.ts";
import type { MessageValue, OptionValue } from "../syntax/nodes.ts";
import type { Check, Report } from "./checks.ts";
import { extendeeOf } from "./extensions.ts";
import { wrongFeature, wrongFeatureDefault, wrongFeatureSet } from "./featureDefinitionProblems.ts";
import { editionIn, supportOf } from "./featureSupport.ts";

/** Features are enums and bools in one message, with their targets, their lifetime and a default for every edition. */
export const featureDefinitions: Check = (file, report) => {
  for (const extension of file.extensions) {
    if (extendeeOf(file, extension)?.fullName === "google.protobuf.FeatureSet") checkSet(file, extension, report);
  }
};

function checkSet(file: LinkedFile, extension: FieldDeclaration, report: Report): void {
  const type = typeOf(file, extension);
  if (extension.label === "repeated") report(wrongFeatureSet(extension, "must not be repeated"));
  if (extension.scalar !== undefined || type?.kind === "enum") report(wrongFeatureSet(extension, "must be a message"));
  if (type?.kind !== "message") return;
  if (type.extensions.length > 0 || type.extensionRanges.length > 0)
    report(wrongFeatureSet(extension, `cannot be of \`${type.name}\`, in which extensions stand`));
  // What is wrong in a message of another file is reported there, where that file extends the features itself.
  if (type.file !== file.declared) return;
  for (const field of type.fields) {
    const fault = faultOf(file, field);
    if (fault === undefined) checkDefaults(file, field, report);
    else report(wrongFeature(field, fault));
  }
}

function typeOf(file: LinkedFile, field: FieldDeclaration) {
  return field.ownMessage ?? (field.typeName === undefined ? undefined : file.types.get(field.typeName));
}

function faultOf(file: LinkedFile, field: FieldDeclaration): string | undefined {
  if (field.oneof !== undefined) return "must not stand in a oneof";
  if (isRequired(field)) return "must not be required";
  if (field.label === "repeated") return "must not be repeated";
  const isKnown = field.typeName === undefined || file.types.has(field.typeName);
  if (isKnown && field.scalar !== "bool" && typeOf(file, field)?.kind !== "enum") return "must be an enum or a bool";
  if (!field.options.some(option => builtInName(option, field.file) === "targets")) return "has no `targets`";
  const support = supportOf(field);
  if (support === undefined) return "has no `feature_support`";
  return (support.introduced?.number ?? 0) === 0 ? "has no `edition_introduced` in its `feature_support`" : undefined;
}

function checkDefaults(file: LinkedFile, field: FieldDeclaration, report: Report): void {
  const support = supportOf(field);
  let hasFirst = false;
  for (const option of field.options) {
    if (option.value?.kind !== "messageValue" || builtInName(option, field.file) !== "edition_defaults") continue;
    const edition = editionIn(valueIn(option.value, "edition"));
    if (edition?.number === Edition.Legacy) hasFirst = true;
    const { introduced, removed } = support ?? {};
    if (edition !== undefined && edition.number >= Edition.Edition2023) {
      if (introduced !== undefined && edition.number < introduced.number)
        report(wrongFeatureDefault(option, field, `for edition ${edition.name}, before it is introduced`));
      if (removed !== undefined && edition.number > removed.number)
        report(wrongFeatureDefault(option, field, `for edition ${edition.name}, after it is removed`));
    }
    const value = valueIn(option.value, "value");
    const type = typeOf(file, field);
    if (value === undefined) report(wrongFeatureDefault(option, field, "without a `value`"));
    if (value?.kind === "string" && !isValue(value.text, type?.kind === "enum" ? type : undefined))
      report(wrongFeatureDefault(value, field, `\`${value.text}\`, which is none of its values`));
  }
  if (!hasFirst) report(wrongFeature(field, "has no default for `EDITION_LEGACY`"));
}

function valueIn(message: MessageValue, name: string): OptionValue | undefined {
  return message.fields.find(field => field.name.kind === "fieldName" && field.name.text === name)?.value;
}

// In the text format, which knows more names of bools, and numbers of enums.
function isValue(text: string, type: EnumDeclaration | undefined): boolean {
  const word = text.replace(/#.*/, "").trim();
  if (type === undefined) return /^([tf01]|[Tt]rue|[Ff]alse)$/.test(word);
  if (!/^-?\d+$/.test(word)) return type.values.some(value => value.name === word);
  return featuresOf(type).enum_type === "OPEN" || type.values.some(value => value.number === Number(word));
}
