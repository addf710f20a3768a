import { preferred, removal, replaceFix } from "../report/fix.ts";
import { listed } from "../report/nouns.ts";
import { type Fix, type Problem, problem } from "../report/problem.ts";
import type { StringValue } from "../syntax/nodes.ts";
import type { SourceFile } from "../text/sourceFile.ts";
import type { DeclaredFile } from "./declarations.ts";
import type { LinkedImport } from "./linkedFile.ts";

/** An import path behind which no file was found. */
export function importNotFound(path: StringValue): Problem {
  if (path.text === "") {
    return problem("import-not-found", path, "the import path is empty", {
      help: 'name a file below an import root, as in `import "google/protobuf/timestamp.proto";`',
    });
  }
  const fault = faultOfImportPath(path.text);
  if (fault !== undefined) {
    return problem("import-not-found", path, `the import path \`${path.text}\` ${fault}`, {
      help: "an import path is relative to an import root, not to the file, and its parts are joined by single slashes",
    });
  }
  return problem("import-not-found", path, `cannot find the imported file \`${path.text}\``, {
    help: "import paths are relative to an import root, not to the file",
  });
}

/** How a file that was not found was looked for, and what may have been meant. Folders and files are as users see them. */
export interface SoughtImport {
  /** The import roots that were tried, in order. */
  readonly roots: readonly string[];
  /** Files that may have been meant, likeliest first. */
  readonly meant: readonly MeantFile[];
  /** The tool that may have what is imported in no folder. */
  readonly hiding?: "Bazel" | "Yarn";
}

/** A file that may have been meant by an import. */
export type MeantFile =
  /** It is imported by `path`. */
  | { readonly kind: "importable"; readonly file: string; readonly path: string }
  /** It is where the import has it, but `by`, a file of buf, leaves it out. */
  | { readonly kind: "leftOut"; readonly file: string; readonly by: string }
  /** It cannot be imported; with `root` as an import root it would be the one that was meant. */
  | { readonly kind: "belowNoRoot"; readonly file: string; readonly root: string | undefined };

/** `found`, an import of `file` that was not found, with what the search has shown. */
export function withSought(file: DeclaredFile, path: StringValue, found: Problem, sought: SoughtImport): Problem {
  const isFaulty = faultOfImportPath(path.text) !== undefined;
  const meant = sought.meant.filter(one => one.kind !== "importable" || one.path !== file.path);
  const [likeliest] = meant;
  const advice = isFaulty
    ? found.help
    : "name the folder that it is relative to in `protodial.importRoots` or with `-I`";
  const paths = meant.flatMap(one => (one.kind === "importable" ? [one.path] : []));
  const fixes = paths.slice(0, mostFixes).map(one => importInstead(file, path, one));
  const [first] = fixes;
  const isSure = first !== undefined && paths.length === 1;
  const what = likeliest === undefined ? advice : adviceFor(path, likeliest);
  const mayBeHidden = !isFaulty && (likeliest === undefined || likeliest.kind === "importable");
  const help = mayBeHidden ? withTool(what, sought.hiding) : what;
  return {
    ...found,
    message: isFaulty || sought.roots.length === 0 ? found.message : `${found.message} in ${listedRoots(sought.roots)}`,
    ...(help === undefined ? {} : { help }),
    fixes: [...(isSure ? [preferred(first)] : fixes), ...found.fixes],
  };
}

const mostFixes = 3;
const mostRoots = 3;

const hiddenBy = {
  Bazel: "a prefix that Bazel adds with `import_prefix` is in no folder",
  Yarn: "a package that Yarn keeps in an archive can be imported from after `yarn unplug`",
} as const;

function withTool(advice: string | undefined, tool: SoughtImport["hiding"]): string | undefined {
  if (advice === undefined || tool === undefined) return advice;
  return `${advice}${advice.endsWith("?") ? "" : ";"} ${hiddenBy[tool]}`;
}

function adviceFor(path: StringValue, meant: MeantFile): string {
  if (meant.kind === "leftOut") return `\`${meant.file}\` is left out of its module by \`${meant.by}\``;
  if (meant.kind === "belowNoRoot") {
    const { file, root } = meant;
    return root === undefined
      ? `found at \`${file}\`, which is below none of the import roots`
      : `found at \`${file}\`: make \`${root}\` an import root, in \`protodial.importRoots\` or with \`-I\``;
  }
  const isElsewhere = meant.file !== meant.path && baseOf(meant.path) === baseOf(path.text);
  return isElsewhere ? `found at \`${meant.file}\`: import it as \`${meant.path}\`` : `did you mean \`${meant.path}\`?`;
}

