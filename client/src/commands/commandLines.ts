// Requests as commands of other tools, and back.

import * as vscode from "vscode";
import { holdsRequests } from "../requestDocuments.ts";
import type { Session } from "../session.ts";

const likeCommand = /^\s*(?:\S+\s+)?(?:[^\n]*\|\s*)?(?:\S*[\\/])?(?:grpcurl(?:\.exe)?|buf(?:\.exe)?\s+curl)\s/;

/** Asks for a `grpcurl` or `buf curl` command, or takes that of the clipboard, and opens it as a request. */
export async function newRequestFromCommand(session: Session): Promise<void> {
  const copied = await vscode.env.clipboard.readText();
  const command = likeCommand.test(copied)
    ? copied
    : await vscode.window.showInputBox({
        title: "New Request from Command",
        prompt: "A command of grpcurl or buf curl. One of several lines is taken from the clipboard: copy it first.",
        placeHolder: "grpcurl -plaintext -d '{}' localhost:50051 pkg.Service/Method",
        ignoreFocusOut: true,
      });
  if (command === undefined || command.trim() === "") return;
  const made = await session.server.request("protodial/fromCommand", { command });
  if (made.kind === "refused") {
    const near = command.slice(made.start, made.start + 40).split("\n")[0] ?? "";
    void vscode.window.showErrorMessage(`The command is not understood at \`${near}\`: ${made.reason}.`);
    return;
  }
  const document = await vscode.workspace.openTextDocument({ language: "grpc-request", content: made.text });
  await vscode.window.showTextDocument(document, { preview: false });
}

/** Copies the request at the cursor as a command of grpcurl. */
export function copyAsGrpcurl(session: Session): Promise<void> {
  return copyAs(session, "grpcurl");
}

/** Copies the request at the cursor as a `buf curl` command. */
export function copyAsBufCurl(session: Session): Promise<void> {
  return copyAs(session, "buf");
}

async function copyAs(session: Session, tool: "grpcurl" | "buf"): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !holdsRequests(editor.document)) {
    void vscode.window.showInformationMessage(
      "Put the cursor in a gRPC request of a `.grpc` or `.http` file, then copy it.",
    );
    return;
  }
  const uri = editor.document.uri.toString();
  const made = await session.server.request("protodial/toCommand", { uri, line: editor.selection.active.line, tool });
  if (made.kind === "refused") {
    void vscode.window.showErrorMessage(`Not copied: ${made.reason}.`);
    return;
  }
  await vscode.env.clipboard.writeText(made.text);
  const isSecret = made.text.includes("$PROTODIAL_SECRET_");
  vscode.window.setStatusBarMessage(
    isSecret ? "Copied; the secrets are left to variables of the shell" : "Copied as a command",
    5000,
  );
}

/** Offers to paste a command into a request document as a request. */
export function pasteCommands({ server }: Pick<Session, "server">): vscode.Disposable {
  const kind = vscode.DocumentDropOrPasteEditKind.Text.append("protodial", "request");
  const paste: vscode.DocumentPasteEditProvider = {
    async provideDocumentPasteEdits(document, ranges, data) {
      const command = await data.get("text/plain")?.asString();
      if (command === undefined || !likeCommand.test(command) || server.state !== "running") return undefined;
      const made = await server.request("protodial/fromCommand", { command });
      if (made.kind === "refused") return undefined;
      const before = document.getText(
        new vscode.Range(new vscode.Position(0, 0), ranges[0]?.start ?? document.positionAt(0)),
      );
      const gap = before.trim() === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
      return [new vscode.DocumentPasteEdit(gap + made.text, "Paste as Request", kind)];
    },
  };
  return vscode.languages.registerDocumentPasteEditProvider({ language: "grpc-request" }, paste, {
    providedPasteEditKinds: [kind],
    pasteMimeTypes: ["text/plain"],
  });
}
