// A file with one token damaged: nothing throws, spans and problems stay in order, one mistake makes a handful of
// problems, and what it does not touch is still declared and resolves. `PROTODIAL_FUZZ=all` damages every token.
import { expect, test } from "vitest";
import { hasError } from "../../server/src/compiler/report/problem.ts";
import { type Compiled, compiledSoundly, parsedSoundly } from "./invariants.ts";
import { damages, type Mutation, mutation, numbers, type Token, tokensOf } from "./mutations.ts";
import { declarationsOf, survival } from "./survival.ts";
import { corpusFiles, type FuzzedFile, realFiles } from "./texts.ts";

const isWhole = process.env.PROTODIAL_FUZZ === "all";

interface Damaged {
  readonly mutation: Mutation;
  readonly tokens: readonly Token[];
  readonly before: Compiled;
  readonly after: Compiled;
}

test("declarations beside a damaged token survive, and one mistake is a handful of problems", () => {
  const pick = numbers(1);
  const counts = { mutations: 0, untouched: 0, lost: 0, members: 0, membersLost: 0, many: 0 };
  const worst: string[] = [];
  for (const file of realFiles()) {
    for (const damaged of damagedOnce(file, isWhole ? undefined : 60, pick)) {
      const { mutation: done, before, after, tokens } = damaged;
      const { untouched, lost, members, membersLost } = survival(before.file, after.file, done, tokens);
      counts.mutations++;
      counts.untouched += untouched;
      counts.lost += lost.length;
      counts.members += members;
      counts.membersLost += membersLost.length;
      const errors = after.problems.filter(one => one.severity === "error").length;
      if (errors > 5) counts.many++;
      const place = `${done.how} at ${done.start} of ${file.path}`;
      // Of a text that was cut, it is right to say that all the rest is missing.
      if (lost.length > 3 || (errors > 12 && done.how !== "cut"))
        worst.push(`${place}: ${lost.length} lost, ${errors} errors`);
    }
  }
  expect(worst).toEqual([]);
  expect(counts.mutations).toBeGreaterThan(1000);
  expect(counts.lost / counts.untouched).toBeLessThan(0.0005);
  expect(counts.membersLost / counts.members).toBeLessThan(0.02);
  expect(counts.many / counts.mutations).toBeLessThan(0.02);
}, 7_200_000);

test("no damage to any file of the corpus breaks what holds for all texts", () => {
  const pick = numbers(2);
  let mutations = 0;
  for (const file of corpusFiles()) {
    for (const { after } of damagedOnce(file, isWhole ? undefined : 2, pick)) {
      expect(() => declarationsOf(after.file)).not.toThrow();
      mutations++;
    }
  }
  expect(mutations).toBeGreaterThan(1000);
}, 7_200_000);

test("several damages at once, and line ends of all kinds", () => {
  const pick = numbers(3);
  const frame = ["\r\n", "\r", "\t", "\ufeff", "\u2028", "\v", "\f"];
  for (const file of [...corpusFiles(), ...realFiles()]) {
    if (!isWhole && pick(4) > 0) continue;
    for (const end of frame) parsedSoundly(file.path, file.text.replaceAll("\n", end));
    compiledSoundly(file.path, `\ufeff${file.text.replaceAll("\n", "\r\n")}`, file.load);
    let { text } = file;
    for (let round = 0; round < 5; round++) {
      const tokens = tokensOf(text);
      const how = damages[1 + pick(damages.length - 1)] ?? "dropped";
      text = mutation(text, tokens, pick(tokens.length + 1), how, pick)?.text ?? text;
      compiledSoundly(file.path, text, file.load);
    }
  }
}, 7_200_000);

test("a byte order mark and line ends of Windows change nothing", () => {
  for (const file of realFiles()) {
    const { problems } = compiledSoundly(file.path, `\ufeff${file.text.replaceAll("\n", "\r\n")}`, file.load);
    expect(hasError(problems)).toBe(false);
  }
});

/** The file with one token damaged after another, in each way; `count` picks of them where given. */
function* damagedOnce(
  file: FuzzedFile,
  count: number | undefined,
  pick: (below: number) => number,
): Generator<Damaged> {
  const before = compiledSoundly(file.path, file.text, file.load);
  const tokens = tokensOf(file.text);
  const choices = tokens.length * damages.length;
  for (let at = 0; at < (count ?? choices) && choices > 0; at++) {
    const choice = count === undefined ? at : pick(choices);
    const how = damages[choice % damages.length] ?? "cut";
    const done = mutation(file.text, tokens, Math.floor(choice / damages.length), how, pick);
    if (done === undefined) continue;
    yield { mutation: done, tokens, before, after: compiledSoundly(file.path, done.text, file.load) };
  }
}
