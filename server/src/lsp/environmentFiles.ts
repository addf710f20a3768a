// Environment files as they stand: in the editor where they are open, else on disk. No snapshot holds those of the disk, so
// they are read when a request document asks for them, and again when they may have changed.

import type { Sharing } from "../requests/checkEnvironment.ts";
import { type EnvironmentText, isEnvironmentFile, isPrivateFile } from "../requests/environment.ts";
import { environmentUris } from "../requests/outsideFiles.ts";
import type { DiskChange } from "../workspace/fileSystem.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { normalUri } from "../workspace/uri.ts";
import type { Platform } from "./context.ts";
import { textOf } from "./prepareRequest.ts";

export interface EnvironmentFiles {
  /**
   * The files for a request document, nearest first, as far as they are known at this moment; undefined where they were
   * never read. Open documents are checked again when there is news of them.
   */
  readonly known: (snapshot: Snapshot, uri: string) => readonly EnvironmentText[] | undefined;
  /** The same, read for it. */
  readonly read: (snapshot: Snapshot, uri: string) => Promise<readonly EnvironmentText[]>;
  /** Whether git tracks a private file; undefined of any other. */
  readonly sharing: (uri: string) => Sharing | undefined;
}

interface EnvironmentContext {
  readonly platform: Pick<Platform, "files" | "isTracked">;
  readonly workspace: { readonly recheck: () => void };
  readonly onDisk: (listener: (changes: readonly DiskChange[]) => void) => void;
  readonly logError: (message: string) => void;
}

export function environmentFiles({ platform, workspace, onDisk, logError }: EnvironmentContext): EnvironmentFiles {
  const onDiskNow = new Map<string, string | undefined>();
  const reading = new Set<string>();

  onDisk(changes => {
    const changed = changes.map(one => normalUri(one.uri)).filter(isEnvironmentFile);
    const known = changed.filter(uri => onDiskNow.has(uri));
    if (known.length > 0) void readAgain(known);
  });

  async function readAgain(uris: readonly string[]): Promise<void> {
    const wanted = uris.filter(uri => !reading.has(uri));
    for (const uri of wanted) reading.add(uri);
    try {
      const news = await Promise.all(wanted.map(readOne));
      if (news.includes("news")) workspace.recheck();
    } catch (error) {
      logError(`environment files: ${String(error)}`);
    } finally {
      for (const uri of wanted) reading.delete(uri);
    }
  }

  async function readOne(uri: string): Promise<"news" | "nothing new"> {
    const text = textOf(await platform.files.read(uri));
    const isNews = !onDiskNow.has(uri) || onDiskNow.get(uri) !== text;
    onDiskNow.set(uri, text);
    return isNews ? "news" : "nothing new";
  }

  return {
    known: (snapshot, uri) => {
      const uris = environmentUris(uri, snapshot.folders);
      const closed = uris.filter(one => snapshot.document(one) === undefined);
      // Not every editor tells of what changes on disk.
      void readAgain(closed);
      if (closed.some(one => !onDiskNow.has(one))) return undefined;
      return uris.flatMap(one => textFile(one, snapshot.document(one)?.source.text ?? onDiskNow.get(one)));
    },
    read: async (snapshot, uri) => {
      const uris = environmentUris(uri, snapshot.folders);
      const texts = uris.map(async one =>
        textFile(one, snapshot.document(one)?.source.text ?? textOf(await platform.files.read(one))),
      );
      return (await Promise.all(texts)).flat();
    },
    sharing: uri => {
      if (!isPrivateFile(uri) || platform.isTracked === undefined) return undefined;
      return platform.isTracked(uri) ? "tracked" : "not tracked";
    },
  };
}

function textFile(uri: string, text: string | undefined): EnvironmentText[] {
  return text === undefined ? [] : [{ uri, text }];
}
