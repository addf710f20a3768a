// `extensions 4 to 100 [declaration = { number: 4, full_name: ".p.x", type: "int32" }]`: what is declared in a range is
// well formed, and extensions in the range are what was declared (protoc, `ValidateExtensionDeclaration`).

import type { DeclaredFile, FieldDeclaration, MessageDeclaration } from "../link/declarations.ts";
import type { LinkedFile } from "../link/linkedFile.ts";
import { builtInName } from "../link/plainOptions.ts";
import { numberOfMax } from "../link/wireForm.ts";
import { type ExtensionsNode, integerOf, type MessageValue, type OptionNode } from "../syntax/nodes.ts";
import { isScalarType } from "../syntax/scalarTypes.ts";
import { Remembered } from "../text/remembered.ts";
import type { Span } from "../text/span.ts";
import type { Check, Report } from "./checks.ts";
import {
  declarationName,
  declarationNeedsNameAndType,
  declarationOutsideRange,
  declarationsUnverified,
  declarationTwice,
  notAsDeclared,
  notDeclared,
} from "./extensionDeclarationProblems.ts";
import { extendeeOf } from "./extensions.ts";
import { holds, rangeOf } from "./ranges.ts";

/** One entry of `declaration`. */
export interface ExtensionDeclaration {
  readonly node: MessageValue;
  readonly number: number;
  readonly fullName: string | undefined;
  readonly type: string | undefined;
  readonly repeated: boolean;
  readonly reserved: boolean;
  /** Its parts as they are written, by field name. */
  readonly parts: ReadonlyMap<string, Span>;
}

/** Declarations of extensions, and the extensions that they are about. */
export const extensionDeclarations: Check = (file, report) => {
  for (const message of file.messages) {
    const names = new Map<string, ExtensionDeclaration>();
    for (const statement of message.extensionRanges) {
      if (statement.options !== undefined) checkStatement(file, message, statement, names, report);
    }
  }
  for (const field of file.extensions) {
    const extendee = extendeeOf(file, field);
    if (extendee?.kind === "message") checkExtension(file, field, extendee, report);
  }
};

function checkStatement(
  file: LinkedFile,
  message: MessageDeclaration,
  statement: ExtensionsNode,
  names: Map<string, ExtensionDeclaration>,
  report: Report,
): void {
  const declarations = declarationsOf(statement, message.file);
  const verification = verificationIn(statement, message.file);
  if (declarations.length > 0 && wordOf(verification) === "UNVERIFIED")
    report(declarationsUnverified(statement, verification));
  const numbers = new Map<number, ExtensionDeclaration>();
  for (const one of declarations) {
    // The options stand for each of the ranges, so the number has to be in each.
    if (!rangesOf(message, statement).every(range => holds(range, one.number))) {
      report(declarationOutsideRange(one));
      continue;
    }
    const earlier = numbers.get(one.number);
    if (earlier !== undefined) report(declarationTwice(file, one, earlier, "number"));
    else numbers.set(one.number, one);
    const needsBoth = !one.reserved || one.fullName !== undefined || one.type !== undefined;
    if (needsBoth && (one.fullName === undefined || one.type === undefined)) {
      report(declarationNeedsNameAndType(one));
      continue;
    }
    for (const part of ["full_name", "type"] as const) {
      const name = part === "type" ? one.type : one.fullName;
      const fault = name === undefined || (part === "type" && isWordForType(name)) ? undefined : faultOfName(name);
      if (name !== undefined && fault !== undefined) report(declarationName(one, part, name, fault));
    }
    if (one.fullName === undefined) continue;
    const twin = names.get(one.fullName);
    if (twin === undefined) names.set(one.fullName, one);
    else if (earlier === undefined) report(declarationTwice(file, one, twin, "full_name"));
  }
}

// protoc knows `enum` beside the scalar types, though no extension is of a type of that name.
function isWordForType(name: string): boolean {
  return isScalarType(name) || name === "enum";
}

function faultOfName(name: string): "without dot" | "no name" | undefined {
  if (!name.startsWith(".")) return "without dot";
  return name
    .slice(1)
    .split(".")
    .every(part => /^\w+$/.test(part))
    ? undefined
    : "no name";
}

