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
  return problems.map(one => (isMissing(one) ? withNumber(file, one, nextNumberAt(file, one.span.start)) : one));
}

function nextNumberAt(file: DeclaredFile, offset: number): number | undefined {
  for (const message of messagesIn(file)) {
    if (message.fields.some(field => field.nameSpan.start === offset)) return nextFreeFieldNumber(message);
  }
  const found = enumsIn(file).find(one => one.values.some(value => value.nameSpan.start === offset));
  return found === undefined ? undefined : nextFreeEnumNumber(found);
}

function withNumber(file: DeclaredFile, found: Problem, number: number | undefined): Problem {
  if (number === undefined) return found;
  const { end } = found.span;
  const isEnded = /^[ \t]*[;[{]/.test(file.parsed.source.text.slice(end, end + 80));
  const newText = ` = ${number}${isEnded ? "" : ";"}`;
  const fix = preferred({ title: `Add \`${newText.trim()}\``, edits: [{ span: { start: end, end }, newText }] });
  return { ...found, help: `the next free number is ${number}`, fixes: [fix] };
}
