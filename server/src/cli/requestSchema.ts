// The schemas that requests may be made with beside that of the files: a server's own, and earlier versions of them.
import { warmChannels } from "../calling/channel.ts";
import { reflectServer } from "../calling/reflection.ts";
import { serverFiles } from "../features/serverSchema.ts";
import { serverSnapshot } from "../features/serverSnapshot.ts";
import { findBaseline } from "../node/baselines.ts";
import { packagePlaces } from "../node/packagePlaces.ts";
import { schemaWords, type WantedSchema } from "../requests/prepareCall.ts";
import type { KnownSchema } from "../requests/requestSchema.ts";
import { indexFolders } from "../workspace/indexing.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { Workspace } from "../workspace/workspace.ts";

type FoundSchema = KnownSchema | { readonly kind: "refused"; readonly reason: string };

const deadlineMs = 10_000;

/** What `# @schema` names, all of it read; `files` is the workspace of now. @throws {BaselineError} for what is no revision. */
export async function requestSchema(wanted: WantedSchema, files: Workspace): Promise<FoundSchema> {
  const found = wanted.kind === "server" ? await ofServer(wanted) : await ofRevision(wanted.revision, files);
  if ("reason" in found) return { kind: "refused", ...found };
  return { kind: "schema", snapshot: found.snapshot, words: schemaWords(wanted) };
}

type Read = { readonly snapshot: Snapshot } | { readonly reason: string };

async function ofServer({ target, metadata }: Extract<WantedSchema, { kind: "server" }>): Promise<Read> {
  const channels = warmChannels();
  try {
    const told = await reflectServer({ target, metadata, deadlineMs, channels });
    if (told.kind === "schema") return { snapshot: await serverSnapshot(target.address, serverFiles(told.set)) };
    if (told.kind !== "failed") return { reason: `\`${target.address}\`: ${told.message}` };
    const { name, message, explanation } = told.status;
    return { reason: `\`${target.address}\` does not tell its schema: ${explanation ?? `${name}: ${message}`}` };
  } finally {
    channels.closeAll();
  }
}

async function ofRevision(revision: string, files: Workspace): Promise<Read> {
  const [folder = ""] = files.snapshot.folders;
  const found = await findBaseline(folder, revision);
  const baseline = found?.kind === "commit" ? await found.open(() => Promise.resolve()) : undefined;
  if (baseline === undefined || !("read" in baseline)) {
    return { reason: `\`${revision}\` is no revision of the repository of this folder` };
  }
  const workspace = new Workspace(baseline, packagePlaces());
  workspace.setFolders([baseline.folderUri]);
  await indexFolders(workspace, () => Promise.resolve());
  return { snapshot: await workspace.loaded(workspace.protoFiles()) };
}
