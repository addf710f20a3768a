// What `{{…}}` in a request stands for: a variable of the environment files, something made for this call (`{{$uuid}}`),
// something of this machine (`{{$secret NAME}}`, `{{$env NAME}}`), or a part of what an earlier request was answered.
import type { Span } from "../compiler/text/span.ts";
import type { Environments } from "./environment.ts";
import { filledIn } from "./placeholders.ts";
import type { RequestDocument } from "./requestDocument.ts";
import { answerPart, type EarlierAnswers, earlierPart } from "./variableAnswers.ts";
import { madeValue, variableCommand } from "./variableCommands.ts";

/** What belongs to the user and is sent nowhere unasked. `file`: `name` is its uri; it is used, not sent. */
export interface Guarded {
  readonly source: "secret" | "env" | "file";
  readonly name: string;
}

/** What is handed in, for this layer knows no clock, no chance and no process. */
export interface GivenValues {
  readonly nowMs: number;
  /** At least 0, less than 1; another one each time. */
  readonly random: () => number;
  readonly answers: EarlierAnswers;
  /** What may be used, by `guardedKey`; undefined where it was looked for and there is none. */
  readonly guarded: ReadonlyMap<string, string | undefined>;
}

/** The value of a variable, or why it has none, or what has to be asked for before. */
export type VariableValue =
  | { readonly kind: "value"; readonly value: string; readonly isSecret?: true }
  | { readonly kind: "wrong"; readonly reason: string }
  | { readonly kind: "guarded"; readonly guarded: Guarded };

/** What has to be asked for before a request can be sent. `address`: its target, as far as it is known. */
export interface ValueNeeds {
  readonly kind: "needsValues";
  readonly address: string;
  readonly wanted: readonly Guarded[];
}

/** Values for a call that is given nothing but its environment. */
export const nothingGiven: GivenValues = { nowMs: 0, random: () => 0, answers: () => undefined, guarded: new Map() };

export function guardedKey({ source, name }: Guarded): string {
  return `${source} ${name}`;
}

/** The value of what stands between the braces. `environment` is the chosen one, empty where none is. */
export function variableValue(
  name: string,
  environments: Environments,
  environment: string,
  given: GivenValues,
): VariableValue {
  if (name.startsWith("$")) return commandValue(name, given);
  const found = environments.find(name, environment);
  switch (found.kind) {
    case "value":
      return { kind: "value", value: found.value };
    case "ambiguous":
      return wrong(
        `\`{{${name}}}\` differs between the environments ${environments.names.map(one => `\`${one}\``).join(", ")}: choose one in the setting \`protodial.environment\``,
      );
    case "missing": {
      const part = earlierPart(name);
      if (part !== undefined) return answerPart(part, given.answers);
      const where = environment === "" ? "" : ` for the environment \`${environment}\``;
      return wrong(`\`{{${name}}}\` has no value in \`http-client.env.json\`${where}`);
    }
  }
}

/** The values of the variables that an `.http` file sets above a request, before those of `others`. */
export function withOwnVariables(
  { variables }: Pick<RequestDocument, "variables">,
  request: Span,
  others: (name: string) => VariableValue,
): (name: string) => VariableValue {
  const valueAt = (name: string, before: number): VariableValue => {
    const own = variables.filter(one => one.name === name && one.start < before).at(-1);
    if (own === undefined) return others(name);
    let isSecret = false;
    for (const one of own.value.placeholders) {
      const found = valueAt(one.name, own.start);
      if (found.kind !== "value") return found;
      isSecret ||= found.isSecret === true;
    }
    const value = filledIn(own.value, one => {
      const found = valueAt(one.name, own.start);
      return found.kind === "value" ? found.value : undefined;
    });
    return { kind: "value", value, ...(isSecret ? { isSecret: true } : {}) };
  };
  return name => valueAt(name, request.end);
}

function commandValue(name: string, given: GivenValues): VariableValue {
  const command = variableCommand(name);
  switch (command.kind) {
    case "wrong":
      return wrong(command.message + (command.help === undefined ? "" : `: ${command.help}`));
    case "made":
      return { kind: "value", value: madeValue(command, given) };
    case "guarded": {
      const { guarded } = command;
      const key = guardedKey(guarded);
      if (!given.guarded.has(key)) return { kind: "guarded", guarded };
      const value = given.guarded.get(key);
      if (value === undefined) return wrong(absent(guarded));
      return { kind: "value", value, ...(guarded.source === "secret" ? { isSecret: true } : {}) };
    }
  }
}

function absent({ source, name }: Guarded): string {
  if (source === "env") return `the environment variable \`${name}\` is not set where the call is made`;
  return `the secret \`${name}\` is not set: use \`Protodial: Set Secret…\`, or \`--secret ${name}=…\` and \`PROTODIAL_SECRET_${name}\` on the command line`;
}

function wrong(reason: string): VariableValue {
  return { kind: "wrong", reason };
}
