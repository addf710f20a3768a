// Reserved numbers and names and extension ranges of a message, reserved ones of an enum: their form, that they do not
// overlap, and that nothing uses what they reserve.

import type { EnumDeclaration, MessageDeclaration } from "../link/declarations.ts";
import { isMessageSet, maxFieldNumber, maxMessageSetNumber } from "../link/wireForm.ts";
import type { ExtensionsNode, ReservedNode } from "../syntax/nodes.ts";
import type { Check, Report } from "./checks.ts";
import { nextFreeEnumNumber, nextFreeFieldNumber } from "./freeNumbers.ts";
import {
  coverage,
  extensionRanges,
  holds,
  maxEnumNumber,
  minEnumNumber,
  type NumberRange,
  overlapping,
  reservedRanges,
} from "./ranges.ts";
import {
  duplicateReservedName,
  numberInExtensionRange,
  overlappingRanges,
  rangeOutOfBounds,
  reservedNameForm,
  reservedNameNotIdentifier,
  reservedNameUsed,
  reservedNumberUsed,
  reversedRange,
} from "./reservedProblems.ts";

/** protoc keeps the number after the last one in 32 bits. */
const maxReservedNumber = 2147483646;

/** `reserved` and `extensions` statements hold together, and what is reserved is not used. */
export const reserved: Check = ({ declared, messages, enums }, report) => {
  for (const message of messages) {
    if (message.reserved.length === 0 && message.extensionRanges.length === 0) continue;
    const statements = [...message.reserved, ...message.extensionRanges];
    const reservedBounds = { min: 1, max: maxReservedNumber, what: "reserved" } as const;
    const numbers = soundRanges(reservedRanges(message), reservedBounds, statements);
    const max = isMessageSet(message) ? maxMessageSetNumber : maxFieldNumber;
    const extensions = soundRanges(extensionRanges(message), { min: 1, max, what: "extension" }, statements);
    const meeting = overlapping([...numbers, ...extensions]);
    for (const range of extensions) {
      const overlapped = meeting.has(range) ? numbers.find(one => overlap(one, range)) : undefined;
      if (overlapped !== undefined) report(overlappingRanges(declared, range, overlapped, undefined));
    }
    const names = reservedNames(message, report);
    const isReserved = coverage(numbers);
    const isForExtensions = coverage(extensions);
    for (const field of message.fields) {
      const { number } = field;
      const range = number !== undefined && isReserved(number) ? rangeHolding(numbers, number) : undefined;
      const isExtension = number !== undefined && range === undefined && isForExtensions(number);
      const extension = isExtension ? rangeHolding(extensions, number) : undefined;
      if (range !== undefined) report(reservedNumberUsed(field, range, nextFreeFieldNumber(message)));
      if (extension !== undefined) report(numberInExtensionRange(field, extension, nextFreeFieldNumber(message)));
      const reservation = names.get(field.name);
      if (reservation !== undefined) report(reservedNameUsed(field, reservation.name, reservation.statement));
    }
  }
  for (const declaration of enums) {
    if (declaration.reserved.length === 0) continue;
    const bounds = { min: minEnumNumber, max: maxEnumNumber, what: "reserved" } as const;
    const numbers = soundRanges(reservedRanges(declaration), bounds, declaration.reserved);
    const names = reservedNames(declaration, report);
    const isReserved = coverage(numbers);
    for (const value of declaration.values) {
      const { number } = value;
      const range = number !== undefined && isReserved(number) ? rangeHolding(numbers, number) : undefined;
      if (range !== undefined) report(reservedNumberUsed(value, range, nextFreeEnumNumber(declaration)));
      const reservation = names.get(value.name);
      if (reservation !== undefined) report(reservedNameUsed(value, reservation.name, reservation.statement));
    }
  }

  function soundRanges(
    ranges: readonly NumberRange[],
    bounds: { readonly min: number; readonly max: number; readonly what: "reserved" | "extension" },
    statements: readonly (ReservedNode | ExtensionsNode)[],
  ): NumberRange[] {
    const sound: NumberRange[] = [];
    const statementOf = new Map(statements.flatMap(one => one.ranges.map(node => [node, one] as const)));
    const meeting = overlapping(ranges);
    for (const range of ranges) {
      if (range.from < bounds.min || range.to > bounds.max) report(rangeOutOfBounds(range, bounds));
      else if (range.from > range.to) report(reversedRange(range, declared.parsed.source.text));
      else {
        const earlier = meeting.has(range) ? sound.find(one => overlap(one, range)) : undefined;
        if (earlier !== undefined) report(overlappingRanges(declared, range, earlier, statementOf.get(range.node)));
        sound.push(range);
      }
    }
    return sound;
  }
};

interface ReservedName {
  readonly name: ReservedNode["names"][number];
  readonly statement: ReservedNode;
}

function reservedNames(declaration: MessageDeclaration | EnumDeclaration, report: Report): Map<string, ReservedName> {
  const inEditions = declaration.file.syntax === "editions";
  const { text } = declaration.file.parsed.source;
  const names = new Map<string, ReservedName>();
  for (const statement of declaration.reserved) {
    for (const name of statement.names) {
      if ((name.kind === "name") !== inEditions) report(reservedNameForm(name));
      else if (!/^[A-Za-z_]\w*$/.test(name.text)) report(reservedNameNotIdentifier(name));
      const earlier = names.get(name.text);
      if (earlier === undefined) names.set(name.text, { name, statement });
      else report(duplicateReservedName(declaration.file, name, earlier.name, statement, text));
    }
  }
  return names;
}

function rangeHolding(ranges: readonly NumberRange[], number: number): NumberRange | undefined {
  return ranges.find(range => holds(range, number));
}

function overlap(one: NumberRange, other: NumberRange): boolean {
  return one.from <= other.to && other.from <= one.to;
}
