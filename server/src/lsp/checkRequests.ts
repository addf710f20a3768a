// How a client asks for Check Workspace: ours by a request, any other by a command.
import { type CancellationToken, MessageType, ShowMessageNotification } from "vscode-languageserver";
import type { WorkspaceCheck } from "../protocol/requests.ts";
import { workspaceChecks } from "./checkWorkspace.ts";
import { notifyClient, onCustomRequest } from "./customRequests.ts";
import type { Session } from "./session.ts";

/** Commands for editors other than ours, which has its own under other names. */
export const checkCommands = {
  check: "protodial/checkWorkspace",
  clear: "protodial/clearWorkspaceProblems",
} as const;

/** Answers both; registered before documents are published, so that what it takes back is not a document's own. */
export function registerChecks(session: Session): void {
  const { connection } = session;
  const checks = workspaceChecks(session);

  onCustomRequest(connection, checkCommands.check, (_, token) =>
    checks.check(abortedBy([token]), progress => notifyClient(connection, "protodial/checkProgress", progress)),
  );
  onCustomRequest(connection, checkCommands.clear, () => {
    checks.clear();
    return null;
  });
  connection.onExecuteCommand(async ({ command }, token) => {
    if (command === checkCommands.clear) checks.clear();
    if (command !== checkCommands.check) return;
    const found = await checkWithProgress(token);
    if (found.kind !== "checked") return;
    void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message: found.text });
  });

  async function checkWithProgress(token: CancellationToken): Promise<WorkspaceCheck> {
    const progress = await connection.window.createWorkDoneProgress();
    const cancel = abortedBy([token, progress.token]);
    progress.begin("Checking protos", 0, undefined, true);
    try {
      return await checks.check(cancel, ({ done, total }) => {
        progress.report((100 * done) / total, `${done.toLocaleString("en")} of ${total.toLocaleString("en")} files`);
      });
    } finally {
      progress.done();
    }
  }
}

function abortedBy(tokens: readonly CancellationToken[]): AbortController {
  const abort = new AbortController();
  for (const token of tokens) {
    if (token.isCancellationRequested) abort.abort();
    token.onCancellationRequested(() => abort.abort());
  }
  return abort;
}
