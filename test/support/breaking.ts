// Two versions of some files, from their texts, compared by our rules.
import { bufRange } from "../../server/src/breaking/bufColumns.ts";
import { compare, type Finding } from "../../server/src/breaking/compare.ts";
import { bufPlace } from "../../server/src/breaking/places.ts";
import type { Rule } from "../../server/src/breaking/rule.ts";
import { shapeOfLinked } from "../../server/src/breaking/shapeOfLinked.ts";
import type { EnumShape, FileShape, Version } from "../../server/src/breaking/shapes.ts";
import type { BufFinding } from "./bufBreaking.ts";
import { compileTexts } from "./problems.ts";

/**
 * The version that some texts by import path are, and all that they import, which buf compares too. Throws for texts that do
 * not compile.
 */
export function versionOf(texts: ReadonlyMap<string, string>): Version {
  const compiled = compileTexts(texts);
  const files = new Map<string, FileShape>();
  const enums = new Map<string, EnumShape>();
  const add = (path: string) => {
    if (files.has(path)) return;
    const linked = compiled.file(path);
    if (linked === undefined) throw new Error(`${path} is not there`);
    const error = compiled.problems(path).find(one => one.severity === "error");
    if (error !== undefined) throw new Error(`${path}: ${error.message}`);
    const shape = shapeOfLinked(linked, compiled.optionTypes());
    files.set(path, shape);
    for (const one of shape.enums) enums.set(one.fullName, one);
    for (const one of linked.declared.imports) if (one.path !== undefined) add(one.path.text);
  };
  for (const path of texts.keys()) add(path);
  const packages = new Set([...files.values()].map(one => one.packageName));
  return {
    files,
    packages,
    declares: (name, kind) => [...files.values()].some(one => one.packageName === name && one[kind].length > 0),
    enumOf: name => enums.get(name),
  };
}

/** What our rules find between texts. */
export function findingsBetween(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  rules: readonly Rule[],
): readonly Finding[] {
  return compare({ before: versionOf(before), after: versionOf(after) }, rules);
}

/** A finding in the form of buf's JSON. */
export function asBuf({ rule, at, message }: Finding): BufFinding {
  const place = bufPlace(at);
  const source = place?.file.linked?.declared.parsed.source;
  const range = place === undefined || source === undefined ? place?.range : bufRange(source, place.span);
  return {
    ...(place === undefined ? {} : { path: place.file.path }),
    start_line: range?.startLine ?? 1,
    start_column: range?.startColumn ?? 1,
    end_line: range?.endLine ?? 1,
    end_column: range?.endColumn ?? 1,
    type: rule.id,
    message,
  };
}
