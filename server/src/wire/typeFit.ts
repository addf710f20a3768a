// How well bytes fit a message's type: for a list from which the one that is meant is picked.
import type { DescMessage, Registry } from "@bufbuild/protobuf";
import { fieldRows } from "./fieldRows.ts";
import { wireFields } from "./wireFields.ts";

export interface TypeFit {
  readonly message: DescMessage;
  /** Fields that the type has, those of messages inside counted too. */
  readonly known: number;
  /** Fields that it does not have. */
  readonly unknown: number;
  /** What cannot be read, or not as what it is declared. */
  readonly problems: number;
}

/** Enough to tell types apart. */
const mostFields = 200;

/** The types of `messages`, those that fit best first. */
export function fittingTypes(bytes: Uint8Array, messages: Iterable<DescMessage>, types: Registry): TypeFit[] {
  const fits = [...messages].map(message => typeFit(bytes, message, types));
  return fits.sort(
    (a, b) =>
      worth(b) - worth(a) ||
      // Of two that have all fields, the one with fewer others is meant rather.
      a.message.fields.length - b.message.fields.length ||
      (a.message.typeName < b.message.typeName ? -1 : 1),
  );
}

function typeFit(bytes: Uint8Array, message: DescMessage, types: Registry): TypeFit {
  const { fields } = wireFields(bytes, { message, types, most: mostFields });
  let known = 0;
  let unknown = 0;
  let problems = 0;
  // What is inside an unknown field is no sign of anything.
  let silentBelow = Number.POSITIVE_INFINITY;
  for (const { row, desc } of fieldRows(bytes, fields, message)) {
    if (row.depth > silentBelow) continue;
    silentBelow = Number.POSITIVE_INFINITY;
    if (row.problem !== undefined) problems += 1;
    else if (row.number === undefined) continue;
    else if (desc !== undefined || row.name !== undefined) known += 1;
    else unknown += 1;
    if (desc === undefined && row.name === undefined) silentBelow = row.depth;
  }
  return { message, known, unknown, problems };
}

function worth({ known, unknown, problems }: TypeFit): number {
  return known - 3 * unknown - 4 * problems;
}
