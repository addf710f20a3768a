import * as vscode from "vscode";
import { holdsRequests } from "../requestDocuments.ts";

/** A place of a request document: zero-based; `character` is absent where a lens tells the line alone. */
export interface MeantRequest {
  readonly uri: string;
  readonly line: number;
  readonly character?: number;
}

/** What a lens tells as arguments, else the place of the cursor. Undefined, and told to the user, where there is none. */
export function requestMeant([uri, line]: readonly unknown[]): MeantRequest | undefined {
  if (typeof uri === "string" && typeof line === "number") return { uri, line };
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !holdsRequests(editor.document)) {
    void vscode.window.showInformationMessage(
      "Put the cursor in a gRPC request of a `.grpc` or `.http` file, then send it.",
    );
    return undefined;
  }
  return { uri: editor.document.uri.toString(), ...position(editor.selection.active) };
}

function position({ line, character }: vscode.Position): { line: number; character: number } {
  return { line, character };
}
