// Names that two files declare although neither imports the other: what imports both, directly or not, does not compile.
import type { Problem } from "../report/problem.ts";
import { below, topLevel } from "./clashes.ts";
import type { Declaration, DeclaredFile } from "./declarations.ts";
import type { LinkedFile, LinkedImport } from "./linkedFile.ts";
import { namesOfImportsClash, otherName, packageAsName } from "./linkProblems.ts";
import { outer } from "./scopes.ts";

/**
 * Clashes between what two of `imports` bring, at the second of them, where protoc gives up: one problem for each such
 * import. Where one import brings both files, the problem is that of a file behind it.
 */
export function importClashes(imports: readonly LinkedImport[]): Problem[] {
  const declared = new Map<string, Brought>();
  const packages = new Map<string, Brought>();
  const seen = new Set<LinkedFile>();
  const problems: Problem[] = [];
  for (const by of imports) {
    let behind: ReadonlySet<LinkedFile> | undefined;
    let told: Problem | undefined;
    const meet = (fullName: string, earlier: Brought | undefined, now: Brought) => {
      const path = by.node.path;
      if (path === undefined || earlier === undefined || earlier.by === by || told !== undefined) return;
      behind ??= new Set(below([by]));
      if (behind.has(earlier.file) || isOneFile(earlier.file, now.file)) return;
      told = namesOfImportsClash(path, nameIn(earlier, fullName), nameIn(now, fullName));
    };
    for (const file of unseenBehind(by, seen)) {
      for (let name = file.declared.packageName; name !== ""; name = outer(name)) {
        const now = { by, file };
        meet(name, declared.get(name), now);
        if (!packages.has(name)) packages.set(name, now);
      }
      for (const declaration of topLevel(file.declared)) {
        const { fullName } = declaration;
        const now = { by, file, declaration };
        meet(fullName, declared.get(fullName) ?? packages.get(fullName), now);
        if (!declared.has(fullName)) declared.set(fullName, now);
      }
    }
    if (told !== undefined) problems.push(told);
  }
  return problems;
}

/** Where a name stands first: as a declaration, or else as a package. */
interface Brought {
  readonly by: LinkedImport;
  readonly file: LinkedFile;
  readonly declaration?: Declaration;
}

function nameIn({ file, declaration }: Brought, fullName: string) {
  return declaration === undefined ? packageAsName(file.declared, fullName) : otherName(declaration);
}

/** The files behind an import that are not in `seen`, to which they are added. */
function unseenBehind({ file: first }: LinkedImport, seen: Set<LinkedFile>): readonly LinkedFile[] {
  const files: LinkedFile[] = [];
  const add = (file: LinkedFile | undefined) => {
    if (file === undefined || seen.has(file)) return;
    seen.add(file);
    files.push(file);
  };
  add(first);
  // The list grows while it is walked.
  for (const { imports } of files) for (const one of imports) add(one.file);
  return files;
}

// Imports may reach a file by two paths, as its folders have two roots; a build that has one of them is none the worse.
function isOneFile(one: LinkedFile, other: LinkedFile): boolean {
  const origin = originOf(one.declared);
  return origin !== undefined && origin === originOf(other.declared);
}

function originOf({ parsed }: DeclaredFile): string | undefined {
  return parsed.source.origin;
}
