// `protodial/compiler`: the compiler as a library, for Node and for browsers. The typings of this file stand alone.
import { type Compilation, compilation, problemsTogether } from "../compiler/compile.ts";
import { descriptorSet } from "../compiler/describe/descriptorSet.ts";
import type { LinkedFile } from "../compiler/link/linkedFile.ts";
import type { Problem } from "../compiler/report/problem.ts";
import type { ParsedFile } from "../compiler/syntax/parsedFile.ts";
import { parseFile } from "../compiler/syntax/parseFile.ts";
import { placeOf } from "../compiler/text/lineIndex.ts";
import { type SourceFile, sourceFile } from "../compiler/text/sourceFile.ts";
import { bundledFiles } from "../workspace/bundledFiles.generated.ts";

export interface CompileInput {
  /** Import paths of the files to compile. */
  readonly files: readonly string[];
  /** Gives the text or bytes of any import path; the bundled well-known types stand in where it has none. */
  readonly read: (path: string) => string | Uint8Array | undefined;
  /** Whether the set holds comments and positions; `true` unless told. */
  readonly sourceInfo?: boolean;
}

export interface CompileResult {
  /** Of the files, and the errors of what they import; file by file, in the order of the text. */
  readonly problems: readonly CompileProblem[];
  /** Serialised `google.protobuf.FileDescriptorSet` with imports, dependencies first; there whenever there is no error. */
  readonly descriptorSet?: Uint8Array;
}

/** Lines and columns are 1-based; columns in UTF-16 units, a tab is one. */
export interface CompileProblem {
  readonly path: string;
  readonly start_line: number;
  readonly start_column: number;
  readonly end_line: number;
  readonly end_column: number;
  /** Stable id, for example `duplicate-field-number`. */
  readonly type: string;
  /** What is wrong. */
  readonly message: string;
  /** What to do about it. */
  readonly help?: string;
  readonly severity: "error" | "warning" | "info";
}

/** Compiles files. Never throws for what stands in them: a missing file is a problem too. */
export function compile(input: CompileInput): CompileResult {
  const parsed = new Map<string, ParsedFile | undefined>();
  const read = (path: string): ParsedFile | undefined => {
    if (!parsed.has(path)) {
      const content = input.read(path) ?? (Object.hasOwn(bundledFiles, path) ? bundledFiles[path] : undefined);
      parsed.set(path, content === undefined ? undefined : parseFile(sourceFile(path, content)));
    }
    return parsed.get(path);
  };
  const files = compilation(read);
  const problems = allProblems(files, input.files);
  if (problems.some(one => one.severity === "error")) return { problems };
  const sourceInfo = input.sourceInfo === false ? "without" : "with";
  return { problems, descriptorSet: descriptorSet([...new Set(input.files)], files, { sourceInfo, jsonNames: "all" }) };
}

function allProblems(files: Compilation, paths: readonly string[]): CompileProblem[] {
  const found: CompileProblem[] = [];
  const seen = new Set<LinkedFile>();
  const imported: LinkedFile[] = [];
  for (const path of new Set(paths)) {
    const file = files.file(path);
    if (file === undefined) found.push(missingFile(path));
    else if (!seen.has(file)) {
      seen.add(file);
      imported.push(...importsOf(file));
      found.push(...problemsOf(files, file));
    }
  }
  for (let file = imported.pop(); file !== undefined; file = imported.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    imported.push(...importsOf(file));
    found.push(...problemsOf(files, file).filter(one => one.severity === "error"));
  }
  for (const [path, problems] of problemsTogether(files, paths)) {
    const source = files.file(path)?.declared.parsed.source;
    if (source !== undefined) found.push(...problems.map(one => compileProblem(source, one)));
  }
  return found;
}

function importsOf(file: LinkedFile): LinkedFile[] {
  return file.imports.flatMap(one => (one.file === undefined ? [] : [one.file]));
}

function problemsOf(files: Compilation, file: LinkedFile): CompileProblem[] {
  const { path, parsed } = file.declared;
  return files.problems(path).map(one => compileProblem(parsed.source, one));
}

function compileProblem(source: SourceFile, one: Problem): CompileProblem {
  return {
    path: source.path,
    ...places(source, one.span),
    type: one.id,
    message: one.message,
    ...(one.help === undefined ? {} : { help: one.help }),
    severity: one.severity,
  };
}

function places(source: SourceFile, span: { start: number; end: number }) {
  const start = placeOf(source.lines, span.start);
  const end = placeOf(source.lines, span.end);
  return {
    start_line: start.line + 1,
    start_column: start.column + 1,
    end_line: end.line + 1,
    end_column: end.column + 1,
  };
}

function missingFile(path: string): CompileProblem {
  const place = { start_line: 1, start_column: 1, end_line: 1, end_column: 1 };
  return { path, ...place, type: "file-not-found", message: `there is no file \`${path}\``, severity: "error" };
}
