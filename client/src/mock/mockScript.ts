// "Answer like this next time": a call of the mock server as a rule of its script.
import { type Edit, modify, type ParseError, parse } from "jsonc-parser";
import type { MockCall } from "../../../server/src/protocol/mock.ts";

const formattingOptions = { insertSpaces: true, tabSize: 2, eol: "\n" };

/** What a new script is. */
export const emptyScript = `{\n  "methods": {}\n}\n`;

/**
 * The edits of a script that put a rule before the method's others: the same request will get the same end. Undefined
 * where the text is no JSON, which only its author can put right.
 */
export function scriptEdits(text: string, call: MockCall): readonly Edit[] | undefined {
  const errors: ParseError[] = [];
  const script: unknown = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || typeof script !== "object" || script === null) return undefined;
  const rules: unknown = Reflect.get(Object(Reflect.get(script, "methods")), call.method);
  const rule = ruleOf(call);
  if (Array.isArray(rules))
    return modify(text, ["methods", call.method, 0], rule, { isArrayInsertion: true, formattingOptions });
  const all = rules === undefined ? [rule] : [rule, rules];
  return modify(text, ["methods", call.method], all, { formattingOptions });
}

function ruleOf(call: MockCall): object {
  const [request] = call.requests;
  const answers = call.answers.map(one => JSON.parse(one));
  const failed = call.status !== "OK" && call.status !== "DROPPED" && call.status !== "CANCELLED";
  return {
    ...(request === undefined ? {} : { match: JSON.parse(request) }),
    ...(answers.length === 1 ? { answer: answers[0] } : answers.length > 1 ? { answers } : {}),
    ...(failed ? { status: { code: call.status, ...(call.message === "" ? {} : { message: call.message }) } } : {}),
    ...(call.status === "DROPPED" ? { fault: "drop-connection" } : {}),
  };
}
