// Numbers of fields: their range, and each once in a message.

import type { FieldDeclaration, MessageDeclaration } from "../link/declarations.ts";
import { isMessageSet, maxFieldNumber } from "../link/wireForm.ts";
import type { IntegerValue } from "../syntax/nodes.ts";
import type { Check } from "./checks.ts";
import { firstInternalNumber, lastInternalNumber, nextFreeFieldNumber } from "./freeNumbers.ts";
import {
  duplicateFieldNumber,
  fieldNumberOutOfRange,
  internalFieldNumber,
  ordinaryFieldOfMessageSet,
  tooManyFields,
} from "./numberProblems.ts";

/** protoc's limit of `DescriptorBuilder::BuildMessage`. */
const maxFields = 65535;

/** Each field number is in range and used once in its message. */
export const numbers: Check = ({ messages, extensions }, report) => {
  for (const message of messages) {
    if (message.isMapEntry) continue;
    const first = new Map<number, FieldDeclaration>();
    for (const field of message.fields) {
      const { number: node } = field.node;
      if (field.number === undefined || node === undefined) continue;
      if (reportRange(field, field.number, node, message)) continue;
      const earlier = first.get(field.number);
      if (earlier === undefined) first.set(field.number, field);
      else report(duplicateFieldNumber(field, node, earlier, nextFreeFieldNumber(message)));
    }
    const last = message.fields[maxFields];
    if (last !== undefined) report(tooManyFields(last, maxFields));
    const ordinary = isMessageSet(message) ? message.fields[0] : undefined;
    if (ordinary !== undefined) report(ordinaryFieldOfMessageSet(ordinary));
  }
  for (const field of extensions) {
    if (field.number !== undefined && field.node.number !== undefined) {
      reportRange(field, field.number, field.node.number, undefined);
    }
  }

  function reportRange(
    field: FieldDeclaration,
    number: number,
    node: IntegerValue,
    message: MessageDeclaration | undefined,
  ): boolean {
    const free = () => (message === undefined ? undefined : nextFreeFieldNumber(message));
    // How large the number of an extension may be is a matter of the extended message's ranges.
    if (number < 1 || (number > maxFieldNumber && message !== undefined)) {
      report(fieldNumberOutOfRange(node, number, free()));
      return true;
    }
    if (number < firstInternalNumber || number > lastInternalNumber) return false;
    report(internalFieldNumber(field, node, free()));
    return true;
  }
};
