// The schemas that requests may be made with beside the editor's: a server's own, and earlier versions of the files.
import { requestDocumentAt } from "../features/requestDocumentAt.ts";
import { serverFolder } from "../features/serverSnapshot.ts";
import { type Environments, readEnvironments } from "../requests/environment.ts";
import { filledIn } from "../requests/placeholders.ts";
import { schemaWords, type WantedSchema } from "../requests/prepareCall.ts";
import type { Request, RequestOption } from "../requests/requestDocument.ts";
import { schemaRefused, serverNotAsked } from "../requests/requestProblems.ts";
import {
  type KnownSchema,
  otherSchema,
  type RequestSchema,
  type SchemaOfRequest,
  workspaceSchema,
} from "../requests/requestSchema.ts";
import { deepest, isWithin, normalUri } from "../workspace/uri.ts";
import type { ServerContext } from "./context.ts";
import type { KnownServer, KnownServers } from "./knownServers.ts";
import { requestLanguage } from "./languages.ts";
import { type FoundRevision, requestRevisions } from "./requestRevisions.ts";

export type FoundSchema =
  | {
      readonly kind: "schema";
      /** As it is known at this moment. */
      readonly now: () => KnownSchema;
    }
  /** `reason`: in words. */
  | { readonly kind: "refused"; readonly reason: string };

export interface RequestSchemas {
  /** Reads the schema that the request in the document `uri` asks for; a server is asked. */
  readonly read: (uri: string, wanted: WantedSchema) => Promise<FoundSchema>;
  /** What is known of the schema of a request; no server is asked. Revisions are read, and followed, behind. */
  readonly known: SchemaOfRequest;
  /** The address that a request goes to, as far as it is known without asking. */
  readonly addressOf: (uri: string, request: Request) => string | undefined;
  /** The text of a file that a name in a request leads to, by its uri. */
  readonly text: (uri: string) => Promise<string | undefined>;
}

/** Reads schemas as they are asked for, and knows those that open documents name. */
export function requestSchemas(context: ServerContext, servers: KnownServers): RequestSchemas {
  const revisions = requestRevisions(context, isNamed, context.recheck);
  const environments = knownEnvironments(context);

  function isNamed(folder: string, revision: string): boolean {
    const snapshot = context.snapshot();
    return [...snapshot.documents.values()].some(({ languageId, uri }) => {
      if (languageId !== requestLanguage || folderOf(uri) !== folder) return false;
      const requests = requestDocumentAt(snapshot, uri)?.requests ?? [];
      return requests.some(one => otherSchema(one)?.value.text === revision);
    });
  }

  function folderOf(uri: string): string | undefined {
    const { folders } = context.snapshot();
    return deepest(folders, normalUri(uri)) ?? folders[0];
  }

  return {
    read: async (uri, wanted) => {
      if (wanted.kind === "server") {
        const asked = await servers.ask(wanted);
        return asked.kind === "refused" ? asked : { kind: "schema", now: () => ofServer(asked.server) };
      }
      const folder = folderOf(uri);
      if (folder === undefined) return { kind: "refused", reason: noFolder(wanted.revision) };
      const found = await revisions.read(folder, wanted.revision);
      return found.kind === "refused" ? found : { kind: "schema", now: () => ofRevision(found, wanted.revision) };
    },
    known: (snapshot, uri, request) => {
      const option = otherSchema(request);
      if (option === undefined) return workspaceSchema(snapshot);
      const name = option.value.text;
      // What is wrong with its form is said already.
      if (!/^[^\s-]\S*$/.test(name) || option.value.placeholders.length > 0) return { kind: "unknown" };
      return name === "server" ? knownServer(uri, request, option) : knownRevision(uri, option);
    },
    addressOf,
    text: async uri => serverText(normalUri(uri)) ?? (await revisions.text(uri)),
  };

  function serverText(uri: string): string | undefined {
    const address = /^protodial-server:\/\/\/([^/]+)\//.exec(uri)?.[1];
    const server = address === undefined ? undefined : servers.known(decodeURIComponent(address));
    if (server === undefined || !isWithin(serverFolder(server.address), uri)) return undefined;
    return server.snapshot.parsed(uri)?.source.text;
  }

  function addressOf(uri: string, { line }: Request): string | undefined {
    // Until a method is written the target is what stands before the only slash.
    const target = line?.target.text === "" ? line.service : line?.target;
    if (target === undefined || target.text === "") return undefined;
    const { environment } = context.settings();
    return filledIn(target, one => {
      const found = environments(uri)?.find(one.name, environment);
      return found?.kind === "value" ? found.value : undefined;
    });
  }

  function knownServer(uri: string, request: Request, option: RequestOption): RequestSchema {
    const address = addressOf(uri, request);
    if (address === undefined) return { kind: "unknown" };
    const server = servers.known(address);
    if (server !== undefined) return ofServer(server);
    return { kind: "unknown", problem: serverNotAsked(option, address.includes("{{") ? undefined : address) };
  }

  function knownRevision(uri: string, option: RequestOption): RequestSchema {
    const refused = (reason: string): RequestSchema => ({ kind: "unknown", problem: schemaRefused(option, reason) });
    if (!context.trusted()) return refused("git is not asked in a workspace that is not trusted");
    const folder = folderOf(uri);
    if (folder === undefined) return refused(noFolder(option.value.text));
    const found = revisions.known(folder, option.value.text);
    if (found === undefined) return { kind: "unknown" };
    return found.kind === "refused" ? refused(found.reason) : ofRevision(found, option.value.text);
  }
}

function noFolder(revision: string): string {
  return `\`${revision}\` is looked for in the repository of a folder, and none is open`;
}

function ofServer({ address, snapshot }: KnownServer): KnownSchema {
  const wanted: WantedSchema = { kind: "server", target: { address, tls: undefined }, metadata: [] };
  return { kind: "schema", snapshot, words: schemaWords(wanted) };
}

function ofRevision({ workspace, load }: Extract<FoundRevision, { kind: "files" }>, revision: string): KnownSchema {
  return { kind: "schema", snapshot: workspace.snapshot, words: schemaWords({ kind: "revision", revision }), load };
}

/** What the environment files of a document say, as far as that is known. */
function knownEnvironments({ environments, snapshot }: ServerContext) {
  return (uri: string): Environments | undefined => {
    const files = environments.known(snapshot(), uri);
    return files === undefined ? undefined : readEnvironments(files);
  };
}
