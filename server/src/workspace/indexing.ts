import type { SourceFile } from "../compiler/text/sourceFile.ts";
import type { FileOutline, Outline } from "./outline.ts";
import type { OutlineCache } from "./outlineCache.ts";
import { outlineSteps } from "./outlineText.ts";
import type { Workspace } from "./workspace.ts";

// One slice of work between two pauses, in characters of text: a few milliseconds, which is what a request may wait.
const sliceSize = 40_000;

// A file whose text need not be read counts as one of so many characters.
const knownSize = 500;

// Files that are read together: where a client serves them, each costs a message there and back.
const filesAtOnce = 16;

/**
 * Outlines every file of the folders that has no outline yet. `pause` lets requests through between slices; files that
 * change meanwhile are outlined when this runs again.
 */
export async function indexFolders(
  workspace: Workspace,
  pause: () => Promise<void>,
  cache?: OutlineCache,
): Promise<void> {
  await workspace.list();
  await cache?.open(workspace.snapshot.folders);
  const seen = workspace.diskChanges;
  const uris = workspace.unindexed();
  let found: FileOutline[] = [];
  // Each time as many as there are already: that is as much work as all at once.
  let taken = 0;
  let size = 0;
  for (let at = 0; at < uris.length; at += filesAtOnce) {
    const { known, unknown } = knownAmong(uris.slice(at, at + filesAtOnce), cache);
    found.push(...known);
    size += known.length * knownSize;
    const readings = new Map(unknown.map(uri => [uri, cache?.reading(uri)]));
    for (const [uri, text] of await workspace.read(unknown)) {
      if (text === undefined) continue;
      const cached = readings.get(uri)?.(text.content);
      const outline = cached?.known ?? (await outlineOf(text.source(uri), pause));
      cached?.keep(outline);
      found.push({ uri, outline });
      size += text.content.length;
      if (size < sliceSize) continue;
      size = 0;
      await pause();
    }
    if (size >= sliceSize) {
      size = 0;
      await pause();
    }
    if (found.length < Math.max(1000, taken)) continue;
    if (workspace.addOutlines(found, seen, "more") === "stale") break;
    taken += found.length;
    found = [];
  }
  if (workspace.addOutlines(found, seen, "done") === "stale") await indexFolders(workspace, pause, cache);
}

async function outlineOf(source: SourceFile, pause: () => Promise<void>): Promise<Outline> {
  const steps = outlineSteps(source);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await pause();
  }
}

function knownAmong(uris: readonly string[], cache: OutlineCache | undefined) {
  const known: FileOutline[] = [];
  const unknown: string[] = [];
  for (const uri of uris) {
    const outline = cache?.known(uri);
    if (outline === undefined) unknown.push(uri);
    else known.push({ uri, outline });
  }
  return { known, unknown };
}
