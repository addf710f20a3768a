// How much editions from 2026 on let stand in one declaration (protoc, `ValidateProtoLimits`).
import { featuresOf } from "../link/editionFeatures.ts";
import type { Check } from "./checks.ts";
import { tooMany } from "./protoLimitProblems.ts";

/** Messages, oneofs and enums are not larger than generated code bears. */
export const protoLimits: Check = ({ declared, messages, enums }, report) => {
  if (declared.syntax !== "editions") return;
  for (const message of messages) {
    if (message.fields.length > most.fields && isLimited(message))
      report(tooMany(message, most.fields, "fields", message.fields[most.fields]));
    if (message.oneofs.length > most.oneofs && isLimited(message))
      report(tooMany(message, most.oneofs, "oneofs", message.oneofs[most.oneofs]));
    for (const oneof of message.oneofs) {
      if (oneof.fields.length > most.members && isLimited(oneof))
        report(tooMany(oneof, most.members, "fields", oneof.fields[most.members]));
    }
  }
  for (const one of enums) {
    if (one.values.length > most.values && isLimited(one))
      report(tooMany(one, most.values, "values", one.values[most.values]));
  }
};

const most = { fields: 1500, oneofs: 1000, members: 1200, values: 1700 };

function isLimited(declaration: Parameters<typeof featuresOf>[0]): boolean {
  return featuresOf(declaration).enforce_proto_limits === "PROTO_LIMITS2026";
}
