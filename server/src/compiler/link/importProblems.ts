import { removal } from "../report/fix.ts";
import { type Problem, problem } from "../report/problem.ts";
import type { StringValue } from "../syntax/nodes.ts";
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

/** An import by which a file comes to import itself; `chain`: the paths on the way round. */
export function importCycle(file: DeclaredFile, path: StringValue, chain: readonly string[]): Problem {
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
  const way = chain.map(one => `\`${one}\``).join(" → ");
  return problem("import-cycle", path, `imports go round in a circle: ${way}`, {
    help: "move what both files need into a third file that they both import",
  });
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
