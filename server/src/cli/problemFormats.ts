import { protocPlace } from "../compiler/protocPlaces.ts";
import type { Problem, Severity } from "../compiler/report/problem.ts";
import type { ParsedFile } from "../compiler/syntax/parsedFile.ts";
import { placeOf } from "../compiler/text/lineIndex.ts";
import { standalone } from "../compiler/text/standalone.ts";
import { pageFolder, problemPage, problemTitle } from "../features/problemPages.ts";

/** A problem as the command line prints it. Lines and columns are 1-based; columns in UTF-16 units, a tab is one. */
export interface ShownProblem {
  /** Undefined where the problem is that the file is gone. */
  readonly path: string | undefined;
  readonly start_line: number;
  readonly start_column: number;
  readonly end_line: number;
  readonly end_column: number;
  /** The problem's id. */
  readonly type: string;
  readonly message: string;
  readonly severity: Severity;
}

export const problemFormats = ["text", "json", "github", "sarif"] as const;
export type ProblemFormat = (typeof problemFormats)[number];

/**
 * Gives a problem of `parsed` its place; `path` is how the file is shown. Where protoc reports it on another line, that
 * line is given, as logs of builds have it, and the message says where the mistake is.
 */
export function shownProblem(found: Problem, parsed: ParsedFile, path: string): ShownProblem {
  const { lines } = parsed.source;
  const exact = placeOf(lines, found.span.start);
  const atProtoc = placeOf(lines, protocPlace(parsed, found));
  const isElsewhere = atProtoc.line !== exact.line;
  const start = isElsewhere ? atProtoc : exact;
  const end = isElsewhere ? atProtoc : placeOf(lines, found.span.end);
  const where = isElsewhere ? ` (at ${exact.line + 1}:${exact.column + 1})` : "";
  const message = found.message + where;
  return {
    path,
    start_line: start.line + 1,
    start_column: start.column + 1,
    end_line: end.line + 1,
    end_column: end.column + 1,
    type: found.id,
    message: standalone(found.help === undefined ? message : `${message}: ${found.help}`),
    severity: found.severity,
  };
}

/** The problems in one of the formats, ending with a line end where there is anything to say. */
export function printProblems(problems: readonly ShownProblem[], format: ProblemFormat): string {
  switch (format) {
    case "text":
      return problems.map(textLine).join("");
    case "json":
      return problems.map(one => `${JSON.stringify(one)}\n`).join("");
    case "github":
      return problems.map(githubLine).join("");
    case "sarif":
      return `${JSON.stringify(sarif(problems), undefined, 2)}\n`;
  }
}

/** What a run over problems ends with: 1 for an error, or with `strict` for a warning too. */
export function exitCode(problems: readonly Pick<Problem, "severity">[], rule: "errors" | "strict"): 0 | 1 {
  const fails = (severity: Severity) => severity === "error" || (rule === "strict" && severity === "warning");
  return problems.some(one => fails(one.severity)) ? 1 : 0;
}

function textLine(one: ShownProblem): string {
  const line = `${one.path ?? "<input>"}:${one.start_line}:${one.start_column}: ${one.severity}: ${one.message} [${one.type}]`;
  return `${withVisibleControls(line)}\n`;
}

/** Escapes control characters: what comes from a file must not move the terminal's cursor, nor end the line. */
export function withVisibleControls(text: string): string {
  return text.replace(/\p{Cc}/gu, one => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

// https://docs.github.com/actions: workflow commands; `%`, line ends and, in properties, `:` and `,` are escaped.
function githubLine(one: ShownProblem): string {
  const level = one.severity === "info" ? "notice" : one.severity;
  const column = one.end_line === one.start_line ? `,endColumn=${one.end_column}` : "";
  const place = `line=${one.start_line},col=${one.start_column},endLine=${one.end_line}${column}`;
  const where = one.path === undefined ? "" : `file=${property(one.path)},${place},`;
  return `::${level} ${where}title=${property(one.type)}::${data(one.message)}\n`;
}

function data(text: string): string {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

function property(text: string): string {
  return data(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
}

// The pages stand in the repository, under the same path as in the package.
function sarifRule(id: string): object {
  const page = problemPage(id);
  if (page === undefined) return { id };
  return {
    id,
    shortDescription: { text: problemTitle(page) },
    help: { text: page, markdown: page },
    helpUri: `${repository}/blob/main/server/docs/${pageFolder(id)}/${id}.md`,
  };
}

const repository = "https://github.com/protodial/protodial";

function sarif(problems: readonly ShownProblem[]): object {
  const ids = [...new Set(problems.map(one => one.type))].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "protodial",
            informationUri: repository,
            rules: ids.map(sarifRule),
          },
        },
        columnKind: "utf16CodeUnits",
        results: problems.map(one => ({
          ruleId: one.type,
          level: one.severity === "info" ? "note" : one.severity,
          message: { text: one.message },
          ...(one.path === undefined ? {} : { locations: [sarifLocation(one.path, one)] }),
        })),
      },
    ],
  };
}

function sarifLocation(path: string, one: ShownProblem): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: path },
      region: {
        startLine: one.start_line,
        startColumn: one.start_column,
        endLine: one.end_line,
        endColumn: one.end_column,
      },
    },
  };
}
