/** Ids of what breaks others beside the rules of buf, whose ids are in capitals. */
export const hintIds = [
  "rpc-deleted",
  "service-deleted",
  "extension-renumbered",
  "http-binding",
  "packed-list",
] as const;
