import * as vscode from "vscode";
import { holdsRequests } from "../requestDocuments.ts";
import type { Session } from "../session.ts";

/** Opens the gRPC requests of the active `.http` file as a new request document, or a request document as an `.http` file. */
export async function convertRequests(session: Session): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const isMeant = document !== undefined && holdsRequests(document);
  const converted = isMeant
    ? await session.server.request("protodial/convertRequests", { uri: document.uri.toString() })
    : null;
  if (converted === null) {
    void vscode.window.showInformationMessage(
      "Open a `.grpc` or `.http` file that holds gRPC requests, then convert it.",
    );
    return;
  }
  // The language of `.http` files is another extension's, if there is one.
  const known = await vscode.languages.getLanguages();
  const http = known.includes("http") ? "http" : "plaintext";
  const language = converted.form === "grpc" ? "grpc-request" : http;
  const made = await vscode.workspace.openTextDocument({ language, content: converted.text });
  await vscode.window.showTextDocument(made, { viewColumn: vscode.ViewColumn.Beside, preview: false });
}
