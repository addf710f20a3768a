import { nearestName } from "../compiler/report/nearestName.ts";
import type { Problem } from "../compiler/report/problem.ts";
import type { RequestLine, RequestOption } from "./requestDocument.ts";
import { flagValue, requestOptions } from "./requestOptions.ts";
import * as wrong from "./requestProblems.ts";

/** What is wrong with the options of one request; values with placeholders are not known yet. */
export function optionProblems(options: readonly RequestOption[], line: RequestLine | undefined): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, RequestOption>();
  for (const option of options) {
    const grammar = Object.hasOwn(requestOptions, option.key) ? requestOptions[option.key] : undefined;
    if (grammar === undefined) {
      const known = Object.keys(requestOptions);
      problems.push(wrong.unknownOption(option, nearestName(option.key, known), known));
      continue;
    }
    if (seen.has(option.key)) problems.push(wrong.repeatedOption(option));
    else seen.set(option.key, option);
    if (option.value.placeholders.length > 0) continue;
    const fault = grammar.fault(option.value.text);
    if (fault !== undefined) problems.push(wrong.badOption(option, fault));
  }
  const cert = seen.get("cert");
  const key = seen.get("key");
  if (cert !== undefined && key === undefined) problems.push(wrong.optionNeeds(cert, "key"));
  if (key !== undefined && cert === undefined) problems.push(wrong.optionNeeds(key, "cert"));
  if (line !== undefined && line.target.placeholders.length === 0 && !saysTls(seen, line.target.text)) {
    for (const name of ["ca", "cert", "key", "server-name", "insecure"]) {
      const option = seen.get(name);
      if (option !== undefined && flagValue(option.value.text)) problems.push(wrong.optionWithoutTls(option));
    }
  }
  return problems;
}

function saysTls(options: ReadonlyMap<string, RequestOption>, target: string): boolean {
  const option = options.get("tls");
  if (option !== undefined) return flagValue(option.value.text);
  return /^(https|grpcs):/i.test(target);
}
