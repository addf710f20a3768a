// `protodial/compiler`: the compiler as a library, for Node and for browsers. The typings of this file stand alone.
import { compilation } from "../compiler/compile.ts";
import { compileInTurn } from "../compiler/compileInTurn.ts";
import { joinedEntries, setEntry } from "../compiler/describe/descriptorSet.ts";
import type { Problem } from "../compiler/report/problem.ts";
import { placeOf } from "../compiler/text/lineIndex.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import type { Span } from "../compiler/text/span.ts";
import { type KeptTrees, libraryTexts } from "./libraryTexts.ts";

export interface CompileInput {
  /** Import paths of the files to compile. */
  readonly files: readonly string[];
  /**
   * Gives the text or bytes of an import path, undefined where there is no such file; a bundled file stands in then: the
   * well-known types, the common protos of googleapis, those of grpc, and both validators. Asked once for each path, and
   * never for one that an import may not have (`""`, `../a.proto`, `/a.proto`). What it throws comes out of `compile`.
   */
  readonly read: (path: string) => string | Uint8Array | undefined;
  /** Whether the set holds comments and positions; `true` unless told. */
  readonly sourceInfo?: boolean | undefined;
}

export interface CompileResult {
  /** Of the files, and the errors of what they import; file by file, in the order of the text. */
  readonly problems: readonly CompileProblem[];
  /** Serialised `google.protobuf.FileDescriptorSet` with imports, dependencies first; there whenever there is no error. */
  readonly descriptorSet?: Uint8Array;
}

/** Lines and columns are 1-based; columns in UTF-16 units, a tab is one. The end is just behind the last character. */
export interface CompilePlace {
  readonly path: string;
  readonly start_line: number;
  readonly start_column: number;
  readonly end_line: number;
  readonly end_column: number;
}

/** Plain data, fit for JSON. */
export interface CompileProblem extends CompilePlace {
  /** Stable id, for example `duplicate-field-number`. */
  readonly type: string;
  /** What is wrong. */
  readonly message: string;
  /** What to do about it. */
  readonly help?: string;
  readonly severity: "error" | "warning" | "info";
  /** Places that explain it, such as the first use of a name. */
  readonly related?: readonly (CompilePlace & { readonly message: string })[];
  /** Ways to mend it, each with the texts to put in place of others. */
  readonly fixes?: readonly CompileFix[];
}

export interface CompileFix {
  readonly title: string;
  readonly edits: readonly (CompilePlace & { readonly new_text: string })[];
}

/** Compiles again and again what changes little: of a file whose text is the same nothing is done twice. */
export interface Compiler {
  readonly compile: (input: CompileInput) => CompileResult;
}

/** A compiler that keeps the files of its last call. */
export function createCompiler(): Compiler {
  let kept: KeptTrees = new Map();
  return {
    compile: input => {
      const texts = libraryTexts(input, kept);
      const result = compileTexts(input, { ...texts, forget: undefined });
      kept = texts.trees;
      return result;
    },
  };
}

/** Compiles files. Never throws for what stands in them: a missing file is a problem too. */
export function compile(input: CompileInput): CompileResult {
  return compileTexts(input, libraryTexts(input));
}

function compileTexts(input: CompileInput, texts: Texts): CompileResult {
  const paths = [...new Set(input.files)];
  const files = compilation(texts.parsed, {}, texts.builtIn);
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
    const optionTypes = files.optionTypes();
    if (sound) entries.push(setEntry(file, { sourceInfo, jsonNames: "all", optionTypes }));
  }
  const problems = [...[...ofFiles.values()].flat(), ...ofImports];
  return sound ? { problems, descriptorSet: joinedEntries(entries) } : { problems };
}

type Texts = Omit<ReturnType<typeof libraryTexts>, "forget"> & {
  readonly forget: ((path: string) => void) | undefined;
};

function compileProblem(source: SourceFile, one: Problem): CompileProblem {
  const related = one.related.map(({ source: other, span, message }) => ({ ...placeIn(other, span), message }));
  const fixes = one.fixes.map(({ title, edits, elsewhere = [] }) => ({
    title,
    edits: [{ source, edits }, ...elsewhere].flatMap(other =>
      other.edits.map(({ span, newText }) => ({ ...placeIn(other.source, span), new_text: newText })),
    ),
  }));
  return {
    ...placeIn(source, one.span),
    type: one.id,
    message: one.message,
    ...(one.help === undefined ? {} : { help: one.help }),
    severity: one.severity,
    ...(related.length === 0 ? {} : { related }),
    ...(fixes.length === 0 ? {} : { fixes }),
  };
}

function placeIn(source: SourceFile, span: Span): CompilePlace {
  const start = placeOf(source.lines, span.start);
  const end = placeOf(source.lines, span.end);
  return {
    path: source.path,
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
