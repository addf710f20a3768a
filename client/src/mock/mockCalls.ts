// The last calls of a method that the mock server got, behind the lens of its rpc.
import * as vscode from "vscode";
import type { MockCall } from "../../../server/src/protocol/mock.ts";
import type { Session } from "../session.ts";
import { emptyScript, scriptEdits } from "./mockScript.ts";

type CallItem = vscode.QuickPickItem & { call: MockCall };

const again: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon("save-as"),
  tooltip: "Answer Like This Next Time",
};

/** Lists them, the latest first: one is shown whole when it is picked, and its button scripts it. */
export async function showMockCalls(session: Session, uri: unknown, method: unknown): Promise<void> {
  if (typeof uri !== "string" || typeof method !== "string") return;
  const { calls } = await session.server.request("protodial/mockCalls", { method });
  const picked = await pick(method, calls);
  if (picked === undefined) return;
  if (picked.scripts) return answerLikeThis(vscode.Uri.parse(uri), picked.call);
  const document = await vscode.workspace.openTextDocument({ language: "jsonc", content: callText(picked.call) });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
}

function pick(method: string, calls: readonly MockCall[]): Promise<{ call: MockCall; scripts: boolean } | undefined> {
  const list = vscode.window.createQuickPick<CallItem>();
  list.title = `Mock Calls of ${method}`;
  list.placeholder = "Pick one to see it whole, or its button to have it answered like this next time";
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.items = calls.map(callItem);
  return new Promise(resolve => {
    const end = (call: MockCall | undefined, scripts: boolean) => {
      resolve(call && { call, scripts });
      list.dispose();
    };
    list.onDidAccept(() => end(list.selectedItems[0]?.call, false));
    list.onDidTriggerItemButton(({ item }) => end(item.call, true));
    list.onDidHide(() => end(undefined, false));
    list.show();
  });
}

function callItem(call: MockCall): CallItem {
  const icon = call.status === "OK" ? "pass" : "error";
  const time = new Date(call.atMs).toLocaleTimeString();
  const scripted = call.from === "script" ? " · scripted" : "";
  return {
    label: `$(${icon}) ${call.status}`,
    description: `${call.requests.join(" ") || "no request"}`,
    detail: `${time} · ${call.elapsedMs} ms${scripted} · ${call.answers.join(" ") || call.message || "no answer"}`,
    buttons: [again],
    call,
  };
}

function callText({ method, status, message, requests, answers, received, sent }: MockCall): string {
  const shown = (texts: readonly string[]) =>
    texts.map(text => JSON.stringify(JSON.parse(text), undefined, 2)).join("\n");
  const all = (count: number, texts: readonly string[]) =>
    count > texts.length ? `, the first ${texts.length} of ${count}` : "";
  return `// ${method}: ${status}${message === "" ? "" : `, ${message}`}

// Request${all(received, requests)}
${shown(requests)}

// Answer${all(sent, answers)}
${shown(answers)}
`;
}

/** Writes the call into the script beside its \`.proto\` file, as an edit that can be undone. */
async function answerLikeThis(proto: vscode.Uri, call: MockCall): Promise<void> {
  const uri = proto.with({ path: proto.path.replace(/\.proto$/, ".mock.json") });
  if (!(await exists(uri))) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(emptyScript));
  const document = await vscode.workspace.openTextDocument(uri);
  const text = document.getText();
  const edits = scriptEdits(text, call);
  if (edits === undefined)
    throw new Error(
      `\`${vscode.workspace.asRelativePath(uri)}\` is not JSON; put it right, then script the call again`,
    );
  const wasDirty = document.isDirty;
  const change = new vscode.WorkspaceEdit();
  for (const { offset, length, content } of edits) {
    const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
    change.replace(uri, range, content);
  }
  await vscode.workspace.applyEdit(change);
  // Scripts count as they are saved; what else the user is about to change there is theirs to save.
  if (!wasDirty) await document.save();
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return false;
    throw error;
  }
}
