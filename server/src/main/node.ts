import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createConnection } from "vscode-languageserver/node";
import { createCallWorker } from "../calling/callWorkerHandle.ts";
import { mockThreads } from "../calling/mockThread.ts";
import { watchServerInThread } from "../calling/watchServerInThread.ts";
import type { Platform } from "../lsp/context.ts";
import { serve } from "../lsp/serve.ts";
import { baselineChoices, findBaseline } from "../node/baselines.ts";
import { cacheFolder } from "../node/cacheFolder.ts";
import { checkInThread } from "../node/checkThread.ts";
import { diskFiles, diskKind } from "../node/diskFiles.ts";
import { outlineFiles } from "../node/outlineFiles.ts";
import { packagePlaces } from "../node/packagePlaces.ts";
import { isTracked } from "../node/trackedFile.ts";
import { watchBaseline } from "../node/watchBaseline.ts";
import { watchedDiskFiles } from "../node/watchFiles.ts";
import { stdioConnection } from "./stdio.ts";
import { version } from "./version.ts";

/**
 * Serves over what the command line says: `--stdio`, `--node-ipc`, `--socket=PORT` or `--pipe=NAME`. The process ends
 * when the client says `exit` or goes.
 */
export function serveNode(): void {
  const connection = process.argv.includes("--stdio") ? stdioConnection() : createConnection();
  serve(connection, nodePlatform());
  // What nobody waited for ends nothing but itself.
  process.on("unhandledRejection", reason => {
    connection.console.error(reason instanceof Error ? (reason.stack ?? reason.message) : String(reason));
  });
  connection.listen();
  // A signal alone would leave no time to remove what lies in the system's folder for temporary files.
  process.once("SIGTERM", () => process.exit(128 + 15));
}

function nodePlatform(): Platform {
  return {
    files: diskFiles,
    kindOf: diskKind,
    packages: packagePlaces(),
    watchedFiles: watchedDiskFiles,
    baselines: {
      find: findBaseline,
      choices: baselineChoices,
      watch: watchBaseline,
      watchServer: watchServerInThread(join(__dirname, "reflectWorker.js")),
    },
    checkFolders: checkInThread(join(__dirname, "checkWorker.js")),
    outlineStore: (folder, log) => {
      const place = cacheFolder(folder, process.env, log);
      return place === undefined ? undefined : outlineFiles(place, log);
    },
    version,
    startCallWorker: onEvent => createCallWorker({ workerFile: join(__dirname, "callWorker.js"), onEvent }),
    startMock: mockThreads(join(__dirname, "mockWorker.js")),
    exampleProtoRoot: besideBundle("examples/directories"),
    problemPages: problemPages(),
    isTracked,
    environment: name => process.env[name],
  };
}

function problemPages(): string | undefined {
  const folder = besideBundle("server/docs");
  return folder === undefined ? undefined : pathToFileURL(folder).href;
}

// The bundle stands in `dist/`, what comes with it beside that.
function besideBundle(path: string): string | undefined {
  const folder = join(__dirname, "..", path);
  return existsSync(folder) ? folder : undefined;
}
