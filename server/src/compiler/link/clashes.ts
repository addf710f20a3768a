// Full names declared by two files. Only what stands at the top of a file can clash with another file: names further in
// begin with the name of a message or service, which would clash itself.

import type { Problem } from "../report/problem.ts";
import { Remembered } from "../text/remembered.ts";
import type { Declaration, DeclaredFile } from "./declarations.ts";
import type { LinkedFile, LinkedImport } from "./linkedFile.ts";
import { nameClash, nameIsPackage, otherName, packageIsName } from "./linkProblems.ts";

/** Names of `declared` that a file it imports, directly or not, declares as well. */
export function clashes(declared: DeclaredFile, imports: readonly LinkedImport[]): Problem[] {
  const problems: Problem[] = [];
  for (const other of below(imports)) for (const one of clashesWith(declared, other.declared)) problems.push(one);
  return problems;
}

/** All files behind `imports`, directly or not, each once. */
export function below(imports: readonly LinkedImport[]): readonly LinkedFile[] {
  const files: LinkedFile[] = [];
  const seen = new Set<LinkedFile>();
  const add = (more: readonly LinkedImport[]) => {
    for (const { file } of more) {
      if (file === undefined || seen.has(file)) continue;
      seen.add(file);
      files.push(file);
    }
  };
  add(imports);
  // The list grows while it is walked.
  for (const file of files) add(file.imports);
  return files;
}

function clashesWith(declared: DeclaredFile, other: DeclaredFile): Problem[] {
  const problems: Problem[] = [];
  const ours = declared.packageName;
  const theirs = other.packageName;
  if (ours === theirs) {
    for (const top of topLevel(declared)) {
      const twin = other.byName.get(top.fullName);
      if (twin !== undefined) problems.push(nameClash(top, otherName(twin)));
    }
  } else if (theirs.length > ours.length && theirs.startsWith(ours)) {
    for (const top of topLevel(declared)) {
      if (covers(top.fullName, theirs)) problems.push(nameIsPackage(top, other.path));
    }
  } else if (ours.length > theirs.length && ours.startsWith(theirs)) {
    for (const top of topLevel(other)) {
      if (covers(top.fullName, ours)) problems.push(packageIsName(declared, otherName(top)));
    }
  }
  return problems;
}

function covers(name: string, packageName: string): boolean {
  return `${packageName}.`.startsWith(`${name}.`);
}

/** What a file declares in its package, values of enums included. */
export function topLevel(file: DeclaredFile): readonly Declaration[] {
  const known = topLevelOf.get(file);
  if (known !== undefined) return known;
  const enums = file.enums.flatMap(one => [one, ...one.values]);
  const all = [...file.messages, ...enums, ...file.services, ...file.extensions];
  topLevelOf.set(file, all);
  return all;
}

const topLevelOf = new Remembered<DeclaredFile, readonly Declaration[]>();
