import type { CodeAction } from "vscode-languageserver-types";
import { faultOfImportPath } from "../compiler/link/importProblems.ts";
import type { Problem } from "../compiler/report/problem.ts";
import type { FixCommand } from "../protocol/settings.ts";
import type { Snapshot } from "../workspace/snapshot.ts";

/**
 * For an import that was not found, or that may be several files: that the client asks for the folder that it is relative
 * to. Settings are the client's to write.
 */
export function importRootFixes(snapshot: Snapshot, uri: string, problem: Problem): CodeAction[] {
  if (problem.id !== "import-not-found" && problem.id !== "ambiguous-import") return [];
  const path = importAt(snapshot, uri, problem.span.start);
  if (path === undefined || path === "" || faultOfImportPath(path) !== undefined) return [];
  const name: FixCommand = "protodial.addImportRoot";
  const title = `Add the import root of \`${path}\`…`;
  return [{ title, kind: "quickfix", command: { title, command: name, arguments: [path] } }];
}

function importAt(snapshot: Snapshot, uri: string, offset: number): string | undefined {
  for (const member of snapshot.parsed(uri)?.tree.members ?? []) {
    if (member.kind === "import" && member.path?.start === offset) return member.path.text;
  }
  return undefined;
}
