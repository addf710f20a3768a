// What is known of a running server for a service, and both sides of a difference to look at.
import { descriptorSet } from "../compiler/describe/descriptorSet.ts";
import type { Declaration } from "../compiler/link/declarations.ts";
import { lspRange } from "../features/lspRange.ts";
import { type SchemaDifference, seenService, serviceDifferences } from "../features/serverDifferences.ts";
import { alikeServices } from "../features/serverObjections.ts";
import { serverSnapshot } from "../features/serverSnapshot.ts";
import type { Requests, ServiceOfServer } from "../protocol/requests.ts";
import type { CheckedHealth, ServerComparison, ServerDifference, ServerOfService } from "../protocol/servers.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import type { ServerContext } from "./context.ts";
import { onCustomRequest } from "./customRequests.ts";
import type { KnownServer, KnownServers } from "./knownServers.ts";
import { serverWords } from "./serverLenses.ts";

/** Answers what is asked about servers that are known; only a check of health asks one. */
export function registerServers(context: ServerContext, servers: KnownServers): void {
  const { connection, trusted } = context;
  onCustomRequest(connection, "protodial/serverOfService", params => serverOfService(context, servers, params));
  onCustomRequest(connection, "protodial/compareWithServer", params => compared(context, servers, params));
  onCustomRequest(connection, "protodial/checkHealth", async ({ address }): Promise<CheckedHealth> => {
    if (!trusted()) {
      return { kind: "refused", reason: "this workspace is not trusted, and nothing is sent or started from it" };
    }
    return checkedHealth(servers, address);
  });
}

async function serverOfService(
  context: ServerContext,
  servers: KnownServers,
  { address, service, uri }: ServiceOfServer,
): Promise<ServerOfService | null> {
  const state = servers.state(address);
  if (state === undefined) return null;
  const { server, refused } = state;
  const common = {
    address,
    state: serverWords(state, service),
    ...(refused === undefined ? {} : { problem: refused.reason }),
  };
  if (server === undefined) return { ...common, alike: [], methods: [], differences: null };
  const { serverServices } = await import("../features/serverSchema.ts");
  const { services, undescribed } = server.told;
  const listed = services.includes(service) || undescribed.includes(service);
  const [described] = serverServices(Buffer.from(server.told.set, "base64"), [service]);
  return {
    ...common,
    listed,
    alike: listed ? [] : alikeServices(service, services),
    methods: described?.methods ?? [],
    differences: await differencesFrom(context, server, { service, uri }),
  };
}

/** How a service here differs from the server's; null where one of the two is not declared. */
export async function differencesFrom(
  context: ServerContext,
  server: KnownServer,
  { service, uri }: { readonly service: string; readonly uri: string },
): Promise<readonly ServerDifference[] | null> {
  const there = seenService(server.snapshot, "", service);
  const indexed = await context.indexed();
  const declared = indexed.declarations(service, uri).find(one => one.symbol.kind === "service");
  if (there === undefined || declared === undefined) return null;
  const snapshot = await context.loaded([declared.file.uri]);
  const here = seenService(snapshot, declared.file.uri, service);
  if (here === undefined) return null;
  return serviceDifferences(here, { ...there, missing: server.told.missing }).map(one => toldDifference(snapshot, one));
}

function toldDifference(snapshot: Snapshot, { kind, text, here, there }: SchemaDifference): ServerDifference {
  const { source } = here.file.parsed;
  return {
    kind,
    text,
    uri: snapshot.uriOf(source),
    range: lspRange(source, here.nameSpan),
    names: { here: here.fullName, there: there.fullName },
  };
}

async function compared(
  context: ServerContext,
  servers: KnownServers,
  { address, uri, names }: Requests["protodial/compareWithServer"]["params"],
): Promise<ServerComparison | null> {
  const server = servers.known(address);
  if (server === undefined) return null;
  const snapshot = await context.loaded([uri]);
  const { compilation, path } = snapshot.compilation(uri);
  const set = descriptorSet([path], compilation, { sourceInfo: "without", jsonNames: "written" });
  const { serverFiles } = await import("../features/serverSchema.ts");
  // Printed in the same way, what is laid out or commented otherwise is no difference.
  const here = printedPlace(await serverSnapshot("here", serverFiles(set)), names.here);
  const there = printedPlace(server.snapshot, names.there);
  return here === undefined || there === undefined ? null : { path, here, there };
}

function printedPlace(snapshot: Snapshot, fullName: string): ServerComparison["here"] | undefined {
  for (const { uri } of snapshot.outlines()) {
    const found: Declaration | undefined = snapshot.linked(uri)?.declared.byName.get(fullName);
    if (found === undefined) continue;
    const { source } = found.file.parsed;
    return { text: source.text, line: lspRange(source, found.nameSpan).start.line };
  }
  return undefined;
}

async function checkedHealth(servers: KnownServers, address: string): Promise<CheckedHealth> {
  const asked = await servers.ask(
    servers.state(address)?.asked ?? { target: { address, tls: undefined }, metadata: [] },
  );
  const state = servers.state(address);
  if (state === undefined || state.refused?.cause === "away") {
    return { kind: "refused", reason: asked.kind === "refused" ? asked.reason : `\`${address}\` is not reached` };
  }
  const whole = state.health.get("");
  const services = [...state.health].flatMap(([name, { words }]) => (name === "" ? [] : [{ name, words }]));
  return { kind: "health", words: whole?.words ?? "no health check", isServing: whole?.kind === "serving", services };
}
