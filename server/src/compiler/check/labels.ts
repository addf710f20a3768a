// Labels, groups and maps where the syntax of the file or the place does not allow them.
import type { FieldDeclaration } from "../link/declarations.ts";
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
export const labels: Check = ({ declared }, report) => {
  const fields = fieldsIn(declared);
  // Without a syntax and without any label the file was meant as proto3: one problem is enough.
  const isMeantAsProto3 = !declared.syntaxWritten && !fields.some(field => hasLabel(field));
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
      // A field without a number is still being written, or no field at all.
      if (declared.syntax !== "proto2" || field.oneof !== undefined || node.number === undefined) continue;
      report(isMeantAsProto3 ? missingLabelOrSyntax(field) : missingLabel(field));
      if (isMeantAsProto3) return;
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

function hasLabel(field: FieldDeclaration): boolean {
  return field.node.kind !== "mapField" && field.node.label !== undefined;
}
