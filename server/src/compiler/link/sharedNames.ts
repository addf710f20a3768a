import type { Problem } from "../report/problem.ts";
import type { SourceFile } from "../text/sourceFile.ts";
import type { Span } from "../text/span.ts";
import { standalone } from "../text/standalone.ts";
import { below, topLevel } from "./clashes.ts";
import type { DeclaredFile } from "./declarations.ts";
import { nounOf } from "./declareProblems.ts";
import type { LinkedFile, LinkedImport } from "./linkedFile.ts";
import { nameClash, nameIsPackage, type OtherName, packageIsName } from "./linkProblems.ts";
import { outer } from "./scopes.ts";

/**
 * The names that the files of one compilation declare, as in one call of protoc: names that two of them have in common
 * although neither imports the other. It holds on to no file, so that those can be let go.
 */
export class SharedNames {
  readonly #byName = new Map<string, Omit<OtherName, "source" | "fullName">>();
  /** The first file of each package, and of the packages around it. */
  readonly #byPackage = new Map<string, string>();
  /** The files that were added, and so was all that they import, directly or not. */
  readonly #paths = new Set<string>();
  readonly #sourceOf: (path: string) => SourceFile | undefined;
  readonly #isSameFile: (path: string, other: string) => boolean;
  /** Where it is told that two files share a name: in the second of them, by `add`, or in the files that import both. */
  readonly toldBy: "add" | "importers";
  #hasTwins = false;

  constructor({
    toldBy,
    sourceOf = () => undefined,
    isSameFile = (path, other) => path === other,
  }: {
    readonly toldBy: SharedNames["toldBy"];
    /** The text of a file that was added, where it is at hand. */
    readonly sourceOf?: ((path: string) => SourceFile | undefined) | undefined;
    /** Whether two paths lead to one file, whose names are no others'. */
    readonly isSameFile?: ((path: string, other: string) => boolean) | undefined;
  }) {
    this.toldBy = toldBy;
    this.#sourceOf = sourceOf;
    this.#isSameFile = isSameFile;
  }

  /**
   * Whether `declared` may have a name in common with a file behind `imports`: it cannot where those have been added,
   * each after what it imports, and none of the names has been met. So a long chain of imports is not walked for each file.
   */
  mayMeet(declared: DeclaredFile, imports: readonly LinkedImport[]): boolean {
    if (!this.#hasAll(imports)) return true;
    for (let name = declared.packageName; name !== ""; name = outer(name)) if (this.#byName.has(name)) return true;
    return topLevel(declared).some(({ fullName }) => this.#byName.has(fullName) || this.#byPackage.has(fullName));
  }

  /**
   * Whether two files behind `imports` may share a name that is to be told where these stand: they cannot where those
   * have been added and no two that were added share one.
   */
  mayClash(imports: readonly LinkedImport[]): boolean {
    return this.toldBy === "importers" && (this.#hasTwins || !this.#hasAll(imports));
  }

  /**
   * Adds a file, after what it imports. Gives what it shares with files added before; what it shares with those that it
   * imports is among its own problems.
   */
  add(file: LinkedFile): Problem[] {
    const { declared } = file;
    const problems: Problem[] = [];
    if (this.#hasAll(file.imports)) this.#paths.add(declared.path);
    let imported: ReadonlySet<string> | undefined;
    const isApart = (path: string) => {
      imported ??= new Set([...below(file.imports)].map(one => one.declared.path));
      return !imported.has(path) && !this.#isSameFile(path, declared.path);
    };
    for (let name = declared.packageName; name !== ""; name = outer(name)) {
      const other = this.#byName.get(name);
      if (other !== undefined && isApart(other.path)) problems.push(packageIsName(declared, this.#whole(name, other)));
      if (!this.#byPackage.has(name)) this.#byPackage.set(standalone(name), declared.path);
    }
    for (const top of topLevel(declared)) {
      const { fullName, nameSpan } = top;
      const other = this.#byName.get(fullName);
      if (other === undefined)
        this.#byName.set(standalone(fullName), { noun: nounOf(top), path: declared.path, span: copy(nameSpan) });
      else if (isApart(other.path)) problems.push(nameClash(top, this.#whole(fullName, other)));
      const inPackage = this.#byPackage.get(fullName);
      if (inPackage !== undefined && isApart(inPackage)) problems.push(nameIsPackage(top, inPackage));
    }
    this.#hasTwins ||= problems.length > 0;
    return this.toldBy === "add" ? problems : [];
  }

  #hasAll(imports: readonly LinkedImport[]): boolean {
    return imports.every(({ file }) => file === undefined || this.#paths.has(file.declared.path));
  }

  #whole(fullName: string, other: Omit<OtherName, "source" | "fullName">): OtherName {
    return { ...other, fullName, source: this.#sourceOf(other.path) };
  }
}

// Spans are nodes of the tree.
function copy({ start, end }: Span): Span {
  return { start, end };
}
