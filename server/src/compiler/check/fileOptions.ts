// Options of files that contradict what stands in the file, or that are given up.

import type { DeclaredFile } from "../link/declarations.ts";
import { builtInName } from "../link/plainOptions.ts";
import { isMessageSet } from "../link/wireForm.ts";
import type { FileCheck } from "./checks.ts";
import { messagesIn } from "./declarationsIn.ts";
import { deprecatedGenericServices, genericServicesInLite, messageSetInProto3 } from "./fileOptionProblems.ts";

/** Files have no generic services, lite files least of all, and proto3 no message sets. */
export const fileOptions: FileCheck = ({ declared }, report, options) => {
  const generic = genericServices.filter(name => isWritten(declared, name) && options.valueOf(declared, name) === true);
  const refused = generic.find(name => name !== "py_generic_services");
  const [service] = declared.services;
  if (refused !== undefined && service !== undefined && options.valueOf(declared, "optimize_for") === "LITE_RUNTIME") {
    report(genericServicesInLite(service, refused));
  } else {
    for (const name of generic) {
      const option = declared.options.find(one => builtInName(one, declared) === name);
      if (option !== undefined) report(deprecatedGenericServices(declared, option, name));
    }
  }
  if (declared.syntax === "proto3" && declared.parsed.source.text.includes("message_set_wire_format")) {
    for (const message of messagesIn(declared)) if (isMessageSet(message)) report(messageSetInProto3(message));
  }
};

function isWritten(file: DeclaredFile, name: string): boolean {
  return file.options.some(option => builtInName(option, file) === name);
}

const genericServices = ["cc_generic_services", "java_generic_services", "py_generic_services"];
