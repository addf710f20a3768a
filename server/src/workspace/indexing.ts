import { header, outline } from "./outline.ts";
import { normalUri } from "./uri.ts";
import type { Workspace } from "./workspace.ts";

// One slice of work between two pauses, in characters of text: some ten milliseconds.
const sliceSize = 200_000;

/**
 * Outlines every file of the folders that has no outline yet. `pause` lets requests through between slices; files that
 * change meanwhile are outlined when this runs again.
 */
export async function indexFolders(workspace: Workspace, pause: () => Promise<void>): Promise<void> {
  await workspace.list();
  const uris = workspace.unindexed();
  let found = [];
  let size = 0;
  for (const uri of uris) {
    const text = (await workspace.read([uri])).get(normalUri(uri));
    if (text === undefined) continue;
    const parsed = text.parsed(uri);
    found.push(outline(parsed, uri, workspace.placeOf(uri, header(parsed)).path));
    size += text.content.length;
    if (size < sliceSize) continue;
    size = 0;
    await pause();
    if (found.length < 1000) continue;
    workspace.addOutlines(found, "more");
    found = [];
  }
  workspace.addOutlines(found, "done");
}
