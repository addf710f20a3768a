import { applyEdits, type Edit } from "jsonc-parser";
import { expect, test } from "vitest";
import { emptyScript, scriptEdits } from "../../client/src/mock/mockScript.ts";
import type { MockCall } from "../../server/src/protocol/mock.ts";

const call: MockCall = {
  number: 1,
  method: "a.v1.S/Get",
  requests: ['{"id":"7"}'],
  answers: ['{"name":"seven"}'],
  received: 1,
  sent: 1,
  from: "schema",
  atMs: 0,
  elapsedMs: 1,
  status: "OK",
  message: "",
};

function scripted(text: string, one: MockCall): unknown {
  const edits = scriptEdits(text, one);
  return edits === undefined ? undefined : applyEdits(text, [...edits] as Edit[]);
}

test("a call becomes a rule of a new script", () => {
  expect(JSON.parse(String(scripted(emptyScript, call)))).toEqual({
    methods: { "a.v1.S/Get": [{ match: { id: "7" }, answer: { name: "seven" } }] },
  });
});

test("it stands before the rules that are there, and comments stay", () => {
  const text = `{
  // ours
  "methods": {
    "a.v1.S/Get": [
      { "answer": {} } // for all others
    ]
  }
}
`;
  const failed: MockCall = { ...call, answers: [], status: "NOT_FOUND", message: "no 7" };
  const made = String(scripted(text, failed));
  expect(made).toContain("// ours");
  expect(made).toContain("// for all others");
  const rules = made.replace(/\/\/.*/g, "");
  expect(JSON.parse(rules).methods["a.v1.S/Get"]).toEqual([
    { match: { id: "7" }, status: { code: "NOT_FOUND", message: "no 7" } },
    { answer: {} },
  ]);
});

test("a single rule becomes the last of two, and a stream has all its answers", () => {
  const text = '{ "methods": { "a.v1.S/Get": { "answer": { "name": "any" } } } }';
  const stream: MockCall = { ...call, answers: ['{"name":"a"}', '{"name":"b"}'], sent: 2 };
  expect(JSON.parse(String(scripted(text, stream))).methods["a.v1.S/Get"]).toEqual([
    { match: { id: "7" }, answers: [{ name: "a" }, { name: "b" }] },
    { answer: { name: "any" } },
  ]);
});

test("a text that is no JSON is left alone", () => {
  expect(scripted("{ methods", call)).toBeUndefined();
});
