import * as vscode from "vscode";
import { hintIds } from "../../../server/src/protocol/hintIds.ts";

/** The breaking changes that are marked in a document, in the order of the text. Their codes are ids of rules. */
export function breakingDiagnostics(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  const all = vscode.languages.getDiagnostics(uri);
  return all.filter(isBreaking).sort((one, other) => one.range.start.compareTo(other.range.start));
}

function isBreaking({ source, code }: vscode.Diagnostic): boolean {
  const id = typeof code === "object" ? code.value : code;
  if (source !== "protodial" || typeof id !== "string") return false;
  return /^[A-Z][A-Z0-9_]+$/.test(id) || hintIds.some(one => one === id);
}
