import type { SourceFile } from "../text/sourceFile.ts";
import type { Span } from "../text/span.ts";

export type Severity = "error" | "warning" | "info";

/** Something to tell the author of a file, at the smallest span that shows it. */
export interface Problem {
  /** Stable kebab-case id, the name of its page under `server/docs/problems/` where it has one. */
  readonly id: string;
  readonly severity: Severity;
  /** What is wrong: lower case, no full stop, names in backticks. */
  readonly message: string;
  readonly span: Span;
  /** Where protoc reports it (an offset), where the parser knows that this is not where `span` begins: see protocPlaces.ts. */
  readonly protocAt?: number;
  /** What to do about it. */
  readonly help?: string;
  readonly related: readonly RelatedPlace[];
  readonly fixes: readonly Fix[];
  /** `unnecessary`: the span can be removed (shown faded). */
  readonly tag?: "unnecessary" | "deprecated";
}

/** Another place that explains a problem, possibly in another file. */
export interface RelatedPlace {
  readonly source: SourceFile;
  readonly span: Span;
  readonly message: string;
}

/** A change that mends a problem. */
export interface Fix {
  readonly title: string;
  /** Of the problem's own file. Do not overlap; spans are of the text the problem was found in. */
  readonly edits: readonly TextChange[];
  /** Of other files, where those are what is to be changed. */
  readonly elsewhere?: readonly { readonly source: SourceFile; readonly edits: readonly TextChange[] }[];
  /** The one that is right in nearly all cases. */
  readonly preferred?: true;
}

export interface TextChange {
  readonly span: Span;
  readonly newText: string;
}

/** What a problem may bear beside its id, message and span. */
export interface ProblemExtras {
  readonly severity?: Severity;
  readonly help?: string | undefined;
  readonly related?: readonly RelatedPlace[];
  readonly fixes?: readonly Fix[];
  readonly tag?: "unnecessary" | "deprecated";
}

/** Makes a problem; an error unless `extras` says otherwise. */
export function problem(id: string, span: Span, message: string, extras: ProblemExtras = {}): Problem {
  return {
    id,
    severity: extras.severity ?? "error",
    message,
    span: { start: span.start, end: span.end },
    ...(extras.help === undefined ? {} : { help: extras.help }),
    ...(extras.tag === undefined ? {} : { tag: extras.tag }),
    related: extras.related ?? [],
    fixes: extras.fixes ?? [],
  };
}

/** Whether any of `problems` makes its file invalid. */
export function hasError(problems: readonly Problem[]): boolean {
  return problems.some(one => one.severity === "error");
}
