// What `{{…}}` in a request stands for: a variable of the document (`@name = value`), one of the environment files,
// something made for this call (`{{$uuid}}`), something of this machine (`{{$secret NAME}}`, `{{$env NAME}}`), or a part
// of what an earlier request was answered.
import type { Span } from "../compiler/text/span.ts";
import { type Environments, isPrivateFile } from "./environment.ts";
import { filledIn, type TemplateText, templateText } from "./placeholders.ts";
import { ownVariable, type RequestDocument } from "./requestDocument.ts";
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

/** Where the values of a document's variables come from. */
export interface VariableSources {
  /** Its own variables, as far as they stand above the end of `request`, go before those of files. */
  readonly document: Pick<RequestDocument, "variables">;
  readonly request: Span;
  readonly environments: Environments;
  /** The chosen one, empty where none is. */
  readonly environment: string;
  readonly given: GivenValues;
}

/** A value that is not for everyone to see. */
export interface TakenValue {
  /** What stands between the braces. */
  readonly name: string;
  readonly value: string;
  readonly from:
    | { readonly kind: "guarded"; readonly guarded: Guarded }
    /** `uri`: of the private environment file. */
    | { readonly kind: "private"; readonly uri: string }
    /** `secrets`: what the earlier request was sent with, which its answer may repeat. */
    | { readonly kind: "answer"; readonly request: string; readonly secrets: readonly string[] };
}

/** The value of a variable, or why it has none, or what has to be asked for before. */
export type VariableValue =
  | { readonly kind: "value"; readonly value: string; readonly taken?: readonly TakenValue[] }
  | { readonly kind: "wrong"; readonly reason: string }
  | { readonly kind: "guarded"; readonly wanted: readonly Guarded[] };

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

/**
 * Gives the value of what stands between braces. A variable of the document has one value for as long as the function is
 * used: who names a `{{$uuid}}` means the same one each time.
 */
export function variableValues(sources: VariableSources): (name: string) => VariableValue {
  const made = new Map<unknown, VariableValue>();
  const asked: string[] = [];

  // `before`: variables of the document that stand below are not known yet.
  function once(key: unknown, part: TemplateText, before: number): VariableValue {
    const known = made.get(key);
    if (known !== undefined) return known;
    const found = valueOfPart(part, name => valueAt(name, before));
    made.set(key, found);
    return found;
  }

  function valueAt(name: string, before: number): VariableValue {
    if (name.startsWith("$")) return commandValue(name, sources.given);
    const own = ownVariable(sources.document, name, before);
    if (own !== undefined) return once(own, own.value, own.start);
    const found = environmentValue(name, sources);
    if (found.kind !== "value" || !found.value.includes("{{")) return found;
    // What a file says may be put together of other variables, and of secrets that do not stand in it.
    if (asked.includes(name)) {
      const way = [...asked.slice(asked.indexOf(name)), name].map(one => `\`${one}\``).join(" → ");
      return wrong(`\`${name}\` takes its value from itself: ${way}`);
    }
    asked.push(name);
    const all = once(name, templateText(found.value, 0, found.value.length), before);
    asked.pop();
    return all.kind === "value" ? { ...all, taken: [...(found.taken ?? []), ...(all.taken ?? [])] } : all;
  }
  return name => valueAt(name, sources.request.end);
}

function valueOfPart(part: TemplateText, valueNamed: (name: string) => VariableValue): VariableValue {
  const values = new Map(part.placeholders.map(one => [one, valueNamed(one.name)]));
  const all = [...values.values()];
  const fault = all.find(one => one.kind === "wrong");
  if (fault !== undefined) return fault;
  const wanted = all.flatMap(one => (one.kind === "guarded" ? one.wanted : []));
  if (wanted.length > 0) return { kind: "guarded", wanted };
  const value = filledIn(part, one => {
    const found = values.get(one);
    return found?.kind === "value" ? found.value : undefined;
  });
  return { kind: "value", value, taken: all.flatMap(one => (one.kind === "value" ? (one.taken ?? []) : [])) };
}

function environmentValue(name: string, { environments, environment, given }: VariableSources): VariableValue {
  const found = environments.find(name, environment);
  switch (found.kind) {
    case "value": {
      const { value, uri } = found;
      if (!isPrivateFile(uri)) return { kind: "value", value };
      return { kind: "value", value, taken: [{ name, value, from: { kind: "private", uri } }] };
    }
    case "ambiguous":
      return wrong(
        `\`{{${name}}}\` differs between the environments ${environments.names.map(one => `\`${one}\``).join(", ")}: choose one in the setting \`protodial.environment\``,
      );
    case "missing": {
      const part = earlierPart(name);
      if (part !== undefined) return answerPart(name, part, given.answers);
      const { names } = environments;
      if (environment !== "" && !names.includes(environment)) {
        const known = names.length === 0 ? "there is none" : `there are ${names.map(one => `\`${one}\``).join(", ")}`;
        return wrong(`\`{{${name}}}\` has no value: no file has the environment \`${environment}\`, ${known}`);
      }
      const where = environment === "" ? "" : ` for the environment \`${environment}\``;
      return wrong(`\`{{${name}}}\` has no value in \`http-client.env.json\`${where}`);
    }
  }
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
      if (!given.guarded.has(key)) return { kind: "guarded", wanted: [guarded] };
      const value = given.guarded.get(key);
      if (value === undefined) return wrong(absent(guarded));
      return { kind: "value", value, taken: [{ name, value, from: { kind: "guarded", guarded } }] };
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
