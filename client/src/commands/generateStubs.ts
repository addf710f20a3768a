// Generate Stubs: what to generate, whereto, a preview, and only then the files.
import * as vscode from "vscode";
import type { GenerateParams, GenerateResult } from "../../../server/src/protocol/requests.ts";
import type { Session } from "../session.ts";
import { pickOutputFolder } from "./pickOutputFolder.ts";
import { pickTarget } from "./pickTarget.ts";
import { previewStubs } from "./previewStubs.ts";
import { type StubChange, unsafePath } from "./stubChanges.ts";
import { changesBelow, tellWritten, writeStubs } from "./writeStubs.ts";

/** Arguments of the explorer's menu: the clicked uri and all selected ones. */
export async function generateStubs(session: Session, ...args: readonly unknown[]): Promise<void> {
  const sources = sourcesFrom(args);
  if (sources.length === 0) {
    void vscode.window.showInformationMessage(
      "Open a `.proto` file or a folder that has some, then generate its stubs.",
    );
    return;
  }
  const target = await pickTarget(session);
  if (target === undefined) return;
  const folder = await pickOutputFolder(session, sources, target.name);
  if (folder === undefined) return;
  const params = { uris: sources.map(String), target: target.name, options: target.options };
  const result = await generateWithProgress(session, params, target.title);
  if (result.kind === "refused") return tellRefused(session, result);
  for (const warning of result.warnings) session.server.output.warn(`generate: ${warning}`);

  const unsafe = result.files.find(file => unsafePath(file.path) !== undefined);
  if (unsafe !== undefined) throw new Error(`\`${unsafe.path}\` is not written: ${unsafePath(unsafe.path)}`);
  if (result.files.length === 0) {
    void vscode.window.showInformationMessage(
      "Nothing to generate: these files declare no messages, enums or services.",
    );
    return;
  }
  const changes = await changesBelow(folder, result.files);
  if (!(await previewStubs(folder, changes, result.warnings))) return;
  const chosen = await withForeignFiles(changes);
  if (chosen === undefined) return;
  const written = await writeStubs(folder, chosen);
  tellWritten(folder, written, changes);
}

function sourcesFrom([clicked, selected]: readonly unknown[]): vscode.Uri[] {
  if (Array.isArray(selected)) {
    const uris = selected.filter(item => item instanceof vscode.Uri);
    if (uris.length > 0) return uris;
  }
  if (clicked instanceof vscode.Uri) return [clicked];
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId === "proto") return [editor.document.uri];
  return (vscode.workspace.workspaceFolders ?? []).map(folder => folder.uri);
}

async function generateWithProgress(session: Session, params: GenerateParams, title: string): Promise<GenerateResult> {
  const location = vscode.ProgressLocation.Window;
  return vscode.window.withProgress({ location, title: `Generating ${title}` }, () =>
    session.server.request("protodial/generate", params),
  );
}

async function tellRefused(session: Session, result: Extract<GenerateResult, { kind: "refused" }>): Promise<void> {
  const { output } = session.server;
  output.error(`stubs were not generated: ${result.reason}`);
  // `path:line:column` becomes a link in the output pane.
  for (const problem of result.problems) output.error(problem);
  const choice = await vscode.window.showErrorMessage(
    `Stubs were not generated: ${result.reason}.`,
    ...(result.problems.length > 0 ? ["Show Problems", "Show Output"] : ["Show Output"]),
  );
  if (choice === "Show Problems") await vscode.commands.executeCommand("workbench.actions.view.problems");
  if (choice === "Show Output") output.show(true);
}

/** The changes to write; files that no generator wrote are replaced only after asking. `undefined`: none at all. */
async function withForeignFiles(changes: readonly StubChange[]): Promise<readonly StubChange[] | undefined> {
  const foreign = changes.filter(change => change.kind === "foreign");
  if (foreign.length === 0) return changes;
  const names = foreign.slice(0, 8).map(change => change.file.path);
  const choice = await vscode.window.showWarningMessage(
    foreign.length === 1
      ? "One file was not generated before. Replace it?"
      : `${foreign.length} files were not generated before. Replace them?`,
    { modal: true, detail: [...names, ...(foreign.length > names.length ? ["…"] : [])].join("\n") },
    "Leave as Is",
    "Replace",
  );
  if (choice === "Replace") return changes;
  return choice === "Leave as Is" ? changes.filter(change => change.kind !== "foreign") : undefined;
}
