// The parser says that a number is missing; which one to take is known only when all fields of the message are.
import type { DeclaredFile } from "../link/declarations.ts";
import { preferred } from "../report/fix.ts";
import type { Problem } from "../report/problem.ts";
import { enumsIn, messagesIn } from "./declarationsIn.ts";
import { nextFreeEnumNumber, nextFreeFieldNumber } from "./freeNumbers.ts";

/** The problems of the parser, those about missing numbers with the number to take. */
export function withNextNumbers(file: DeclaredFile, problems: readonly Problem[]): readonly Problem[] {
  const isMissing = (one: Problem) => one.id === "missing-field-number" || one.id === "missing-enum-number";
  if (!problems.some(isMissing)) return problems;
  const numbers = nextNumbers(file);
  return problems.map(one => (isMissing(one) ? withNumber(file, one, numbers.get(one.span.start)) : one));
}

/** By where the name of a field or value stands: the number for it. */
function nextNumbers(file: DeclaredFile): ReadonlyMap<number, number | undefined> {
  const numbers = new Map<number, number | undefined>();
  for (const message of messagesIn(file)) {
    if (message.isMapEntry) continue;
    for (const field of message.fields) {
      if (field.node.number === undefined) numbers.set(field.nameSpan.start, nextFreeFieldNumber(message));
    }
  }
  for (const one of enumsIn(file)) {
    for (const value of one.values) {
      if (value.node.number !== undefined) continue;
      const isZero = value === one.values[0] && one.values.every(other => other.number !== 0);
      numbers.set(value.nameSpan.start, isZero ? 0 : nextFreeEnumNumber(one));
    }
  }
  return numbers;
}

function withNumber(file: DeclaredFile, found: Problem, number: number | undefined): Problem {
  if (number === undefined) return found;
  const { start, end } = found.span;
  const { text } = file.parsed.source;
  // The body of something that is no group, and so no field.
  if (/^\s*\{/.test(text.slice(end, end + 80)) && !/\bgroup\s+$/.test(text.slice(0, start))) return found;
  const isEnded = /^[ \t]*[;[{]/.test(text.slice(end, end + 80));
  const newText = ` = ${number}${isEnded ? "" : ";"}`;
  const fix = preferred({ title: `Add \`${newText.trim()}\``, edits: [{ span: { start: end, end }, newText }] });
  return { ...found, help: `the next free number is ${number}`, fixes: [fix] };
}
