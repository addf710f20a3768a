// What is known of running servers, above the services of `.proto` files: what was compared before, never asked for now.
import type { CodeLens } from "vscode-languageserver";
import type { LinkedFile } from "../compiler/link/linkedFile.ts";
import type { DocumentParams } from "../features/params.ts";
import { type SchemaDifference, seenService, serviceDifferences } from "../features/serverDifferences.ts";
import { type ServiceState, serviceLenses } from "../features/serviceLenses.ts";
import { defaultSettings } from "../protocol/settings.ts";
import { protoLanguage } from "../workspace/workspace.ts";
import type { Feature } from "./answer.ts";
import type { KnownServer, KnownServers, ServerState } from "./knownServers.ts";
import type { Session } from "./session.ts";
import { takeSteps } from "./takeSteps.ts";

/** More servers than these are not told above one service. */
const mostServers = 3;
// Compared is what typing has come to, not each letter.
const restMs = 300;

export interface ServerLenses {
  /** Adds to the lenses of a document those of servers above its services. */
  readonly with: (lenses: Feature<DocumentParams, CodeLens[]>) => Feature<DocumentParams, CodeLens[]>;
}

interface Compared {
  readonly here: LinkedFile;
  readonly there: KnownServer;
  readonly differences: readonly SchemaDifference[];
}

/** Compares open files with the servers that are known, behind, and shows what comes of it. */
export function registerServerLenses(session: Session, servers: KnownServers): ServerLenses {
  /** By address and service. */
  const compared = new Map<string, Compared>();
  let resting: ReturnType<typeof setTimeout> | undefined;
  let comparing: Promise<void> = Promise.resolve();

  function compareSoon(): void {
    if (!isShown() || servers.states().length === 0) return;
    clearTimeout(resting);
    resting = setTimeout(() => {
      comparing = comparing.then(compareAll).catch((error: unknown) => {
        session.logError(`servers: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      });
    }, restMs);
  }

  async function compareAll(): Promise<void> {
    const open = [...session.snapshot().documents].filter(([, one]) => one.languageId === protoLanguage);
    let isNews = false;
    for (const [uri] of open) isNews = (await compareFile(uri)) || isNews;
    if (isNews) session.refreshLenses();
  }

  /** Whether something else came of it than before. */
  async function compareFile(uri: string): Promise<boolean> {
    const snapshot = await session.loaded([uri]);
    await takeSteps(snapshot.steps(uri, "linked"), session.giveWay, () => true);
    const here = snapshot.linked(uri);
    let isNews = false;
    for (const { fullName } of here?.declared.services ?? []) {
      for (const { address, server } of servers.states()) {
        const key = `${address} ${fullName}`;
        const before = compared.get(key);
        if (here === undefined || server === undefined || !server.told.services.includes(fullName)) continue;
        if (before?.here === here && before.there === server) continue;
        await session.giveWay();
        const [own, other] = [seenService(snapshot, uri, fullName), seenService(server.snapshot, "", fullName)];
        if (own === undefined || other === undefined) continue;
        const differences = serviceDifferences(own, { ...other, missing: server.told.missing });
        compared.set(key, { here, there: server, differences });
        isNews ||= before?.differences.length !== differences.length;
      }
    }
    return isNews;
  }

  function isShown(): boolean {
    return session.lensCommands.includes("protodial.showServer");
  }

  function statesOf(service: string): readonly ServiceState[] {
    return servers
      .states()
      .flatMap(state => {
        const known = compared.get(`${state.address} ${service}`);
        // Until it is compared anew, what it came to before is likely to be so still.
        const title = titleOf(state, service, known?.differences.length);
        return title === undefined ? [] : [{ address: state.address, title }];
      })
      .slice(0, mostServers);
  }

  servers.onChange(() => {
    if (!isShown()) return;
    session.refreshLenses();
    compareSoon();
  });
  session.workspace.onChange(compareSoon);
  session.onShutdown(() => clearTimeout(resting));

  // The setting as it comes with the product names no server that anybody has.
  function followTarget(): void {
    const { target } = session.settings();
    if (session.trusted() && target !== defaultSettings.target) servers.named(target);
  }

  return {
    with: lenses => (snapshot, params) => {
      const found = lenses(snapshot, params);
      if (!Array.isArray(found) || !isShown()) return found;
      const { languageId } = snapshot.document(params.textDocument.uri) ?? {};
      if (languageId !== protoLanguage) return found;
      followTarget();
      return servers.states().length === 0 ? found : [...serviceLenses(snapshot, params, statesOf), ...found];
    },
  };
}

/** Undefined of a server that has nothing to do with the service. */
function titleOf(state: ServerState, service: string, differences: number | undefined): string | undefined {
  const { address, server, refused, called } = state;
  const { services = [], undescribed = [] } = server?.told ?? {};
  const isListed = services.includes(service) || undescribed.includes(service);
  if (!isListed && !called.has(service)) return undefined;
  const parts = [address, serverWords(state, service)];
  if (server !== undefined && refused === undefined) {
    if (!isListed) parts.push("does not list this service");
    else if (!services.includes(service)) parts.push("does not describe this service");
    else if (differences !== undefined) parts.push(countWords(differences));
  }
  return parts.filter(part => part !== "").join(" · ");
}

function countWords(differences: number): string {
  if (differences === 0) return "no differences";
  return differences === 1 ? "1 difference" : `${differences} differences`;
}

/** How a server is, in words; empty where that is not known yet. */
export function serverWords({ server, refused, health }: ServerState, service: string): string {
  if (refused?.cause === "away") return "not reached";
  const checked = [service, ""].map(name => health.get(name)).find(one => one?.kind.endsWith("serving") === true);
  if (checked !== undefined) return checked.words;
  return server === undefined && refused === undefined ? "" : "running";
}
