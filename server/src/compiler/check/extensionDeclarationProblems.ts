import type { FieldDeclaration, MessageDeclaration } from "../link/declarations.ts";
import type { LinkedFile } from "../link/linkedFile.ts";
import { type Problem, problem } from "../report/problem.ts";
import type { ExtensionsNode } from "../syntax/nodes.ts";
import type { ExtensionDeclaration } from "./extensionDeclarations.ts";

const id = "extension-declaration";

export function declarationOutsideRange(one: ExtensionDeclaration): Problem {
  return problem(id, one.node, `the declared number ${one.number} is not in the extension range`, {
    help: "write `number: …` with a number of the range; where a statement has several ranges, split it",
  });
}

export function declarationTwice(
  file: LinkedFile,
  one: ExtensionDeclaration,
  earlier: ExtensionDeclaration,
  what: string,
): Problem {
  return problem(id, one.node, `${what} is declared twice`, {
    related: [{ source: file.declared.parsed.source, span: earlier.node, message: "it is first declared here" }],
  });
}

export function declarationNeedsNameAndType(one: ExtensionDeclaration): Problem {
  return problem(id, one.node, `the declaration of ${one.number} needs both \`full_name\` and \`type\``, {
    help: "or `reserved: true` alone, for a number that is not to be used",
  });
}

export function declarationName(one: ExtensionDeclaration, name: string, fault: string): Problem {
  return problem(id, one.node, `\`${name}\` ${fault}`, { help: 'for example `".pkg.Type"`' });
}

export function declarationsUnverified(statement: ExtensionsNode): Problem {
  return problem(id, statement, "a range with declarations cannot be `UNVERIFIED`", {
    help: "remove the declarations, or `verification`",
  });
}

export function notDeclared(field: FieldDeclaration, extendee: MessageDeclaration): Problem {
  const what = `\`${extendee.name}\` does not declare an extension with the number ${field.number}`;
  return problem("undeclared-extension", field.node.number ?? field.nameSpan, what, {
    help: "every extension in this range has to be declared there",
    related: [{ source: extendee.file.parsed.source, span: extendee.nameSpan, message: "the extended message" }],
  });
}

export function notAsDeclared(
  field: FieldDeclaration,
  extendee: MessageDeclaration,
  declared: ExtensionDeclaration,
  why: string,
): Problem {
  const what = `the extension \`${field.name}\` is not what \`${extendee.name}\` declares: ${why}`;
  return problem("undeclared-extension", field.nameSpan, what, {
    related: [{ source: extendee.file.parsed.source, span: declared.node, message: "it is declared here" }],
  });
}
