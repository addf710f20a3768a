// Which step of its version a change of a package asks for (semver.org): the first number for what breaks others, the
// second for what is new or deprecated, the third for what nobody sees.
import type { FieldShape, FileShape } from "./shapes.ts";

export type VersionStep = "major" | "minor" | "patch";

/** Of files of one package, before and after. `breaks`: whether something of it breaks others. */
export function versionStep(
  before: readonly FileShape[],
  after: readonly FileShape[],
  { breaks }: { readonly breaks: boolean },
): VersionStep {
  if (breaks) return "major";
  const old = new Set(before.flatMap(offers));
  return after.flatMap(offers).every(one => old.has(one)) ? "patch" : "minor";
}

/** What a file offers to others, a line for each thing, with all that they see of it. */
function offers(file: FileShape): readonly string[] {
  return [
    `file ${file.path} ${file.syntax}`,
    ...file.messages.flatMap(one => [
      `message ${one.fullName}`,
      ...one.fields.map(fieldWords),
      ...one.oneofs.map(oneof => `oneof ${oneof.fullName}`),
      ...one.extensionRanges.map(({ from, to }) => `extensions ${one.fullName} ${from} ${to}`),
    ]),
    ...file.extensions.map(fieldWords),
    ...file.enums.flatMap(one => [
      `enum ${one.fullName} ${one.type}`,
      ...one.values.flatMap(value => [
        `value ${value.fullName} ${value.number}`,
        ...deprecated(`value ${value.fullName}`, value),
      ]),
    ]),
    ...file.services.flatMap(one => [
      `service ${one.fullName}`,
      ...one.methods.flatMap(method => [
        `rpc ${method.fullName} ${method.input} ${method.clientStreaming} ${method.output} ${method.serverStreaming}`,
        ...method.http.map(binding => `http ${method.fullName} ${binding}`),
        ...deprecated(`rpc ${method.fullName}`, method),
      ]),
    ]),
  ];
}

function fieldWords(field: FieldShape): string {
  const { fullName, number, type, typeName, cardinality, jsonName, oneof, extendee, packed } = field;
  const flags = `${packed ? "packed" : ""} ${field.deprecated ? "deprecated" : ""}`;
  return `field ${fullName} ${number} ${type} ${typeName} ${cardinality} ${jsonName} ${oneof} ${extendee} ${flags}`;
}

function deprecated(what: string, one: { readonly deprecated: boolean }): readonly string[] {
  return one.deprecated ? [`deprecated ${what}`] : [];
}
