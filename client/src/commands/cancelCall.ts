import type { Session } from "../session.ts";

export async function cancelCall(session: Session): Promise<void> {
  await session.answers.cancel();
}
