// The health of a running server and its services, as grpc.health.v1 tells it.
import * as vscode from "vscode";
import { mayCall } from "../commands/mayCall.ts";
import type { Session } from "../session.ts";
import { pickAddress } from "./pickAddress.ts";

/** Asks for an address – where it is not the argument – and tells the health of the server there. */
export async function checkHealth(session: Session, ...args: readonly unknown[]): Promise<void> {
  if (!(await mayCall(session))) return;
  const [given] = args;
  const asked = { title: "Check Health", hint: "It is asked for its health and that of its services" };
  const address = typeof given === "string" ? given : await pickAddress(session, asked);
  if (address === undefined) return;
  const again = "Check Again";
  const checked = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: `Checking the health of ${address}` },
    () => session.server.request("protodial/checkHealth", { address }),
  );
  if (checked.kind === "refused") {
    const choice = await vscode.window.showErrorMessage(`${checked.reason}.`, again);
    return choice === again ? checkHealth(session, address) : undefined;
  }
  const { words, services } = checked;
  const items = [{ name: "", words }, ...services].map(one => ({
    label: `$(${iconOf(one.words)}) ${one.name === "" ? "the server as a whole" : one.name}`,
    description: one.words,
  }));
  const repeat = { label: `$(refresh) ${again}`, description: "" };
  const picked = await vscode.window.showQuickPick([...items, repeat], {
    title: `${address} · ${words}`,
    placeHolder: "Health, as the server tells it (grpc.health.v1)",
  });
  if (picked === repeat) await checkHealth(session, address);
}

function iconOf(words: string): string {
  if (words === "serving") return "pass";
  return words === "not serving" ? "error" : "question";
}
