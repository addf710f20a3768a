// The files of earlier versions that requests are made with, read as they are named.
import type { SchemaNeeds } from "../requests/rpcLookup.ts";
import { indexFolders } from "../workspace/indexing.ts";
import { Workspace } from "../workspace/workspace.ts";
import type { ServerContext } from "./context.ts";
import { earlierUri, ofEarlier } from "./earlierUris.ts";

export type FoundRevision =
  | {
      readonly kind: "files";
      readonly workspace: Workspace;
      readonly load: (needs: SchemaNeeds) => Promise<unknown>;
      /** The text of a `protodial-earlier:` uri. */
      readonly text: (file: string) => Promise<string | undefined>;
    }
  /** `reason`: in words. */
  | { readonly kind: "refused"; readonly reason: string };

export interface RequestRevisions {
  /** Reads the files of a folder as they were. */
  readonly read: (folder: string, revision: string) => Promise<FoundRevision>;
  /** The same as it is known now; undefined while it is being read, which this begins. */
  readonly known: (folder: string, revision: string) => FoundRevision | undefined;
  /** The text of a `protodial-earlier:` uri. */
  readonly text: (uri: string) => Promise<string | undefined>;
}

interface Named {
  readonly folder: string;
  readonly revision: string;
  found: FoundRevision | undefined;
  readonly stop: () => void;
}

// A name is typed character by character, and each that is looked for takes a process of git.
const restMs = 300;

/**
 * Reads revisions and follows those that documents name: `isNamed` says whether one still is, `onChange` hears when
 * another version is known.
 */
export function requestRevisions(
  context: Pick<ServerContext, "platform" | "settings" | "giveWay" | "onShutdown">,
  isNamed: (folder: string, revision: string) => boolean,
  onChange: () => void,
): RequestRevisions {
  const { platform, settings, giveWay } = context;
  const versions = new Map<string, FoundRevision>();
  const named = new Map<string, Named>();
  context.onShutdown(() => {
    for (const one of named.values()) one.stop();
  });

  async function read(folder: string, revision: string): Promise<FoundRevision> {
    try {
      const found = isRevision(revision) ? await platform.baselines?.find(folder, revision) : undefined;
      if (found?.kind !== "commit") {
        return { kind: "refused", reason: `\`${revision}\` is no revision of the repository of this folder` };
      }
      const id = `${folder} ${found.id}`;
      const known = versions.get(id) ?? (await opened(found));
      versions.set(id, known);
      return known;
    } catch (error) {
      // What the reading of revisions throws is in words for the user.
      return { kind: "refused", reason: error instanceof Error ? error.message : String(error) };
    }
  }

  type Found = NonNullable<Awaited<ReturnType<NonNullable<typeof platform.baselines>["find"]>>>;

  async function opened(found: Found): Promise<FoundRevision> {
    const baseline = await found.open(giveWay);
    if (!("read" in baseline)) return { kind: "refused", reason: `\`${found.words}\` holds no files` };
    const workspace = new Workspace(baseline, platform.packages, one => earlierUri(one, found.id));
    workspace.setFolders([baseline.folderUri]);
    workspace.setImportRoots(settings().importRoots);
    let indexing: Promise<void> | undefined;
    const load = async ({ index, files }: SchemaNeeds): Promise<void> => {
      if (index) {
        indexing ??= indexFolders(workspace, giveWay);
        await indexing;
      }
      if (files.length > 0) await workspace.loaded(files);
    };
    const text = async (file: string): Promise<string | undefined> => {
      const content = await baseline.read(file);
      return typeof content === "string" ? content : content && new TextDecoder().decode(content);
    };
    return { kind: "files", workspace, load, text };
  }

  function begin(folder: string, revision: string): void {
    for (const [key, one] of named) {
      if (isNamed(one.folder, one.revision)) continue;
      one.stop();
      named.delete(key);
    }
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      if (named.get(keyOf(folder, revision)) !== one || !isNamed(folder, revision)) return stop();
      const found = await read(folder, revision);
      const before = one.found;
      one.found = found;
      const inUse = new Set([...named.values()].map(other => other.found));
      for (const [id, version] of versions) if (!inUse.has(version)) versions.delete(id);
      if (found !== before) onChange();
    };
    const after = (ms: number) => {
      clearTimeout(waiting);
      waiting = setTimeout(() => void look(), ms);
    };
    const unwatch = platform.baselines?.watch(folder, revision, () => after(0)) ?? (() => {});
    const stop = () => {
      clearTimeout(waiting);
      unwatch();
      if (named.get(keyOf(folder, revision)) === one) named.delete(keyOf(folder, revision));
    };
    const one: Named = { folder, revision, found: undefined, stop };
    named.set(keyOf(folder, revision), one);
    after(restMs);
  }

  return {
    read,
    known: (folder, revision) => {
      const known = named.get(keyOf(folder, revision));
      if (known === undefined) begin(folder, revision);
      return known?.found;
    },
    text: async uri => {
      const { id, file } = ofEarlier(uri);
      if (id === undefined || file === undefined) return undefined;
      for (const [key, version] of versions) {
        const text = key.endsWith(` ${id}`) && version.kind === "files" ? await version.text(file) : undefined;
        if (text !== undefined) return text;
      }
      return undefined;
    },
  };
}

function keyOf(folder: string, revision: string): string {
  return `${folder} ${revision}`;
}

// A folder, an archive or a server is compared with, and not what a client was; nothing is looked for on other machines.
function isRevision(revision: string): boolean {
  return !/^[-/\\~]|:\/\/|\\|^[A-Za-z]:|\0/.test(revision);
}
