import type { FileText } from "./fileText.ts";
import type { FileOutline, Outline } from "./outline.ts";
import type { OutlineCache } from "./outlineCache.ts";
import { outlineSteps } from "./outlineText.ts";
import type { Workspace } from "./workspace.ts";

// Files that are read together: where a client serves them, each costs a message there and back.
const filesAtOnce = 16;

/**
 * Outlines every file of the folders that has no outline yet. `pause` is called after each little step; files that
 * change meanwhile are outlined when this runs again.
 */
export async function indexFolders(
  workspace: Workspace,
  pause: () => Promise<void>,
  cache?: OutlineCache,
): Promise<void> {
  await workspace.list();
  await pause();
  workspace.layout.prepare();
  await pause();
  await cache?.open(workspace.snapshot.folders);
  // Who asks as something changes goes before it is looked for what that concerns.
  await pause();
  const seen = workspace.diskChanges;
  let found: FileOutline[] = [];
  // Each time as many as there are already: that is as much work as all at once.
  let taken = 0;
  const uris = workspace.protoFiles();
  for (let at = 0; at < uris.length; at += filesAtOnce) {
    await pause();
    const unknown: string[] = [];
    for (const uri of uris.slice(at, at + filesAtOnce)) {
      if (workspace.isOutlined(uri)) continue;
      const outline = cache?.known(uri);
      if (outline === undefined) unknown.push(uri);
      else found.push({ uri, outline });
    }
    const readings = new Map(unknown.map(uri => [uri, cache?.reading(uri)]));
    for (const [uri, text] of await workspace.read(unknown)) {
      if (text === undefined) continue;
      await pause();
      const cached = readings.get(uri)?.(text.content);
      const outline = cached?.known ?? (await outlineOf(uri, text, pause));
      cached?.keep(outline);
      found.push({ uri, outline });
    }
    if (found.length < Math.max(1000, taken)) continue;
    if (workspace.addOutlines(found, seen, "more") === "stale") break;
    taken += found.length;
    found = [];
  }
  await pause();
  if (workspace.addOutlines(found, seen, "done") === "stale") await indexFolders(workspace, pause, cache);
}

async function outlineOf(uri: string, text: FileText, pause: () => Promise<void>): Promise<Outline> {
  await pause();
  const steps = outlineSteps(text.source(uri));
  for (;;) {
    await pause();
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