function checkExtension(file: LinkedFile, field: FieldDeclaration, extendee: MessageDeclaration, report: Report): void {
  const { number } = field;
  if (number === undefined || isCustomOption(extendee)) return;
  const statement = extendee.extensionRanges.find(
    one => one.options !== undefined && rangesOf(extendee, one).some(range => holds(range, number)),
  );
  if (statement?.options === undefined) return;
  const declarations = declarationsOf(statement, extendee.file);
  const declared = declarations.find(one => one.number === number);
  if (declared === undefined) {
    const verification = wordOf(verificationIn(statement, extendee.file));
    if (declarations.length > 0 || verification === "DECLARATION") report(notDeclared(field, extendee));
    return;
  }
  const type = typeOf(file, field);
  if (declared.reserved) {
    report(notAsDeclared(field, extendee, declared, "its number is declared as reserved"));
  } else if (declared.fullName !== undefined && declared.fullName !== `.${field.fullName}`) {
    report(notAsDeclared(field, extendee, declared, `it should be \`${declared.fullName.slice(1)}\``));
  } else if (declared.type !== undefined && type !== undefined && declared.type !== type) {
    report(notAsDeclared(field, extendee, declared, `its type should be \`${declared.type}\``));
  } else if (declared.repeated !== (field.label === "repeated")) {
    report(notAsDeclared(field, extendee, declared, `it should be ${declared.repeated ? "repeated" : "single"}`));
  }
}

// protoc enforces the declarations of all messages but the options of descriptor.proto.
function isCustomOption(extendee: MessageDeclaration): boolean {
  return extendee.fullName.startsWith("google.protobuf.");
}

function typeOf(file: LinkedFile, field: FieldDeclaration): string | undefined {
  if (field.scalar !== undefined) return field.scalar;
  const type = field.ownMessage ?? (field.typeName === undefined ? undefined : file.types.get(field.typeName));
  return type === undefined ? undefined : `.${type.fullName}`;
}

function rangesOf(message: MessageDeclaration, statement: ExtensionsNode) {
  const max = numberOfMax(message);
  return statement.ranges.map(node => rangeOf(node, max));
}

function verificationIn(statement: ExtensionsNode, file: DeclaredFile): OptionNode | undefined {
  return statement.options?.options.find(option => builtInName(option, file) === "verification");
}

function wordOf(option: OptionNode | undefined): string | undefined {
  return option?.value?.kind === "identifier" ? option.value.text : undefined;
}

function declarationsOf(statement: ExtensionsNode, file: DeclaredFile): readonly ExtensionDeclaration[] {
  let declarations = declarationsByStatement.get(statement);
  if (declarations === undefined) {
    declarations = declarationsIn(statement, file);
    declarationsByStatement.set(statement, declarations);
  }
  return declarations;
}

const declarationsByStatement = new Remembered<ExtensionsNode, readonly ExtensionDeclaration[]>();

function declarationsIn(statement: ExtensionsNode, file: DeclaredFile): ExtensionDeclaration[] {
  const declarations: ExtensionDeclaration[] = [];
  for (const option of statement.options?.options ?? []) {
    if (option.value?.kind !== "messageValue" || builtInName(option, file) !== "declaration") continue;
    const node = option.value;
    const value = (name: string) => node.fields.find(field => field.name.text === name)?.value;
    const text = (name: string) => {
      const found = value(name);
      return found?.kind === "string" ? found.text : undefined;
    };
    const isTrue = (name: string) => {
      const found = value(name);
      if (found?.kind === "integer") return found.value === 1;
      return found?.kind === "identifier" && /^(true|t|True)$/.test(found.text);
    };
    const number = value("number");
    declarations.push({
      node,
      number: number?.kind === "integer" ? Number(integerOf(number)) : 0,
      fullName: text("full_name"),
      type: text("type"),
      repeated: isTrue("repeated"),
      reserved: isTrue("reserved"),
      parts: new Map(node.fields.flatMap(field => (field.value === undefined ? [] : [[field.name.text, field.value]]))),
    });
  }
  return declarations;
}
