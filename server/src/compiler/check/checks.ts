// The table of all checks of a linked file: one row a subject. Each looks at one file and reports what is wrong in it.
import type { InterpretedOptions } from "../link/interpretedOptions.ts";
import type { LinkedFile } from "../link/linkedFile.ts";
import type { Problem } from "../report/problem.ts";
import { enumJsonStrings } from "./enumJsonStrings.ts";
import { enums } from "./enums.ts";
import { extensionDeclarations } from "./extensionDeclarations.ts";
import { extensions } from "./extensions.ts";
import { featureDefinitions } from "./featureDefinitions.ts";
import { featureSupport } from "./featureSupport.ts";
import { features } from "./features.ts";
import { fieldOptions } from "./fieldOptions.ts";
import { fileOptions } from "./fileOptions.ts";
import { imports } from "./imports.ts";
import { jsonNames } from "./jsonNames.ts";
import { isSyntaxUnclear } from "./knownSyntax.ts";
import { labels } from "./labels.ts";
import { maps } from "./maps.ts";
import { nameLengths } from "./nameLengths.ts";
import { namingStyle } from "./namingStyle.ts";
import { numbers } from "./numbers.ts";
import { protoLimits } from "./protoLimits.ts";
import { reserved } from "./reserved.ts";
import { rpcs } from "./rpcs.ts";
import { syntaxRules } from "./syntaxRules.ts";
import { visibility } from "./visibility.ts";

export type Report = (problem: Problem) => void;
export type Check = (file: LinkedFile, report: Report, options: InterpretedOptions) => void;

const checks: readonly Check[] = [
  syntaxRules,
  imports,
  labels,
  numbers,
  reserved,
  extensions,
  extensionDeclarations,
  enums,
  enumJsonStrings,
  maps,
  jsonNames,
  rpcs,
  fileOptions,
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
const ofEverySyntax: readonly Check[] = [syntaxRules, imports, numbers, reserved, maps, rpcs];

/** Runs every check over a file; `options` says what its options mean. */
export function check(file: LinkedFile, options: InterpretedOptions): Problem[] {
  const problems: Problem[] = [];
  for (const one of isSyntaxUnclear(file.declared) ? ofEverySyntax : checks)
    one(file, problem => problems.push(problem), options);
  return problems;
}
