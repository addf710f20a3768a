// The tables of all checks of a linked file: one row a subject. Each reports what is wrong.
import type { InterpretedOptions } from "../link/interpretedOptions.ts";
import type { LinkedFile } from "../link/linkedFile.ts";
import type { Problem } from "../report/problem.ts";
import type { Steps } from "../text/steps.ts";
import { type Declarations, portionsOf } from "./declarationsIn.ts";
import { enumJsonStrings } from "./enumJsonStrings.ts";
import { enums } from "./enums.ts";
import { extensionDeclarations } from "./extensionDeclarations.ts";
import { extensions } from "./extensions.ts";
import { featureDefinitions } from "./featureDefinitions.ts";
import { featureSupport, usedFeatures } from "./featureSupport.ts";
import { features, fileFeatures } from "./features.ts";
import { fieldOptions } from "./fieldOptions.ts";
import { fileOptions } from "./fileOptions.ts";
import { imports } from "./imports.ts";
import { jsonNames } from "./jsonNames.ts";
import { isSyntaxUnclear } from "./knownSyntax.ts";
import { labels } from "./labels.ts";
import { maps } from "./maps.ts";
import { nameLengths } from "./nameLengths.ts";
import { namingStyle, packageStyle } from "./namingStyle.ts";
import { numbers } from "./numbers.ts";
import { protoLimits } from "./protoLimits.ts";
import { reserved } from "./reserved.ts";
import { rpcs } from "./rpcs.ts";
import { memberRules, syntaxRules } from "./syntaxRules.ts";
import { usedTypes, visibility } from "./visibility.ts";

export type Report = (problem: Problem) => void;

/** Looks at a file as a whole. */
export type FileCheck = (file: LinkedFile, report: Report, options: InterpretedOptions) => void;

/** Looks at some of a file's declarations. */
export type Check = (portion: FilePortion, report: Report, options: InterpretedOptions) => void;

/** A file, and those of its declarations that are to be looked at: of a large file not all at once. */
export interface FilePortion extends LinkedFile, Declarations {}

const fileChecks: readonly FileCheck[] = [
  syntaxRules,
  imports,
  extensions,
  fileOptions,
  fileFeatures,
  usedFeatures,
  usedTypes,
  packageStyle,
];

const checks: readonly Check[] = [
  memberRules,
  labels,
  numbers,
  reserved,
  extensionDeclarations,
  enums,
  enumJsonStrings,
  maps,
  jsonNames,
  rpcs,
  fieldOptions,
  features,
  featureSupport,
  featureDefinitions,
  visibility,
  nameLengths,
  protoLimits,
  namingStyle,
];

/** Those whose rules are the same whatever the syntax. */
const ofEverySyntax: ReadonlySet<FileCheck | Check> = new Set([syntaxRules, imports, numbers, reserved, maps, rpcs]);

/** Runs every check over a file, in steps; `options` says what its options mean. */
export function* checkSteps(file: LinkedFile, options: InterpretedOptions): Steps<Problem[]> {
  const problems: Problem[] = [];
  const report: Report = problem => problems.push(problem);
  const isUnclear = isSyntaxUnclear(file.declared);
  const counts = (one: FileCheck | Check) => !isUnclear || ofEverySyntax.has(one);
  for (const one of fileChecks.filter(counts)) {
    one(file, report, options);
    yield;
  }
  const counting = checks.filter(counts);
  for (const { messages, enums, fields, extensions, services } of portionsOf(file.declared)) {
    const portion: FilePortion = { ...file, messages, enums, fields, extensions, services };
    for (const one of counting) one(portion, report, options);
    yield;
  }
  return problems;
}
