// Before a request is sent: whether the server, as it is known, takes it as it is meant, and what the user says to that.
import type { ServerQuestion } from "../calling/describeServer.ts";
import type { Problem } from "../compiler/report/problem.ts";
import { lineIndex, offsetOf } from "../compiler/text/lineIndex.ts";
import { requestDocumentAt } from "../features/requestDocumentAt.ts";
import { type Objections, objectionProblems, serverObjections, type ToldServer } from "../features/serverObjections.ts";
import type { CallRequest } from "../protocol/call.ts";
import type { ClientRequests } from "../protocol/requests.ts";
import { rpcOf } from "../requests/checkRequests.ts";
import { type Request, requestAt } from "../requests/requestDocument.ts";
import { otherSchema, workspaceSchema } from "../requests/requestSchema.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import type { ServerContext } from "./context.ts";
import { askClient } from "./customRequests.ts";
import type { KnownServer, KnownServers } from "./knownServers.ts";

/** `server`: the request is to be made with the server's own schema. */
export type SendingDecision = "send" | "server" | "cancel";

export interface BeforeSending {
  /** Asks the user where the server is known to fail the request that stands at a line, or to lose a part of it. */
  readonly decide: (uri: string, line: number, request: CallRequest) => Promise<SendingDecision>;
}

/** What the servers that are known have against the requests of a document, as its problems. */
export function serverProblems(
  snapshot: Snapshot,
  servers: KnownServers,
  {
    uri,
    addressOf,
  }: { readonly uri: string; readonly addressOf: (uri: string, request: Request) => string | undefined },
): Problem[] {
  if (servers.states().length === 0) return [];
  return (requestDocumentAt(snapshot, uri)?.requests ?? []).flatMap(request => {
    const address = addressOf(uri, request);
    const held = address === undefined ? undefined : heldAgainst(snapshot, servers, { uri, request, address });
    return address === undefined || held === undefined ? [] : objectionProblems(request, held.found, address);
  });
}

/** What the user has decided once is not asked again in this session, as long as it is about the same. */
export function beforeSending(context: ServerContext, servers: KnownServers): BeforeSending {
  const decided = new Set<string>();
  return {
    decide: async (uri, line, { target, metadata, service, method }) => {
      const { address } = target;
      const held = () => {
        const snapshot = context.snapshot();
        return heldAgainst(snapshot, servers, { uri, request: requestOn(snapshot, uri, line), address });
      };
      const known = held();
      if (known === undefined || known.found.stops.length === 0) return "send";
      // The server may be another one by now.
      const asked: ServerQuestion = { target, metadata };
      if ((await servers.ask(asked)).kind === "refused") return "send";
      const now = held();
      const objections = [...new Set(now?.found.stops.map(one => one.text))];
      const key = JSON.stringify([address, service, method, objections]);
      if (now === undefined || objections.length === 0 || decided.has(key)) return "send";
      const question = {
        address,
        method: `${service}/${method}`,
        uri: now.protoUri,
        objections,
        hasMethod: now.hasMethod,
        mends: now.found.stops.every(one => one.mends !== undefined),
      };
      const answer = await ask(context, question);
      if (answer === "send") decided.add(key);
      return answer;
    },
  };
}

/** A server that is known and there, as requests are held against it. */
export function toldServer({ address, snapshot, told }: KnownServer): ToldServer {
  const { services, undescribed, missing } = told;
  return { address, snapshot, services, undescribed, missing };
}

interface Held {
  readonly found: Objections;
  /** The document of the service. */
  readonly protoUri: string;
  readonly hasMethod: boolean;
}

function heldAgainst(
  snapshot: Snapshot,
  servers: KnownServers,
  { uri, request, address }: { readonly uri: string; readonly request: Request | undefined; readonly address: string },
): Held | undefined {
  const state = servers.state(address);
  if (state?.server === undefined || state.refused !== undefined || request === undefined) return undefined;
  const { server } = state;
  const rpc = otherSchema(request) === undefined ? rpcOf(workspaceSchema(snapshot), uri, request) : undefined;
  if (rpc?.kind !== "rpc") return undefined;
  const { parent, name } = rpc.method;
  const there = server.snapshot.declarations(`${parent.fullName}.${name}`, "");
  return {
    found: serverObjections(request, rpc, toldServer(server)),
    protoUri: rpc.uri,
    hasMethod: there.length > 0,
  };
}

function requestOn(snapshot: Snapshot, uri: string, line: number): Request | undefined {
  const document = requestDocumentAt(snapshot, uri);
  if (document === undefined) return undefined;
  const { text } = document.source;
  return requestAt(document, offsetOf(lineIndex(text), text, { line, column: 0 }));
}

type Question = ClientRequests["protodial/mayDiffer"]["params"];

async function ask(context: ServerContext, question: Question): Promise<SendingDecision> {
  const { connection } = context;
  if (context.confirmsCalls()) return (await askClient(connection, "protodial/mayDiffer", question)).answer;
  const { address, objections, method, hasMethod, mends } = question;
  const [send, asServer, cancel] = ["Send Anyway", "Send as the Server Has It", "Do Not Send"].map(title => ({
    title,
  }));
  const answer = await connection.window.showWarningMessage(
    `${address} ${hasMethod ? "has another" : "does not have"} ${method}: ${objections.join("; ")}.`,
    ...[send, ...(mends ? [asServer] : []), cancel].flatMap(one => one ?? []),
  );
  if (answer?.title === send?.title) return "send";
  return answer?.title === asServer?.title ? "server" : "cancel";
}
