// Import statements: what editions allow, and whether anything needs them.

import { type DeclaredFile, Edition } from "../link/declarations.ts";
import { type InterpretedOptions, unknownOptions } from "../link/interpretedOptions.ts";
import type { LinkedFile } from "../link/linkedFile.ts";
import { optionTypesPath } from "../link/options.ts";
import { isSetTrue } from "../link/plainOptions.ts";
import { hasError } from "../report/problem.ts";
import type { FileCheck } from "./checks.ts";
import {
  deprecatedImport,
  liteImport,
  optionImportBefore2024,
  optionImportNotLast,
  unusedImport,
  weakImport,
} from "./importRuleProblems.ts";
import { isLite } from "./isLite.ts";

/** Imports suit the edition, and something of what they bring is used. */
export const imports: FileCheck = (file, report, options) => {
  const { declared } = file;
  let firstForOptions: (typeof declared.imports)[number] | undefined;
  for (const node of declared.imports) {
    if (node.modifier?.word === "option") {
      firstForOptions ??= node;
      if (declared.edition < Edition.Edition2024) report(optionImportBefore2024(node));
    } else if (firstForOptions !== undefined) {
      report(optionImportNotLast(declared, node, firstForOptions));
    }
    if (node.modifier?.word === "weak" && declared.edition >= Edition.Edition2024) report(weakImport(node));
  }
  for (const one of file.imports) {
    // What serves options only is not in the generated code.
    if (one.modifier === "option") continue;
    if (one.file !== undefined && isLite(one.file.declared) && !isLite(declared))
      report(liteImport(one.node, one.path));
  }
  if (!isWhole(file) || options === unknownOptions) return;
  const used = usedFiles(file, options);
  // protoc looks the messages of options up by name, so that any option uses the file that declares them.
  const isUsed = (one: DeclaredFile) => used.has(one) || (one.path === optionTypesPath && options.meanings.size > 0);
  const seen = new Set<string>();
  for (const one of file.imports) {
    if (one.file === undefined || one.modifier === "public" || seen.has(one.path)) continue;
    seen.add(one.path);
    if (one.modifier === "option" && declared.edition < Edition.Edition2024) continue;
    if (!brings(one.file, isUsed)) report(unusedImport(declared, one));
    else if (isDeprecated(one.file.declared) && !isDeprecated(declared)) report(deprecatedImport(one));
  }
};

function isDeprecated(file: DeclaredFile): boolean {
  return isSetTrue(file.options, "deprecated", file);
}

// In a file that is being written, what seems unused may be about to be used.
function isWhole(file: LinkedFile): boolean {
  const { problems } = file.declared.parsed;
  return file.unresolved.length === 0 && !hasError(problems);
}

/** The files of which types or extensions are used. */
export function usedFiles(file: LinkedFile, options: InterpretedOptions): ReadonlySet<DeclaredFile> {
  const used = new Set<DeclaredFile>();
  let last: DeclaredFile | undefined;
  for (const meaning of file.types.values()) {
    if (meaning.file !== last) used.add(meaning.file);
    last = meaning.file;
  }
  for (const [node, meaning] of options.meanings) {
    if (node.kind === "optionNamePart" ? node.extension : node.kind !== "fieldName") used.add(meaning.file);
  }
  return used;
}

function brings(file: LinkedFile, isUsed: (file: DeclaredFile) => boolean): boolean {
  const reached = new Set([file]);
  // A set hands out what is added while it is walked, and chains of imports may be longer than the engine's stack.
  for (const { declared, imports } of reached) {
    if (isUsed(declared) || hasError(declared.parsed.problems)) return true;
    for (const one of imports) if (one.modifier === "public" && one.file !== undefined) reached.add(one.file);
  }
  return false;
}
