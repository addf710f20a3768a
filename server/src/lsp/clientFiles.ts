import type { Connection } from "vscode-languageserver";
import type { FileSystem, Walk } from "../workspace/fileSystem.ts";
import { isIgnoreFile } from "../workspace/folderNames.ts";
import { normalUri, parentUri, pathBelow } from "../workspace/uri.ts";
import { askClient } from "./customRequests.ts";

/** Files as the client serves them, for a server that sees no disk. */
export function clientFiles(connection: Connection): FileSystem {
  const read = async (uri: string) => {
    const answer = await askClient(connection, "protodial/readFile", { uri });
    return answer === null ? undefined : bytesOf(answer.base64);
  };
  return {
    read,
    list: async (folder, walk, below = "") => {
      const { uris } = await askClient(connection, "protodial/listFiles", { uri: folder });
      const top = normalUri(folder);
      await addIgnoreFiles(top, uris.filter(isIgnoreFile), walk, read);
      const start = below === "" ? "" : `${below}/`;
      return uris.filter(uri => {
        const path = pathBelow(top, normalUri(uri)) ?? "";
        return path.startsWith(start) && walk.lists(path);
      });
    },
  };
}

/** Tells `walk` what the ignore files of a folder say. They may come in any order: each counts for what is below it. */
async function addIgnoreFiles(
  top: string,
  uris: readonly string[],
  walk: Walk,
  read: FileSystem["read"],
): Promise<void> {
  const folders = uris.map(uri => ({ uri, folder: parentUri(normalUri(uri)) ?? top }));
  // One within another builds on it.
  folders.sort((one, other) => one.folder.length - other.folder.length);
  const texts = await Promise.all(folders.map(({ uri }) => read(uri)));
  for (const [at, { folder }] of folders.entries()) {
    const text = texts[at];
    const path = folder === top ? "" : pathBelow(top, folder);
    if (text === undefined || path === undefined) continue;
    walk.add(path, typeof text === "string" ? text : new TextDecoder().decode(text));
  }
}

function bytesOf(base64: string): Uint8Array {
  const binary = atob(base64);
  return Uint8Array.from(binary, character => character.charCodeAt(0));
}
