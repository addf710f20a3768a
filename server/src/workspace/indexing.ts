import type { FileOutline } from "./outline.ts";
import { outlineOfText } from "./outlineText.ts";
import type { Workspace } from "./workspace.ts";

// One slice of work between two pauses, in characters of text: a few milliseconds, which is what a request may wait.
const sliceSize = 40_000;

// Files that are read together: where a client serves them, each costs a message there and back.
const filesAtOnce = 16;

/**
 * Outlines every file of the folders that has no outline yet. `pause` lets requests through between slices; files that
 * change meanwhile are outlined when this runs again.
 */
export async function indexFolders(workspace: Workspace, pause: () => Promise<void>): Promise<void> {
  await workspace.list();
  const seen = workspace.diskChanges;
  const uris = workspace.unindexed();
  let found: FileOutline[] = [];
  let size = 0;
  for (let at = 0; at < uris.length; at += filesAtOnce) {
    const read = await workspace.read(uris.slice(at, at + filesAtOnce));
    for (const [uri, text] of read) {
      if (text === undefined) continue;
      found.push({ uri, outline: outlineOfText(text.source(uri)) });
      size += text.content.length;
      if (size < sliceSize) continue;
      size = 0;
      await pause();
    }
    if (found.length < 1000) continue;
    if (workspace.addOutlines(found, seen, "more") === "stale") break;
    found = [];
  }
  if (workspace.addOutlines(found, seen, "done") === "stale") await indexFolders(workspace, pause);
}
