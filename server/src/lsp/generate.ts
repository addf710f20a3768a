// Stubs for the client to show and write: the server writes nothing.
import type { Connection } from "vscode-languageserver";
import type { LinkedFile } from "../compiler/link/linkedFile.ts";
import type { Problem } from "../compiler/report/problem.ts";
import { placeOf } from "../compiler/text/lineIndex.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import { describeTargets } from "../generate/describeTargets.ts";
import type { GenerateParams, GenerateResult } from "../protocol/requests.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { bundledPath, isWithin, normalUri, pathBelow } from "../workspace/uri.ts";
import type { ServerContext } from "./context.ts";
import { onCustomRequest } from "./customRequests.ts";

/** Answers `protodial/generateTargets` and `protodial/generate`. */
export function registerGenerate(connection: Connection, context: ServerContext): void {
  onCustomRequest(connection, "protodial/generateTargets", async () => {
    const { stubTargets } = await import("../generate/stubs.ts");
    return { targets: stubTargets() };
  });
  onCustomRequest(connection, "protodial/generate", params => generated(context, params));
}

async function generated(context: ServerContext, params: GenerateParams): Promise<GenerateResult> {
  const uris = await protoUris(context, params.uris.map(normalUri));
  if (uris.length === 0) return { kind: "refused", reason: "there is no `.proto` file to generate for", problems: [] };
  const snapshot = await context.loaded(uris);
  const problems = errorsOf(snapshot, uris);
  if (problems.length > 0) {
    const count = problems.length === 1 ? "an error stands" : `${problems.length} errors stand`;
    return { kind: "refused", reason: `${count} in the way of generating stubs`, problems };
  }
  const { stubs } = await import("../generate/stubs.ts");
  const made = stubs(describeTargets(uris.map(uri => snapshot.compilation(uri))), params.target, params.options);
  return made.kind === "refused" ? { ...made, problems: [] } : made;
}

/** The files themselves, and every `.proto` file below those that are folders. */
export async function protoUris(context: ServerContext, given: readonly string[]): Promise<readonly string[]> {
  const files = given.filter(uri => uri.endsWith(".proto"));
  const folders = given.filter(uri => !uri.endsWith(".proto"));
  if (folders.length === 0) return [...new Set(files)];
  const snapshot = await context.indexed();
  const below = [...snapshot.outlines()]
    .map(outline => normalUri(outline.uri))
    .filter(uri => folders.some(folder => isWithin(folder, uri)));
  return [...new Set([...files, ...below.sort()])];
}

/** `path:line:column: message` of every error in the files and in what they import. */
export function errorsOf(snapshot: Snapshot, uris: readonly string[]): readonly string[] {
  const lines: string[] = [];
  const seen = new Set<LinkedFile>();
  const waiting: { readonly file: LinkedFile; readonly problems: (path: string) => readonly Problem[] }[] = [];
  for (const uri of uris) {
    const { compilation, path } = snapshot.compilation(uri);
    const file = compilation.file(path);
    if (file === undefined) lines.push(`${shownUri(snapshot, uri)}:1:1: the file cannot be read`);
    else waiting.push({ file, problems: compilation.problems });
  }
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { file, problems } = next;
    if (seen.has(file)) continue;
    seen.add(file);
    const { source } = file.declared.parsed;
    for (const problem of problems(file.declared.path)) {
      if (problem.severity === "error") lines.push(problemLine(snapshot, source, problem));
    }
    for (const one of file.imports) if (one.file !== undefined) waiting.push({ file: one.file, problems });
  }
  return lines;
}

function problemLine(snapshot: Snapshot, source: SourceFile, problem: Problem): string {
  const { line, column } = placeOf(source.lines, problem.span.start);
  return `${shownUri(snapshot, snapshot.uriOf(source))}:${line + 1}:${column + 1}: ${problem.message}`;
}

// Below a workspace folder as people know the file; elsewhere whole.
function shownUri(snapshot: Snapshot, uri: string): string {
  const normal = normalUri(uri);
  const below = snapshot.folders.map(folder => pathBelow(normalUri(folder), normal)).find(path => path !== undefined);
  return below ?? bundledPath(normal) ?? normal;
}
