import type * as vscode from "vscode";

/** Whether a document holds gRPC requests: one of our own, or an `.http` file, whose language others may have. */
export function holdsRequests({ languageId, uri }: vscode.TextDocument): boolean {
  return languageId === "grpc-request" || /\.(http|rest)$/i.test(uri.path);
}
