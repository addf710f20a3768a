import * as vscode from "vscode";
import type { ShownCall } from "./answerPanel/panel.ts";
import type { Server, ServerState } from "./server.ts";
import type { ExampleServerState } from "./session.ts";

/** The status bar: trouble with the language server, a running call, a running example server. */
export function showServerState(server: Server): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("protodial.server", vscode.StatusBarAlignment.Left, 1);
  item.name = "Protodial Language Server";
  const show = (state: ServerState) => {
    if (state === "running") return item.hide();
    const failed = state !== "starting";
    item.text = failed ? "$(error) Protodial" : "$(loading~spin) Protodial";
    item.tooltip = failed
      ? "The Protodial language server is not running. Click to start it again."
      : "The Protodial language server is starting.";
    item.command = failed ? "protodial.restartServer" : "protodial.showOutput";
    item.backgroundColor = failed ? new vscode.ThemeColor("statusBarItem.errorBackground") : undefined;
    item.show();
  };
  return vscode.Disposable.from(item, server.onState(show));
}

/** Shows a call while it runs; a click cancels it. */
export function showRunningCall(onChange: vscode.Event<ShownCall | undefined>): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("protodial.call", vscode.StatusBarAlignment.Left, 0);
  item.name = "Protodial Call";
  item.command = "protodial.cancelCall";
  let wasRunning: boolean | undefined;
  let tookMore: boolean | undefined;
  let wasShown: boolean | undefined;
  return vscode.Disposable.from(
    item,
    onChange(shown => {
      const running = shown !== undefined && shown.lost === undefined && shown.event?.phase !== "done";
      const isShown = shown !== undefined;
      if (isShown !== wasShown) void vscode.commands.executeCommand("setContext", "protodial.answerShown", isShown);
      wasShown = isShown;
      if (running !== wasRunning) void vscode.commands.executeCommand("setContext", "protodial.callRunning", running);
      wasRunning = running;
      const takesMore = running && shown.event?.takesMore === true;
      if (takesMore !== tookMore) void vscode.commands.executeCommand("setContext", "protodial.streamOpen", takesMore);
      tookMore = takesMore;
      if (!running) return item.hide();
      const { service, method, address } = shown.started;
      const received = shown.event?.received ?? 0;
      item.text = `$(loading~spin) ${method}${received > 0 ? ` · ${received.toLocaleString("en")} received` : ""}`;
      item.tooltip = `Calling ${service}/${method} at ${address}. Click to cancel.`;
      item.show();
    }),
  );
}

export interface ExampleServerItem extends ExampleServerState, vscode.Disposable {}

export function showExampleServer(): ExampleServerItem {
  const item = vscode.window.createStatusBarItem("protodial.exampleServer", vscode.StatusBarAlignment.Left, -1);
  item.name = "Protodial Example Server";
  item.command = "protodial.exampleServerMenu";
  let running: ExampleServerState["running"];
  return {
    get running() {
      return running;
    },
    set(next) {
      running = next;
      void vscode.commands.executeCommand("setContext", "protodial.exampleServerRunning", next !== undefined);
      if (next === undefined) return item.hide();
      item.text = `$(server-process) ${next.address}`;
      item.tooltip = `The Protodial example server runs at ${next.address} and serves ${next.folder}. Click to stop it.`;
      item.show();
    },
    dispose: () => item.dispose(),
  };
}
