import type { FieldDeclaration, MessageDeclaration } from "../link/declarations.ts";
import type { LinkedFile } from "../link/linkedFile.ts";
import { preferred, replaceFix } from "../report/fix.ts";
import { type Problem, problem } from "../report/problem.ts";
import type { ExtensionsNode, OptionNode } from "../syntax/nodes.ts";
import type { ExtensionDeclaration } from "./extensionDeclarations.ts";

const id = "extension-declaration";

export function declarationOutsideRange(one: ExtensionDeclaration): Problem {
  const written = one.parts.get("number");
  const what =
    written === undefined
      ? "the declaration names no number"
      : `the declared number ${one.number} is not in the extension range`;
  return problem(id, written ?? one.node, what, {
    help: "write `number: …` with a number of the range; where a statement has several ranges, split it",
  });
}

export function declarationTwice(
  file: LinkedFile,
  one: ExtensionDeclaration,
  earlier: ExtensionDeclaration,
  part: "number" | "full_name",
): Problem {
  const what = part === "number" ? `the number ${one.number}` : `\`${one.fullName}\``;
  return problem(id, one.parts.get(part) ?? one.node, `${what} is declared twice`, {
    help: part === "number" ? "a number stands for one extension" : "an extension has one number",
    related: [
      {
        source: file.declared.parsed.source,
        span: earlier.parts.get(part) ?? earlier.node,
        message: "it is first declared here",
      },
    ],
  });
}

export function declarationNeedsNameAndType(one: ExtensionDeclaration): Problem {
  return problem(id, one.node, `the declaration of ${one.number} needs both \`full_name\` and \`type\``, {
    help: "or `reserved: true` alone, for a number that is not to be used",
  });
}

export function declarationName(
  one: ExtensionDeclaration,
  part: "full_name" | "type",
  name: string,
  fault: "without dot" | "no name",
): Problem {
  const value = one.parts.get(part) ?? one.node;
  const isRelative = fault === "without dot";
  const what = isRelative
    ? `\`${name}\` must begin with a dot, as it is a full name`
    : `\`${name}\` is not a full name`;
  return problem(id, value, what, {
    help: part === "type" ? "for example `.pkg.Type`, or a scalar as `int32`" : "for example `.pkg.extension`",
    fixes: isRelative ? [preferred(replaceFix(`Change to \`.${name}\``, value, JSON.stringify(`.${name}`)))] : [],
  });
}

export function declarationsUnverified(statement: ExtensionsNode, option: OptionNode | undefined): Problem {
  return problem(id, option ?? statement, "a range with declarations cannot be `UNVERIFIED`", {
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
    help: "declarations keep an extension from changing under those who use it: make it what they say, or take another number",
    related: [{ source: extendee.file.parsed.source, span: declared.node, message: "it is declared here" }],
  });
}
