// The schema that a server tells as sources in a workspace of their own, so that all that asks for declarations works on it.
import type { GeneratedFile } from "../protocol/requests.ts";
import { indexFolders } from "../workspace/indexing.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { joinUri, normalUri } from "../workspace/uri.ts";
import { Workspace } from "../workspace/workspace.ts";

/** The uri of the folder that stands for the files of a server. */
export function serverFolder(address: string): string {
  return normalUri(`protodial-server:///${encodeURIComponent(address)}`);
}

/** The files that `serverFiles` makes of what a server tells, read and outlined. */
export async function serverSnapshot(address: string, files: readonly GeneratedFile[]): Promise<Snapshot> {
  const folder = serverFolder(address);
  const texts = new Map(files.map(({ path, content }) => [joinUri(folder, path), content]));
  const workspace = new Workspace({
    read: async uri => texts.get(uri),
    list: async (_, walk) => [...texts.keys()].filter(uri => walk.isListed(uri.slice(uri.lastIndexOf("/") + 1))),
  });
  workspace.setFolders([folder]);
  await indexFolders(workspace, () => Promise.resolve());
  return workspace.loaded([...texts.keys()]);
}
