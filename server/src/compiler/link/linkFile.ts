import { hasError, type Problem } from "../report/problem.ts";
import type { ImportNode } from "../syntax/nodes.ts";
import { Remembered } from "../text/remembered.ts";
import { finished, Gradual, type Steps } from "../text/steps.ts";
import { clashes } from "./clashes.ts";
import type { DeclaredFile } from "./declarations.ts";
import { importClashes } from "./importClashes.ts";
import { duplicateImport, importCycle, importNotFound } from "./importProblems.ts";
import { knowsAllNames } from "./lackedDeclarations.ts";
import type { LinkedFile, LinkedImport } from "./linkedFile.ts";
import { resolveTypes } from "./resolve.ts";
import { visibleNames } from "./scopes.ts";
import type { SharedNames } from "./sharedNames.ts";

/** What stands behind an import statement: a file, the way round of a cycle, or nothing. */
export type ImportTarget = LinkedFile | { readonly cycle: readonly (string | undefined)[] } | undefined;

/**
 * Links a file to the files behind its imports (`targets`: one for each of `declared.imports`). The same file with the
 * same targets gives the same object, so that after an edit only what depends on it is linked again. `names`: those of
 * the files that were linked before, where they are kept.
 */
export function linkFile(declared: DeclaredFile, targets: readonly ImportTarget[], names?: SharedNames): LinkedFile {
  return finished(linkSteps(declared, targets, names));
}

/** The same in steps. */
export function* linkSteps(
  declared: DeclaredFile,
  targets: readonly ImportTarget[],
  names?: SharedNames,
): Steps<LinkedFile> {
  const known = linkings.get(declared) ?? [];
  const same = known.find(one => one.imports.every((link, at) => isBehind(link, targets[at])));
  if (same !== undefined) return yield* same.linked.steps();
  const imports = declared.imports.map((node, at) => linkedImport(node, targets[at]));
  const linked = new Gradual(() => link(declared, imports, names));
  linkings.set(declared, [{ imports, linked }, ...known].slice(0, 3));
  return yield* linked.steps();
}

interface Linking {
  readonly imports: readonly LinkedImport[];
  readonly linked: Gradual<LinkedFile>;
}

/** The links of one declared file, latest first; more than one where folders compile it with other imports. */
const linkings = new Remembered<DeclaredFile, readonly Linking[]>();

/** What `linkFile` gave before for a file, with whatever imports; latest first. */
export function linksOf(declared: DeclaredFile): readonly LinkedFile[] {
  return (linkings.get(declared) ?? []).map(one => one.linked.known).filter(one => one !== undefined);
}

/** Links a part of the file that `whole` is, which sees what that sees. */
export function linkPart(part: DeclaredFile, whole: LinkedFile): LinkedFile {
  const names = visibleNames(part, whole.names.others);
  const isSame = whole.names === whole.optionNames;
  const optionNames = isSame ? names : visibleNames(part, whole.optionNames.others);
  const { imports, visible } = whole;
  const linked = finished(linkTypes({ declared: part, imports, visible, names, optionNames }, []));
  return { ...linked, problems: [...linked.problems, ...clashes(part, imports)] };
}

function isBehind(link: LinkedImport, target: ImportTarget): boolean {
  if (target !== undefined && "cycle" in target) return link.cycle?.join() === target.cycle.join();
  return link.file === target && link.cycle === undefined;
}

function* link(
  declared: DeclaredFile,
  imports: readonly LinkedImport[],
  shared: SharedNames | undefined,
): Steps<LinkedFile> {
  const ofTypes = imports.filter(one => one.modifier !== "option");
  const visible = visibleThrough(ofTypes);
  const visibleToOptions = ofTypes.length === imports.length ? visible : visibleThrough(imports);
  const names = visibleNames(declared, declaredIn(visible));
  const optionNames =
    visible.length === visibleToOptions.length
      ? names
      : visibleNames(
          declared,
          visibleToOptions.map(file => file.declared),
        );

  const ofImports = importProblems(declared, imports);
  const linked = yield* linkTypes({ declared, imports, visible, names, optionNames }, ofImports);
  const between = shared?.mayClash(imports) === false ? [] : importClashes(imports);
  const own = shared?.mayMeet(declared, imports) === false ? [] : clashes(declared, imports);
  return between.length + own.length === 0 ? linked : { ...linked, problems: [...linked.problems, ...between, ...own] };
}

