// Breaking changes: what open files are compared with, and what is asked about it.
import { breakingProblems, breakingProblemsAfterEdit, breakingSteps } from "../features/breakingProblems.ts";
import { changedFiles, folderChangeSteps } from "../features/folderChanges.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { baseName } from "../workspace/uri.ts";
import { protoLanguage } from "../workspace/workspace.ts";
import { Baselines, type ComparedFolder } from "./baselines.ts";
import { askClient, notifyClient, onCustomRequest } from "./customRequests.ts";
import { RulesOfModules } from "./moduleRules.ts";
import { type MoreProblems, nothingMore } from "./publishDiagnostics.ts";
import { withServers } from "./serverBaselines.ts";
import type { Session } from "./session.ts";
import { takeSteps } from "./takeSteps.ts";

/** Compares open files with earlier versions, where the platform can read those. */
export function registerBreaking(session: Session): MoreProblems {
  const { connection, workspace, platform } = session;
  if (platform.baselines === undefined) return nothingMore;
  const reader = withServers(platform.baselines, (folder, address) => askToConnect(session, folder, address));
  const rules = new RulesOfModules(workspace, session.logError);
  const baselines = new Baselines(reader, {
    packages: platform.packages,
    rulesOf: uri => rules.of(uri),
    read: async uri => workspace.snapshot.document(uri)?.source.text ?? platform.files.read(uri),
    indexed: session.indexed,
    pause: session.giveWay,
    onChange: what => {
      notifyClient(connection, "protodial/baselines", { folders: baselines.states });
      if (what === "versions") void readOpen("recheck");
    },
  });
  session.onShutdown(() => {
    baselines.close();
    reader.close();
  });
  let comparing: Promise<void> = Promise.resolve();
  session.onConfigured(() => {
    comparing = logged(compare());
  });

  async function compare(): Promise<void> {
    // Where modules are is known when the folders are listed.
    if (foldersNow().some(one => one.against !== "off")) {
      await workspace.list();
      await rules.read();
    }
    await baselines.compare(foldersNow());
  }

  function foldersNow(): readonly ComparedFolder[] {
    return session.trusted() ? session.comparedFolders() : [];
  }

  async function takeRules(): Promise<void> {
    if ((await rules.read()) === "nothing new") return;
    await baselines.takeRules();
    workspace.recheck();
  }

  function readOpen(afterwards: "recheck" | "recheck what is new"): Promise<void> {
    return logged(readDocuments(afterwards));
  }

  async function readDocuments(afterwards: "recheck" | "recheck what is new"): Promise<void> {
    const open = [...workspace.snapshot.documents.values()].filter(one => one.languageId === protoLanguage);
    const read = await baselines.read(open.map(one => one.uri));
    if (afterwards === "recheck" || read === "news") workspace.recheck();
  }

  async function logged(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      session.logError(`breaking changes: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }

  workspace.onChange((changed, onDisk) => {
    if (rules.isOld || [...onDisk].some(uri => baseName(uri) === "buf.yaml")) void logged(takeRules());
    if (changed.some(uri => baselines.lacks(uri))) void readOpen("recheck what is new");
  });

  onCustomRequest(connection, "protodial/earlierFile", async ({ uri }) => {
    const text = await baselines.text(uri);
    return text === undefined ? null : { text };
  });
  onCustomRequest(connection, "protodial/baselineChoices", async ({ folderUri }) => ({
    choices: session.trusted() ? await reader.choices(folderUri) : [],
  }));
  onCustomRequest(connection, "protodial/refreshBaseline", async ({ folderUri }) => {
    const folder = foldersNow().find(one => one.uri === folderUri);
    if (folder !== undefined) reader.askAgain(folder.against);
    await baselines.refresh(folderUri);
    return null;
  });
  onCustomRequest(connection, "protodial/breakingChanges", async ({ folderUri }, token) => {
    // Whoever has just picked another version asks about that.
    await session.configured();
    await comparing;
    await baselines.readAll(folderUri);
    const earlier = baselines.versionFor(`${folderUri}/any.proto`);
    if (earlier === undefined) return { words: undefined, packages: [] };
    const indexed = await session.indexed();
    const uris = changedFiles(indexed, earlier, folderUri);
    const snapshot = await withFiles(indexed, uris);
    const steps = folderChangeSteps(snapshot, earlier, uris);
    const taken = await takeSteps(steps, session.pause, () => !token.isCancellationRequested);
    return { words: earlier.words, packages: taken?.result ?? [] };
  });

  // Thousands of files are read in portions, and others are answered between.
  async function withFiles(base: Snapshot, uris: readonly string[]): Promise<Snapshot> {
    let extended = base;
    for (let at = 0; at < uris.length; at += filesAtOnce) {
      extended = await workspace.with(extended, uris.slice(at, at + filesAtOnce));
      await session.pause();
    }
    return extended;
  }

  return {
    concerns: uri => baselines.versionFor(uri) !== undefined,
    *steps(snapshot, uri, of) {
      const earlier = baselines.versionFor(uri);
      if (earlier !== undefined) yield* breakingSteps(snapshot, uri, { earlier, of });
    },
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

const filesAtOnce = 20;

// A workspace may come from strangers, and with it the setting that names a server.
async function askToConnect(session: Session, folderUri: string, address: string): Promise<boolean> {
  const { connection } = session;
  if (session.decidesConnections)
    return (await askClient(connection, "protodial/mayConnect", { folderUri, address })).allowed;
  const connect = { title: "Connect" };
  const question = `The settings compare files with the server ${address}. Connect to it to ask for its schema?`;
  const answer = await connection.window.showWarningMessage(question, connect, { title: "Do Not Connect" });
  return answer?.title === connect.title;
}
