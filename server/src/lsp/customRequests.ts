// Typed wrappers of the custom messages: the one place where their names meet the connection.
import type { CancellationToken, Connection } from "vscode-languageserver";
import type { ClientRequests, Notifications, Requests } from "../protocol/requests.ts";

/** Answers a custom request. What `answer` throws becomes the error of this one request, and is logged with its name. */
export function onCustomRequest<Name extends keyof Requests>(
  connection: Connection,
  name: Name,
  answer: (
    params: Requests[Name]["params"],
    token: CancellationToken,
  ) => Requests[Name]["result"] | Promise<Requests[Name]["result"]>,
): void {
  connection.onRequest(name, async (params: Requests[Name]["params"], token: CancellationToken): Promise<unknown> => {
    try {
      return await answer(params, token);
    } catch (error) {
      connection.console.error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      throw error;
    }
  });
}

/** Tells the client something. */
export function notifyClient<Name extends keyof Notifications>(
  connection: Connection,
  name: Name,
  params: Notifications[Name],
): void {
  void connection.sendNotification(name, params);
}

/** Asks the client for something. */
export function askClient<Name extends keyof ClientRequests>(
  connection: Connection,
  name: Name,
  params: ClientRequests[Name]["params"],
): Promise<ClientRequests[Name]["result"]> {
  return connection.sendRequest(name, params);
}
