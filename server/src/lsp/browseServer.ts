// What a client shows of a running server, and saves of it.

import { lineIndex, placeOf } from "../compiler/text/lineIndex.ts";
import type { Requests, RequestTemplateResult } from "../protocol/requests.ts";
import type { BrowsedServer } from "../protocol/servers.ts";
import { findRpc } from "../requests/rpcLookup.ts";
import { requestTemplate } from "../requests/template.ts";
import type { ServerContext } from "./context.ts";
import { onCustomRequest } from "./customRequests.ts";
import type { KnownServers } from "./knownServers.ts";
import { differencesFrom } from "./serverOfService.ts";

/** Answers the requests about servers: only they, and requests that say so, ask one. */
export function registerBrowsing(context: ServerContext, servers: KnownServers): void {
  const { connection, trusted } = context;
  onCustomRequest(connection, "protodial/browseServer", async (params): Promise<BrowsedServer> => {
    if (!trusted()) return { kind: "refused", reason: untrusted };
    return browse(context, servers, params);
  });
  onCustomRequest(connection, "protodial/serverFiles", async ({ address }) => {
    const known = servers.known(address);
    const { serverFiles } = await import("../features/serverSchema.ts");
    return { files: known === undefined ? [] : serverFiles(Buffer.from(known.told.set, "base64")) };
  });
  onCustomRequest(connection, "protodial/serverTemplate", params => template(servers, params));
}

const untrusted = "this workspace is not trusted, and nothing is sent or started from it";

async function browse(
  context: ServerContext,
  servers: KnownServers,
  { address, metadata = [] }: Requests["protodial/browseServer"]["params"],
): Promise<BrowsedServer> {
  const asked = await servers.ask({ target: { address, tls: undefined }, metadata });
  if (asked.kind === "refused") return asked;
  const { told } = asked.server;
  const { serverServices } = await import("../features/serverSchema.ts");
  const health = new Map(told.health.map(([name, { words }]) => [name, words]));
  const described = serverServices(Buffer.from(told.set, "base64"), [...told.services, ...told.undescribed].sort());
  return {
    kind: "server",
    address,
    health: health.get("") ?? "",
    services: await Promise.all(
      described.map(async one => ({
        ...one,
        health: health.get(one.name) ?? "",
        differences: await differencesFrom(context, asked.server, { service: one.name, uri: "" }),
      })),
    ),
    missing: told.missing,
  };
}

function template(
  servers: KnownServers,
  { address, method }: Requests["protodial/serverTemplate"]["params"],
): RequestTemplateResult {
  const known = servers.known(address);
  if (known === undefined) return { kind: "refused", reason: `\`${address}\` was not asked for its schema yet` };
  const [service = "", name = ""] = method.split("/");
  const found = findRpc(known.snapshot, known.snapshot.folders[0] ?? "", { service, method: name });
  if (found.kind !== "rpc") return { kind: "refused", reason: `\`${address}\` does not describe \`${method}\`` };
  const made = requestTemplate(found.method, found.view.file, address);
  const [heading = "", ...rest] = made.text.split("\n");
  const option = "# @schema server\n";
  const text = `${heading}\n${option}${rest.join("\n")}`;
  const { line, column } = placeOf(lineIndex(text), made.offset + option.length);
  return { kind: "new", text, line, column };
}
