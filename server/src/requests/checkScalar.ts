import type { ScalarType } from "../compiler/link/declarations.ts";
import { preferred, replaceFix } from "../compiler/report/fix.ts";
import type { Fix, Problem } from "../compiler/report/problem.ts";
import { wholeNumber } from "../wire/wholeNumber.ts";
import { isBase64 } from "./base64.ts";
import * as wrong from "./bodyProblems.ts";
import type { JsonNode, JsonString } from "./json/jsonNodes.ts";
import { jsonNumber } from "./json/jsonTokens.ts";

/** Least and greatest values of the integer types. */
const ranges: Readonly<Partial<Record<ScalarType, readonly [bigint, bigint]>>> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  sint32: [-(2n ** 31n), 2n ** 31n - 1n],
  sfixed32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  fixed32: [0n, 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  sint64: [-(2n ** 63n), 2n ** 63n - 1n],
  sfixed64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
  fixed64: [0n, 2n ** 64n - 1n],
};
const largestFloat = 3.4028235677973366e38;
const numeric = /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/;

/** What is wrong with the value of a scalar field. `subject` names the field. */
export function scalarProblems(node: JsonNode, scalar: ScalarType, subject: string): Problem[] {
  // What is no number of JSON at all is told with the form.
  if (node.kind === "number" && !jsonNumber.test(node.text)) return [];
  return listOf(scalarProblem(node, scalar, subject));
}

/** What is wrong with a map's key. */
export function mapKeyProblems(key: JsonString, scalar: ScalarType): Problem[] {
  return listOf(mapKeyProblem(key, scalar));
}

function scalarProblem(node: JsonNode, scalar: ScalarType, subject: string): Problem | undefined {
  switch (scalar) {
    case "string":
      return stringProblem(node, subject);
    case "bytes":
      if (node.kind !== "string") return wrong.wrongType(node, subject, "a string in base64");
      return node.placeholders.length > 0 || isBase64(node.value) ? undefined : wrong.notBase64(node);
    case "bool":
      return boolProblem(node, subject);
    case "float":
    case "double":
      return floatProblem(node, scalar, subject);
    default:
      return integerProblem(node, scalar, subject);
  }
}

function mapKeyProblem(key: JsonString, scalar: ScalarType): Problem | undefined {
  if (key.placeholders.length > 0) return undefined;
  if (scalar === "string") return stringProblem(key, "the key");
  if (scalar === "bool") {
    return key.value === "true" || key.value === "false" ? undefined : wrong.badMapKey(key, "bool");
  }
  if (!/^-?\d+$/.test(key.value)) return wrong.badMapKey(key, scalar);
  return rangeProblem(key, key.value, BigInt(key.value), scalar);
}

function stringProblem(node: JsonNode, subject: string): Problem | undefined {
  if (node.kind === "string") return isWellFormed(node.value) ? undefined : wrong.loneSurrogate(node);
  const text = node.kind === "number" ? node.text : node.kind === "literal" ? String(node.value) : undefined;
  return wrong.wrongType(node, subject, "a string", text === undefined ? [] : [quoted(node, text)]);
}

function boolProblem(node: JsonNode, subject: string): Problem | undefined {
  if (node.kind === "literal" && node.value !== null) return undefined;
  const text = node.kind === "string" ? node.value : node.kind === "number" ? node.text : "";
  const meant = /^(true|1)$/i.test(text) ? "true" : /^(false|0)$/i.test(text) ? "false" : undefined;
  const fixes = meant === undefined ? [] : [preferred(replaceFix(`Change to \`${meant}\``, spanOf(node), meant))];
  return wrong.wrongType(node, subject, "`true` or `false`", fixes);
}

function floatProblem(node: JsonNode, scalar: "float" | "double", subject: string): Problem | undefined {
  if (node.kind !== "number" && node.kind !== "string")
    return wrong.wrongType(node, subject, `a number (\`${scalar}\`)`);
  if (node.kind === "string" && node.placeholders.length > 0) return undefined;
  const text = node.kind === "number" ? node.text : node.value;
  if (node.kind === "string" && /^(NaN|-?Infinity)$/.test(text)) return undefined;
  if (!numeric.test(text)) return wrong.notNumeric(node, text, scalar);
  const largest = scalar === "float" ? largestFloat : Number.MAX_VALUE;
  if (Math.abs(Number(text)) <= largest) return undefined;
  return wrong.outOfRange(node, text, scalar, `it reaches to about ${scalar === "float" ? "3.4e38" : "1.8e308"}`);
}

function integerProblem(node: JsonNode, scalar: ScalarType, subject: string): Problem | undefined {
  if (node.kind !== "number" && node.kind !== "string")
    return wrong.wrongType(node, subject, `a number (\`${scalar}\`)`);
  if (node.kind === "string" && node.placeholders.length > 0) return undefined;
  const text = node.kind === "number" ? node.text : node.value;
  if (!numeric.test(text)) return wrong.notNumeric(node, text, scalar);
  const value = wholeNumber(text);
  if (value === undefined) return wrong.notWhole(node, text, scalar);
  const isPlain = /^-?\d+$/.test(text);
  const is64 = scalar.endsWith("64");
  if (is64 && node.kind === "string" && !isPlain) return wrong.notWhole(node, text, scalar);
  const range = rangeProblem(node, text, value, scalar);
  if (range !== undefined) return range;
  const isBeyond = value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER);
  return is64 && node.kind === "number" && isBeyond ? wrong.unquotedInt64(node, text, scalar) : undefined;
}

function rangeProblem(node: JsonNode, text: string, value: bigint, scalar: ScalarType): Problem | undefined {
  const [least, greatest] = ranges[scalar] ?? [value, value];
  if (least <= value && value <= greatest) return undefined;
  return wrong.outOfRange(node, text, scalar, `its values reach from ${least} to ${greatest}`);
}

function isWellFormed(text: string): boolean {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}

function quoted(node: JsonNode, text: string): Fix {
  return preferred(replaceFix("Put it in double quotes", spanOf(node), JSON.stringify(text)));
}

function spanOf({ start, end }: JsonNode) {
  return { start, end };
}

function listOf(problem: Problem | undefined): Problem[] {
  return problem === undefined ? [] : [problem];
}
