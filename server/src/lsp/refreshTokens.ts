import type { ClientCapabilities, Connection } from "vscode-languageserver";
import { protoLanguage, type Workspace } from "../workspace/workspace.ts";
import { requestLanguage } from "./languages.ts";

// Colours of other documents may lag behind a keystroke, not behind a pause.
const restMs = 500;

const coloured = [protoLanguage, requestLanguage];

/**
 * Has the client ask again for semantic tokens when an import or the schema of what it shows may have changed: it asks by
 * itself only for what is edited.
 */
export function refreshTokens(connection: Connection, workspace: Workspace, capabilities: ClientCapabilities): void {
  if (capabilities.workspace?.semanticTokens?.refreshSupport !== true) return;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  workspace.onChange(changed => {
    const shown = [...workspace.snapshot.documents].filter(([, { languageId }]) => coloured.includes(languageId));
    if (!shown.some(([uri]) => !changed.includes(uri))) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => void connection.languages.semanticTokens.refresh(), restMs);
  });
}
