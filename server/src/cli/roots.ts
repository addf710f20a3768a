import type { ImportRoot } from "../workspace/importRoot.ts";
import { foundReason, quoted, rootReason } from "../workspace/rootWords.ts";
import { bundledPath } from "../workspace/uri.ts";
import { oneOf, parseArguments } from "./arguments.ts";
import { askedFiles, fileOptions, fileOptionsUsage } from "./askedFiles.ts";
import type { CommandIo } from "./commandIo.ts";
import { namedFiles, shownBelow, shownFile } from "./namedFiles.ts";
import { withVisibleControls } from "./problemFormats.ts";
import {
  destinations,
  type FileReport,
  fileReport,
  type ImportReport,
  lostImports,
  type RootReport,
  rootReports,
} from "./rootReport.ts";

export const rootsUsage = `protodial roots [path…] [-I ROOT…] [--format text|json]

Tells where imports are looked for. Of a folder (default: the current one): its import roots, what makes each of them
one, how many files are below it and where their imports lead. Of a file: the path by which others import it, and of
each of its imports the file that it leads to and why, or where it was looked for. 1 when an import leads nowhere.

${fileOptionsUsage}
  --format FORMAT         text (default) or json (one object a line)`;

/** `protodial roots`: prints import roots and where imports lead to stdout; 1 when one leads nowhere. */
export async function rootsCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArguments(args, {
    ...fileOptions,
    format: { type: "string", default: "text" },
  });
  const format = oneOf("--format", values.format, ["text", "json"]);
  const files = await namedFiles(io.cwd, askedFiles(positionals, values));
  const shown = shownBelow(io.cwd);
  const single = [...files.places].filter(([uri]) => files.namedAlone.has(uri));
  const singles = single.map(([uri, place]) => fileReport(files, uri, place));
  const others = [...files.places.keys()].filter(uri => !files.namedAlone.has(uri));
  const roots = others.length === 0 ? [] : rootReports(files, others);
  const print = format === "json" ? jsonReport(shown) : textReport(shown);
  for (const one of roots) io.stdout(print.root(one));
  for (const one of singles) io.stdout(print.file(one));
  for (const one of files.unreadable) io.stderr(`${shownFile(io.cwd, one)} may not be read\n`);
  const reports = [...roots.flatMap(one => one.files), ...singles];
  return reports.some(one => one.imports.some(({ found }) => found.length === 0)) ? 1 : 0;
}

type Shown = (uri: string) => string;

interface Report {
  readonly root: (report: RootReport) => string;
  readonly file: (report: FileReport) => string;
}

function textReport(shown: Shown): Report {
  const rootLine = ({ uri, reason }: ImportRoot) => `${quoted(shown(uri))}: ${rootReason(reason)}`;
  return {
    root: report => {
      const { root, files } = report;
      const count = files.reduce((sum, one) => sum + one.imports.length, 0);
      const parts = destinations(report).map(one => `${one.count} to ${destination(one.root, shown)}`);
      const lost = lostImports(report);
      if (lost.length > 0) parts.push(`${lost.length} nowhere`);
      const leads = parts.length === 0 ? "" : `: ${parts.join(", ")}`;
      return lines([
        rootLine(root),
        `  ${counted(files.length, "file")}, ${counted(count, "import")}${leads}`,
        ...lost.map(({ uri, path }) => `  ${shown(uri)}: ${quoted(path)} was not found`),
      ]);
    },
    file: ({ uri, path, root, imports }) =>
      lines([
        shown(uri),
        `  imported as ${quoted(path)}, below ${rootLine(root)}`,
        ...imports.flatMap(one => importLines(one, shown)),
      ]),
  };
}

function importLines({ path, found: [first, ...hidden], tried }: ImportReport, shown: Shown): readonly string[] {
  if (first === undefined) {
    return [`  imports ${quoted(path)}: not found, looked in ${tried.map(one => quoted(shown(one.uri))).join(", ")}`];
  }
  const where = bundledPath(first.uri) === undefined ? `${quoted(shown(first.uri))}, ` : "";
  return [
    `  imports ${quoted(path)}: ${where}${foundReason(first, shown)}`,
    ...hidden.map(
      one =>
        `    ${first.root.reason.kind === "elsewhere" ? "may mean" : "hides"} ${quoted(shown(one.uri))}, ${foundReason(one, shown)}`,
    ),
  ];
}

function destination({ uri, reason }: ImportRoot, shown: Shown): string {
  return reason.kind === "bundled" ? "bundled files" : quoted(shown(uri));
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function lines(texts: readonly string[]): string {
  return texts.map(one => `${withVisibleControls(one)}\n`).join("");
}

function jsonReport(shown: Shown): Report {
  const rootOf = ({ uri, reason }: ImportRoot) => ({
    ...(reason.kind === "bundled" ? {} : { root: shown(uri) }),
    reason: reason.kind,
    why: rootReason(reason),
  });
  const importOf = ({ path, found: [first, ...hidden], tried }: ImportReport) => ({
    import: path,
    ...(first === undefined
      ? { looked_in: tried.map(one => shown(one.uri)) }
      : { path: shown(first.uri), ...rootOf(first.root), why: foundReason(first, shown) }),
    ...(hidden.length === 0 ? {} : { hides: hidden.map(one => ({ path: shown(one.uri), ...rootOf(one.root) })) }),
  });
  const fileOf = ({ uri, path, root, imports }: FileReport) => ({
    path: shown(uri),
    import_path: path,
    ...rootOf(root),
    imports: imports.map(importOf),
  });
  return {
    root: report => {
      const imports = destinations(report).map(one => ({ ...rootOf(one.root), count: one.count }));
      const lost = lostImports(report).map(({ uri, path }) => ({ path: shown(uri), import: path }));
      return `${JSON.stringify({ ...rootOf(report.root), files: report.files.length, imports, not_found: lost })}\n`;
    },
    file: report => `${JSON.stringify(fileOf(report))}\n`,
  };
}
