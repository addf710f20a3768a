import type { Connection } from "vscode-languageserver";
import type { FileSystem } from "../workspace/fileSystem.ts";
import { askClient } from "./customRequests.ts";

/** Files as the client serves them, for a server that sees no disk. */
export function clientFiles(connection: Connection): FileSystem {
  return {
    read: async uri => {
      const answer = await askClient(connection, "protodial/readFile", { uri });
      return answer === null ? undefined : bytesOf(answer.base64);
    },
    list: async uri => (await askClient(connection, "protodial/listFiles", { uri })).uris,
  };
}

function bytesOf(base64: string): Uint8Array {
  const binary = atob(base64);
  return Uint8Array.from(binary, character => character.charCodeAt(0));
}
