// What is wrong with an environment file.
import { nearestName } from "../compiler/report/nearestName.ts";
import type { Problem } from "../compiler/report/problem.ts";
import { environmentsIn, sharedEnvironment } from "./environment.ts";
import * as wrong from "./environmentProblems.ts";
import type { JsonNode, JsonObject, JsonString } from "./json/jsonNodes.ts";
import { isCommaAtEnd } from "./json/jsonProblems.ts";
import { parseJson } from "./json/parseJson.ts";
import { isVariableName } from "./placeholders.ts";

/** Whether others get to see a file through the repository that it is in. */
export type Sharing = "tracked" | "not tracked";

/** The problems of an environment file. `sharing`: of one whose values are not for others; undefined of any other. */
export function checkEnvironment(text: string, sharing: Sharing | undefined): Problem[] {
  const { values, problems } = parseJson(text, 0, text.length);
  const told = problems.filter(one => !isCommaAtEnd(one));
  const [root, second] = values;
  if (sharing === "tracked") told.push(wrong.trackedFile(firstSpan(text)));
  if (root === undefined) return told;
  if (root.kind !== "object") return [...told, wrong.noEnvironments(root)];
  if (second !== undefined && problems.length === 0) told.push(wrong.secondValue(second));
  told.push(...repeated(root.members.map(one => one.key)).map(wrong.repeatedEnvironment));
  for (const { key, value } of root.members) {
    if (value !== undefined && value.kind !== "object") told.push(wrong.outsideEnvironment(key));
    if (key.value.startsWith("$") && key.value !== sharedEnvironment) {
      told.push(wrong.specialEnvironment(key, nearestName(key.value, [sharedEnvironment])));
    }
  }
  for (const { table } of environmentsIn(text)) told.push(...tableProblems(table));
  return told.sort((a, b) => a.span.start - b.span.start);
}

function tableProblems(table: JsonObject | undefined): Problem[] {
  if (table === undefined) return [];
  const keys = table.members.map(one => one.key);
  const unusable = keys.filter(one => !isVariableName(one.value)).map(wrong.unusableName);
  const broken = table.members.flatMap(({ key, value }) =>
    value !== undefined && hasLineBreak(value) ? [wrong.lineBreak(key, value)] : [],
  );
  return [...repeated(keys).map(wrong.repeatedVariable), ...unusable, ...broken];
}

function hasLineBreak(value: JsonNode): boolean {
  return value.kind === "string" && /[\r\n]/.test(value.value);
}

function repeated(keys: readonly JsonString[]): JsonString[] {
  const last = new Map(keys.map(one => [one.value, one]));
  return keys.filter(one => last.get(one.value) !== one);
}

/** What stands on the first line that is not empty. */
function firstSpan(text: string): { start: number; end: number } {
  const start = /^\ufeff?\s*/.exec(text)?.[0].length ?? 0;
  const line = /^.*/.exec(text.slice(start))?.[0].trimEnd().length ?? 0;
  return { start, end: start + line };
}
