import * as vscode from "vscode";

/** Whether the user wants to send again what may have run already. */
export async function confirmRetry(method: string): Promise<boolean> {
  const again = "Send Again";
  const choice = await vscode.window.showWarningMessage(
    `${method} may have run already. Send it again?`,
    {
      modal: true,
      detail:
        "Nothing proves whether the server carried out the last call, and the schema does not say that the rpc may run twice (option idempotency_level). Look at the server first if running it twice does harm.",
    },
    again,
  );
  return choice === again;
}
