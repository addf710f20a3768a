// The variables of a request document against the environment files and the document itself.
import { nearestName } from "../compiler/report/nearestName.ts";
import type { Problem } from "../compiler/report/problem.ts";
import { type Environments, sharedEnvironment } from "./environment.ts";
import * as wrong from "./environmentProblems.ts";
import { isVariableName, type Placeholder } from "./placeholders.ts";
import { ownVariable, placeholdersOf, type RequestDocument, requestName } from "./requestDocument.ts";
import { earlierPart } from "./variableAnswers.ts";

export interface VariableFault {
  readonly problem: Problem;
  readonly placeholder: Placeholder;
  readonly mend: /** `nearest`: what may have been meant. */
    | { readonly kind: "define"; readonly nearest: string | undefined }
    | { readonly kind: "rename request"; readonly from: string; readonly to: string }
    | { readonly kind: "choose"; readonly environments: readonly string[] }
    | { readonly kind: "nothing" };
}

/**
 * Variables that have no value when their request is sent, in the order of the text. `environment` is the chosen one, empty
 * where none is; that it is missing, or is none that there is, is told once.
 */
export function checkVariables(
  document: RequestDocument,
  environments: Environments,
  environment: string,
): VariableFault[] {
  const requests = [...new Set(document.requests.map(requestName))].filter(one => one !== "");
  const { names } = environments;
  const choose = { kind: "choose", environments: names } as const;
  const all = [
    ...document.variables.flatMap(({ start, value }) => value.placeholders.map(one => ({ one, before: start }))),
    ...document.requests.flatMap(request => placeholdersOf(request).map(one => ({ one, before: request.end }))),
  ];
  const faults: VariableFault[] = [];
  let isChoiceTold = false;
  for (const { one, before } of all.sort((a, b) => a.one.start - b.one.start)) {
    if (one.kind === "dynamic" || !isVariableName(one.name)) continue;
    if (ownVariable(document, one.name, before) !== undefined) continue;
    const { kind } = environments.find(one.name, environment);
    if (kind === "value") continue;
    if (kind === "ambiguous") {
      if (!isChoiceTold) faults.push({ placeholder: one, problem: wrong.notChosen(one, names), mend: choose });
      isChoiceTold = true;
      continue;
    }
    const part = earlierPart(one.name);
    if (part !== undefined) {
      if (requests.includes(part.request)) continue;
      const nearest = nearestName(part.request, requests);
      const problem = wrong.unknownRequest(one, part.request, { nearest, known: requests });
      const mend =
        nearest === undefined
          ? ({ kind: "nothing" } as const)
          : ({ kind: "rename request", from: part.request, to: nearest } as const);
      faults.push({ placeholder: one, problem, mend });
      continue;
    }
    if (environment !== "" && names.length > 0 && !names.includes(environment)) {
      const problem = wrong.unknownEnvironment(one, environment, names);
      if (!isChoiceTold) faults.push({ placeholder: one, problem, mend: choose });
      isChoiceTold = true;
      continue;
    }
    const others = names.filter(name => environments.find(one.name, name).kind === "value");
    const nearest = nearestName(one.name, [...document.variables.map(own => own.name), ...environments.variables]);
    const problem = wrong.undefinedVariable(one, { environment, others, nearest });
    faults.push({ placeholder: one, problem, mend: { kind: "define", nearest } });
  }
  return faults;
}

/** The environment that a new variable belongs to: the chosen one, or the only one, or what all have. */
export function environmentForNew({ names }: Environments, environment: string): string {
  if (environment !== "") return environment;
  const [only, another] = names;
  if (only === undefined) return "local";
  return another === undefined ? only : sharedEnvironment;
}
