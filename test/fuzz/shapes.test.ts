// A damaged file has shapes, and what it broke places: nothing throws while somebody types. `PROTODIAL_FUZZ=all` damages
// many more tokens.
import { expect, test } from "vitest";
import { bufRange } from "../../server/src/breaking/bufColumns.ts";
import { compare } from "../../server/src/breaking/compare.ts";
import { bufPlace, markedPlace } from "../../server/src/breaking/places.ts";
import { rules } from "../../server/src/breaking/rules.ts";
import { shapeOfLinked } from "../../server/src/breaking/shapeOfLinked.ts";
import type { FileShape, Version } from "../../server/src/breaking/shapes.ts";
import { hasError } from "../../server/src/compiler/report/problem.ts";
import { type Compiled, compiledSoundly } from "./invariants.ts";
import { damages, mutation, numbers, tokensOf } from "./mutations.ts";
import { corpusFiles, type FuzzedFile, realFiles } from "./texts.ts";

const isWhole = process.env.PROTODIAL_FUZZ === "all";

test("a file breaks nothing of itself", () => {
  for (const file of [...realFiles(), ...corpusFiles()]) {
    const compiled = compiledSoundly(file.path, file.text, file.load);
    // Where a name or number is there twice, one of them is not the other.
    if (hasError(compiled.problems)) continue;
    const shape = shapeOf(compiled);
    expect(compare({ before: versionOf(shape), after: versionOf(shape) }, rules)).toEqual([]);
  }
}, 7_200_000);

test("what a damage breaks has places in the text, both ways round", () => {
  const pick = numbers(5);
  let places = 0;
  const chosen = corpusFiles().filter((_, at) => isWhole || at % 4 === 0);
  for (const file of [...realFiles(), ...chosen]) {
    const before = shapeOf(compiledSoundly(file.path, file.text, file.load));
    for (let round = 0; round < (isWhole ? 10 : 1); round++) {
      const text = damaged(file, pick);
      const after = shapeOf(compiledSoundly(file.path, text, file.load));
      places += checkPlaces(before, after, text) + checkPlaces(after, before, file.text);
    }
  }
  expect(places).toBeGreaterThan(1000);
}, 7_200_000);

function damaged(file: FuzzedFile, pick: (below: number) => number): string {
  const tokens = tokensOf(file.text);
  if (tokens.length === 0) return file.text;
  const how = damages[pick(damages.length)] ?? "cut";
  return mutation(file.text, tokens, pick(tokens.length), how, pick)?.text ?? file.text;
}

function checkPlaces(before: FileShape, after: FileShape, text: string): number {
  const found = compare({ before: versionOf(before), after: versionOf(after) }, rules);
  for (const { at, rule } of found) {
    for (const place of [bufPlace(at), markedPlace(at)]) {
      if (place === undefined) continue;
      const { start, end } = place.span;
      if (start < 0 || end > text.length || start > end) throw new Error(`${rule.id} is outside of ${text}`);
      const { startLine, endLine } = bufRange({ text, lines: linesOf(place.file) }, place.span);
      if (endLine < startLine) throw new Error(`${rule.id} ends before it starts in ${text}`);
    }
  }
  return found.length;
}

function linesOf({ linked }: FileShape) {
  if (linked === undefined) throw new Error("the file was no text");
  return linked.declared.parsed.source.lines;
}

function shapeOf({ file, files }: Compiled): FileShape {
  return shapeOfLinked(file, files.optionTypes());
}

function versionOf(file: FileShape): Version {
  return {
    files: new Map([[file.path, file]]),
    packages: new Set([file.packageName]),
    declares: (_, kind) => file[kind].length > 0,
    enumOf: name => file.enums.find(one => one.fullName === name),
  };
}
