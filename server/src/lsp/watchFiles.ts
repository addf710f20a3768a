import {
  type ClientCapabilities,
  type Connection,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  WatchKind,
} from "vscode-languageserver";
import type { Workspace } from "../workspace/workspace.ts";

/** Has the client tell of files that come, change and go on disk. */
export function watchFiles(connection: Connection, capabilities: ClientCapabilities, workspace: Workspace): void {
  connection.onDidChangeWatchedFiles(({ changes }) => {
    workspace.changeOnDisk(
      changes.map(({ uri, type }) => ({ uri, kind: type === FileChangeType.Deleted ? "deleted" : "changed" })),
    );
  });
  if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
  const watchers = [
    { globPattern: "**/*.proto" },
    { globPattern: "**/*.grpc" },
    { globPattern: "**/buf.yaml" },
    { globPattern: "**/buf.work.yaml" },
    // A folder that is deleted is told as itself, not as the files that were in it.
    { globPattern: "**", kind: WatchKind.Delete },
  ];
  void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch((error: unknown) => {
    connection.console.error(`client/registerCapability: ${String(error)}`);
  });
}
