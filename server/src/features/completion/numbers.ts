import { nextFreeEnumNumber, nextFreeFieldNumber } from "../../compiler/check/freeNumbers.ts";
import type { EnumDeclaration, MessageDeclaration } from "../../compiler/link/declarations.ts";
import { declarationNamedAt } from "../declarationAt.ts";
import { nodePath } from "../nodePath.ts";
import { type Completing, Kind, type Offer } from "./offer.ts";

/** The next free number for the field or enum value being written; none inside `extend`, where a plan is needed. */
export function numberOffers(completing: Completing): Offer[] {
  const number = nextNumber(completing);
  if (number === undefined) return [];
  const { source, place } = completing;
  const gap = source.text[place.replaced.start - 1] === "=" ? " " : "";
  const label = String(number);
  // With a space in front the typed text would not go with the label.
  const text = { label, text: gap + label };
  return [{ ...text, kind: Kind.Value, rank: 0, detail: "the next free number" }];
}

/** The next free number of the message or enum around the cursor. */
export function nextNumber(completing: Completing): number | undefined {
  const owner = numberedAround(completing);
  switch (owner?.kind) {
    case "message":
      return nextFreeFieldNumber(owner);
    case "enum":
      return nextFreeEnumNumber(owner);
    case undefined:
      return undefined;
  }
}

function numberedAround({ linked, place }: Completing): MessageDeclaration | EnumDeclaration | undefined {
  if (place.blocks[0]?.kind === "extend") return undefined;
  const path = nodePath(linked.declared.parsed.tree, place.replaced.start);
  const around = [...path].reverse().find(node => ["message", "group", "enum"].includes(node.kind));
  const name = around !== undefined && "name" in around ? around.name : undefined;
  const declaration = name === undefined ? undefined : declarationNamedAt(linked.declared, name.start);
  return declaration?.kind === "message" || declaration?.kind === "enum" ? declaration : undefined;
}
