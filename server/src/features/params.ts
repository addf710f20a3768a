// The parameters of LSP requests, as far as features use them.
import type { Position } from "vscode-languageserver-types";

export interface DocumentParams {
  readonly textDocument: { readonly uri: string };
}

export interface PositionParams extends DocumentParams {
  readonly position: Position;
}
