// How much declarations have in common: which of those that came is the one that is gone.
import type { VersionPair } from "./rule.ts";
import type { EnumShape, FileShape, MessageShape, ServiceShape, Version } from "./shapes.ts";

export type Similar = MessageShape | EnumShape | ServiceShape;

/** A declaration that came, and what it has in common with one that is gone. */
export interface Likeness {
  readonly one: Similar;
  /** Of what the larger one holds: 0 to 1. */
  readonly share: number;
  /** Whether all that the one before holds is in the other, as it was. */
  readonly isWhole: boolean;
}

/** The declarations of the later version, and those that the earlier one does not have. */
export interface Came {
  /** The declaration of the same kind and full name, in whatever file. */
  readonly sameAs: (gone: Similar) => Similar | undefined;
  /** Declarations that came, the likest first. */
  readonly like: (gone: Similar) => readonly Likeness[];
}

/** What came between two versions; looked up when it is asked for. */
export function cameBetween({ before, after }: VersionPair): Came {
  let all: ReadonlyMap<string, Similar> | undefined;
  let byPart: ReadonlyMap<string, readonly Similar[]> | undefined;
  const sizes = new Map<Similar, number>();
  const now = () => {
    all ??= new Map(declarationsOf(after).map(one => [keyOf(one), one]));
    return all;
  };
  const holding = () => {
    byPart ??= inverted(added(before, now()), sizes);
    return byPart;
  };
  return {
    sameAs: gone => now().get(keyOf(gone)),
    like: gone => {
      const parts = partsOf(gone);
      const common = new Map<Similar, number>();
      for (const part of parts) {
        for (const one of holding().get(`${gone.kind} ${part}`) ?? []) common.set(one, (common.get(one) ?? 0) + 1);
      }
      return [...common]
        .map(([one, count]) => ({
          one,
          share: count / Math.max(parts.length, sizes.get(one) ?? 0),
          isWhole: count === parts.length,
        }))
        .sort((one, other) => other.share - one.share);
    },
  };
}

function declarationsOf({ files }: Version): readonly Similar[] {
  return [...files.values()].flatMap((file: FileShape) => [...file.messages, ...file.enums, ...file.services]);
}

function keyOf({ kind, fullName }: Similar): string {
  return `${kind} ${fullName}`;
}

function added(before: Version, now: ReadonlyMap<string, Similar>): readonly Similar[] {
  const known = new Set(declarationsOf(before).map(keyOf));
  return [...now].flatMap(([key, one]) => (known.has(key) || (one.kind === "message" && one.isMapEntry) ? [] : one));
}

// By what they hold, for thousands of declarations may come and go at once.
function inverted(all: readonly Similar[], sizes: Map<Similar, number>): ReadonlyMap<string, readonly Similar[]> {
  const byPart = new Map<string, Similar[]>();
  for (const one of all) {
    const parts = partsOf(one);
    sizes.set(one, parts.length);
    for (const part of parts) {
      const key = `${one.kind} ${part}`;
      const known = byPart.get(key);
      if (known === undefined) byPart.set(key, [one]);
      else known.push(one);
    }
  }
  return byPart;
}

// Of what holds nothing only the name can tell.
function partsOf(one: Similar): readonly string[] {
  const parts = heldBy(one);
  return parts.length === 0 ? [`nothing but ${one.name}`] : parts;
}

function heldBy(one: Similar): readonly string[] {
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
