// Who may use a message or enum: `export` and `local` of edition 2024, and what holds where neither is written.
import { type DeclaredFile, Edition, type EnumDeclaration, type MessageDeclaration } from "../link/declarations.ts";
import { featuresOfFile } from "../link/editionFeatures.ts";
import type { LinkedFile } from "../link/linkedFile.ts";
import { maxFieldNumber } from "../link/wireForm.ts";
import type { Check, FileCheck, Report } from "./checks.ts";
import { reservedRanges } from "./ranges.ts";
import { exportInStrictFile, notVisible, visibilityAsType } from "./visibilityProblems.ts";

/** Types of other files are exported by them. */
export const usedTypes: FileCheck = ({ declared, types }, report) => {
  for (const [node, type] of types) {
    if (type.file === declared || (type.kind !== "message" && type.kind !== "enum")) continue;
    if (visibilityOf(type) === "local") report(notVisible(node, type, defaultVisibility(type.file)));
  }
};

/** Under STRICT nothing nested is exported. */
export const visibility: Check = ({ declared, types, messages, enums }, report) => {
  if (declared.edition >= Edition.Edition2024) checkTypeNames(messages, types, report);
  if (defaultVisibility(declared) !== "STRICT") return;
  for (const type of [...messages, ...enums]) {
    if (type.parent === undefined || written(type) !== "export" || isNamespaced(type)) continue;
    report(exportInStrictFile(type));
  }
};

// At the beginning of a statement the words are keywords, also where the type of a field begins with one.
function checkTypeNames(messages: readonly MessageDeclaration[], types: LinkedFile["types"], report: Report): void {
  for (const message of messages) {
    for (const { node, typeName, label, oneof } of message.fields) {
      if (node.kind !== "field" || typeName === undefined || label !== undefined || oneof !== undefined) continue;
      const type = types.get(typeName);
      // Without such a type that is what has been reported.
      if (type !== undefined && /^(export|local)(\.|$)/.test(typeName.text)) report(visibilityAsType(typeName, type));
    }
  }
}

/** Whether other files may use a type. */
function visibilityOf(type: MessageDeclaration | EnumDeclaration): "export" | "local" {
  const word = written(type);
  if (word !== undefined) return word;
  switch (defaultVisibility(type.file)) {
    case "EXPORT_ALL":
      return "export";
    case "EXPORT_TOP_LEVEL":
      return type.parent === undefined ? "export" : "local";
    case "LOCAL_ALL":
    case "STRICT":
      return "local";
  }
}

function defaultVisibility(file: DeclaredFile) {
  return featuresOfFile(file).default_symbol_visibility;
}

function written(type: MessageDeclaration | EnumDeclaration): "export" | "local" | undefined {
  return type.node.kind === "message" || type.node.kind === "enum" ? type.node.visibility?.word : undefined;
}

// The one exception: an enum in a local message that is nothing but its name space.
function isNamespaced(type: MessageDeclaration | EnumDeclaration): boolean {
  const { parent } = type;
  if (type.kind !== "enum" || parent === undefined || parent.parent !== undefined) return false;
  const reservesAll = reservedRanges(parent).some(range => range.from === 1 && range.to >= maxFieldNumber);
  return visibilityOf(parent) === "local" && reservesAll;
}