type Unlinked = Pick<LinkedFile, "declared" | "imports" | "visible" | "names" | "optionNames">;

function* linkTypes(file: Unlinked, ofImports: readonly Problem[]): Steps<LinkedFile> {
  const { declared, imports, visible } = file;
  // What a file lacks may stand in an import that is missing or half-typed, or in its own broken declarations: then
  // that is the problem, and not this.
  let known: boolean | undefined;
  const isComplete = () => {
    known ??= knowsAllNames(declared, imports) && visible.every(one => !hasError(one.declared.parsed.problems));
    return known;
  };
  const { types, problems, unresolved } = yield* resolveTypes({ ...file, isComplete });
  // As arguments of a call, a hundred thousand of them would not fit on the stack.
  return {
    ...file,
    types,
    problems: [...ofImports, ...problems],
    optionTypes: optionTypesOf(declared, imports),
    unresolved,
  };
}

// protoc looks for `google.protobuf.FileOptions` and the like by name, so any file may declare what options there are.
function optionTypesOf(declared: DeclaredFile, imports: readonly LinkedImport[]): DeclaredFile | undefined {
  const { packageName, messages } = declared;
  if (packageName === "google.protobuf" && messages.some(one => optionsTypeName.test(one.name))) return declared;
  for (const { file } of imports) if (file?.optionTypes !== undefined) return file.optionTypes;
  return undefined;
}

const optionsTypeName = /^(File|Message|Field|Oneof|Enum|EnumValue|ExtensionRange|Service|Method)Options$/;

function linkedImport(node: ImportNode, target: ImportTarget): LinkedImport {
  const isCycle = target !== undefined && "cycle" in target;
  return {
    node,
    path: node.path?.text ?? "",
    modifier: node.modifier?.word,
    file: isCycle ? undefined : target,
    cycle: isCycle ? target.cycle : undefined,
  };
}

function importProblems(declared: DeclaredFile, imports: readonly LinkedImport[]): Problem[] {
  const problems: Problem[] = [];
  const first = new Map<string, LinkedImport>();
  for (const one of imports) {
    if (one.node.path === undefined) continue;
    const earlier = first.get(one.path);
    if (earlier !== undefined) problems.push(duplicateImport(declared, one, earlier));
    else if (one.cycle !== undefined) problems.push(importCycle(declared, one.node.path, one.cycle));
    else if (one.file === undefined) problems.push(importNotFound(one.node.path));
    if (earlier === undefined) first.set(one.path, one);
  }
  return problems;
}

function declaredIn(visible: readonly LinkedFile[]): readonly DeclaredFile[] {
  const [first] = visible;
  const isPassedOn = first !== undefined && visible.length > 1 && visible.length === first.visible.length + 1;
  if (isPassedOn && visible[1] === first.visible[0] && passesAllOn(first))
    return [first.declared, ...first.names.others];
  return visible.map(file => file.declared);
}

// One that passes on all that it sees has walked the way already, which may be long.
function passesAllOn({ imports }: LinkedFile): boolean {
  return imports.every(one => one.modifier === "public");
}

/** The files behind `imports` and what those import publicly, in the order in which they are met. */
function visibleThrough(imports: readonly LinkedImport[]): LinkedFile[] {
  const files = new Set<LinkedFile>();
  for (const one of imports) if (one.file !== undefined) files.add(one.file);
  const [first] = files;
  if (files.size === 1 && first !== undefined && passesAllOn(first)) return [first, ...first.visible];
  // A set hands out what is added while it is walked.
  for (const file of files) {
    for (const one of file.imports) if (one.modifier === "public" && one.file !== undefined) files.add(one.file);
  }
  return [...files];
}
