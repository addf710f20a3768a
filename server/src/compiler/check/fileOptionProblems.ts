import type { DeclaredFile, FieldDeclaration, MessageDeclaration, ServiceDeclaration } from "../link/declarations.ts";
import { optionRemoval, preferred } from "../report/fix.ts";
import { type Problem, type ProblemExtras, problem } from "../report/problem.ts";
import type { MessageValueName, OptionNamePart, OptionNode } from "../syntax/nodes.ts";

export function genericServicesInLite(service: ServiceDeclaration, option: string): Problem {
  const what = `a file for the lite runtime cannot have services while \`${option}\` is true`;
  const written = service.file.options.find(one => one.name?.parts[0]?.text === option);
  return problem("services-in-lite-file", service.nameSpan, what, {
    help: `remove \`option ${option}\``,
    ...(written === undefined ? {} : withoutIt(service.file, written, `\`${option}\` is set here`)),
  });
}

export function messageSetInProto3(message: MessageDeclaration): Problem {
  const written = message.options.find(one => one.name?.parts[0]?.text === "message_set_wire_format");
  return problem("message-set-in-proto3", message.nameSpan, "proto3 has no message sets", {
    help: "remove `option message_set_wire_format`",
    ...(written === undefined ? {} : withoutIt(message.file, written, "it is made one here")),
  });
}

function withoutIt(file: DeclaredFile, option: OptionNode, why: string): ProblemExtras {
  const { source } = file.parsed;
  return {
    related: [{ source, span: { start: option.start, end: option.end }, message: why }],
    fixes: [preferred({ title: "Remove the option", edits: [optionRemoval(source.text, option)] })],
  };
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
