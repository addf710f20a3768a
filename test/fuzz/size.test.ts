// Whatever there is too much of, all phases end in about linear time: with what grows faster, these texts take hours
// and time out. `PROTODIAL_FUZZ=all` takes twenty times as much.
import { expect, test } from "vitest";
import { setEntry } from "../../server/src/compiler/describe/descriptorSet.ts";
import { hasError } from "../../server/src/compiler/report/problem.ts";
import { hostileTexts } from "./hostileTexts.ts";
import { compiledSoundly } from "./invariants.ts";

const size = process.env.PROTODIAL_FUZZ === "all" ? 200_000 : 10_000;

test.each(Object.keys(hostileTexts))(
  "too many %s",
  name => {
    const text = hostileTexts[name]?.(size) ?? "";
    expect(text.length).toBeGreaterThan(size / 2);
    const { file, files, problems } = compiledSoundly("a.proto", text);
    if (hasError(problems)) return;
    const optionTypes = files.optionTypes();
    expect(setEntry(file, { sourceInfo: "with", jsonNames: "all", optionTypes }).length).toBeGreaterThan(10);
  },
  1_200_000,
);
