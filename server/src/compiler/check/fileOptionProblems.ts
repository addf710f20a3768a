import type { DeclaredFile, MessageDeclaration, ServiceDeclaration } from "../link/declarations.ts";
import { builtInName } from "../link/plainOptions.ts";
import { optionRemoval, preferred } from "../report/fix.ts";
import { type Problem, type ProblemExtras, problem } from "../report/problem.ts";
import type { OptionNode } from "../syntax/nodes.ts";

export function deprecatedGenericServices(file: DeclaredFile, option: OptionNode, name: string): Problem {
  return problem("generic-services", option, `\`${name}\` is deprecated`, {
    severity: "warning",
    tag: "deprecated",
    help: "plugins make the code for services, as those of gRPC do",
    fixes: [preferred({ title: "Remove the option", edits: [optionRemoval(file.parsed.source.text, option)] })],
  });
}

export function genericServicesInLite(service: ServiceDeclaration, option: string): Problem {
  const what = `a file for the lite runtime cannot have services while \`${option}\` is true`;
  const written = service.file.options.find(one => builtInName(one, service.file) === option);
  return problem("services-in-lite-file", service.nameSpan, what, {
    help: `remove \`option ${option}\``,
    ...(written === undefined ? {} : withoutIt(service.file, written, `\`${option}\` is set here`)),
  });
}

export function messageSetInProto3(message: MessageDeclaration): Problem {
  const written = message.options.find(one => builtInName(one, message.file) === "message_set_wire_format");
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
