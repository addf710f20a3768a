import { everywhere, inJson, inJsonAndWire, inSource, inSourceAndJson, inSourceAndRegistry } from "./categories.ts";
import { enumJsonFormatChanged, enumTypeChanged, valueGone, valueRenamed } from "./enumProblems.ts";
import { isCovered, reservationsGone } from "./reserved.ts";
import type { Found, Pair, Rule } from "./rule.ts";
import type { EnumShape, EnumValueShape } from "./shapes.ts";

/** Rules over enums and their values. */
export const enumRules: readonly Rule[] = [
  {
    id: "ENUM_VALUE_NO_DELETE",
    categories: inSourceAndRegistry,
    summary: "an enum value is not deleted",
    over: "enum",
    check: pair => valuesGone(pair).map(values => valueGone(values, pair.after, "")),
  },
  {
    id: "ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED",
    categories: inJsonAndWire,
    summary: "the number of a deleted enum value is reserved",
    over: "enum",
    check: pair =>
      valuesGone(pair)
        .filter(values => {
          const { number } = values[0];
          return !isCovered({ from: number, to: number }, pair.after.reserved.ranges);
        })
        .map(values => valueGone(values, pair.after, "without reserving its number")),
  },
  {
    id: "ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED",
    categories: inJson,
    summary: "the names of a deleted enum value are reserved",
    over: "enum",
    check: pair =>
      valuesGone(pair)
        .filter(values => !values.every(one => pair.after.reserved.names.includes(one.name)))
        .map(values => valueGone(values, pair.after, "without reserving its name")),
  },
  {
    id: "ENUM_VALUE_SAME_NAME",
    categories: inSourceAndJson,
    summary: "an enum value keeps its names",
    over: "enum",
    check: sameNames,
  },
  {
    id: "RESERVED_ENUM_NO_DELETE",
    categories: everywhere,
    summary: "what is reserved in an enum stays reserved",
    over: "enum",
    check: reservationsGone,
  },
  {
    id: "ENUM_SAME_TYPE",
    categories: inSource,
    summary: "an enum stays open or closed",
    over: "enum",
    check: ({ before, after }) => (before.type === after.type ? [] : [enumTypeChanged({ before, after })]),
  },
  {
    id: "ENUM_SAME_JSON_FORMAT",
    categories: inSourceAndJson,
    summary: "an enum that fits JSON goes on to fit JSON",
    over: "enum",
    check: ({ before, after }) =>
      before.jsonFormat === "ALLOW" && after.jsonFormat !== "ALLOW" ? [enumJsonFormatChanged({ before, after })] : [],
  },
];

/** At least one value, all with one number. */
type Aliases = readonly [EnumValueShape, ...EnumValueShape[]];

function valuesGone({ before, after }: Pair<EnumShape>): readonly Aliases[] {
  const numbers = aliasesByNumber(after);
  return [...aliasesByNumber(before)].filter(([number]) => !numbers.has(number)).map(([, values]) => values);
}

/** A number may get more names; of those it had none may be lost. */
function sameNames({ before, after }: Pair<EnumShape>): readonly Found[] {
  const now = aliasesByNumber(after);
  const found: Found[] = [];
  for (const [number, old] of aliasesByNumber(before)) {
    const values = now.get(number) ?? [];
    const names = new Set(values.map(one => one.name));
    const lost = old.filter(one => !names.has(one.name));
    if (lost.length > 0) found.push(...values.map(value => valueRenamed(lost, value)));
  }
  return found;
}

function aliasesByNumber(shape: EnumShape): ReadonlyMap<number, Aliases> {
  const found = new Map<number, [EnumValueShape, ...EnumValueShape[]]>();
  for (const value of shape.values) {
    const aliases = found.get(value.number);
    if (aliases === undefined) found.set(value.number, [value]);
    else aliases.push(value);
  }
  return found;
}
