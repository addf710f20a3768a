// How much two declarations of one kind have in common.
import type { EnumShape, MessageShape, ServiceShape } from "./shapes.ts";

export type Similar = MessageShape | EnumShape | ServiceShape;

/** What two declarations have in common. */
export interface Likeness {
  /** Of what the larger one holds: 0 to 1. */
  readonly share: number;
  /** Whether all that the one before holds is in the other, as it was. */
  readonly isWhole: boolean;
}

/** How like two declarations are by what they hold; of empty ones only the name can tell. */
export function alike(before: Similar, after: Similar): Likeness {
  if (before.kind !== after.kind) return { share: 0, isWhole: false };
  const [old, now] = [partsOf(before), partsOf(after)];
  if (old.length === 0 && now.length === 0) return { share: before.name === after.name ? 1 : 0, isWhole: true };
  const parts = new Set(now);
  const common = old.filter(one => parts.has(one)).length;
  return { share: common / Math.max(old.length, now.length), isWhole: common === old.length };
}

function partsOf(one: Similar): readonly string[] {
  switch (one.kind) {
    case "message":
      return one.fields.map(field => `${field.name} ${field.number} ${field.type} ${kindOf(field.cardinality)}`);
    case "enum":
      return one.values.map(value => `${ownPart(value.name, one.name)} ${value.number}`);
    case "service":
      return one.methods.map(method => `${method.name} ${method.clientStreaming} ${method.serverStreaming}`);
  }
}

function kindOf(cardinality: string): string {
  return cardinality === "implicit" ? "explicit" : cardinality;
}

// The values of an enum begin with its name, in capitals.
function ownPart(value: string, enumName: string): string {
  const prefix = `${enumName.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase()}_`;
  return value.startsWith(prefix) ? value.slice(prefix.length) : value;
}
