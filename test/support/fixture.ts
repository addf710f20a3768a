import type { Position } from "vscode-languageserver-types";
import { lspPosition } from "../../server/src/features/lspRange.ts";
import { indexFolders } from "../../server/src/workspace/indexing.ts";
import type { Snapshot } from "../../server/src/workspace/snapshot.ts";
import { Workspace } from "../../server/src/workspace/workspace.ts";

/** The folder of every fixture. */
export const root = "file:///work";

export interface Fixture {
  readonly workspace: Workspace;
  /** With the file that has the cursor opened and all it imports loaded. */
  readonly snapshot: Snapshot;
  /** Of the file that has the cursor; of the first one where none has. */
  readonly uri: string;
  /** Its text without the cursor. */
  readonly text: string;
  readonly position: Position;
  /** What a request about the cursor is asked with. */
  readonly params: { readonly textDocument: { readonly uri: string }; readonly position: Position };
  /** Every file that was read, in order. */
  readonly reads: readonly string[];
}

/**
 * A workspace from one text: `//- a/b.proto` begins a file (a single file needs none), `$0` is the cursor. The file with
 * the cursor is open, the others are on a disk in memory.
 */
export async function fixture(text: string): Promise<Fixture> {
  const files = splitFiles(text);
  const disk = new Map([...files].map(([path, content]) => [`${root}/${path}`, content.replace("$0", "")]));
  const reads: string[] = [];
  const workspace = new Workspace({
    read: async uri => {
      reads.push(uri);
      return disk.get(uri);
    },
    list: async folder => [...disk.keys()].filter(uri => uri.startsWith(`${folder}/`)),
  });
  workspace.setFolders([root]);
  const [path, marked] = [...files].find(([, content]) => content.includes("$0")) ?? [...files][0] ?? ["a.proto", ""];
  const uri = `${root}/${path}`;
  const plain = marked.replace("$0", "");
  workspace.setDocument(uri, path.endsWith(".grpc") ? "grpc-request" : "proto", 1, plain);
  await indexFolders(workspace, () => Promise.resolve());
  const snapshot = await workspace.loaded([uri]);
  const source = snapshot.source(uri);
  if (source === undefined) throw new Error(`${path} is not in the fixture`);
  const position = lspPosition(source, Math.max(0, marked.indexOf("$0")));
  return { workspace, snapshot, uri, text: plain, position, params: { textDocument: { uri }, position }, reads };
}

/** Path → text, of a text with `//- path` lines. */
export function splitFiles(text: string): ReadonlyMap<string, string> {
  const parts = text.split(/^\/\/- (.+)\n/m);
  if (parts.length === 1) return new Map([["a.proto", text]]);
  const files = new Map<string, string>();
  for (let at = 1; at < parts.length; at += 2) files.set(parts[at] ?? "", parts[at + 1] ?? "");
  return files;
}

/** `text` with LSP edits made in it. */
export function edited(
  text: string,
  edits: readonly { readonly range: { readonly start: Position; readonly end: Position }; readonly newText: string }[],
): string {
  const lines = text.split("\n");
  const offset = ({ line, character }: Position): number =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + character;
  let result = text;
  const last = [...edits].sort((a, b) => offset(b.range.start) - offset(a.range.start));
  for (const { range, newText } of last) {
    result = result.slice(0, offset(range.start)) + newText + result.slice(offset(range.end));
  }
  return result;
}
