// Requests about `{{name}}` take the environment files, which no snapshot holds: they are read when they are asked about.
import type { CompletionList, Hover, Location } from "vscode-languageserver";
import type { PositionParams } from "../features/params.ts";
import { isInVariable, variableDefinition, variableHover, variableItems } from "../features/requestVariables.ts";
import type { EnvironmentText } from "../requests/environment.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { type Answer, type Answering, guarded } from "./answer.ts";
import type { EnvironmentFiles } from "./environmentFiles.ts";

type About<Result> = (snapshot: Snapshot, params: PositionParams, environments: readonly EnvironmentText[]) => Result;

/** Answers what is asked about a placeholder from the environment files, everything else as `others` does. */
export function withVariables<Result, Other>(
  context: Answering & { readonly snapshot: () => Snapshot; readonly environments: EnvironmentFiles },
  method: string,
  { about, others }: { readonly about: About<Result>; readonly others: Answer<PositionParams, Other> },
): Answer<PositionParams, Result | Other> {
  return guarded<PositionParams, Result | Other>(context, method, async (params, token) => {
    const snapshot = context.snapshot();
    if (!isInVariable(snapshot, params)) return others(params, token);
    return about(snapshot, params, await context.environments.read(snapshot, params.textDocument.uri));
  });
}

export const aboutVariables = {
  completion: (snapshot, params, texts): CompletionList => ({
    isIncomplete: false,
    items: variableItems(snapshot, params, texts),
  }),
  hover: (snapshot, params, texts): Hover | null => variableHover(snapshot, params, texts),
  definition: (snapshot, params, texts): Location[] => variableDefinition(snapshot, params, texts),
} satisfies Record<string, About<unknown>>;
