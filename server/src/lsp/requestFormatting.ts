import {
  type ClientCapabilities,
  type Connection,
  DocumentFormattingRequest,
  DocumentRangeFormattingRequest,
  type ServerCapabilities,
} from "vscode-languageserver";
import { requestFormatting } from "../features/requestFormatting.ts";
import { type Answering, answerFromText } from "./answer.ts";
import { forLanguages, requestLanguage } from "./languages.ts";

/**
 * Lays out request documents. A client that can be told so afterwards takes it for those alone, so that what else formats
 * `.proto` files is not asked to share them with a formatter that leaves them as they are.
 */
export function registerFormatting(connection: Connection, answering: Answering) {
  let isTold = false;
  const format = answerFromText(
    answering,
    "textDocument/formatting",
    forLanguages({ request: requestFormatting }, null),
  );
  connection.onDocumentFormatting(format);
  connection.onDocumentRangeFormatting(format);

  return {
    /** What is said at the start. */
    capabilities({ textDocument }: ClientCapabilities): ServerCapabilities {
      isTold = [textDocument?.formatting, textDocument?.rangeFormatting].every(
        one => one?.dynamicRegistration === true,
      );
      return isTold ? {} : { documentFormattingProvider: true, documentRangeFormattingProvider: true };
    },
    /** Tells the rest. */
    begin(): void {
      if (!isTold) return;
      const documentSelector = [{ language: requestLanguage }];
      for (const type of [DocumentFormattingRequest.type, DocumentRangeFormattingRequest.type]) {
        connection.client.register(type, { documentSelector }).catch((error: unknown) => {
          answering.logError(`client/registerCapability: ${String(error)}`);
        });
      }
    },
  };
}
