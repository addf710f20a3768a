// Options of fields that do not suit the field's type, or the syntax of the file.

import { type DeclaredFile, Edition, type FieldDeclaration } from "../link/declarations.ts";
import type { LinkedFile } from "../link/linkedFile.ts";
import { builtInName, isTrue, plainName } from "../link/plainOptions.ts";
import { isDelimited } from "../link/wireForm.ts";
import type { OptionNode } from "../syntax/nodes.ts";
import type { Check } from "./checks.ts";
import {
  ctypeInEditions,
  defaultInProto3,
  jstypeNotInteger,
  lazyExtension,
  lazyNotMessage,
  packedInEditions,
  packedNotPrimitive,
} from "./fieldOptionProblems.ts";

/** `packed`, `lazy`, `jstype`, `ctype` and `default` stand where they mean something. */
export const fieldOptions: Check = (file, report) => {
  const { declared } = file;
  for (const field of file.fields) {
    for (const option of field.options) {
      const name = builtInName(option, declared);
      switch (name) {
        case "packed":
          if (declared.syntax === "editions") report(packedInEditions(declared, option));
          else if (isTrue(option) && !isPackable(file, field)) report(packedNotPrimitive(field, option));
          break;
        case "lazy":
        case "unverified_lazy":
          if (!isTrue(option) || !isKnown(file, field)) break;
          if (!isLengthPrefixed(file, field)) report(lazyNotMessage(field, option, name));
          else if (name === "unverified_lazy" && field.extend !== undefined) report(lazyExtension(field, option));
          break;
        case "jstype":
          if (!isNormal(option) && !integers64.has(field.scalar ?? "")) report(jstypeNotInteger(field, option));
          break;
        case "ctype":
          // protoc asks its parser, which knows the plain name alone.
          if (declared.edition >= Edition.Edition2024 && plainName(option) === name)
            report(ctypeInEditions(field, option));
          break;
        case "default":
          if (isImplicitInProto3(declared, field)) report(defaultInProto3(field, option));
          break;
      }
    }
  }
};

const integers64: ReadonlySet<string> = new Set(["int64", "uint64", "sint64", "fixed64", "sfixed64"]);

// A default of a repeated field or a message is refused for that.
function isImplicitInProto3(declared: DeclaredFile, field: FieldDeclaration): boolean {
  return declared.syntax === "proto3" && field.label !== "repeated";
}

function isNormal(option: OptionNode): boolean {
  return option.value?.kind !== "identifier" || !/^JS_(STRING|NUMBER)$/.test(option.value.text);
}

/** Whether elements of the field can be packed; also true where the type is not known. */
export function isPackable(file: LinkedFile, field: FieldDeclaration): boolean {
  if (field.label !== "repeated") return false;
  return field.scalar !== "string" && field.scalar !== "bytes" && !isMessage(file, field);
}

export function isMessage(file: LinkedFile, field: FieldDeclaration): boolean {
  if (field.ownMessage !== undefined || field.node.kind === "mapField") return true;
  return field.typeName !== undefined && file.types.get(field.typeName)?.kind === "message";
}

function isLengthPrefixed(file: LinkedFile, field: FieldDeclaration): boolean {
  return isMessage(file, field) && !isDelimited(field);
}

function isKnown(file: LinkedFile, field: FieldDeclaration): boolean {
  return field.typeName === undefined || file.types.has(field.typeName);
}
