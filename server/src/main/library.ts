// `protodial/compiler`: the compiler as a library, for Node and for browsers. The typings of this file stand alone.
import { compilation } from "../compiler/compile.ts";
import { compileInTurn } from "../compiler/compileInTurn.ts";
import { joinedEntries, setEntry } from "../compiler/describe/descriptorSet.ts";
import { optionTypesPath } from "../compiler/link/options.ts";
import type { Problem } from "../compiler/report/problem.ts";
import { type FileHeader, fileHeader } from "../compiler/syntax/fileHeader.ts";
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
  const paths = [...new Set(input.files)];
  const texts = textsOf(input);
  const files = compilation(texts.parsed);
  const sourceInfo = input.sourceInfo === false ? "without" : "with";
  const ofFiles = new Map<string, readonly CompileProblem[]>();
  for (const path of paths) ofFiles.set(path, texts.source(path) === undefined ? [missingFile(path)] : []);
  const ofImports: CompileProblem[] = [];
  const entries: Uint8Array[] = [];
  let sound = !paths.some(path => texts.source(path) === undefined);
  const turns = { files, paths, importsOf: texts.imports, sourceOf: texts.source, forgotten: texts.forget };
  for (const { path, file, problems } of compileInTurn(turns)) {
    const found = problems.map(one => compileProblem(file.declared.parsed.source, one));
    sound &&= !found.some(one => one.severity === "error");
    if (ofFiles.has(path)) ofFiles.set(path, found);
    else for (const one of found) if (one.severity === "error") ofImports.push(one);
    const optionTypes = files.file(optionTypesPath);
    if (sound) entries.push(setEntry(file, { sourceInfo, jsonNames: "all", optionTypes }));
  }
  const problems = [...[...ofFiles.values()].flat(), ...ofImports];
  return sound ? { problems, descriptorSet: joinedEntries(entries) } : { problems };
}

/** The texts of import paths: each is read once, and parsed again only after it was forgotten. */
function textsOf(input: CompileInput) {
  const contents = new Map<string, string | Uint8Array | undefined>();
  const trees = new Map<string, ParsedFile>();
  const headers = new Map<string, FileHeader>();
  const source = (path: string): SourceFile | undefined => {
    if (!contents.has(path)) {
      const bundled = Object.hasOwn(bundledFiles, path) ? bundledFiles[path] : undefined;
      contents.set(path, input.read(path) ?? bundled);
    }
    const content = contents.get(path);
    return content === undefined ? undefined : sourceFile(path, content);
  };
  const parsed = (path: string): ParsedFile | undefined => {
    const known = trees.get(path);
    const text = known === undefined ? source(path) : undefined;
    if (text === undefined) return known;
    const made = parseFile(text);
    trees.set(path, made);
    return made;
  };
  const imports = (path: string): readonly string[] | undefined => {
    const known = headers.get(path);
    const text = known === undefined ? source(path) : undefined;
    if (text === undefined) return known?.imports;
    const made = fileHeader(text);
    headers.set(path, made);
    return made.imports;
  };
  return { source, parsed, imports, forget: (path: string) => trees.delete(path) };
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
