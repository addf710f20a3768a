import { MessageType, ShowMessageNotification } from "vscode-languageserver";
import { methodItems } from "../features/codeLenses.ts";
import { bundledText } from "../workspace/bundled.ts";
import { bundledPath } from "../workspace/uri.ts";
import type { WorkspaceChecks } from "./checkWorkspace.ts";
import { onCustomRequest } from "./customRequests.ts";
import type { Session } from "./session.ts";

/** Commands for editors other than ours, which has its own under other names. */
export const checkCommands = {
  check: "protodial/checkWorkspace",
  clear: "protodial/clearWorkspaceProblems",
} as const;

/** Custom requests about the files of the workspace. */
export function registerWorkspaceRequests(session: Session, checks: WorkspaceChecks): void {
  const { connection } = session;
  connection.onNotification("protodial/trusted", () => session.trust());

  onCustomRequest(connection, "protodial/bundledFile", ({ uri }) => {
    const path = bundledPath(uri);
    const content = path === undefined ? undefined : bundledText(path)?.content;
    return typeof content === "string" ? { text: content } : null;
  });

  onCustomRequest(connection, checkCommands.check, (_, token) => checks.check(token));
  onCustomRequest(connection, checkCommands.clear, () => {
    checks.clear();
    return null;
  });
  connection.onExecuteCommand(async ({ command }, token) => {
    if (command === checkCommands.clear) checks.clear();
    if (command !== checkCommands.check) return;
    const found = await checks.check(token);
    if (found.kind !== "checked") return;
    void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message: found.text });
  });

  onCustomRequest(connection, "protodial/methods", async ({ uri }) => {
    if (uri !== undefined) return { methods: methodItems(await session.loaded([uri]), uri) };
    const snapshot = await session.indexed();
    const declaring: string[] = [];
    for (const file of snapshot.outlines()) {
      if (file.outline.has("method")) declaring.push(file.uri);
    }
    const reached = await session.workspace.with(snapshot, declaring);
    return { methods: declaring.flatMap(file => methodItems(reached, file)) };
  });
}
