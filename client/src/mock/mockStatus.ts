import * as vscode from "vscode";
import type { StartedMock } from "../../../server/src/protocol/mock.ts";

/** The mock server; `running` is `undefined` while it does not run. */
export interface MockState {
  readonly running: StartedMock | undefined;
  set(running: StartedMock | undefined): void;
}

export interface MockItem extends MockState, vscode.Disposable {}

/** Its address in the status bar, while it runs. */
export function showMockServer(): MockItem {
  const item = vscode.window.createStatusBarItem("protodial.mockServer", vscode.StatusBarAlignment.Left, -1);
  item.name = "Protodial Mock Server";
  item.command = "protodial.mockServerMenu";
  let running: StartedMock | undefined;
  return {
    get running() {
      return running;
    },
    set(next) {
      running = next;
      void vscode.commands.executeCommand("setContext", "protodial.mockServerRunning", next !== undefined);
      if (next === undefined) return item.hide();
      item.text = `$(beaker) mock ${next.address}`;
      item.tooltip = `The Protodial mock server runs at ${next.address} and serves ${next.services.join(", ")}. Click to stop it or to call it by default.`;
      item.show();
    },
    dispose: () => item.dispose(),
  };
}