function listedRoots(roots: readonly string[]): string {
  const more = roots.length - mostRoots;
  if (more <= 1) return listed(roots, "and");
  const some = roots.slice(0, mostRoots).map(root => `\`${root}\``);
  return `${some.join(", ")} and ${more} more import roots`;
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function importInstead(file: DeclaredFile, path: StringValue, instead: string): Fix {
  const twin = file.imports.some(one => one.path?.text === instead);
  const statement = file.imports.find(one => one.path === path);
  return twin && statement !== undefined
    ? { title: "Remove this import", edits: [removal(file.parsed.source.text, statement)] }
    : replaceFix(`Change to \`${instead}\``, path, JSON.stringify(instead));
}

/** A file that an import finds; `file` is how users see it. */
export interface PlacedSource {
  readonly file: string;
  readonly source: SourceFile;
}

/** The files that an import path stands for, the one it leads to first: of the first root, or the nearest below none. */
export interface RivalFiles {
  readonly choice: "firstRoot" | "nearest";
  readonly files: readonly PlacedSource[];
}

/** An import path that stands for several files that differ. */
export function ambiguousImport(path: StringValue, { choice, files: [first, ...hidden] }: RivalFiles): Problem {
  const start = { start: 0, end: 0 };
  const names = hidden.map(one => one.file);
  const [message, help] =
    choice === "firstRoot"
      ? [
          `\`${path.text}\` is in several import roots, and the files differ`,
          `the import leads to \`${first?.file}\` and hides ${listed(names, "and")}; keep one of them, or one of the roots`,
        ]
      : [
          `\`${path.text}\` is in no import root, and several files that end in it differ`,
          `the import leads to \`${first?.file}\`, not to ${listed(names, "or")}; make the folder of the right one an import root, in \`protodial.importRoots\` or with \`-I\``,
        ];
  return problem("ambiguous-import", path, message, {
    severity: "info",
    help,
    related: [
      ...(first === undefined ? [] : [{ source: first.source, span: start, message: "the import leads here" }]),
      ...hidden.map(({ source }) => ({ source, span: start, message: "this file is hidden" })),
    ],
  });
}

/** An import path that a disk finds which does not tell capital from small letters; it spells the file `spelled`. */
export function importInOtherCase(path: StringValue, spelled: string): Problem {
  return problem("import-case", path, `\`${path.text}\` is spelled \`${spelled}\` on disk`, {
    severity: "warning",
    help: `write \`${spelled}\`: where capital letters count, the import is not found`,
    fixes: [preferred(replaceFix(`Change to \`${spelled}\``, path, JSON.stringify(spelled)))],
  });
}

/** An import by which a file comes to import itself; `chain`: the paths on the way round. */
export function importCycle(file: DeclaredFile, path: StringValue, chain: readonly (string | undefined)[]): Problem {
  if (chain.every(one => one === file.path)) {
    const node = file.imports.find(one => one.path === path);
    return problem("import-cycle", path, "the file imports itself", {
      help: "what it declares it sees anyway; remove the import",
      fixes:
        node === undefined
          ? []
          : [{ title: "Remove the import", edits: [removal(file.parsed.source.text, node)], preferred: true }],
    });
  }
  const way = shortened(chain)
    .map(one => (one === undefined ? "…" : `\`${one}\``))
    .join(" → ");
  return problem("import-cycle", path, `imports go round in a circle: ${way}`, {
    help: "move what both files need into a third file that they both import",
  });
}

// Nobody reads a way of hundreds of files, and each of them would show it.
function shortened(chain: readonly (string | undefined)[]): readonly (string | undefined)[] {
  return chain.length <= 12 ? chain : [...chain.slice(0, 6), undefined, ...chain.slice(-4)];
}

/** The same path imported again. */
export function duplicateImport(file: DeclaredFile, again: LinkedImport, first: LinkedImport): Problem {
  const { source } = file.parsed;
  return problem("duplicate-import", again.node, `\`${again.path}\` is imported twice`, {
    tag: "unnecessary",
    help: "one import is enough",
    related: [{ source, span: first.node, message: "it is first imported here" }],
    fixes: [{ title: "Remove the second import", edits: [removal(source.text, again.node)], preferred: true }],
  });
}

/** Why no file can be imported by this path, whatever files there are. */
export function faultOfImportPath(path: string): string | undefined {
  if (path.includes("\\")) return "holds a backslash";
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "is absolute";
  if (path.split("/").some(part => part === "." || part === "..")) return "holds `.` or `..`";
  if (path.includes("//")) return "holds two slashes in a row";
  return undefined;
}
