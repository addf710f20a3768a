// The schemas that requests may be made with beside the editor's: a server's own, and earlier versions of the files.
import type { WantedSchema } from "../requests/prepareCall.ts";
import type { SchemaNeeds } from "../requests/rpcLookup.ts";
import { indexFolders } from "../workspace/indexing.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { deepest } from "../workspace/uri.ts";
import { Workspace } from "../workspace/workspace.ts";
import type { ServerContext } from "./context.ts";
import { earlierUri } from "./earlierUris.ts";
import type { KnownServers } from "./knownServers.ts";

export type FoundSchema =
  | {
      readonly kind: "schema";
      readonly snapshot: Snapshot;
      /** The same with what is needed. */
      readonly with: (needs: SchemaNeeds) => Promise<Snapshot>;
    }
  /** `reason`: in words. */
  | { readonly kind: "refused"; readonly reason: string };

/** The schema that the request in the document `uri` asks for. */
export type RequestSchemas = (uri: string, wanted: WantedSchema) => Promise<FoundSchema>;

/** Reads schemas as they are asked for; those of revisions are kept. */
export function requestSchemas(context: ServerContext, servers: KnownServers): RequestSchemas {
  const revisions = new Map<string, Workspace>();
  return async (uri, wanted) => {
    if (wanted.kind === "revision") return ofRevision(uri, wanted.revision);
    const asked = await servers.ask(wanted);
    if (asked.kind === "refused") return asked;
    const { snapshot } = asked.server;
    return { kind: "schema", snapshot, with: () => Promise.resolve(snapshot) };
  };

  async function ofRevision(uri: string, revision: string): Promise<FoundSchema> {
    const { platform, snapshot, settings } = context;
    const { folders } = snapshot();
    const folder = deepest(folders, uri) ?? folders[0];
    if (platform.baselines === undefined || folder === undefined) {
      return {
        kind: "refused",
        reason: `\`${revision}\` is looked for in the repository of a folder, and none is open`,
      };
    }
    try {
      const found = await platform.baselines.find(folder, revision);
      if (found?.kind !== "commit") {
        return { kind: "refused", reason: `\`${revision}\` is no revision of the repository of this folder` };
      }
      const baseline = revisions.has(found.id) ? undefined : await found.open(() => Promise.resolve());
      if (baseline !== undefined && !("image" in baseline)) {
        const read = new Workspace(baseline, platform.packages, one => earlierUri(one, found.id));
        read.setFolders([baseline.folderUri]);
        read.setImportRoots(settings().importRoots);
        revisions.set(found.id, read);
      }
      const workspace = revisions.get(found.id);
      if (workspace === undefined) return { kind: "refused", reason: `\`${revision}\` holds no files` };
      return { kind: "schema", snapshot: workspace.snapshot, with: needs => withNeeds(workspace, needs) };
    } catch (error) {
      // What the reading of revisions throws is in words for the user.
      return { kind: "refused", reason: error instanceof Error ? error.message : String(error) };
    }
  }
}

async function withNeeds(workspace: Workspace, { index, files }: SchemaNeeds): Promise<Snapshot> {
  if (index) await indexFolders(workspace, () => Promise.resolve());
  if (files.length > 0) await workspace.loaded(files);
  return workspace.snapshot;
}
