// Fixtures with problems: text in, text out. The problems of each file are written under their lines, as
//   int32 b = 1;
//   //        ^ error[duplicate-field-number]: field number 1 is already used by `a`
import { type Compilation, compilation } from "../../server/src/compiler/compile.ts";
import type { Hints } from "../../server/src/compiler/link/hints.ts";
import type { LinkedFile } from "../../server/src/compiler/link/linkedFile.ts";
import { optionTypesPath } from "../../server/src/compiler/link/options.ts";
import { inProtocOrder, protocPlace } from "../../server/src/compiler/protocPlaces.ts";
import type { Fix, Problem } from "../../server/src/compiler/report/problem.ts";
import type { ParsedFile } from "../../server/src/compiler/syntax/parsedFile.ts";
import { parseFile } from "../../server/src/compiler/syntax/parseFile.ts";
import { placeOf } from "../../server/src/compiler/text/lineIndex.ts";
import { type SourceFile, sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import { bundledFiles } from "../../server/src/workspace/bundledFiles.generated.ts";

/** Path → text of `//- path` sections; a text without any is `a.proto`. */
export function filesOf(text: string): ReadonlyMap<string, string> {
  const parts = text.split(/^\/\/- (.+)\n/m);
  if (parts.length === 1) return new Map([["a.proto", text]]);
  const files = new Map<string, string>();
  for (let at = 1; at < parts.length; at += 2) files.set(parts[at] ?? "", parts[at + 1] ?? "");
  return files;
}

/** Compiles texts by import path; the well-known files stand behind them. */
export function compileTexts(files: ReadonlyMap<string, string>, hints: Hints = {}): Compilation {
  const parsed = new Map<string, ParsedFile>();
  for (const [path, text] of files) parsed.set(path, parseFile(sourceFile(path, text)));
  return compilation(
    path => parsed.get(path) ?? bundledFile(path),
    hints,
    () => bundledFile(optionTypesPath),
  );
}

// Parsed once: as the same object it is linked once as well.
function bundledFile(path: string): ParsedFile | undefined {
  const text = bundledFiles[path];
  if (text !== undefined && !bundled.has(path)) bundled.set(path, parseFile(sourceFile(path, text)));
  return bundled.get(path);
}

const bundled = new Map<string, ParsedFile>();

/** The fixture with the problems that its files have now, in place of those that were written into it. */
export function withProblems(fixture: string): string {
  const files = new Map([...filesOf(fixture)].map(([path, text]) => [path, withoutExpectations(text)]));
  const compiled = compileTexts(files);
  const annotated = [...files].map(([path, text]) => [path, annotate(text, compiled.problems(path))] as const);
  if (files.size === 1 && !fixture.startsWith("//- ")) return annotated[0]?.[1] ?? "";
  return annotated.map(([path, text]) => `//- ${path}\n${text}`).join("");
}

/** The text of the fixture's first file after the fix with this title was applied. */
export function fixedBy(title: string, fixture: string, hints: Hints = {}): string {
  const files = filesOf(fixture);
  const compiled = compileTexts(files, hints);
  for (const [path, text] of files) {
    for (const problem of compiled.problems(path)) {
      const fix = problem.fixes.find(one => one.title === title);
      if (fix !== undefined) return applied(text, fix);
    }
  }
  const titles = [...files.keys()].flatMap(path => compiled.problems(path).flatMap(one => one.fixes));
  throw new Error(`no fix \`${title}\` among ${titles.map(one => one.title).join(", ")}`);
}

/** All files, after a fix of a problem of `path`. */
export function filesAfter(files: ReadonlyMap<string, string>, path: string, fix: Fix): ReadonlyMap<string, string> {
  const after = new Map(files).set(path, applied(files.get(path) ?? "", fix));
  for (const { source, edits } of fix.elsewhere ?? []) {
    after.set(source.path, applied(files.get(source.path) ?? "", { edits }));
  }
  return after;
}

function applied(text: string, fix: Pick<Fix, "edits">): string {
  let result = text;
  const edits = [...fix.edits].sort((one, other) => other.span.start - one.span.start);
  for (const { span, newText } of edits) result = result.slice(0, span.start) + newText + result.slice(span.end);
  return result;
}

/** The place that the command line gives each problem of a file, in its order: that of protoc, and `error` or so. */
export function shownPlaces({ declared }: LinkedFile, problems: readonly Problem[]): string[] {
  const { parsed } = declared;
  return inProtocOrder(parsed, problems).map(
    one => `${placeText(parsed.source, protocPlace(parsed, one))}: ${one.severity}`,
  );
}

/** All that a problem says, in lines. */
export function describeProblem(source: SourceFile, problem: Problem): string {
  const lines = [`${placeText(source, problem.span.start)}: ${problem.severity}[${problem.id}]: ${problem.message}`];
  if (problem.help !== undefined) lines.push(`  help: ${problem.help}`);
  for (const one of problem.related) lines.push(`  ${placeText(one.source, one.span.start)}: ${one.message}`);
  for (const fix of problem.fixes) lines.push(`  fix: ${fix.title}`);
  return lines.join("\n");
}

function placeText(source: SourceFile, offset: number): string {
  const { line, column } = placeOf(source.lines, offset);
  return `${source.path}:${line + 1}:${column + 1}`;
}

const expectation = /^\s*\/\/(?: *\^+| <) (?:error|warning|info)\[.*\n/gm;

function withoutExpectations(text: string): string {
  return text.replace(expectation, "");
}

// A span in the first two columns has no room for `//` before it and is marked `<`.
function annotate(text: string, problems: readonly Problem[]): string {
  const lines = text.split("\n");
  const under = new Map<number, string[]>();
  const { lines: index } = sourceFile("a.proto", text);
  for (const { span, severity, id, message } of problems) {
    const { line, column } = placeOf(index, span.start);
    const room = (lines[line]?.length ?? 0) - column;
    const carets = "^".repeat(Math.max(1, Math.min(span.end - span.start, room)));
    const mark = column < 2 ? "// <" : `//${" ".repeat(column - 2)}${carets}`;
    under.set(line, [...(under.get(line) ?? []), `${mark} ${severity}[${id}]: ${message}`]);
  }
  return lines.flatMap((line, at) => [line, ...(under.get(at) ?? [])]).join("\n");
}
