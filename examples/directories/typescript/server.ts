// Serves the directories below a folder: npm run server -- FOLDER [ADDRESS]
import { mkdir, readdir, realpath } from "node:fs/promises";
import path from "node:path";
import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import { addDirectoriesToServer, DirectoriesBase } from "./gen/directories/v1/directories_grpc.js";
import type { ListDirectoryRequest, MakeDirectoryRequest } from "./gen/directories/v1/directories_pb.js";

class Directories extends DirectoriesBase {
  constructor(readonly root: string) {
    super();
  }

  override async makeDirectory(request: MakeDirectoryRequest) {
    await mkdir(this.belowRoot(request.path)).catch(rethrown(request.path));
    return {};
  }

  override async listDirectory(request: ListDirectoryRequest) {
    const folder = this.belowRoot(request.path);
    const found = await readdir(folder, { withFileTypes: true }).catch(rethrown(request.path));
    const entries = found.map(entry => ({ name: entry.name, isDirectory: entry.isDirectory() }));
    return { entries: entries.sort((a, b) => (a.name < b.name ? -1 : 1)) };
  }

  belowRoot(given: string): string {
    const full = path.join(this.root, path.posix.normalize(`/${given}`));
    if (full === this.root || full.startsWith(this.root + path.sep) || full === this.root + path.sep) return full;
    throw failure(status.INVALID_ARGUMENT, `${given} leads out of the served folder`);
  }
}

const codes: Readonly<Record<string, status>> = {
  EEXIST: status.ALREADY_EXISTS,
  ENOENT: status.NOT_FOUND,
  ENOTDIR: status.NOT_FOUND,
};

// Clients see a path as they wrote it, not where it lies on this machine.
function rethrown(given: string): (error: NodeJS.ErrnoException) => never {
  return error => {
    throw failure(codes[error.code ?? ""] ?? status.UNKNOWN, `${given}: ${error.code}`);
  };
}

/** An error that reaches the client with this status. */
function failure(code: status, message: string): Error {
  return Object.assign(new Error(message), { code });
}

const [root = ".", address = "localhost:50051"] = process.argv.slice(2);
const server = new Server();
addDirectoriesToServer(new Directories(await realpath(root)), server);
server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(`serving ${path.resolve(root)} on port ${port}`);
});
