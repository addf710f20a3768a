// Options of files that contradict what stands in the file.
import type { Check } from "./checks.ts";
import { messagesIn } from "./declarationsIn.ts";
import { genericServicesInLite, messageSetInProto3 } from "./fileOptionProblems.ts";
import { isMessageSet } from "./ranges.ts";

/** Lite files have no generic services, and proto3 no message sets. */
export const fileOptions: Check = ({ declared }, report, options) => {
  if (options.valueOf(declared, "optimize_for") === "LITE_RUNTIME") {
    const generic = ["cc_generic_services", "java_generic_services"].find(
      name => options.valueOf(declared, name) === true,
    );
    const [service] = declared.services;
    if (generic !== undefined && service !== undefined) report(genericServicesInLite(service, generic));
  }
  if (declared.syntax === "proto3") {
    for (const message of messagesIn(declared)) if (isMessageSet(message)) report(messageSetInProto3(message));
  }
};
