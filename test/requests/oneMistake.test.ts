// What a document says of the mistakes that people make: one problem for each, at its place, with what to do.
import { describe, expect, it } from "vitest";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import { parseRequests } from "../../server/src/requests/parseRequests.ts";
import { firstFix, printProblems } from "./printProblems.ts";

const line = "GRPC h:1/shop.v1.Shop/Buy\n";

function told(text: string) {
  const { source, problems } = parseRequests(sourceFile("a.grpc", text));
  return { problems: printProblems(source, problems), fixed: firstFix(text, problems[0]) };
}

describe("one mistake, one problem", () => {
  const mistakes: readonly (readonly [written: string, problem: RegExp, fixed?: string])[] = [
    [
      `# @deadline: 5s\n${line}`,
      /^1:12 ": " error\[request-option\] the value of `@deadline` follows a space/,
      `# @deadline 5s\n${line}`,
    ],
    [`# @deadline=5s\n${line}`, /^1:12 "=" error/, `# @deadline 5s\n${line}`],
    [
      `@deadline 5s\n${line}`,
      /^1:1 "@deadline 5s" error\[request-option\] an option stands in a comment/,
      `# @deadline 5s\n${line}`,
    ],
    ["GRPC h:1/shop.v1.Shop/Buy # buy it\n", /^1:26 " # buy it" error\[request-line\] a comment stands/, line],
    ["GRPC h:1/shop.v1.Shop\n", /^1:1 .*the request line does not name an rpc/],
    [`${line}${line}`, /^2:1 .*another request begins here/, `${line}###\n${line}`],
    [`${line}\n{ “a”: 1 }`, /^3:3 "“a”" error\[request-json\] a string stands in double quotes/, `${line}\n{ "a": 1 }`],
    [`${line}\n{ "a": 1; "b": 2 }`, /^3:9 ";" error/, `${line}\n{ "a": 1, "b": 2 }`],
    [`${line}\n{}\n---\n{}`, /^4:1 "---" error\[request-json\] messages follow one another/, `${line}\n{}\n\n{}`],
    [`${line}\n{}\n===\n{}`, /^4:1 "===" error/, `${line}\n{}\n\n{}`],
    [`${line}\n{ "a": 1\n\n{ "a": 2 }`, /^3:1 "\{" error\[request-json\] this `\{` is never closed/],
    [`${line}\n}`, /^3:1 "\}" error\[request-json\] this `\}` closes nothing/],
    [`${line}\n{ ... }`, /^3:3 "\.\.\." error/],
  ];
  for (const [written, problem, fixed] of mistakes) {
    it(JSON.stringify(written), () => {
      const { problems, fixed: mended } = told(written);
      expect(problems).toEqual([expect.stringMatching(problem)]);
      if (fixed !== undefined) expect(mended).toBe(fixed);
      if (fixed !== undefined) expect(told(fixed).problems).toEqual([]);
    });
  }
});

it("reads the messages behind one that is not closed", () => {
  const { requests } = parseRequests(sourceFile("a.grpc", `${line}\n{ "a": { "b": 1 }\n\n{ "a": 2 }\n`));
  expect(requests[0]?.messages.map(one => one.kind === "object" && one.closed)).toEqual([false, true]);
});

it("reads typographic quotes and escapes as what they stand for", () => {
  const { requests, problems } = parseRequests(
    sourceFile("a.grpc", `${line}\n{ „a”: “b\\n\\u0041c”, "d": "e\\"f" }\n`),
  );
  const [message] = requests[0]?.messages ?? [];
  const members = message?.kind === "object" ? message.members : [];
  const written = members.map(({ key, value }) => [key.value, value?.kind === "string" ? value.value : undefined]);
  expect(written).toEqual([
    ["a", "b\nAc"],
    ["d", 'e"f'],
  ]);
  expect(problems).toHaveLength(2);
});
