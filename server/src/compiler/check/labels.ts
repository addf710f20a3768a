// Labels, groups and maps where the syntax of the file or the place does not allow them.
import type { DeclaredFile, FieldDeclaration } from "../link/declarations.ts";
import type { Check } from "./checks.ts";
import { fieldsIn } from "./declarationsIn.ts";
import {
  groupName,
  groupNotAllowed,
  labelInOneof,
  labelNotInEditions,
  labelOnMap,
  mapInExtend,
  mapInOneof,
  missingLabel,
  missingLabelOrSyntax,
  requiredExtension,
  requiredInProto3,
} from "./labelProblems.ts";

/** Labels suit the syntax of the file and the place of the field. */
export const labels: Check = ({ declared, fields }, report) => {
  const isMeantAsProto3 = !declared.syntaxWritten && !hasLabels(declared);
  for (const field of fields) {
    const { node } = field;
    if (node.kind === "mapField") {
      if (node.label !== undefined) report(labelOnMap(declared, node, node.label));
      else if (field.oneof !== undefined) report(mapInOneof(node));
      else if (field.extend !== undefined) report(mapInExtend(node));
      continue;
    }
    if (node.kind === "group") {
      if (declared.syntax !== "proto2") {
        report(groupNotAllowed(node, field));
        continue;
      }
      if (!/^[A-Z]/.test(node.name?.text ?? "A")) report(groupName(node));
    }
    if (node.label === undefined) {
      if (declared.syntax !== "proto2" || !lacksLabel(field)) continue;
      // Without a syntax and without any label the file was meant as proto3: one problem is enough.
      if (!isMeantAsProto3) report(missingLabel(field));
      else if (field === firstWithoutLabel(declared)) report(missingLabelOrSyntax(field));
    } else if (field.oneof?.node !== undefined) {
      report(labelInOneof(declared, field, node.label));
    } else if (declared.syntax === "editions" && node.label.word !== "repeated") {
      report(labelNotInEditions(field, node.label));
    } else if (declared.syntax === "proto3" && node.label.word === "required") {
      report(requiredInProto3(declared, node.label));
    } else if (field.extend !== undefined && node.label.word === "required") {
      report(requiredExtension(field, node.label));
    }
  }
};

function hasLabels(file: DeclaredFile): boolean {
  for (const { node } of fieldsIn(file)) if (node.kind !== "mapField" && node.label !== undefined) return true;
  return false;
}

// A field without a number is still being written, or no field at all.
function lacksLabel({ node, oneof }: FieldDeclaration): boolean {
  return node.kind !== "mapField" && node.label === undefined && oneof === undefined && node.number !== undefined;
}

function firstWithoutLabel(file: DeclaredFile): FieldDeclaration | undefined {
  for (const field of fieldsIn(file)) if (lacksLabel(field)) return field;
  return undefined;
}
