// Files as an editor holds them, checked with what is known of earlier texts.
import { compilation, type Edits } from "../../server/src/compiler/compile.ts";
import { declare } from "../../server/src/compiler/link/declare.ts";
import { linksOf } from "../../server/src/compiler/link/linkFile.ts";
import type { Problem } from "../../server/src/compiler/report/problem.ts";
import { builtInOptionTypes, bundledText } from "../../server/src/workspace/bundled.ts";
import { EditedText } from "../../server/src/workspace/editedText.ts";
import { FileText } from "../../server/src/workspace/fileText.ts";
import type { TextEdit } from "../../server/src/workspace/textEdits.ts";

/** Open files by path; what was worked out of a text is kept with it. */
export class OpenFiles {
  readonly #wholes = new Map<string, EditedText>();
  readonly #texts = new Map<string, FileText>();

  constructor(files: ReadonlyMap<string, string>) {
    for (const [at, text] of files) {
      const whole = EditedText.of(text);
      this.#wholes.set(at, whole);
      this.#texts.set(at, new FileText(`file:///${at}`, whole));
    }
  }

  text(at: string): string {
    return this.#wholes.get(at)?.text ?? "";
  }

  /** Puts an edit into a file. */
  edit(at: string, change: TextEdit): void {
    const whole = this.#wholes.get(at)?.edited(change);
    const text = whole === undefined ? undefined : this.#texts.get(at)?.changed(whole, [change]);
    if (whole === undefined || text === undefined) throw new Error(`${at} is not open`);
    this.#wholes.set(at, whole);
    this.#texts.set(at, text);
  }

  /** The same texts, of which nothing is known. */
  anew(): OpenFiles {
    return new OpenFiles(new Map([...this.#wholes].map(([at, { text }]) => [at, text])));
  }

  /** The problems of files, which are asked for in this order. */
  problems(order: readonly string[]): ReadonlyMap<string, readonly Problem[]> {
    const edits: Edits = {
      edited: at => this.#texts.get(at)?.edited(at),
      checked: at => this.#texts.get(at)?.markChecked(),
    };
    const parsed = (at: string) => (this.#texts.get(at) ?? bundledText(at))?.parsed(at);
    const compiled = compilation(parsed, {}, builtInOptionTypes, edits);
    return new Map(order.map(at => [at, compiled.problems(at)]));
  }

  /** What a file was linked to last: the same object as long as it need not be linked again. */
  linkedLast(at: string): object | undefined {
    const parsed = this.#texts.get(at)?.parsed(at);
    return parsed === undefined ? undefined : linksOf(declare(parsed))[0];
  }
}

/** The one change that makes `after` of `before`. */
export function changeBetween(before: string, after: string): TextEdit | undefined {
  if (before === after) return undefined;
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let kept = 0;
  const most = Math.min(before.length, after.length) - start;
  while (kept < most && before[before.length - 1 - kept] === after[after.length - 1 - kept]) kept++;
  return { span: { start, end: before.length - kept }, newText: after.slice(start, after.length - kept) };
}

/** A problem with all its places, without the texts that those are in. */
export function shownProblem(problem: Problem) {
  const { related, fixes } = problem;
  return {
    ...problem,
    span: ends(problem.span),
    related: related.map(({ source, span, message }) => [source.path, ends(span), message]),
    fixes: fixes.map(({ title, edits, elsewhere }) => [
      title,
      edits.map(changed),
      elsewhere?.map(one => [one.source.path, one.edits.map(changed)]),
    ]),
  };
}

function changed({ span, newText }: TextEdit) {
  return [ends(span), newText];
}

function ends({ start, end }: TextEdit["span"]) {
  return [start, end];
}
