import { methodItems } from "../features/codeLenses.ts";
import { bundledText } from "../workspace/bundled.ts";
import { bundledPath } from "../workspace/uri.ts";
import { onCustomRequest } from "./customRequests.ts";
import type { Session } from "./session.ts";

/** Custom requests about the files of the workspace. */
export function registerWorkspaceRequests(session: Session): void {
  const { connection } = session;
  connection.onNotification("protodial/trusted", () => session.trust());

  onCustomRequest(connection, "protodial/bundledFile", ({ uri }) => {
    const path = bundledPath(uri);
    const content = path === undefined ? undefined : bundledText(path)?.content;
    return typeof content === "string" ? { text: content } : null;
  });

  onCustomRequest(connection, "protodial/methods", async ({ uri }) => {
    if (uri !== undefined) return { methods: methodItems(await session.loaded([uri]), uri) };
    const snapshot = await session.indexed();
    const declaring: string[] = [];
    for (const file of snapshot.outlines()) {
      if (file.outline.has("method")) declaring.push(file.uri);
    }
    const reached = await session.workspace.with(snapshot, declaring);
    return { methods: declaring.flatMap(file => methodItems(reached, file)) };
  });
}
