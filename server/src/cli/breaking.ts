import { type AllowanceProblem, withoutAllowed } from "../breaking/allowances.ts";
import { bufRange } from "../breaking/bufColumns.ts";
import { compare, type Finding } from "../breaking/compare.ts";
import { hintsOf, noHints } from "../breaking/hintedFindings.ts";
import { isIgnored } from "../breaking/ignored.ts";
import { bufPlace, type FilePlace } from "../breaking/places.ts";
import { categories } from "../breaking/rule.ts";
import { inProtocOrder } from "../compiler/protocPlaces.ts";
import { type Against, readAgainst } from "../node/against.ts";
import { oneOf, parseArguments } from "./arguments.ts";
import { askedFiles, fileOptions, fileOptionsUsage } from "./askedFiles.ts";
import type { CommandIo } from "./commandIo.ts";
import { describedVersions } from "./describedVersions.ts";
import { imageInputVersions, imageRules, namedImage } from "./imageInput.ts";
import { imageFiles } from "./imageSide.ts";
import type { ComparedFile, Imports } from "./importedFiles.ts";
import { moduleRules } from "./moduleRules.ts";
import { type Asked, pastTree, refuseTwoMeanings } from "./pastSide.ts";
import {
  type ProblemFormat,
  printProblems,
  problemFormats,
  type ShownProblem,
  shownProblem,
} from "./problemFormats.ts";
import { type ProtoTree, protoTree } from "./protoTree.ts";
import { type ComparedVersions, versionsOf } from "./versions.ts";

export const breakingUsage = `protodial breaking [path…|image] [--against X] [--category FILE|PACKAGE|WIRE_JSON|WIRE|CSR] [--hints] [-I ROOT…] [--format text|json|github|sarif]

Prints what breaks others between an earlier version of files, or of all files in folders (default: the current one), and
what they are now: as buf has it, by its rules and at its places.

  --against X             the earlier version (default: where the work on HEAD began, the merge base with the default branch)
                            a revision of git:     main, HEAD~1, v1.2.0
                            a folder:              ../released
                            an image, an archive:  released.binpb, .json, .tar.gz, .zip, each also .gz; - for stdin
                            a lock of protolock:   proto.lock
                            a running server:      grpc://localhost:50051, grpcs://… (it tells its schema by reflection)
                            buf's own syntax:      .git#branch=main,subdir=proto
  --category CATEGORY     FILE (default), PACKAGE, WIRE_JSON, WIRE or CSR, instead of what \`buf.yaml\` says
  --hints                 also say what became of a thing, what others see and what to do, and print as warnings, which do
                          not count, what no rule of buf looks at: \`extension-renumbered\`, \`http-binding\`,
                          \`packed-list\`, with WIRE \`rpc-deleted\` and \`service-deleted\`
  --exclude-imports       compare only the files themselves, not what they import
${fileOptionsUsage}
  --format FORMAT         text (default), json (one object a line), github or sarif`;

/** `protodial breaking`: prints breaking changes to stdout; 1 when there are any. */
export async function breakingCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArguments(args, {
    ...fileOptions,
    against: { type: "string" },
    category: { type: "string" },
    "exclude-imports": { type: "boolean" },
    hints: { type: "boolean" },
    format: { type: "string", default: "text" },
  });
  const format = oneOf("--format", values.format, problemFormats);
  const category = values.category === undefined ? undefined : oneOf("--category", values.category, categories);
  const files = askedFiles(positionals, values);
  if (values.against !== undefined) await refuseTwoMeanings(io.cwd, values.against);
  const against = values.against === undefined ? undefined : readAgainst(io.cwd, values.against);
  const imports = values["exclude-imports"] === true ? "left out" : "compared";
  const image = namedImage(io.cwd, positionals);
  if (image !== undefined) {
    const { versions, words } = await imageInputVersions({ cwd: io.cwd, image, against, imports });
    const { rules, ignored } = await imageRules(io.cwd, category);
    const counting = compare(versions, rules).filter(one => !isIgnored(one, ignored));
    const rows = counting.map(one => shownFinding(undefined, one));
    return told(rows, io, { format, words, count: `${counted(versions.after.files.size, "file")} of the image` });
  }
  const tree = await protoTree(io.cwd, files);
  const { modules, words } = await comparedVersions({ cwd: io.cwd, files }, tree, { against, imports });
  const changed = modules.flatMap(one => one.compiled.after);
  const errors = errorsIn(tree, changed);
  if (errors.length > 0) {
    io.stdout(printProblems(errors, format));
    io.stderr("the files have errors, so what they break cannot be told\n");
    return 1;
  }
  // What tells only a part of it is not right as a whole.
  const [mistake] = against?.kind === "lock" ? [] : modules.flatMap(one => errorsIn(tree, one.compiled.before));
  if (mistake !== undefined)
    io.stderr(
      `${words} has errors, so not all may be told that breaks: ${mistake.path}:${mistake.start_line}: ${mistake.message}\n`,
    );
  const found: ShownProblem[] = [];
  for (const { versions, example, isTold } of modules) {
    const { rules, ignored: ignoredPaths } = await moduleRules(example, category);
    const ignored = { ...ignoredPaths, isTold };
    const counting = compare(versions, rules).filter(one => !isIgnored(one, ignored));
    const { findings, problems } = withoutAllowed(counting, versions, { rules });
    const hints = values.hints === true ? hintsOf(versions, { rules, ignored }) : noHints;
    found.push(
      ...findings.map(one => shownFinding(tree, one, hints.wordsOf(one))),
      ...hints.more.map(one => shownAt(tree, one.place, one.ruleId, one.words, "warning")),
      ...problems.map(one => shownComment(tree, one)),
    );
  }
  return told(once(found), io, { format, words, count: `${counted(changed.length, "file")} that changed` });
}

