import type { EnumDeclaration, MessageDeclaration } from "../link/declarations.ts";
import { maxFieldNumber, numberOfMax } from "../link/wireForm.ts";
import { integerOf, type RangeNode } from "../syntax/nodes.ts";
import { Remembered } from "../text/remembered.ts";

/** Numbers from `from` to `to`, both included, as they stand in the text. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
  readonly node: RangeNode;
}

export const maxEnumNumber = 2147483647;
export const minEnumNumber = -2147483648;

/** The range as numbers, whatever its order; numbers beyond 2^53 are cut to it. */
export function rangeOf(node: RangeNode, max: number): NumberRange {
  const from = Number(integerOf(node.from));
  if (node.to === undefined) return { from, to: from, node };
  return { from, to: node.to.kind === "word" ? max : Number(integerOf(node.to)), node };
}

export function reservedRanges(declaration: MessageDeclaration | EnumDeclaration): NumberRange[] {
  const max = declaration.kind === "enum" ? maxEnumNumber : maxFieldNumber;
  return declaration.reserved.flatMap(statement => statement.ranges.map(node => rangeOf(node, max)));
}

export function extensionRanges(message: MessageDeclaration): NumberRange[] {
  const max = numberOfMax(message);
  return message.extensionRanges.flatMap(statement => statement.ranges.map(node => rangeOf(node, max)));
}

/** Whether the message leaves a number to extensions. */
export function isExtensionNumber(message: MessageDeclaration, number: number): boolean {
  let covers = coverages.get(message);
  if (covers === undefined) {
    covers = coverage(extensionRanges(message));
    coverages.set(message, covers);
  }
  return covers(number);
}

const coverages = new Remembered<MessageDeclaration, (number: number) => boolean>();

export function holds(range: NumberRange, number: number): boolean {
  return range.from <= number && number <= range.to;
}

/** Tells whether any of `ranges` holds a number, in little time however many they are. */
export function coverage(ranges: readonly NumberRange[]): (number: number) => boolean {
  const sorted = [...ranges].sort((one, other) => one.from - other.from);
  // How far the ranges up to each one reach.
  const reach: number[] = [];
  for (const { to } of sorted) reach.push(Math.max(to, reach.at(-1) ?? to));
  return number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.from ?? 0) <= number) low = middle + 1;
      else high = middle;
    }
    return low > 0 && (reach[low - 1] ?? 0) >= number;
  };
}

/** Those that overlap with another one. */
export function overlapping(ranges: readonly NumberRange[]): ReadonlySet<NumberRange> {
  const found = new Set<NumberRange>();
  let furthest: NumberRange | undefined;
  for (const range of [...ranges].sort((one, other) => one.from - other.from)) {
    if (furthest !== undefined && range.from <= furthest.to) found.add(range).add(furthest);
    if (furthest === undefined || range.to > furthest.to) furthest = range;
  }
  return found;
}

/** `5`, `5 to 9` or `5 to max`, as written. */
export function rangeText(range: NumberRange): string {
  const { node } = range;
  if (node.to === undefined) return `${integerOf(node.from)}`;
  return `${integerOf(node.from)} to ${node.to.kind === "word" ? "max" : integerOf(node.to)}`;
}
