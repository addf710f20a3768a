import type { EnumDeclaration, MessageDeclaration } from "../link/declarations.ts";
import { maxFieldNumber } from "../link/wireForm.ts";
import { Remembered } from "../text/remembered.ts";
import { extensionRanges, maxEnumNumber, type NumberRange, reservedRanges } from "./ranges.ts";

/** The numbers that protobuf keeps for itself, in every message. */
export const firstInternalNumber = 19000;
export const lastInternalNumber = 19999;

/**
 * The number for a new field: after the highest one in use, stepping over what is reserved. A gap is not offered while
 * there is room above, as it may be a number that was in use once. Undefined when nothing is left.
 */
export function nextFreeFieldNumber(message: MessageDeclaration): number | undefined {
  return remembered(message, () => findNextFreeFieldNumber(message));
}

function findNextFreeFieldNumber(message: MessageDeclaration): number | undefined {
  const used = new Set<number>();
  const internal = { from: firstInternalNumber, to: lastInternalNumber };
  for (const { number } of message.fields) {
    if (number !== undefined && (number < internal.from || number > internal.to)) used.add(number);
  }
  const taken = [...reservedRanges(message), ...extensionRanges(message), internal];
  return (
    firstFree(highest(used, maxFieldNumber) + 1, maxFieldNumber, taken, used) ??
    firstFree(1, maxFieldNumber, taken, used)
  );
}

/** The number for a new value, after the highest one in use. */
export function nextFreeEnumNumber(declaration: EnumDeclaration): number | undefined {
  return remembered(declaration, () => findNextFreeEnumNumber(declaration));
}

function findNextFreeEnumNumber(declaration: EnumDeclaration): number | undefined {
  const used = new Set<number>();
  for (const value of declaration.values) if (value.number !== undefined) used.add(value.number);
  const taken = reservedRanges(declaration);
  if (used.size === 0) return firstFree(0, maxEnumNumber, taken, used);
  return (
    firstFree(highest(used, maxEnumNumber) + 1, maxEnumNumber, taken, used) ?? firstFree(0, maxEnumNumber, taken, used)
  );
}

function highest(used: ReadonlySet<number>, max: number): number {
  let most = -1;
  for (const number of used) if (number > most && number <= max) most = number;
  return Math.max(most, 0);
}

function firstFree(
  start: number,
  max: number,
  taken: readonly Pick<NumberRange, "from" | "to">[],
  used: ReadonlySet<number>,
): number | undefined {
  let number = start;
  while (number <= max) {
    const at = number;
    const range = taken.find(one => one.from <= at && at <= one.to);
    if (range !== undefined) number = range.to + 1;
    else if (used.has(number)) number++;
    else return number;
  }
  return undefined;
}

// Where all fields bear one number, it is asked for each of them.
function remembered(declaration: MessageDeclaration | EnumDeclaration, find: () => number | undefined) {
  const known = nextFree.get(declaration);
  if (known !== undefined) return known.number;
  const number = find();
  nextFree.set(declaration, { number });
  return number;
}

const nextFree = new Remembered<object, { readonly number: number | undefined }>();