function told(
  rows: readonly ShownProblem[],
  io: CommandIo,
  { format, words, count }: { readonly format: ProblemFormat; readonly words: string; readonly count: string },
): number {
  io.stdout(printProblems(rows, format));
  const errors = rows.filter(one => one.severity === "error").length;
  io.stderr(`compared with ${words}: ${counted(errors, "breaking change")} in ${count}\n`);
  return errors > 0 ? 1 : 0;
}

async function comparedVersions(
  asked: Asked,
  tree: ProtoTree,
  { against, imports }: { readonly against: Against | undefined; readonly imports: Imports },
): Promise<{ readonly modules: readonly ComparedVersions[]; readonly words: string }> {
  if (against?.kind === "server") {
    // The gRPC library takes a while to load.
    const { serverFiles } = await import("./serverSide.ts");
    const files = await serverFiles(against.address);
    return { modules: [describedVersions({ files, kind: "server", imports }, tree)], words: against.address };
  }
  if (against?.kind === "image") {
    const files = await imageFiles(against, { imports });
    return {
      modules: [describedVersions({ files, kind: "image", imports }, tree)],
      words: against.file ?? "standard input",
    };
  }
  const before = await pastTree(asked, against);
  const words = before.tree.targets.length > 0 ? before.words : `${before.words}, which had none of these files`;
  return { modules: versionsOf({ before, after: { tree, base: before.presentBase }, imports }), words };
}

// What two modules import is compared for each of them.
function once(found: readonly ShownProblem[]): readonly ShownProblem[] {
  const rows = [...new Map(found.map(one => [JSON.stringify(one), one])).values()];
  return rows.sort((one, other) => inTextOrder(one.path ?? "", other.path ?? ""));
}

function inTextOrder(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function errorsIn(tree: ProtoTree, files: readonly ComparedFile[]): readonly ShownProblem[] {
  return files.flatMap(({ compilation, path }) => {
    const parsed = compilation.file(path)?.declared.parsed;
    if (parsed === undefined) return [];
    const errors = compilation.problems(path).filter(one => one.severity === "error");
    return inProtocOrder(parsed, errors).map(one => shownProblem(one, parsed, tree.shown(parsed.source)));
  });
}

// Without a tree, files are told by their names.
function shownFinding(tree: ProtoTree | undefined, { at, rule, message }: Finding, words = message): ShownProblem {
  return shownAt(tree, bufPlace(at), rule.id, words, "error");
}

function shownAt(
  tree: ProtoTree | undefined,
  place: FilePlace | undefined,
  type: string,
  message: string,
  severity: "error" | "warning",
): ShownProblem {
  const source = place?.file.linked?.declared.parsed.source;
  const range = source === undefined || place === undefined ? place?.range : bufRange(source, place.span);
  return {
    path: source === undefined ? place?.file.path : (tree?.shown(source) ?? source.path),
    start_line: range?.startLine ?? 1,
    start_column: range?.startColumn ?? 1,
    end_line: range?.endLine ?? 1,
    end_column: range?.endColumn ?? 1,
    type,
    message,
    severity,
  };
}

function shownComment(tree: ProtoTree, place: AllowanceProblem): ShownProblem {
  return shownAt(tree, place, "needless-allow", `${place.message}: ${place.help}`, "warning");
}
