// Breaking changes: what open files are compared with, and what is asked about it.
import { breakingProblems, breakingProblemsAfterEdit } from "../features/breakingProblems.ts";
import { folderChanges } from "../features/folderChanges.ts";
import { protoLanguage } from "../workspace/workspace.ts";
import { Baselines } from "./baselines.ts";
import { notifyClient, onCustomRequest } from "./customRequests.ts";
import type { MoreProblems } from "./publishDiagnostics.ts";
import type { Session } from "./session.ts";

/** Compares open files with earlier versions, where the platform can read those. */
export function registerBreaking(session: Session): MoreProblems {
  const { connection, workspace, platform } = session;
  const reader = platform.baselines;
  if (reader === undefined) return { concerns: () => false, afterEdit: () => [], of: () => [] };
  const baselines = new Baselines(reader, {
    packages: platform.packages,
    pause: session.pause,
    onChange: () => {
      notifyClient(connection, "protodial/baselines", { folders: baselines.states });
      void readOpen("recheck");
    },
  });
  session.onShutdown(() => baselines.close());
  session.onConfigured(() => void baselines.compare(session.trusted() ? session.comparedFolders() : []));

  async function readOpen(afterwards: "recheck" | "recheck what is new"): Promise<void> {
    try {
      const open = [...workspace.snapshot.documents.values()].filter(one => one.languageId === protoLanguage);
      const read = await baselines.read(open.map(one => one.uri));
      if (afterwards === "recheck" || read === "news") workspace.recheck();
    } catch (error) {
      session.logError(`breaking changes: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }

  workspace.onChange(changed => {
    if (changed.some(uri => baselines.lacks(uri))) void readOpen("recheck what is new");
  });

  onCustomRequest(connection, "protodial/earlierFile", async ({ uri }) => {
    const text = await baselines.text(uri);
    return text === undefined ? null : { text };
  });
  onCustomRequest(connection, "protodial/baselineChoices", async ({ folderUri }) => ({
    choices: session.trusted() ? await reader.choices(folderUri) : [],
  }));
  onCustomRequest(connection, "protodial/breakingChanges", async ({ folderUri }) => {
    const earlier = baselines.versionFor(`${folderUri}/any.proto`);
    if (earlier === undefined) return { words: undefined, packages: [] };
    const uris = [...earlier.uris()];
    const snapshot = await workspace.with(await session.indexed(), uris);
    return { words: earlier.words, packages: folderChanges(snapshot, earlier) };
  });

  return {
    concerns: uri => baselines.versionFor(uri) !== undefined,
    afterEdit: (snapshot, uri) => {
      const earlier = baselines.versionFor(uri);
      return earlier === undefined ? [] : breakingProblemsAfterEdit(snapshot, uri, earlier);
    },
    of: (snapshot, uri) => {
      const earlier = baselines.versionFor(uri);
      return earlier === undefined ? [] : breakingProblems(snapshot, uri, earlier);
    },
  };
}
