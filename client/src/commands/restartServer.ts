import type { Session } from "../session.ts";

export async function restartServer(session: Session): Promise<void> {
  await session.server.restart();
}

export async function showOutput(session: Session): Promise<void> {
  session.server.output.show(true);
}
