import type { FieldDeclaration, MessageDeclaration, ServiceDeclaration } from "../link/declarations.ts";
import { type Problem, problem } from "../report/problem.ts";
import type { MessageValueName, OptionNamePart, OptionNode } from "../syntax/nodes.ts";

export function genericServicesInLite(service: ServiceDeclaration, option: string): Problem {
  const what = `a file for the lite runtime cannot have services while \`${option}\` is true`;
  return problem("services-in-lite-file", service.nameSpan, what, { help: `remove \`option ${option}\`` });
}

export function messageSetInProto3(message: MessageDeclaration): Problem {
  return problem("message-set-in-proto3", message.nameSpan, "proto3 has no message sets", {
    help: "remove `option message_set_wire_format`",
  });
}

export function optionOutsideEdition(
  node: OptionNamePart | MessageValueName,
  option: FieldDeclaration,
  what: "introduced" | "removed",
  edition: string,
  reason?: string,
): Problem {
  const when = what === "introduced" ? `needs edition ${edition} or later` : `is gone since edition ${edition}`;
  return problem("option-outside-edition", node, `\`${option.name}\` ${when}`, { help: reason });
}

export function deprecatedOption(
  node: OptionNamePart | MessageValueName,
  option: FieldDeclaration,
  edition: string,
  reason: string | undefined,
): Problem {
  return problem("deprecated-option", node, `\`${option.name}\` is deprecated since edition ${edition}`, {
    severity: "warning",
    help: reason,
    tag: "deprecated",
  });
}

export function wrongFeatureSupport(support: OptionNode, option: FieldDeclaration, fault: string): Problem {
  return problem("feature-support", support, `\`${option.name}\` ${fault}`);
}
