// What holds for any text: spans nest, and problems lie inside of the text in its order.
import { type Compilation, compilation } from "../../server/src/compiler/compile.ts";
import type { LinkedFile } from "../../server/src/compiler/link/linkedFile.ts";
import type { Problem } from "../../server/src/compiler/report/problem.ts";
import type { ParsedFile } from "../../server/src/compiler/syntax/parsedFile.ts";
import { parseFile } from "../../server/src/compiler/syntax/parseFile.ts";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import { bundledFiles } from "../../server/src/workspace/bundledFiles.generated.ts";

export interface Compiled {
  readonly file: LinkedFile;
  readonly problems: readonly Problem[];
  readonly files: Compilation;
}

/** Parses, links and checks `text` as `path`, with what `load` gives and the bundled files; throws where an invariant fails. */
export function compiledSoundly(path: string, text: string, load?: (path: string) => ParsedFile | undefined): Compiled {
  const parsed = parsedSoundly(path, text);
  const files = compilation(at => (at === path ? parsed : (load?.(at) ?? bundled(at))));
  const file = files.file(path);
  if (file === undefined) throw new Error(`${path} is not linked`);
  const problems = files.problems(path);
  checkProblems(problems, text);
  return { file, problems, files };
}

export function parsedSoundly(path: string, text: string): ParsedFile {
  const parsed = parseFile(sourceFile(path, text));
  checkNode(parsed.tree, 0, text.length, text);
  checkProblems(parsed.problems, text);
  return parsed;
}

const bundledTrees = new Map<string, ParsedFile>();

function bundled(path: string): ParsedFile | undefined {
  const text = bundledFiles[path];
  const known = bundledTrees.get(path);
  if (known !== undefined || text === undefined) return known;
  const parsed = parseFile(sourceFile(path, text));
  bundledTrees.set(path, parsed);
  return parsed;
}

function checkProblems(problems: readonly Problem[], text: string): void {
  let last = 0;
  for (const { span, id, related, fixes } of problems) {
    const isOutside = span.start < 0 || span.end > text.length || span.start > span.end;
    if (isOutside || span.start < last) throw new Error(`${id} is out of place in ${shown(text)}`);
    last = span.start;
    for (const { source, span: other } of related) {
      if (other.start < 0 || other.end > source.text.length || other.start > other.end) {
        throw new Error(`a place related to ${id} is outside of the text of ${shown(text)}`);
      }
    }
    for (const { edits } of fixes) {
      if (edits.some(edit => edit.span.start < 0 || edit.span.end > text.length || edit.span.start > edit.span.end)) {
        throw new Error(`a fix of ${id} is outside of the text of ${shown(text)}`);
      }
    }
  }
}

function checkNode(node: object, start: number, end: number, text: string): void {
  const own = node as { start: number; end: number; kind: string };
  if (own.start < start || own.end > end || own.start > own.end) {
    throw new Error(`${own.kind} [${own.start}, ${own.end}) is not within [${start}, ${end}) of ${shown(text)}`);
  }
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === "object" && child !== null && "start" in child) checkNode(child, own.start, own.end, text);
    }
  }
}

function shown(text: string): string {
  return JSON.stringify(text.length < 20_000 ? text : `${text.slice(0, 2000)}…`);
}
